// Megatron's words for a plan: the arguments of its one scheduler.

#include <algorithm>

#include "dialect/shapes.h"
#include "dialect/write/programs.h"

namespace etude::dialect::megatron {
namespace {

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

/// What Megatron calls a cooldown of that shape.
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

/// A line up at the start is the warm-up. Of any other beginning there is none.
std::string say(const Plan& plan) {
  std::vector<Schedule> pieces = pieces_of(inside(plan.lr));
  Call call;
  if (const auto rise = first_line(pieces); rise && rise->from <= rise->to) {
    call.init = rise->from, call.rise = rise->steps;
    pieces.erase(pieces.begin());
  }
  return say_decay(call, pieces);
}

/// The decay is so long that min_lr is never reached; it is 0.
std::string say_inverse_sqrt(const Plan& plan) {
  const std::vector<Schedule> pieces = pieces_of(inside(plan.lr));
  const auto rise = first_line(pieces);
  const auto* fall = pieces.back().as<InverseSqrt>();
  if (pieces.size() != 2 || !rise || !fall) return "";
  if (fall->shift != rise->steps || fall->timescale != static_cast<double>(rise->steps)) return "";
  return text_of({rise->from, rise->to, 0, rise->steps, Step{1} << 40, "inverse-square-root", ""});
}

std::vector<std::string> phrases(const Plan& plan) {
  std::vector<std::string> all = said({say(plan), say_inverse_sqrt(plan)});
  for (std::string& words : all) words.insert(words.size() - 1, weight_decay_text(plan));
  return all;
}

std::string expression(const Literal& call) {
  static constexpr std::pair<const char*, const char*> arguments[] = {
      {"init_lr", "0.0"},          {"max_lr", "1.0"},
      {"min_lr", "0.0"},           {"lr_warmup_steps", "0"},
      {"lr_decay_steps", "1"},     {"lr_decay_style", "'cosine'"},
      {"start_wd", "0.0"},         {"end_wd", "0.0"},
      {"wd_incr_steps", "1"},      {"wd_incr_style", "'constant'"},
      {"wsd_decay_steps", "None"}, {"lr_wsd_decay_style", "None"}};
  std::string text = "optimizer";
  for (const auto& [name, fallback] : arguments) text += filled(", {}={}", {name, source_of(call, name, fallback)});
  return filled("OptimizerParamScheduler({})", {text});
}

std::string program(const Literal& call, Step steps) {
  return program_text(templates::megatron_py,
                      {{"ETUDE_SCHEDULER", expression(call)}, {"ETUDE_MAIN", optimizer_main(steps, "SGD", 1, "1")}});
}

}  // namespace

constexpr Writing writing{
    .phrases = &phrases, .expression = &expression, .program = &program, .takes = &takes_every_line};

}  // namespace etude::dialect::megatron
