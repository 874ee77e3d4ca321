// DeepSpeed's words for a plan, as the block of its configuration.

#include <cmath>

#include "dialect/shapes.h"
#include "dialect/write/programs.h"

namespace etude::dialect::deepspeed {
namespace {

/// The pieces after a first one of a single step, which DeepSpeed's lag makes; none where there is no such step.
std::vector<Schedule> after_lag(const Schedule& schedule) {
  std::vector<Schedule> pieces = pieces_of(inside(schedule));
  const auto* first = pieces[0].as<Constant>();
  if (!first || first->steps != 1) return {};
  pieces.erase(pieces.begin());
  return pieces;
}

/// A rise in DeepSpeed's words: its type and its steps.
struct Rising {
  std::string type;
  Step steps;
  double from, to;
};

std::optional<Rising> rising(const Schedule& schedule) {
  const auto* k = schedule.as<Warmup>();
  if (!k || k->first != First::from || k->steps < 2) return std::nullopt;
  if (k->shape == Rise::linear && k->end == End::after) return Rising{"linear", k->steps, k->from, k->to};
  if (k->shape == Rise::log && k->end == End::last) return Rising{"log", k->steps, k->from, k->to};
  return std::nullopt;
}

std::string rise_text(const Rising& rise) {
  return filled(", warmup_num_steps={}, warmup_type='{}')", {rise.steps, rise.type});
}

std::string rates_text(const Rising& rise) {
  return filled("warmup_min_lr={}, warmup_max_lr={}{}", {rise.from, rise.to, rise_text(rise)});
}

std::string say_cosine(const Rising& rise, const Cosine& fall) {
  if (fall.first != First::moved || fall.end != End::last || fall.from != rise.to || rise.to == 0) return "";
  return filled("deepspeed.WarmupCosineLR(lr={}, total_num_steps={}, warmup_min_ratio={}, cos_min_ratio={}{}",
                {rise.to, rise.steps + fall.steps, rise.from / rise.to, fall.to / fall.from, rise_text(rise)});
}

std::string say_warmup(const Schedule& schedule) {
  const std::vector<Schedule> pieces = after_lag(schedule);
  if (pieces.size() != 2) return "";
  const auto rise = rising(pieces[0]);
  if (!rise) return "";
  if (const auto* fall = pieces[1].as<Cosine>()) return say_cosine(*rise, *fall);
  const auto rest = as_ramp(pieces[1]);
  if (!rest) return "";
  if (rest->shape == RampShape::constant && rest->from == rise->to)
    return filled("deepspeed.WarmupLR({}", {rates_text(*rise)});
  if (rest->shape != RampShape::line || rest->from != rise->to || rest->to != rise->from) return "";
  return filled("deepspeed.WarmupDecayLR(total_num_steps={}, {}", {rise->steps + rest->steps, rates_text(*rise)});
}

/// No warm-up of DeepSpeed holds one rate from the start. A range test whose rate does not grow does.
std::string say_constant(const Schedule& schedule) {
  const auto ramp = as_ramp(inside(schedule));
  if (!ramp || ramp->shape != RampShape::constant) return "";
  return filled("deepspeed.LRRangeTest(lr_range_test_min_lr={}, lr_range_test_step_rate=0.0)", {ramp->from});
}

std::string range_test_text(double from, double size, double rate, bool stairs) {
  return filled(
      "deepspeed.LRRangeTest(lr_range_test_min_lr={}, lr_range_test_step_size={}, lr_range_test_step_rate={}{}",
      {from, plain(size), rate, stairs ? ", lr_range_test_staircase=True)" : ")"});
}

/// A line that rises. DeepSpeed's goes on rising past its end.
std::string say_range_test(const Schedule& given) {
  const Schedule& schedule = inside(given);
  if (const auto* k = schedule.as<RateSweep>()) {
    if (k->shape != Sweep::linear || k->steps < 2 || k->from == 0) return "";
    const auto last = static_cast<double>(k->steps - 1);
    const double size = k->hold > 1 ? static_cast<double>(k->hold) : last;
    return range_test_text(k->from, size, (k->to / k->from - 1) * (size / last), k->hold > 1);
  }
  const auto ramp = as_ramp(schedule);
  if (!ramp || ramp->shape != RampShape::line || !(ramp->from > 0 && ramp->to > ramp->from)) return "";
  return range_test_text(ramp->from, static_cast<double>(ramp->steps), ramp->to / ramp->from - 1, false);
}

/// A line up, a line down, and then a constant or 1/t.
std::string say_one_cycle(const Schedule& schedule) {
  const std::vector<Schedule> pieces = pieces_of(inside(schedule));
  if (pieces.size() < 2 || pieces.size() > 3) return "";
  const auto up = first_line(pieces), down = as_ramp(pieces[1]);
  if (!up || !down || down->shape != RampShape::line || up->to != down->from || up->from != down->to) return "";
  std::string more;
  if (pieces.size() == 3) {
    const auto* fall = pieces[2].as<InverseTime>();
    if (fall && fall->staircase == Switch::yes) return "";
    if (fall) more = filled(", decay_step_size={}, decay_lr_rate={}", {plain(fall->period), fall->rate});
  }
  return filled(
      "deepspeed.OneCycle(cycle_min_lr={}, cycle_max_lr={}, cycle_first_step_size={}, cycle_second_step_size={}{}, "
      "cycle_momentum=False)",
      {up->from, up->to, up->steps, down->steps, more});
}

std::vector<std::string> phrases(const Plan& plan) {
  return said({say_warmup(plan.lr), say_one_cycle(plan.lr), say_range_test(plan.lr), say_constant(plan.lr)});
}

/// A Python literal as JSON has it.
std::string json_of(const Literal& literal) {
  if (literal.type == Literal::Type::boolean) return literal.number != 0 ? "true" : "false";
  if (literal.type == Literal::Type::none) return "null";
  if (literal.type == Literal::Type::text) return filled("\"{}\"", {literal.text});
  return literal.source;
}

/// The call as a block of DeepSpeed's configuration.
std::string expression(const Literal& call) {
  std::string params;
  for (const auto& [name, value] : call.named)
    if (name != "lr") add_item(params, filled("\"{}\": {}", {name, json_of(value)}));
  return filled("{\"scheduler\": {\"type\": \"{}\", \"params\": {{}}}}", {last_name(call.text), params});
}

std::string program(const Literal& call, Step steps) {
  return program_text(templates::deepspeed_py, {{"ETUDE_CHECK", rate_check(call)},
                                                {"ETUDE_CHECKED", checked(call)},
                                                {"ETUDE_CONFIG", expression(call)},
                                                {"ETUDE_MAIN", optimizer_main(steps, "Adam", rate_of(call))}});
}

/// DeepSpeed takes any scheduler of PyTorch.
std::string closed_form(const std::string& function, Step steps, double lr) {
  return program_text(templates::deepspeed_function_py, {{"ETUDE_CHECK", rate_check(lr)},
                                                         {"ETUDE_FUNCTION", function},
                                                         {"ETUDE_MAIN", optimizer_main(steps, "Adam", lr)}});
}

}  // namespace

constexpr Writing writing{.phrases = &phrases,
                          .expression = &expression,
                          .program = &program,
                          .closed_form = &closed_form,
                          .is_factor = true,
                          .takes = &takes_every_line};

}  // namespace etude::dialect::deepspeed
