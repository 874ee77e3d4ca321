// Megatron-LM: OptimizerParamScheduler. Its warm-up ends at lr_warmup_steps itself, and lr_decay_steps counts it too.

#include <algorithm>

#include "dialect/read/reading.h"

namespace etude::dialect::megatron {
namespace {

struct Rates {
  double init, peak, floor;
  Step rise, last;
  std::string style;

  double share(Step done, Step of) const { return static_cast<double>(done) / static_cast<double>(of); }
};

bool check(Arguments& a, const Rates& r) {
  return a.require(r.floor >= 0, "min_lr must not be below 0: Megatron ends with AssertionError") &&
         a.require(r.peak >= r.floor, "max_lr must not be below min_lr: Megatron ends with AssertionError") &&
         a.require(r.init <= r.peak, "init_lr must not be above max_lr: Megatron ends with AssertionError") &&
         a.require(r.last > 0, "lr_decay_steps must be above 0: Megatron ends with AssertionError") &&
         a.require(r.rise < r.last,
                   "lr_decay_steps counts the warm-up too and must be above lr_warmup_steps: Megatron ends with "
                   "AssertionError");
}

/// The cooldown of WSD, or nothing where Megatron has no such style.
std::optional<Result<Schedule>> cooldown(const std::string& style, double from, double to, Step steps) {
  if (style == "linear") return straight(from, to, steps);
  if (style == "cosine") return half_wave(from, to, steps);
  if (style == "exponential") return exponential_ramp({.from = from, .to = to, .steps = steps, .end = End::after});
  if (style == "minus_sqrt") return power_done(from, to, steps, 0.5);
  return std::nullopt;
}

/// WSD whose cooldown begins during the warm-up: when the warm-up ends, the rate jumps down to where the cooldown is.
Result<Schedule> overlapped(Arguments& a, const Rates& r, Step decay, const Schedule& whole_cooldown) {
  a.note("warmup-reaches-into-decay",
         r.rise > 0 ? "the cooldown has begun before the warm-up ends: the rate jumps down after it"
                    : "wsd_decay_steps is above lr_decay_steps: the cooldown is on its way at the first step",
         "give a wsd_decay_steps of at most lr_decay_steps - lr_warmup_steps", r.rise > 0 ? r.rise + 1 : 0);
  const auto rise = rise_from(r.init, r.peak, r.rise);
  if (!rise) return rise;
  const Step start = r.last - decay;
  const auto read = own_reading(a, [r, start, up = *rise, down = whole_cooldown](Step t) {
    return r.rise > 0 && t <= r.rise ? up(t) : down(t - start);
  });
  return read->plan.lr;
}

/// WSD without a style of its own for the cooldown: Megatron goes on until that begins, at its step `flat` after the
/// warm-up, and ends in the step after.
Result<Schedule> until_cooldown(Arguments& a, const Rates& r, Step flat) {
  constexpr const char* styles = "lr_wsd_decay_style is 'linear', 'cosine', 'exponential' or 'minus_sqrt'";
  if (!a.require(flat >= 0 || r.rise > 0, "{}: with anything else, and with None, Megatron ends with AssertionError",
                 {styles}))
    return refused();
  const Step last = std::max(flat, Step{0}), end = r.rise + last + 1;
  a.note(ends_before(a, end) ? "raises-after-end" : "raises-in-run",
         "{}: without one of these Megatron ends with AssertionError where the cooldown begins", {styles},
         "give lr_wsd_decay_style='linear'", end);
  return past_end(held(r.peak), Beyond::error, last + 1);
}

Result<Schedule> warm_stable_decay(Arguments& a, const Rates& r) {
  if (!a.require(!a.is_none("wsd_decay_steps"), "WSD needs wsd_decay_steps: Megatron ends with AssertionError"))
    return refused();
  const Step decay = a.steps("wsd_decay_steps"), flat = r.last - decay - r.rise;
  if (decay == 0) return then(held(r.peak, r.last - r.rise + 1), held(r.floor));
  const auto fall =
      cooldown(a.is_none("lr_wsd_decay_style") ? "" : a.text("lr_wsd_decay_style"), r.peak, r.floor, decay);
  if (!fall) return until_cooldown(a, r, flat);
  if (flat < 0 && *fall) return overlapped(a, r, decay, **fall);
  return then(held(r.peak, std::max(flat, Step{0})), *fall);
}

/// What follows the warm-up, from step lr_warmup_steps on.
Result<Schedule> decay_of(Arguments& a, const Rates& r) {
  const Step steps = r.last - r.rise;
  if (r.style == "constant") return held(r.peak);
  if (r.style == "linear") return straight(r.peak, r.floor, steps);
  if (r.style == "cosine") return half_wave(r.peak, r.floor, steps);
  if (r.style == "WSD") return warm_stable_decay(a, r);
  if (r.style == "inverse-square-root") {
    const auto curve =
        inverse_sqrt({.from = r.peak, .timescale = static_cast<double>(std::max(r.rise, Step{1})), .shift = r.rise});
    return then(window(clamp(curve, r.floor, r.peak), 0, steps + 1), held(r.floor));
  }
  a.require(
      false,
      "lr_decay_style is 'linear', 'cosine', 'constant', 'inverse-square-root' or 'WSD': Megatron raises Exception");
  return refused();
}

Result<Schedule> weight_decay_of(Arguments& a) {
  const double start = a.number("start_wd"), end = a.number("end_wd");
  const Step steps = a.steps("wd_incr_steps");
  const std::string style = a.text("wd_incr_style");
  if (!a.require(start >= 0 && end >= start, "end_wd must not be below start_wd: Megatron ends with AssertionError"))
    return refused();
  if (style == "constant") {
    a.require(start == end,
              "wd_incr_style 'constant' needs start_wd equal to end_wd: Megatron ends with AssertionError");
    return held(end);
  }
  if (!a.require(steps > 0, "wd_incr_steps 0 ends in ZeroDivisionError; give 1 or more")) return refused();
  if (style == "linear") return straight(start, end, steps);
  return half_wave(start, end, steps);
}

Result<Reading> read_scheduler(Arguments& a) {
  const Rates r{a.number("init_lr"),
                a.number("max_lr"),
                a.number("min_lr"),
                a.steps("lr_warmup_steps"),
                a.steps_or_run("lr_decay_steps"),
                a.text("lr_decay_style")};
  if (!check(a, r)) return refused();
  const std::string style = a.text("wd_incr_style");
  a.require(style == "constant" || style == "linear" || style == "cosine",
            "wd_incr_style is 'constant', 'linear' or 'cosine'");
  a.require(
      !a.flag("override_opt_param_scheduler") || !a.flag("use_checkpoint_opt_param_scheduler"),
      "override_opt_param_scheduler=True goes only with use_checkpoint_opt_param_scheduler=False: Megatron ends with "
      "AssertionError");
  note_first_zero(a, r.init, r.rise);
  const auto decay = decay_of(a, r);
  if (!decay) return pass_on(decay.error());
  const bool has_rise = !decay->label().empty();  // as what overlapped() computes
  auto read = reading(has_rise ? decay : then(rise_from(r.init, r.peak, r.rise), *decay));
  if (!read || (a.is_none("start_wd") && a.is_none("end_wd"))) return read;
  const auto weight_decay = weight_decay_of(a);
  if (!weight_decay) return pass_on(weight_decay.error());
  read->plan.weight_decay = *weight_decay;
  return read;
}

constexpr Entry entries[] = {
    {"OptimizerParamScheduler",
     "init_lr=0.0, max_lr=None, min_lr=0.0, lr_warmup_steps=0, lr_decay_steps=None, lr_decay_style='cosine', "
     "start_wd=None, end_wd=None, wd_incr_steps=1, wd_incr_style='constant', "
     "use_checkpoint_opt_param_scheduler=True, override_opt_param_scheduler=False, wsd_decay_steps=None, "
     "lr_wsd_decay_style=None",
     "a rise, then linear, cosine, constant, inverse-square-root or WSD", &read_scheduler},
};

}  // namespace

constexpr Language language{.name = "megatron",
                            .library = "Megatron-LM, megatron.core.optimizer_param_scheduler",
                            .prefixes = {"Megatron"},
                            .entries = entries,
                            .writing = &writing};

}  // namespace etude::dialect::megatron
