// Composer's words for a plan: one scheduler, or one with a warm-up.

#include <cmath>

#include "dialect/shapes.h"
#include "dialect/write/programs.h"
#include "etude/base/number.h"

namespace etude::dialect::composer {
namespace {

std::string batches(Step steps) { return filled("'{}ba'", {steps}); }

std::string start_of(const char* name, double lr) { return filled("composer.{}(lr={}", {name, lr}); }

std::string share(const char* name, double value, double of) { return filled(", {}={}", {name, value / of}); }

std::string say_ramp(const Ramp& r) {
  if (r.shape == RampShape::constant) return filled("{}, t_max='1ba')", {start_of("ConstantScheduler", r.from)});
  const double lr = r.from != 0 ? r.from : r.to;
  const std::string t_max = filled(", t_max={})", {batches(r.steps)});
  if (lr == 0) return "";
  if (r.shape == RampShape::line)
    return start_of("LinearScheduler", lr) + share("alpha_i", r.from, lr) + share("alpha_f", r.to, lr) + t_max;
  if (r.from == 0) return "";
  if (r.shape == RampShape::power)
    return filled("{}, power={}{}{}",
                  {start_of("PolynomialScheduler", lr), r.power, share("alpha_f", r.to, lr), t_max});
  if (r.power != 1) return "";
  return start_of("CosineAnnealingScheduler", lr) + share("alpha_f", r.to, lr) + t_max;
}

std::string milestones_text(const Multistep& k, Step later) {
  std::vector<std::string> items;
  for (const Step drop : drops_of(k)) items.push_back(batches(drop + later));
  return filled(", milestones={}", {list_of(items)});
}

std::string say_multistep(const Multistep& k) {
  return filled("{}{}, gamma={})", {start_of("MultiStepScheduler", k.from), milestones_text(k, 0), k.gamma});
}

std::string say_restarts(const CosineRestarts& k) {
  if (k.end == End::last || k.amp_mult != 1 || k.from == 0) return "";
  return filled("{}, t_0={}, t_mult={}{})", {start_of("CosineAnnealingWarmRestartsScheduler", k.from),
                                             batches(k.period), k.mult, share("alpha_f", k.to, k.from)});
}

std::string say_exponential(const Exponential& k) {
  if (k.period != std::floor(k.period) || k.floor > 0) return "";
  const std::string period = filled("'{}ba'", {plain(k.period)});
  if (k.staircase == Switch::yes)
    return filled("{}, step_size={}, gamma={})", {start_of("StepScheduler", k.from), period, k.rate});
  return filled("{}, gamma={}, decay_period={})", {start_of("ExponentialScheduler", k.from), k.rate, period});
}

std::string say_alone(const Schedule& given) {
  const Schedule& schedule = inside(given);
  if (const auto ramp = as_ramp(schedule)) return say_ramp(*ramp);
  if (const auto* k = schedule.as<Multistep>()) return say_multistep(*k);
  if (const auto* k = schedule.as<CosineRestarts>()) return say_restarts(*k);
  if (const auto* k = schedule.as<Exponential>()) return say_exponential(*k);
  if (const auto* k = schedule.as<StepDecay>()) return say_exponential(as_exponential(*k));
  return "";
}

/// A fall after a rise of `rise` steps, in the words of the schedulers with a warm-up.
std::string say_after(const Ramp& r, Step rise) {
  const std::string warm = filled(", t_warmup={}", {batches(rise)}),
                    last = filled(", t_max={})", {batches(rise + r.steps)});
  if (r.from == 0) return "";
  if (r.shape == RampShape::constant)
    return filled("{}{}, t_max={})", {start_of("ConstantWithWarmupScheduler", r.from), warm, batches(rise + 1)});
  if (r.shape == RampShape::line)
    return start_of("LinearWithWarmupScheduler", r.from) + warm + share("alpha_f", r.to, r.from) + last;
  if (r.shape == RampShape::power)
    return filled("{}{}, power={}{}{}", {start_of("PolynomialWithWarmupScheduler", r.from), warm, r.power,
                                         share("alpha_f", r.to, r.from), last});
  if (r.power != 1) return "";
  return start_of("CosineAnnealingWithWarmupScheduler", r.from) + warm + share("alpha_f", r.to, r.from) + last;
}

std::string say_warmed(const Schedule& schedule) {
  const std::vector<Schedule> pieces = pieces_of(inside(schedule));
  const auto rise = first_line(pieces);
  if (pieces.size() != 2 || !rise || rise->from != 0) return "";
  const Schedule& rest = inside(pieces[1]);
  if (rest(0) != rise->to) return "";
  if (const auto* k = rest.as<Multistep>())
    return filled("{}, t_warmup={}{}, gamma={})", {start_of("MultiStepWithWarmupScheduler", k->from),
                                                   batches(rise->steps), milestones_text(*k, rise->steps), k->gamma});
  const auto fall = as_ramp(rest);
  return fall ? say_after(*fall, rise->steps) : "";
}

std::vector<std::string> phrases(const Plan& plan) { return said({say_warmed(plan.lr), say_alone(plan.lr)}); }

/// Composer asks a scheduler with the state of the Trainer; the program has a State of its own.
std::string state_main(const std::string& duration, Step steps) {
  const std::string main = csv_main(steps, "scheduler = make_scheduler(OPTIMIZER)",
                                    "LR * scheduler(State(timestamp=Timestamp(batch=step)))");
  return program_text(templates::main_composer_py, {{"ETUDE_DURATION", duration}, {"ETUDE_MAIN", main}});
}

std::string expression(const Literal& call) { return python_call(call, "composer.", {"lr", "max_duration"}); }

std::string program(const Literal& call, Step steps) {
  const Literal* duration = call.find("max_duration");
  const Literal* last = call.find("t_max");
  const std::string run = duration ? duration->source : last ? last->source : batches(steps);
  return program_text(templates::composer_py, {{"ETUDE_CHECK", rate_check(rate_of(call))},
                                               {"ETUDE_SCHEDULER", expression(call)},
                                               {"ETUDE_MAIN", state_main(run, steps)}});
}

std::string closed_form(const std::string& function, Step steps, double lr) {
  return program_text(templates::composer_function_py, {{"ETUDE_CHECK", rate_check(lr)},
                                                        {"ETUDE_FUNCTION", function},
                                                        {"ETUDE_MAIN", state_main(batches(steps), steps)}});
}

}  // namespace

constexpr Writing writing{.phrases = &phrases,
                          .expression = &expression,
                          .program = &program,
                          .closed_form = &closed_form,
                          .is_factor = true};

}  // namespace etude::dialect::composer
