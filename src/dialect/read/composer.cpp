// MosaicML Composer: composer.optim.scheduler. A scheduler is a factor of the optimizer's rate; its times are strings
// such as '10ba', '1ep' and '0.05dur', which Composer cuts down to whole batches.

#include <algorithm>
#include <cmath>

#include "dialect/read/reading.h"
#include "etude/base/math.h"
#include "etude/base/number.h"

namespace etude::dialect::composer {
namespace {

/// A length of time in batches, rounded down as Composer does it; 1 where nobody knows it.
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

/// The length of the run; 0 where nobody knows it.
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

Result<Schedule> dropping(double from, const std::vector<Step>& milestones, double gamma) {
  if (milestones.empty()) return held(from);
  if (gamma == 0) return then(held(from, std::max(milestones[0], Step{0})), held(0));
  return multistep({.from = from, .milestones = milestones, .gamma = gamma});
}

Result<Reading> read_step(Arguments& a) {
  if (a.number("gamma") == 0) return reading(dropping(a.number("lr"), {divisor_of(a, "step_size")}, 0));
  return reading(
      step_decay({.from = a.number("lr"), .gamma = a.number("gamma"), .period = divisor_of(a, "step_size")}));
}

Result<Reading> read_multistep(Arguments& a) {
  return reading(dropping(a.number("lr"), milestones_of(a), a.number("gamma")));
}

/// The factor is alpha up to t_max, and 1 again from there.
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
  if (a.number("gamma") == 0) return reading(dropping(a.number("lr"), {1}, 0));
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

/// The step at which periods that shrink have shrunk to 0; endless where that takes more than 65,536 of them.
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

/// The steps of the warm-up.
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
  return reading(then(rise_to(lr, rise), dropping(from, left, gamma)));
}

/// Unlike ConstantScheduler, this one stays at alpha.
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

constexpr Entry entries[] = {
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
    {"ConstantWithWarmupScheduler", "t_warmup, alpha=1.0, t_max='1dur', scale_warmup=False, max_duration=None, lr=1.0",
     "a rise, then flat", &read_warmup_constant},
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

}  // namespace

constexpr Language language{
    .name = "composer", .library = "MosaicML Composer, composer.optim", .entries = entries, .writing = &writing};

}  // namespace etude::dialect::composer
