#include "claims/conditions.h"

#include <utility>

namespace etude::claims {
namespace {

std::string under(const std::string& arm, const Condition& condition) {
  return arm.empty() ? arm : arm + ", " + condition.name;
}

/// What an arm and a control of it are called: "linear control" is that of "linear".
std::string side_under(const std::string& side, const Condition& condition) {
  constexpr std::string_view control = " control";
  if (!side.ends_with(control)) return under(side, condition);
  return under(side.substr(0, side.size() - control.size()), condition) + std::string(control);
}

PlannedArm under(PlannedArm arm, const Condition& condition) {
  arm.name = under(arm.name, condition);
  arm.of = under(arm.of, condition);
  arm.after = under(arm.after, condition);
  arm.setting = condition.setting + (condition.setting.empty() || arm.setting.empty() ? "" : " ") + arm.setting;
  return arm;
}

PlannedEffect under(PlannedEffect effect, const Condition& condition) {
  effect.a = side_under(effect.a, condition);
  effect.b = side_under(effect.b, condition);
  effect.where = condition.name;
  return effect;
}

}  // namespace

Claim under_each(const std::vector<Condition>& conditions, std::string depends_on, Claim claim) {
  const auto arms = std::exchange(claim.arms, {});
  const auto effects = std::exchange(claim.effects, {});
  for (const Condition& condition : conditions) {
    for (const PlannedArm& arm : arms) claim.arms.push_back(under(arm, condition));
    for (const PlannedEffect& effect : effects) claim.effects.push_back(under(effect, condition));
  }
  claim.depends_on = std::move(depends_on);
  return claim;
}

const std::vector<Condition>& noisy_conditions() {
  static const std::vector<Condition> all{
      {"noisy mini-batches, SGD", noisy_setting},
      {"noisy mini-batches, AdamW", std::string("optimizer=adamw ") + noisy_setting},
      {"noisy mini-batches, 1,600 steps", "batch=20 label-noise=0.1 hidden=32,32 steps=1600"}};
  return all;
}

}  // namespace etude::claims
