// fastai's words for a plan: annealers, each over its share of the run, or fit_sgdr.

#include <cmath>

#include "dialect/shapes.h"
#include "dialect/write/programs.h"

namespace etude::dialect::fastai {
namespace {

/// The annealer of a piece, and how many steps it is given.
struct Part {
  std::string words;
  Step steps;
};

std::string call_of(const char* name, double start, double end, const std::string& more = "") {
  return filled("{}(start={}, end={}{})", {name, start, end, more});
}

std::optional<Part> geometric_part(const Schedule& schedule) {
  const auto* k = schedule.as<Geometric>();
  if (!k || k->first != First::from) return std::nullopt;
  return Part{call_of("SchedExp", k->from, k->to), k->steps - (k->end == End::last ? 1 : 0)};
}

std::optional<Part> power_part(const Schedule& schedule) {
  const auto* k = schedule.as<Polynomial>();
  if (!k || k->first != First::from || k->base != PowerBase::done || k->cycle == Switch::yes) return std::nullopt;
  return Part{call_of("SchedPoly", k->from, k->to, filled(", power={}", {k->power})),
              k->steps - (k->end == End::last ? 1 : 0)};
}

std::optional<Part> part_of(const Schedule& given) {
  const Schedule& schedule = inside(given);
  if (auto part = geometric_part(schedule)) return part;
  if (auto part = power_part(schedule)) return part;
  const auto ramp = as_ramp(schedule);
  if (!ramp || (ramp->shape == RampShape::cosine && ramp->power != 1)) return std::nullopt;
  if (ramp->shape == RampShape::constant) return Part{call_of("SchedNo", ramp->from, ramp->from), ramp->length};
  if (ramp->shape == RampShape::power)
    return Part{call_of("SchedPoly", ramp->to, ramp->from, filled(", power={}", {ramp->power})), -1};
  return Part{call_of(ramp->shape == RampShape::cosine ? "SchedCos" : "SchedLin", ramp->from, ramp->to), ramp->steps};
}

/// Several annealers, each with its share of the steps. The last share is 1 less the others, so that they add up to 1.
std::string combined_text(const std::vector<std::string>& annealers, const std::vector<double>& shares, Word steps) {
  std::vector<std::string> pcts, scheds;
  double left = 1;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    pcts.push_back(real(i + 1 == shares.size() ? left : shares[i]));
    scheds.push_back(filled("fastai.{}", {annealers[i]}));
    left -= shares[i];
  }
  return filled("fastai.combine_scheds(pcts={}, scheds={}, steps={})", {list_of(pcts), list_of(scheds), steps});
}

std::string say_parts(const std::vector<Part>& parts) {
  Step steps = 0;
  for (const Part& part : parts) {
    if (part.steps <= 0 || part.steps >= max_step / 2) return "";
    steps += part.steps;
    if (steps > max_step / 2) return "";
  }
  std::vector<std::string> annealers;
  std::vector<double> shares;
  for (const Part& part : parts) {
    annealers.push_back(part.words);
    shares.push_back(static_cast<double>(part.steps) / static_cast<double>(steps));
  }
  return combined_text(annealers, shares, steps);
}

std::string say_alone(const Part& part) {
  if (part.steps == endless) return filled("fastai.{}, steps=100)", {part.words.substr(0, part.words.size() - 1)});
  if (part.steps <= 0) return "";
  return filled("fastai.{}, steps={})", {part.words.substr(0, part.words.size() - 1), part.steps});
}

/// A table of points between which there are waves or lines.
std::string say_points(const Schedule& schedule) {
  const auto* k = schedule.as<Piecewise>();
  if (!k || k->at[0] != 0 || k->at.back() != std::floor(k->at.back())) return "";
  if (k->interpolation != Interpolation::cosine && k->interpolation != Interpolation::linear) return "";
  const char* name = k->interpolation == Interpolation::cosine ? "SchedCos" : "SchedLin";
  std::vector<std::string> annealers;
  std::vector<double> shares;
  for (std::size_t i = 1; i < k->at.size(); ++i) {
    annealers.push_back(call_of(name, k->values[i - 1], k->values[i]));
    shares.push_back((k->at[i] - k->at[i - 1]) / k->at.back());
  }
  return combined_text(annealers, shares, plain(k->at.back()));
}

std::string say_one_cycle(const Schedule& schedule) {
  const auto* k = schedule.as<OneCycle>();
  if (!k) return "";
  const auto phases = OneCyclePhases::of(k->steps, k->pct, k->final_pct);
  const char* name = k->shape == Shape::cosine ? "SchedCos" : "SchedLin";
  const double start = k->peak / k->div;
  std::vector<Part> parts;
  const auto add = [&](double from, double to, Step steps) {
    if (steps > 0) parts.push_back({call_of(name, from, to), steps});
  };
  add(start, k->peak, phases.top);
  add(k->peak, start, phases.foot - phases.top);
  add(start, start / k->final_div, phases.last - phases.foot);
  return say_parts(parts);
}

std::string say_restarts(const Schedule& schedule) {
  const auto* k = schedule.as<CosineRestarts>();
  if (!k || k->to != 0 || k->amp_mult != 1 || k->cycles > 32 || k->end == End::last) return "";
  if (k->mult != std::floor(k->mult) || k->mult < 2) return "";
  return filled("fastai.fit_sgdr(n_cycles={}, cycle_len={}, lr_max={}, cycle_mult={})",
                {k->cycles, k->period, k->from, plain(k->mult)});
}

std::string say_sequence(const Schedule& schedule) {
  std::vector<Part> parts;
  for (const Schedule& piece : pieces_of(schedule)) {
    const auto part = part_of(piece);
    if (!part) return "";
    parts.push_back(*part);
  }
  return parts.size() == 1 ? say_alone(parts[0]) : say_parts(parts);
}

std::vector<std::string> phrases(const Plan& plan) {
  const Schedule& lr = inside(plan.lr);
  return said({say_sequence(lr), say_one_cycle(lr), say_points(lr), say_restarts(lr)});
}

/// The steps of the run, as Python: those that the call names, or those of fit_sgdr's cycles.
std::string steps_of(const Literal& call, Step steps) {
  if (const Literal* given = call.find("steps")) return given->source;
  const Literal *cycles = call.find("n_cycles"), *length = call.find("cycle_len"), *mult = call.find("cycle_mult");
  if (!cycles || !length) return std::to_string(steps);
  const std::string factor = mult ? mult->source : "2";
  return filled("{} * ({}**{} - 1) // ({} - 1)", {length->source, factor, cycles->source, factor});
}

std::string expression(const Literal& call) {
  const bool is_fit = last_name(call.text).starts_with("fit_");
  return python_call(call, is_fit ? "learn." : "fastai.", {"steps"});
}

std::string program(const Literal& call, Step steps) {
  const std::string run = steps_of(call, steps);
  const std::string main = csv_main(steps, "schedule = make_schedule()", "schedule(step / STEPS)");
  if (last_name(call.text).starts_with("fit_"))
    return program_text(templates::fastai_sgdr_py, {{"ETUDE_MULT", source_of(call, "cycle_mult", "2")},
                                                    {"ETUDE_CYCLES", source_of(call, "n_cycles", "1")},
                                                    {"ETUDE_LR", source_of(call, "lr_max", "0.001")},
                                                    {"ETUDE_RUN", run},
                                                    {"ETUDE_MAIN", main}});
  return program_text(templates::fastai_py,
                      {{"ETUDE_SCHEDULE", expression(call)}, {"ETUDE_RUN", run}, {"ETUDE_MAIN", main}});
}

std::string closed_form(const std::string& function, Step steps, double /*lr*/) {
  const std::string main = csv_main(steps, "callback = make_callback()", "callback.scheds[\"lr\"](step / STEPS)");
  return program_text(templates::fastai_function_py,
                      {{"ETUDE_STEPS", steps}, {"ETUDE_FUNCTION", function}, {"ETUDE_MAIN", main}});
}

}  // namespace

constexpr Writing writing{
    .phrases = &phrases, .expression = &expression, .program = &program, .closed_form = &closed_form};

}  // namespace etude::dialect::fastai
