// torchtitan's words for a plan: a rise from 0 that has moved at its first step, flat, and a decay.

#include "dialect/shapes.h"
#include "dialect/write/programs.h"

namespace etude::dialect::torchtitan {
namespace {

struct Fall : Slope {
  const char* type = nullptr;

  /// The steps of torchtitan's decay, whose first step has moved.
  Step decay() const { return moves + (has_moved ? 1 : 0); }
};

std::optional<Fall> fall_of(const Schedule& schedule) {
  if (const auto* k = schedule.as<Linear>()) return Fall{slope_of(schedule, *k), "'linear'"};
  if (const auto* k = schedule.as<Cosine>(); k && k->exponent == 1 && k->k_decay == 1)
    return Fall{slope_of(schedule, *k), "'cosine'"};
  const auto* k = schedule.as<Polynomial>();
  if (!k || k->base != PowerBase::done || k->power != 0.5) return std::nullopt;
  return Fall{slope_of(schedule, *k), "'sqrt'"};
}

std::vector<std::string> phrases(const Plan& plan) {
  std::vector<Schedule> pieces = pieces_of(inside(plan.lr));
  const std::optional<Slope> ramp = first_rise(pieces);
  if (ramp) pieces.erase(pieces.begin());
  const auto fall = pieces.size() <= 2 ? fall_of(inside(pieces.back())) : std::nullopt;
  const auto* flat = pieces.size() == 2 ? pieces[0].as<Constant>() : nullptr;
  if (!fall || (pieces.size() == 2 && !flat) || fall->from == 0) return {};
  const Step rise = ramp ? ramp->moves + 1 : 0;
  const Step held = (flat ? flat->steps : 0) + (fall->has_moved ? 0 : 1);
  const Step total = rise + held + fall->decay() - 1;
  const double share = static_cast<double>(fall->decay()) / static_cast<double>(total);
  return {call_text("torchtitan.Config", {{"lr", fall->from},
                                          {"warmup_steps", rise},
                                          {"total_steps", total},
                                          {"decay_ratio", when(held != 1, "", share)},
                                          {"decay_type", fall->type},
                                          {"min_lr_factor", fall->to / fall->from}})};
}

std::string expression(const Literal& call) { return python_call(call, "LRSchedulersContainer.", {"lr"}); }

std::string program(const Literal& call, Step steps) {
  return program_text(templates::torchtitan_py, {{"ETUDE_CHECK", rate_check(call)},
                                                 {"ETUDE_CHECKED", checked(call)},
                                                 {"ETUDE_SCHEDULER", expression(call)},
                                                 {"ETUDE_STEPS", steps},
                                                 {"ETUDE_MAIN", torch_main(steps, rate_of(call))}});
}

}  // namespace

constexpr Writing writing{
    .phrases = &phrases, .expression = &expression, .program = &program, .takes = &takes_every_line};

}  // namespace etude::dialect::torchtitan
