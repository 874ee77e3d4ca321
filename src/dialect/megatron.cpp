// Megatron-LM: OptimizerParamScheduler. Its warm-up ends at lr_warmup_steps itself, and lr_decay_steps counts it too.

#include <algorithm>

#include "dialect/pieces.h"

namespace etude::dialect {
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

/// The cooldown of WSD, or nothing where Megatron knows no such style.
std::optional<Result<Schedule>> cooldown(const std::string& style, double from, double to, Step steps) {
  if (style == "linear") return straight(from, to, steps);
  if (style == "cosine") return half_wave(from, to, steps);
  if (style == "exponential") return exponential_ramp({.from = from, .to = to, .steps = steps, .end = End::after});
  if (style == "minus_sqrt") return power_done(from, to, steps, 0.5);
  return std::nullopt;
}

/// WSD whose cooldown began during the warm-up: the rate falls off the peak at once.
Result<Schedule> overlapped(Arguments& a, const Rates& r, Step decay, const Schedule& whole_cooldown) {
  a.note("warmup-reaches-into-decay", "the cooldown has begun before the warm-up ends: the rate jumps down after it",
         "give a wsd_decay_steps of at most lr_decay_steps - lr_warmup_steps", r.rise + 1);
  const auto rise = rise_from(r.init, r.peak, r.rise);
  if (!rise) return rise;
  const Step start = r.last - decay;
  const auto read = own_reading(
      a, [r, start, up = *rise, down = whole_cooldown](Step t) { return t <= r.rise ? up(t) : down(t - start); });
  return read->plan.lr;
}

Result<Schedule> warm_stable_decay(Arguments& a, const Rates& r) {
  if (!a.require(!a.is_none("wsd_decay_steps"), "WSD needs wsd_decay_steps: Megatron ends with AssertionError"))
    return refused<Schedule>();
  const Step decay = a.steps("wsd_decay_steps"), flat = r.last - decay - r.rise;
  if (decay == 0) return then(held(r.peak, r.last - r.rise + 1), held(r.floor));
  const auto fall =
      cooldown(a.is_none("lr_wsd_decay_style") ? "" : a.text("lr_wsd_decay_style"), r.peak, r.floor, decay);
  if (!a.require(fall.has_value(),
                 "lr_wsd_decay_style is 'linear', 'cosine', 'exponential' or 'minus_sqrt': with anything else, and "
                 "with None, Megatron ends with AssertionError where the cooldown begins"))
    return refused<Schedule>();
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
  return refused<Schedule>();
}

Result<Schedule> weight_decay_of(Arguments& a) {
  const double start = a.number("start_wd"), end = a.number("end_wd");
  const Step steps = a.steps("wd_incr_steps");
  const std::string style = a.text("wd_incr_style");
  if (!a.require(start >= 0 && end >= start, "end_wd must not be below start_wd: Megatron ends with AssertionError"))
    return refused<Schedule>();
  if (style == "constant") {
    a.require(start == end,
              "wd_incr_style 'constant' needs start_wd equal to end_wd: Megatron ends with AssertionError");
    return held(end);
  }
  a.require(style == "linear" || style == "cosine", "wd_incr_style is 'constant', 'linear' or 'cosine'");
  if (!a.require(steps > 0, "wd_incr_steps 0 ends in ZeroDivisionError; give 1 or more")) return refused<Schedule>();
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
  if (!check(a, r)) return refused<Reading>();
  note_first_zero(a, r.init, r.rise);
  const auto decay = decay_of(a, r);
  if (!decay) return pass_on(decay.error());
  auto read = reading(decay->kind().name == "callable" ? decay : then(rise_from(r.init, r.peak, r.rise), *decay));
  if (!read || (a.is_none("start_wd") && a.is_none("end_wd"))) return read;
  const auto weight_decay = weight_decay_of(a);
  if (!weight_decay) return pass_on(weight_decay.error());
  read->plan.weight_decay = *weight_decay;
  return read;
}

// -------------------------------------------------------------------------------------------------------- phrases

struct Call {
  double init = 0, peak = 0, floor = 0;
  Step rise = 0, last = 0;
  std::string style, more;
};

std::string text_of(const Call& c) {
  return filled(
      "megatron.OptimizerParamScheduler(init_lr={}, max_lr={}, min_lr={}, lr_warmup_steps={}, lr_decay_steps={}, "
      "lr_decay_style='{}'{})",
      {c.init, c.peak, c.floor, c.rise, c.last, c.style, c.more});
}

/// A cooldown by its WSD style: where it lands, when, and what Megatron calls it.
std::optional<std::string> wsd_style(const Schedule& schedule) {
  if (const auto* k = schedule.as<ExponentialRamp>(); k && k->rate == 0.5 && k->first == First::from)
    return "exponential";
  if (const auto* k = schedule.as<Polynomial>();
      k && k->power == 0.5 && k->base == PowerBase::done && k->first == First::from)
    return "minus_sqrt";
  const auto ramp = as_ramp(schedule);
  if (!ramp || ramp->power != 1) return std::nullopt;
  if (ramp->shape == RampShape::line) return "linear";
  return ramp->shape == RampShape::cosine ? std::optional<std::string>("cosine") : std::nullopt;
}

/// The step at which a cooldown lands.
Step landing(const Schedule& schedule) {
  if (const auto ramp = as_ramp(schedule)) return ramp->steps;
  const auto* ramp = schedule.as<ExponentialRamp>();
  const auto* power = schedule.as<Polynomial>();
  const bool last = ramp ? ramp->end == End::last : power && power->end == End::last;
  return schedule.length() - (last ? 1 : 0);
}

/// What follows the warm-up: one decay, or flat and then a cooldown.
std::string say_decay(Call c, const std::vector<Schedule>& rest) {
  if (rest.empty() || rest.size() > 2) return "";
  const Schedule& fall = inside(rest.back());
  const auto style = wsd_style(fall);
  const auto flat = as_ramp(rest[0]);
  if (rest.size() == 1 && flat && flat->shape == RampShape::constant) {
    c.peak = flat->from, c.last = c.rise + 1, c.style = "constant";
    return text_of(c);
  }
  if (!style) return "";
  const Step steps = landing(fall);
  c.peak = fall(0), c.floor = fall(steps);
  if (rest.size() == 1 && (*style == "linear" || *style == "cosine")) {
    c.last = c.rise + steps, c.style = *style;
    return text_of(c);
  }
  const Step held = rest.size() == 2 && flat && flat->shape == RampShape::constant ? flat->length : 0;
  if (rest.size() == 2 && held <= 0) return "";
  c.last = c.rise + held + steps, c.style = "WSD";
  c.more = filled(", wsd_decay_steps={}, lr_wsd_decay_style='{}'", {steps, *style});
  return text_of(c);
}

/// The plan's weight decay, where it rises in a line or a wave, or stays.
std::string weight_decay_text(const Plan& plan) {
  const auto ramp = plan.weight_decay ? as_ramp(inside(*plan.weight_decay)) : std::nullopt;
  if (!ramp || ramp->power != 1 || ramp->shape == RampShape::power) return "";
  const bool flat = ramp->shape == RampShape::constant, line = ramp->shape == RampShape::line;
  return filled(", start_wd={}, end_wd={}, wd_incr_steps={}, wd_incr_style={}",
                {ramp->from, ramp->to, std::max(ramp->steps, Step{1}),
                 flat   ? "'constant'"
                 : line ? "'linear'"
                        : "'cosine'"});
}

/// Warm-ups that end one after their last step, as Megatron's do; others start a decay at step 0.
std::string say(const Plan& plan) {
  std::vector<Schedule> pieces = pieces_of(inside(plan.lr));
  Call call;
  const auto rise = as_ramp(pieces[0]);
  if (pieces.size() > 1 && rise && rise->shape == RampShape::line && rise->length == rise->steps &&
      rise->from <= rise->to) {
    call.init = rise->from, call.rise = rise->steps;
    pieces.erase(pieces.begin());
  }
  return say_decay(call, pieces);
}

/// min_lr that is never reached may be anything up to the peak: 0.
std::string say_inverse_sqrt(const Plan& plan) {
  const std::vector<Schedule> pieces = pieces_of(inside(plan.lr));
  const auto rise = as_ramp(pieces[0]);
  const auto* fall = pieces.back().as<InverseSqrt>();
  if (pieces.size() != 2 || !rise || !fall || rise->length != rise->steps || rise->shape != RampShape::line) return "";
  if (fall->shift != rise->steps || fall->timescale != static_cast<double>(rise->steps)) return "";
  return text_of({rise->from, rise->to, 0, rise->steps, Step{1} << 40, "inverse-square-root", ""});
}

std::vector<std::string> phrases(const Plan& plan) {
  std::vector<std::string> all = said({say(plan), say_inverse_sqrt(plan)});
  for (std::string& words : all) words.insert(words.size() - 1, weight_decay_text(plan));
  return all;
}

std::string argument(const Literal& call, const char* name, const char* fallback) {
  const Literal* given = call.find(name);
  return filled("        {}={},\n", {name, given ? given->source : std::string(fallback)});
}

std::string program(const Literal& call, const Plan&, Step steps) {
  static constexpr std::pair<const char*, const char*> arguments[] = {
      {"init_lr", "0.0"},          {"max_lr", "1.0"},
      {"min_lr", "0.0"},           {"lr_warmup_steps", "0"},
      {"lr_decay_steps", "1"},     {"lr_decay_style", "'cosine'"},
      {"start_wd", "0.0"},         {"end_wd", "0.0"},
      {"wd_incr_steps", "1"},      {"wd_incr_style", "'constant'"},
      {"wsd_decay_steps", "None"}, {"lr_wsd_decay_style", "None"}};
  std::string body;
  for (const auto& [name, fallback] : arguments) body += argument(call, name, fallback);
  return filled(
      "import sys\n\nimport torch\nfrom megatron.core.optimizer_param_scheduler import OptimizerParamScheduler\n\n\n"
      "def make_scheduler(optimizer):\n    # counted in updates; Megatron's own training loop counts samples\n"
      "    return OptimizerParamScheduler(\n        optimizer,\n{}    )\n\n\n{}",
      {body, csv_main(steps,
                      "optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)\n"
                      "scheduler = make_scheduler(optimizer)\n",
                      "optimizer.param_groups[0][\"lr\"]", "optimizer.step()\nscheduler.step(1)\n")});
}

}  // namespace

const Language& megatron_language() {
  static constexpr Entry entries[] = {
      {"OptimizerParamScheduler",
       "init_lr=0.0, max_lr=None, min_lr=0.0, lr_warmup_steps=0, lr_decay_steps=None, lr_decay_style='cosine', "
       "start_wd=None, end_wd=None, wd_incr_steps=1, wd_incr_style='constant', "
       "use_checkpoint_opt_param_scheduler=True, override_opt_param_scheduler=False, wsd_decay_steps=None, "
       "lr_wsd_decay_style=None",
       "a rise, then linear, cosine, constant, inverse-square-root or WSD", &read_scheduler},
  };
  static constexpr Language language{"megatron",
                                     "Megatron-LM, megatron.core.optimizer_param_scheduler",
                                     {"Megatron"},
                                     entries,
                                     {&phrases, &program, nullptr}};
  return language;
}

}  // namespace etude::dialect
