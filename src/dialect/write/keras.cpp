// Keras's words for a plan: one schedule, which may have a warm-up if it is a cosine.

#include <algorithm>
#include <cmath>

#include "dialect/shapes.h"
#include "dialect/write/programs.h"

namespace etude::dialect::keras {
namespace {

std::string say_ramp(const Ramp& r) {
  const std::string start = filled("(initial_learning_rate={}, decay_steps=", {r.from});
  if (r.shape == RampShape::constant) return filled("keras.PolynomialDecay{}1, end_learning_rate={})", {start, r.from});
  if (r.shape != RampShape::cosine)
    return filled("keras.PolynomialDecay{}{}, end_learning_rate={}{})",
                  {start, r.steps, r.to, when(r.power != 1, ", power=", r.power)});
  if (r.from == 0 || r.power != 1) return "";
  return filled("keras.CosineDecay{}{}{})", {start, r.steps, when(r.to != 0, ", alpha=", r.to / r.from)});
}

std::string say_warmup_cosine(const std::vector<Schedule>& pieces) {
  const auto rise = first_line(pieces), fall = as_ramp(inside(pieces.back()));
  if (pieces.size() != 2 || !rise || !fall || fall->shape != RampShape::cosine) return "";
  if (rise->to != fall->from || fall->power != 1) return "";
  return filled(
      "keras.CosineDecay(initial_learning_rate={}, decay_steps={}{}, warmup_target={}, warmup_steps={})",
      {rise->from, fall->steps, when(fall->to != 0, ", alpha=", fall->to / fall->from), rise->to, rise->steps});
}

/// Exponential and InverseTime have the same fields, and Keras the same arguments for both.
template <class K>
std::string say_periods(const char* name, const K& k) {
  return filled("keras.{}(initial_learning_rate={}, decay_steps={}, decay_rate={}{}",
                {name, k.from, plain(k.period), k.rate, k.staircase == Switch::yes ? ", staircase=True)" : ")"});
}

std::string say_decay(const Exponential& k) { return k.floor > 0 ? "" : say_periods("ExponentialDecay", k); }

std::string say_cycled(const Polynomial& k) {
  if (k.cycle == Switch::no || k.first != First::from || k.end != End::after || k.base != PowerBase::remaining)
    return "";
  return filled(
      "keras.PolynomialDecay(initial_learning_rate={}, decay_steps={}, end_learning_rate={}, power={}, cycle=True)",
      {k.from, k.steps, k.to, k.power});
}

std::string say_restarts(const CosineRestarts& k) {
  if (k.from == 0 || k.end == End::last) return "";
  return filled(
      "keras.CosineDecayRestarts(initial_learning_rate={}, first_decay_steps={}, t_mul={}, m_mul={}, alpha={})",
      {k.from, k.period, k.mult, k.amp_mult, k.to / k.from});
}

/// A staircase, from the steps at which the rate changes.
std::string say_steps(const Schedule& schedule, const std::vector<Step>& changes) {
  std::vector<std::string> bounds, values{real(schedule(0))};
  for (const Step change : changes) {
    if (change <= 0) return "";
    bounds.push_back(std::to_string(change - 1));
    values.push_back(real(schedule(change)));
  }
  if (bounds.empty()) return "";
  return filled("keras.PiecewiseConstantDecay(boundaries={}, values={})", {list_of(bounds), list_of(values)});
}

std::string say_multistep(const Schedule& schedule, const Multistep& k) {
  std::vector<Step> changes = drops_of(k);
  changes.erase(std::unique(changes.begin(), changes.end()), changes.end());
  return say_steps(schedule, changes);
}

std::string say_held(const Schedule& schedule, const Piecewise& k) {
  if (k.interpolation != Interpolation::hold) return "";
  std::vector<Step> changes;
  for (std::size_t i = 1; i < k.at.size(); ++i) changes.push_back(static_cast<Step>(std::ceil(k.at[i])));
  return say_steps(schedule, changes);
}

std::string say_constants(const Schedule& schedule, const Then& k) {
  for (const Schedule& piece : k.of)
    if (!piece.as<Constant>()) return "";
  std::vector<Step> changes = starts_of(k.of);
  changes.erase(changes.begin());
  return say_steps(schedule, changes);
}

std::string say(const Schedule& given) {
  const Schedule& schedule = inside(given);
  if (const auto ramp = as_ramp(schedule)) return say_ramp(*ramp);
  if (const auto* k = schedule.as<Exponential>()) return say_decay(*k);
  if (const auto* k = schedule.as<StepDecay>()) return say_decay(as_exponential(*k));
  if (const auto* k = schedule.as<InverseTime>()) return say_periods("InverseTimeDecay", *k);
  if (const auto* k = schedule.as<Polynomial>()) return say_cycled(*k);
  if (const auto* k = schedule.as<CosineRestarts>()) return say_restarts(*k);
  if (const auto* k = schedule.as<Multistep>()) return say_multistep(schedule, *k);
  if (const auto* k = schedule.as<Piecewise>()) return say_held(schedule, *k);
  if (const auto* k = schedule.as<Then>()) return say_constants(schedule, *k);
  return "";
}

std::vector<std::string> phrases(const Plan& plan) {
  return said({say_warmup_cosine(pieces_of(inside(plan.lr))), say(plan.lr)});
}

std::string expression(const Literal& call) { return python_call(call, "keras.optimizers.schedules."); }

std::string program(const Literal& call, Step steps) {
  return program_text(templates::keras_py,
                      {{"ETUDE_SCHEDULE", expression(call)},
                       {"ETUDE_MAIN", csv_main(steps, "schedule = make_schedule()", "schedule(step)")}});
}

/// Keras may call a schedule inside a compiled step, where Python cannot branch on the count. A table can be looked up
/// there too.
std::string closed_form(const std::string& function, Step steps, double /*lr*/) {
  const std::string before = filled("schedule = make_schedule(max(steps, {}))", {steps});
  return program_text(templates::keras_function_py, {{"ETUDE_FUNCTION", function},
                                                     {"ETUDE_STEPS", steps},
                                                     {"ETUDE_MAIN", csv_main(steps, before, "schedule(step)")}});
}

}  // namespace

constexpr Writing writing{.phrases = &phrases,
                          .expression = &expression,
                          .program = &program,
                          .closed_form = &closed_form,
                          .is_advised = true,
                          .takes = &takes_every_line};

}  // namespace etude::dialect::keras
