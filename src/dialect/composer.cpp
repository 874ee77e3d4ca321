// MosaicML Composer: composer.optim.scheduler. A scheduler is a factor of the optimizer's rate; its times are strings
// such as '10ba', '1ep' and '0.05dur', which Composer cuts down to whole batches.

#include <algorithm>

#include "dialect/pieces.h"

#include "etude/base/math.h"

namespace etude::dialect {
namespace {

/// A length of time in batches, cut down as Composer does; 1 where it can not be known.
Step batches_of(Arguments& a, const std::string& text, std::optional<Step> run) {
  const std::size_t unit = text.find_first_not_of("0123456789.+-e");
  const auto refused = [&](const std::string& why) {
    a.require(false, "'{}' {}", {text.substr(0, 20), why});
    return Step{1};
  };
  if (text.ends_with("sec")) return refused("is wall-clock time, which Composer refuses in a scheduler");
  if (unit == std::string::npos && !text.ends_with("e")) return refused("needs a unit, as in '10ba'");
  if (text.ends_with("dur")) {
    const auto share = to_double(std::string_view(text).substr(0, text.size() - 3));
    if (!share || !run) return refused("is not a share of max_duration, as '0.5dur' is");
    return static_cast<Step>(std::clamp(*share * static_cast<double>(*run), -0x1p60, 0x1p60));
  }
  const auto measure = read_measure(text);
  if (!measure || measure->unit == Amount::percent) return refused("is no time; write as '10ba', '1ep' or '0.05dur'");
  const auto updates = in_updates(*measure, a.horizon());
  if (!updates) return refused(filled("can not be counted in batches: {}", {updates.error().message}));
  const bool is_cut = measure->unit == Amount::steps || measure->unit == Amount::epochs;
  if (!is_cut && *updates != std::floor(*updates)) return refused("is not a whole number of batches; give it in 'ba'");
  return static_cast<Step>(std::clamp(*updates, -0x1p62, 0x1p62));
}

/// The length of the run.
Step run_of(Arguments& a) {
  if (!a.is_none("max_duration")) return batches_of(a, a.text("max_duration"), {});
  const auto total = total_updates(a.horizon());
  return total ? *total : 0;
}

Step time_of(Arguments& a, const char* name) {
  const std::string text = a.text(name);
  if (a.error()) return 1;
  const Step run = run_of(a);
  if (!a.require(run > 0 || !text.ends_with("dur"),
                 "{}='{}' is a share of the run; give max_duration='100ba', or --steps", {name, text}))
    return 1;
  return batches_of(a, text, run);
}

/// A time that Composer divides by.
Step divisor_of(Arguments& a, const char* name) {
  const Step steps = time_of(a, name);
  return a.require(steps > 0, "{} is 0 batches: Composer ends with ZeroDivisionError", {name}) ? steps : 1;
}

std::vector<Step> milestones_of(Arguments& a) {
  std::vector<Step> milestones;
  for (const Literal& each : a.literal("milestones").items) {
    if (!a.require(each.type == Literal::Type::text, "milestones needs a list of times, as in ['10ba', '0.5dur']"))
      return {};
    milestones.push_back(batches_of(a, each.text, run_of(a)));
  }
  math::sort(milestones);
  return milestones;
}

Result<Reading> read_step(Arguments& a) {
  return reading(
      step_decay({.from = a.number("lr"), .gamma = a.number("gamma"), .period = divisor_of(a, "step_size")}));
}

Result<Reading> read_multistep(Arguments& a) {
  return reading(multistep({.from = a.number("lr"), .milestones = milestones_of(a), .gamma = a.number("gamma")}));
}

/// alpha for a while, and then the whole rate again.
Result<Reading> read_constant(Arguments& a) {
  const double lr = a.number("lr"), alpha = a.number("alpha");
  if (alpha == 1) return reading(held(lr));
  const Step steps = time_of(a, "t_max");
  a.note("rises-after-end", "after t_max the factor is 1 again, not alpha", "give a t_max past the run's end", steps);
  return reading(then(held(lr * alpha, steps), held(lr)));
}

Result<Reading> read_linear(Arguments& a) {
  const double lr = a.number("lr");
  return reading(linear({.from = lr * a.number("alpha_i"),
                         .to = lr * a.number("alpha_f"),
                         .steps = divisor_of(a, "t_max"),
                         .end = End::after}));
}

Result<Reading> read_exponential(Arguments& a) {
  return reading(exponential({.from = a.number("lr"),
                              .rate = a.number("gamma"),
                              .period = static_cast<double>(divisor_of(a, "decay_period"))}));
}

Result<Schedule> cosine_from(Arguments& a, double lr, Step steps) {
  return half_wave(lr, lr * a.number("alpha_f"), steps);
}

Result<Schedule> polynomial_from(Arguments& a, double lr, Step steps) {
  const double power = a.number("power");
  if (power == 0) return held(lr);
  return power_fall(lr, lr * a.number("alpha_f"), steps, power);
}

Result<Reading> read_cosine(Arguments& a) { return reading(cosine_from(a, a.number("lr"), divisor_of(a, "t_max"))); }

Result<Reading> read_polynomial(Arguments& a) {
  return reading(polynomial_from(a, a.number("lr"), divisor_of(a, "t_max")));
}

/// The step at which shrinking periods have shrunk to 0; endless where that takes too many.
Step last_restart(Step first, double mult) {
  double end = 0, period = static_cast<double>(first);
  for (int i = 0; period > 0 && i < 65536; ++i) {
    end += period;
    period = std::trunc(mult * period);
  }
  return period > 0 || end > 0x1p60 ? endless : static_cast<Step>(end);
}

Result<Reading> read_restarts(Arguments& a) {
  const double lr = a.number("lr"), mult = a.number("t_mult");
  const Step period = divisor_of(a, "t_0");
  const auto waves =
      cosine_restarts({.from = lr, .to = lr * a.number("alpha_f"), .period = period, .mult = mult, .end = End::after});
  if (mult >= 1 || !a.require(mult >= 0, "t_mult must not be below 0")) return reading(waves);
  const Step end = last_restart(period, mult);
  if (end == endless) return reading(waves);
  a.note("raises-after-end", "with t_mult below 1 the periods shrink to 0, where Composer raises ValueError",
         "give a t_mult of 1 or more", end);
  return reading(past_end(waves, Beyond::error, end));
}

// -------------------------------------------------------------------------------------------------------- warm-up

/// The steps of the warm-up, which no check of its own follows.
Step warmup_of(Arguments& a) {
  const Step rise = time_of(a, "t_warmup");
  if (rise == 0)
    a.note("warmup-is-zero", "t_warmup is 0 batches, so there is no warm-up",
           "give a longer t_warmup, or leave it out");
  note_first_zero(a, 0, rise);
  return rise;
}

Result<Schedule> rise_to(double lr, Step steps) { return rise_from(0, lr, steps); }

/// The steps left for the decay: none where the warm-up takes the whole run.
Step left_of(Arguments& a, Step rise) {
  const Step last = time_of(a, "t_max"), run = run_of(a);
  a.require(last >= run, "t_max is shorter than the run (max_duration): Composer raises ValueError");
  if (last <= rise)
    a.note("warmup-longer-than-run", "the warm-up takes the whole of t_max: nothing falls after it",
           "give a shorter t_warmup", last);
  return std::max(last - rise, Step{0});
}

using Decay = Result<Schedule> (*)(Arguments& a, double lr, Step steps);

Result<Reading> warmed(Arguments& a, double peak, double lr, Decay decay) {
  const Step rise = warmup_of(a), left = left_of(a, rise);
  return reading(then(rise_to(peak, rise), left > 0 ? decay(a, lr, left) : held(peak)));
}

Result<Reading> read_warmup_multistep(Arguments& a) {
  const double lr = a.number("lr"), gamma = a.number("gamma");
  const Step rise = warmup_of(a);
  std::vector<Step> left;
  double from = lr;
  for (const Step milestone : milestones_of(a)) {
    if (milestone > rise) {
      left.push_back(milestone - rise);
    } else {
      from *= gamma;
    }
  }
  return reading(then(rise_to(lr, rise), multistep({.from = from, .milestones = left, .gamma = gamma})));
}

/// Unlike ConstantScheduler it stays at alpha.
Result<Reading> read_warmup_constant(Arguments& a) {
  const double rate = a.number("lr") * a.number("alpha");
  const Step rise = warmup_of(a);
  if (run_of(a) > 0) left_of(a, rise);
  return reading(then(rise_to(rate, rise), held(rate)));
}

Result<Reading> read_warmup_linear(Arguments& a) {
  const double lr = a.number("lr");
  return warmed(a, lr * a.number("alpha_i"), lr, [](Arguments& of, double rate, Step steps) {
    return linear(
        {.from = rate * of.number("alpha_i"), .to = rate * of.number("alpha_f"), .steps = steps, .end = End::after});
  });
}

Result<Reading> read_warmup_cosine(Arguments& a) { return warmed(a, a.number("lr"), a.number("lr"), &cosine_from); }

Result<Reading> read_warmup_polynomial(Arguments& a) {
  return warmed(a, a.number("lr"), a.number("lr"), &polynomial_from);
}

// -------------------------------------------------------------------------------------------------------- phrases

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

std::string milestones_text(const std::vector<Step>& milestones, Step later) {
  std::vector<std::string> items;
  for (const Step milestone : milestones) items.push_back(batches(milestone + later));
  return filled(", milestones={}", {list_of(items)});
}

std::string say_multistep(const Multistep& k) {
  return filled("{}{}, gamma={})", {start_of("MultiStepScheduler", k.from),
                                    milestones_text(k.milestones, k.side == Side::after ? 1 : 0), k.gamma});
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
  if (const auto* k = schedule.as<StepDecay>())
    return say_exponential(
        {.from = k->from, .rate = k->gamma, .period = static_cast<double>(k->period), .staircase = Switch::yes});
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
  const auto rise = as_ramp(pieces[0]);
  if (pieces.size() != 2 || !rise || rise->shape != RampShape::line || rise->from != 0 || rise->length != rise->steps)
    return "";
  const Schedule& rest = inside(pieces[1]);
  if (rest(0) != rise->to) return "";
  if (const auto* k = rest.as<Multistep>())
    return filled("{}, t_warmup={}{}, gamma={})",
                  {start_of("MultiStepWithWarmupScheduler", k->from), batches(rise->steps),
                   milestones_text(k->milestones, rise->steps + (k->side == Side::after ? 1 : 0)), k->gamma});
  const auto fall = as_ramp(rest);
  return fall ? say_after(*fall, rise->steps) : "";
}

std::vector<std::string> phrases(const Plan& plan) { return said({say_warmed(plan.lr), say_alone(plan.lr)}); }

constexpr const char* imports =
    "import sys\nfrom types import SimpleNamespace\n\nfrom composer.core import Time, Timestamp\n"
    "from composer.optim import scheduler as composer\n\n";

/// A scheduler is asked with the Trainer's state; as much of it as it reads.
std::string main_of(const std::string& lr, const std::string& duration, Step steps) {
  return filled(
      "\n\nclass State(SimpleNamespace):\n    \"\"\"As much of composer.State as a scheduler reads.\"\"\"\n\n    "
      "dataloader_len = None\n"
      "    max_duration = Time.from_timestring({})\n\n\n{}",
      {duration, csv_main(steps, "scheduler = make_scheduler()\n",
                          filled("{} * scheduler(State(timestamp=Timestamp(batch=step)))", {lr}))});
}

std::string program(const Literal& call, const Plan&, Step steps) {
  const Literal* duration = call.find("max_duration");
  const Literal* last = call.find("t_max");
  const std::string run = duration ? duration->source : last ? last->source : batches(steps);
  return filled(
      "{}LR = {}  # the optimizer's own rate, which the scheduler multiplies\n\n\ndef make_scheduler():\n    # for "
      "Trainer(schedulers=...)\n    return {}\n{}",
      {imports, rate_of(call), python_call(call, "composer.", {"lr", "max_duration"}), main_of("LR", run, steps)});
}

std::string closed_form(const std::string& function, const Plan&, Step steps) {
  return filled(
      "import math\n{}LR = 1.0  # the optimizer's own rate, which the scheduler multiplies\n\n\n{}\n\ndef "
      "make_scheduler():\n    # for Trainer(schedulers=...)\n"
      "    return lambda state: rate(state.timestamp.batch.value) / LR\n{}",
      {imports, function, main_of("LR", batches(steps), steps)});
}

}  // namespace

const Language& composer_language() {
  static constexpr Entry entries[] = {
      {"StepScheduler", "step_size, gamma=0.1, max_duration=None, lr=1.0", "times gamma every step_size", &read_step},
      {"MultiStepScheduler", "milestones, gamma=0.1, max_duration=None, lr=1.0", "times gamma at each milestone",
       &read_multistep},
      {"ConstantScheduler", "alpha=1.0, t_max='1dur', max_duration=None, lr=1.0",
       "alpha until t_max, then the whole rate", &read_constant},
      {"LinearScheduler", "alpha_i=1.0, alpha_f=0.0, t_max='1dur', max_duration=None, lr=1.0", "a straight line",
       &read_linear},
      {"ExponentialScheduler", "gamma, decay_period='1ep', max_duration=None, lr=1.0", "times gamma every decay_period",
       &read_exponential},
      {"CosineAnnealingScheduler", "t_max='1dur', alpha_f=0.0, max_duration=None, lr=1.0", "half a cosine wave",
       &read_cosine},
      {"CosineAnnealingWarmRestartsScheduler", "t_0, t_mult=1.0, alpha_f=0.0, max_duration=None, lr=1.0",
       "cosine decays with warm restarts", &read_restarts},
      {"PolynomialScheduler", "power, t_max='1dur', alpha_f=0.0, max_duration=None, lr=1.0", "a power of what remains",
       &read_polynomial},
      {"MultiStepWithWarmupScheduler", "t_warmup, milestones, gamma=0.1, scale_warmup=False, max_duration=None, lr=1.0",
       "a rise, then times gamma at each milestone", &read_warmup_multistep},
      {"ConstantWithWarmupScheduler",
       "t_warmup, alpha=1.0, t_max='1dur', scale_warmup=False, max_duration=None, lr=1.0", "a rise, then flat",
       &read_warmup_constant},
      {"LinearWithWarmupScheduler",
       "t_warmup, alpha_i=1.0, alpha_f=0.0, t_max='1dur', scale_warmup=False, max_duration=None, lr=1.0",
       "a rise, then a straight line", &read_warmup_linear},
      {"CosineAnnealingWithWarmupScheduler",
       "t_warmup, t_max='1dur', alpha_f=0.0, scale_warmup=False, max_duration=None, lr=1.0",
       "a rise, then half a cosine wave", &read_warmup_cosine},
      {"PolynomialWithWarmupScheduler",
       "t_warmup, power=2.0, t_max='1dur', alpha_f=0.0, scale_warmup=False, max_duration=None, lr=1.0",
       "a rise, then a power of what remains", &read_warmup_polynomial},
  };
  static constexpr Language language{
      "composer", "MosaicML Composer, composer.optim", {}, entries, {&phrases, &program, &closed_form}};
  return language;
}

}  // namespace etude::dialect
