// optax's words for a plan: one schedule, or several joined.

#include <algorithm>
#include <cmath>

#include "dialect/shapes.h"
#include "dialect/write/programs.h"

namespace etude::dialect::optax {
namespace {

std::string say_ramp(const Ramp& r) {
  switch (r.shape) {
    case RampShape::constant:
      return filled("optax.constant_schedule(value={})", {r.from});
    case RampShape::line:
      return filled("optax.linear_schedule(init_value={}, end_value={}, transition_steps={})", {r.from, r.to, r.steps});
    case RampShape::cosine:
      if (r.from == 0) return "";
      return filled(
          "optax.cosine_decay_schedule(init_value={}, decay_steps={}{}{})",
          {r.from, r.steps, when(r.to != 0, ", alpha=", r.to / r.from), when(r.power != 1, ", exponent=", r.power)});
    case RampShape::power:
      return filled("optax.polynomial_schedule(init_value={}, end_value={}, power={}, transition_steps={})",
                    {r.from, r.to, r.power, r.steps});
  }
  return "";
}

std::string say_decay(const Exponential& k) {
  if (k.period != std::floor(k.period)) return "";
  return filled("optax.exponential_decay(init_value={}, transition_steps={}, decay_rate={}{}{})",
                {k.from, plain(k.period), k.rate, when(k.staircase == Switch::yes, ", staircase=True"),
                 when(k.floor > 0 && k.rate < 1, ", end_value=", k.floor)});
}

using Scales = std::vector<std::pair<double, double>>;  // a step, and the factor of the rate from there

std::string say_scales(const Scales& scales) {
  std::string text;
  for (const auto& [at, scale] : scales) add_item(text, filled("{}: {}", {plain(at), scale}));
  return filled("{{}}", {text});
}

std::string say_multistep(const Multistep& k) {
  Scales scales;
  for (const Step drop : drops_of(k)) {
    const auto at = static_cast<double>(drop);
    if (!scales.empty() && scales.back().first == at) {
      scales.back().second *= k.gamma;
    } else {
      scales.emplace_back(at, k.gamma);
    }
  }
  return filled("optax.piecewise_constant_schedule(init_value={}, boundaries_and_scales={})",
                {k.from, say_scales(scales)});
}

/// A table as factors: each value is the one before it times a factor, so no value but the last may be 0.
std::string say_points(const Piecewise& k) {
  if (k.interpolation == Interpolation::exponential) return "";
  const bool holds = k.interpolation == Interpolation::hold;
  Scales scales;
  if (k.at[0] > 0 && !holds) scales.emplace_back(k.at[0], 1);
  for (std::size_t i = 1; i < k.at.size(); ++i) {
    if (k.values[i - 1] == 0) return "";
    scales.emplace_back(k.at[i], k.values[i] / k.values[i - 1]);
  }
  const std::string type = k.interpolation == Interpolation::cosine ? "'cosine'" : "'linear'";
  return filled("{}init_value={}, boundaries_and_scales={})",
                {holds ? "optax.piecewise_constant_schedule("
                       : filled("optax.piecewise_interpolate_schedule(interpolate_type={}, ", {type}),
                 k.values[0], say_scales(scales)});
}

std::string say_one_cycle(const OneCycle& k) {
  const auto phases = OneCyclePhases::of(k.steps, k.pct, k.final_pct);
  const double start = k.peak / k.div;
  Piecewise points{{0}, {start}, k.shape == Shape::cosine ? Interpolation::cosine : Interpolation::linear};
  const auto add = [&](Step at, double value) {
    if (static_cast<double>(at) <= points.at.back()) return;
    points.at.push_back(static_cast<double>(at));
    points.values.push_back(value);
  };
  add(phases.top, k.peak);
  add(phases.foot, start);
  add(phases.last, start / k.final_div);
  return say_points(points);
}

std::string joined_text(const std::vector<std::string>& schedules, const std::vector<Step>& starts) {
  std::vector<std::string> boundaries;
  for (const Step start : starts)
    if (start > 0) boundaries.push_back(std::to_string(start));
  return filled("optax.join_schedules(schedules={}, boundaries={})", {list_of(schedules), list_of(boundaries)});
}

/// JAX counts in int32.
constexpr double largest_count = 0x1p31 - 1;

/// The decay of each period, joined. Of endless restarts the first twelve are written, and none past JAX's last step.
std::string say_restarts(const CosineRestarts& k) {
  std::vector<std::string> schedules;
  std::vector<Step> starts;
  double from = k.from, period = static_cast<double>(k.period), start = 0;
  for (Step i = 0; i < std::min(k.cycles, Step{12}); ++i) {
    const auto steps = static_cast<Step>(period), lands = steps - (k.end == End::last ? 1 : 0);
    const auto decay = say_ramp({lands > 0 ? RampShape::cosine : RampShape::constant, from, k.to, lands, steps, 1});
    if (decay.empty()) return "";
    schedules.push_back(decay);
    starts.push_back(static_cast<Step>(start));
    start += period;
    period = std::max(std::floor(period * k.mult), 1.0);
    from *= k.amp_mult;
    if (start + period > largest_count) break;
  }
  return joined_text(schedules, starts);
}

std::string say(const Schedule& given);

std::string say_sequence(const std::vector<Schedule>& pieces) {
  std::vector<std::string> schedules;
  for (const Schedule& piece : pieces) {
    const std::string words = say(piece);
    if (words.empty()) return "";
    schedules.push_back(words);
  }
  return joined_text(schedules, starts_of(pieces));
}

/// A window is three schedules, joined: its first value up to its beginning, what moves, and its last value.
std::string say_window(const Window& k) {
  const Schedule& of = k.of[0];
  const std::string moving = say(of);
  if (moving.empty() || k.end <= k.begin) return "";
  std::vector<std::string> schedules{moving};
  std::vector<Step> starts{k.begin};
  if (k.begin > 0) {
    schedules.insert(schedules.begin(), say_ramp({RampShape::constant, of(0)}));
    starts.insert(starts.begin(), 0);
  }
  if (k.end != endless) {
    schedules.push_back(say_ramp({RampShape::constant, of(k.end - 1 - k.begin)}));
    starts.push_back(k.end);
  }
  return schedules.size() == 1 ? moving : joined_text(schedules, starts);
}

std::string say(const Schedule& given) {
  const Schedule& schedule = inside(given);
  if (const auto ramp = as_ramp(schedule)) return say_ramp(*ramp);
  if (const auto* k = schedule.as<Exponential>()) return say_decay(*k);
  if (const auto* k = schedule.as<StepDecay>()) return say_decay(as_exponential(*k));
  if (const auto* k = schedule.as<Multistep>()) return say_multistep(*k);
  if (const auto* k = schedule.as<Piecewise>()) return say_points(*k);
  if (const auto* k = schedule.as<OneCycle>()) return say_one_cycle(*k);
  if (const auto* k = schedule.as<CosineRestarts>()) return say_restarts(*k);
  if (const auto* k = schedule.as<Window>()) return say_window(*k);
  if (const auto* k = schedule.as<Then>()) return say_sequence(k->of);
  return "";
}

/// A rise that ends where a cosine begins, in optax's one word for both.
std::string say_warmup_cosine(const Ramp& rise, const Ramp& fall) {
  return filled(
      "optax.warmup_cosine_decay_schedule(init_value={}, peak_value={}, warmup_steps={}, decay_steps={}, "
      "end_value={}{})",
      {rise.from, rise.to, rise.steps, rise.steps + fall.steps, fall.to,
       when(fall.power != 1, ", exponent=", fall.power)});
}

std::string say_warmup_decay(const Ramp& rise, const Exponential& fall) {
  const std::string decay = say_decay(fall);
  if (decay.empty()) return "";
  return filled("optax.warmup_exponential_decay_schedule(init_value={}, peak_value={}, warmup_steps={}{}",
                {rise.from, rise.to, rise.steps, decay.substr(decay.find(", transition_steps"))});
}

std::string say_warmed(const std::vector<Schedule>& pieces) {
  const auto rise = first_line(pieces);
  if (!rise || pieces.size() != 2) return "";
  if (const auto* k = pieces[1].as<Exponential>(); k && k->from == rise->to) return say_warmup_decay(*rise, *k);
  const auto fall = as_ramp(inside(pieces[1]));
  const bool goes_on = fall && fall->shape == RampShape::cosine && fall->from == rise->to;
  return goes_on ? say_warmup_cosine(*rise, *fall) : "";
}

std::string say_linear_onecycle(const Schedule& schedule) {
  const auto* k = schedule.as<OneCycle>();
  if (!k || k->shape != Shape::linear) return "";
  const auto phases = OneCyclePhases::of(k->steps, k->pct, k->final_pct);
  const auto share = [&](Step at) { return real(static_cast<double>(at) / static_cast<double>(phases.last)); };
  return filled(
      "optax.linear_onecycle_schedule(transition_steps={}, peak_value={}, pct_start={}, pct_final={}, div_factor={}, "
      "final_div_factor={})",
      {phases.last, k->peak, share(phases.top), share(phases.foot), k->div, k->final_div});
}

bool is_counted(const Literal& literal) {
  const auto is_good = [](const auto& all) { return std::all_of(all.begin(), all.end(), is_counted); };
  const bool named = std::all_of(literal.named.begin(), literal.named.end(),
                                 [](const auto& argument) { return is_counted(argument.second); });
  return named && is_good(literal.items) && !(is_whole(literal) && literal.number > largest_count);
}

std::vector<std::string> phrases(const Plan& plan) {
  auto all = said({say_warmed(pieces_of(inside(plan.lr))), say_linear_onecycle(inside(plan.lr)), say(plan.lr)});
  std::erase_if(all, [](const std::string& phrase) { return !is_counted(*read_literal(phrase)); });
  return all;
}

std::string expression(const Literal& call) { return python_call(call, "optax."); }

std::string program(const Literal& call, Step steps) {
  return program_text(templates::optax_py,
                      {{"ETUDE_SCHEDULE", expression(call)},
                       {"ETUDE_MAIN", csv_main(steps, "schedule = make_schedule()", "schedule(jnp.asarray(step))")}});
}

/// optax calls a schedule inside jit, where Python cannot branch on the count. A table can be looked up there too.
std::string closed_form(const std::string& function, Step steps, double /*lr*/) {
  const std::string before = filled("schedule = make_schedule(max(steps, {}))", {steps});
  return program_text(templates::optax_function_py,
                      {{"ETUDE_FUNCTION", function},
                       {"ETUDE_STEPS", steps},
                       {"ETUDE_MAIN", csv_main(steps, before, "schedule(jnp.asarray(step))")}});
}

}  // namespace

constexpr Writing writing{.phrases = &phrases,
                          .expression = &expression,
                          .program = &program,
                          .closed_form = &closed_form,
                          .is_advised = true,
                          .takes = &takes_every_line};

}  // namespace etude::dialect::optax
