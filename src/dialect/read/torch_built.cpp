// One function a class: it names the arguments that the class keeps.

#include "dialect/read/torch_built.h"

#include <algorithm>
#include <cmath>

#include "dialect/language.h"
#include "etude/base/number.h"

namespace etude::dialect::torch {
namespace {

Scheduler step_lr(Arguments& a) {
  return {.rule = Rule::step, .size = a.number("step_size"), .gamma = a.number("gamma")};
}

Scheduler multi_step_lr(Arguments& a) {
  return {.rule = Rule::multi_step, .size = 0, .gamma = a.number("gamma"), .milestones = a.milestones("milestones")};
}

Scheduler constant_lr(Arguments& a) {
  const double factor = a.number("factor");
  a.require(factor <= 1 && factor >= 0, "torch takes a factor between 0 and 1, not {}", {plain(factor)});
  return {.rule = Rule::constant, .size = a.number("total_iters"), .from = factor};
}

Scheduler linear_lr(Arguments& a) {
  const double start = a.number("start_factor"), end = a.number("end_factor");
  a.require(start > 0 && start <= 1,
            "torch takes a start_factor above 0 and up to 1, not {}; a warm-up from 0 "
            "is etude's warmup(to=..., steps=..., first=from, end=after)",
            {plain(start)});
  a.require(end >= 0 && end <= 1, "torch takes an end_factor between 0 and 1, not {}", {plain(end)});
  return {.rule = Rule::linear, .size = a.number("total_iters"), .from = start, .to = end};
}

Scheduler exponential_lr(Arguments& a) { return {.rule = Rule::exponential, .gamma = a.number("gamma")}; }

Scheduler polynomial_lr(Arguments& a) {
  return {.rule = Rule::polynomial, .size = a.number("total_iters"), .gamma = a.number("power")};
}

Scheduler cosine_lr(Arguments& a) {
  return {.rule = Rule::cosine, .size = a.number("T_max"), .to = a.number("eta_min")};
}

Scheduler restarts_lr(Arguments& a) {
  return {.rule = Rule::restarts,
          .size = static_cast<double>(a.steps("T_0", 1)),
          .gamma = static_cast<double>(a.steps("T_mult", 1)),
          .to = a.number("eta_min")};
}

Scheduler cyclic_lr(Arguments& a) {
  const auto& modes = etude::words<CyclicMode>;
  const std::string mode = a.text("mode");
  const auto at = std::find(modes.begin(), modes.end(), mode);
  a.require(at != modes.end(), "mode is 'triangular', 'triangular2' or 'exp_range', not '{}'", {mode});
  a.require(a.is_none("scale_fn"), "scale_fn is a function, and none can be read; use mode=");
  const double up = a.number("step_size_up");
  return {.rule = Rule::cyclic,
          .gamma = a.number("gamma"),
          .from = a.number("base_lr"),
          .to = a.number("max_lr"),
          .up = up,
          .down = a.maybe("step_size_down").value_or(up),
          .mode = static_cast<CyclicMode>(at - modes.begin()),
          .moves_momentum = a.flag("cycle_momentum"),
          .base_momentum = a.number("base_momentum"),
          .max_momentum = a.number("max_momentum")};
}

void check_strategy(Arguments& a) {
  const std::string strategy = a.text("anneal_strategy");
  a.require(strategy == "cos" || strategy == "linear", "anneal_strategy is 'cos' or 'linear', not '{}'", {strategy});
}

bool is_int(const Literal& number) { return number.source.find_first_of(".eE") == std::string::npos; }

Scheduler one_cycle_lr(Arguments& a) {
  const auto n = static_cast<double>(one_cycle_steps(a));
  const double share = a.number("pct_start");
  check_strategy(a);
  a.require(a.literal("pct_start").source.empty() || !is_int(a.literal("pct_start")),
            "torch refuses an int as pct_start; write it with a point, as 1.0");
  a.require(share >= 0 && share <= 1, "the share of the rise is between 0 and 1, not {}", {plain(share)});
  std::vector<double> ends{share * n - 1};
  if (a.flag("three_phase")) ends.push_back(2 * share * n - 2);
  ends.push_back(n - 1);
  return {.rule = Rule::one_cycle,
          .size = n,
          .from = a.number("div_factor"),
          .to = a.number("max_lr"),
          .last = a.number("final_div_factor"),
          .is_cosine = a.text("anneal_strategy") == "cos",
          .ends = ends,
          .moves_momentum = a.flag("cycle_momentum"),
          .base_momentum = a.number("base_momentum"),
          .max_momentum = a.number("max_momentum")};
}

Scheduler swa_lr(Arguments& a) {
  check_strategy(a);
  return {.rule = Rule::swa,
          .size = static_cast<double>(a.steps("anneal_epochs")),
          .to = a.number("swa_lr"),
          .is_cosine = a.text("anneal_strategy") == "cos"};
}

std::vector<Scheduler> members_of(Arguments& a) {
  const Literal& list = a.literal("schedulers");
  std::vector<Scheduler> members;
  a.require(list.type == Literal::Type::list && !list.items.empty(), "schedulers needs a list of schedules");
  for (const Literal& each : list.items) members.push_back(built_inside(a, each));
  return members;
}

Scheduler sequential_lr(Arguments& a) {
  Scheduler s{.rule = Rule::sequence, .size = 0, .milestones = a.milestones("milestones"), .members = members_of(a)};
  a.require(s.milestones.size() + 1 == s.members.size(),
            "torch needs one milestone fewer than schedulers: {} schedulers, {} milestones",
            {s.members.size(), s.milestones.size()});
  return s;
}

Scheduler chained(Arguments& a) { return {.rule = Rule::chain, .size = 0, .members = members_of(a)}; }

struct Class {
  std::string_view name;
  Scheduler (*build)(Arguments&);
};
constexpr Class classes[] = {
    {"StepLR", &step_lr},
    {"MultiStepLR", &multi_step_lr},
    {"ConstantLR", &constant_lr},
    {"LinearLR", &linear_lr},
    {"ExponentialLR", &exponential_lr},
    {"PolynomialLR", &polynomial_lr},
    {"CosineAnnealingLR", &cosine_lr},
    {"CosineAnnealingWarmRestarts", &restarts_lr},
    {"CyclicLR", &cyclic_lr},
    {"OneCycleLR", &one_cycle_lr},
    {"SWALR", &swa_lr},
    {"SequentialLR", &sequential_lr},
    {"ChainedScheduler", &chained},
};

}  // namespace

Step one_cycle_steps(Arguments& a) {
  if (!a.is_none("total_steps")) return a.steps("total_steps", 1);
  if (!a.is_none("epochs") && !a.is_none("steps_per_epoch"))
    return a.steps("epochs", 1) * a.steps("steps_per_epoch", 1);
  return a.steps_or_run("total_steps");
}

Scheduler built(Arguments& a, std::string_view name) {
  for (const Class& each : classes)
    if (each.name == name) return each.build(a);
  a.require(false, "{} is no schedule that can stand in a list", {name});
  return {};
}

Scheduler built_inside(Arguments& a, const Literal& call) {
  const std::string_view name = last_name(call.text);
  for (const Entry& entry : language.entries) {
    if (call.type != Literal::Type::call || entry.name != name) continue;
    Arguments own(language, entry, call, a.setting());
    const Scheduler scheduler = own.error() ? Scheduler{} : built(own, name);
    if (own.error()) a.require(false, "{}", {own.error()->message});
    return scheduler;
  }
  a.require(false, "expected one of torch's schedules, as StepLR(step_size=30), read {}", {call.source.substr(0, 40)});
  return {};
}

}  // namespace etude::dialect::torch
