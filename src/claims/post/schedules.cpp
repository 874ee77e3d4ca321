// A schedule at its own peak is the post's, scaled.

#include "claims/post/schedules.h"

#include <algorithm>
#include <map>

namespace etude::claims {
namespace {

const std::string& plan_of(const std::string& name) {
  static const std::map<std::string, std::string> all{
      {"constant", "constant(0.01)"},
      {"step", "step(from=0.05, gamma=0.5, period=100)"},
      {"exponential", "exponential(from=0.05, rate=0.99)"},
      {"inverse sqrt", "inverse_sqrt(from=0.05)"},
      {"cosine", "cosine(from=0.05, to=0.0001, steps=300)"},
      {"warm-up + cosine", "warmup(to=0.05, steps=30) then cosine(from=0.05, to=0.0001, steps=270)"},
      {"restarts", "cosine_restarts(from=0.05, to=0.0001, period=75, mult=2)"}};
  return all.at(name);
}

std::string arm_name(At at, const std::string& name) {
  if (at == At::as_written) return "as written: " + name;
  return at == At::its_rates ? "post: " + name : name;
}

}  // namespace

std::vector<PlannedArm> post_schedules(At at, const std::vector<std::string>& names) {
  std::vector<PlannedArm> arms;
  for (const std::string& name : names)
    arms.push_back({.name = arm_name(at, name),
                    .plan = plan_of(name),
                    .setting = at == At::as_written ? "backward=as-written" : "",
                    .peak = at == At::own_peak ? Peak::tuned : Peak::given});
  return arms;
}

std::vector<PlannedEffect> printed_losses(const std::vector<std::pair<std::string, double>>& losses) {
  std::vector<PlannedEffect> effects;
  for (const auto& [name, loss] : losses)
    effects.push_back({.a = arm_name(At::as_written, name),
                       .claimed = Claimed::printed,
                       .reference = loss,
                       .where = "the printed figures"});
  return effects;
}

std::vector<PlannedEffect> below_each(At at, const std::string& name, const std::vector<std::string>& others) {
  std::vector<PlannedEffect> effects;
  for (const std::string& other : others)
    effects.push_back({.a = arm_name(at, name),
                       .b = arm_name(at, other),
                       .where = at == At::own_peak ? "tuned peaks" : "the post's rates"});
  return effects;
}

Claim about_the_table(const TableOfThePost& table, Claim claim) {
  std::vector<std::string> printed, compared;
  const auto add = [&](const std::string& name) {
    if (std::find(compared.begin(), compared.end(), name) == compared.end()) compared.push_back(name);
  };
  for (const auto& [name, loss] : table.printed) printed.push_back(name);
  for (const auto& [lower, higher] : table.below) add(lower), add(higher);
  claim.arms = joined(post_schedules(At::as_written, printed), post_schedules(At::its_rates, compared),
                      post_schedules(At::own_peak, compared));
  claim.effects = printed_losses(table.printed);
  for (const At at : {At::its_rates, At::own_peak})
    for (const auto& [lower, higher] : table.below)
      claim.effects = joined(claim.effects, below_each(at, lower, {higher}));
  claim.depends_on = "whose peaks are compared";
  return claim;
}

}  // namespace etude::claims
