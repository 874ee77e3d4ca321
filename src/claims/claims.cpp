// All claims, and the way of one from its arms to its verdict.

#include "etude/claims/claims.h"

#include <algorithm>
#include <cmath>

#include "base/words.h"
#include "claims/arms.h"
#include "claims/effects.h"
#include "claims/measures.h"
#include "study/statistics.h"

namespace etude::claims {

#define CLAIM(name) Claim name();
#include "claims/list.inc"
#undef CLAIM

namespace {

std::vector<double> values(const RunArm& arm, std::string_view measure) {
  std::vector<double> all;
  for (const Outcome& outcome : arm.outcomes) all.push_back(measure_of(outcome, measure));
  return all;
}

/// Of the runs that ended.
Summary summary_of(const RunArm& arm, double Outcome::*loss) {
  std::vector<double> all;
  for (const Outcome& outcome : arm.outcomes) all.push_back(outcome.*loss);
  return study::summarise(std::move(all));
}

/// The measures that the claim asks of this arm, each once; losses stand in the arm already.
std::vector<std::string> measures_of(const Claim& claim, const std::string& arm) {
  std::vector<std::string> names;
  const auto add = [&](const std::string& name) {
    const bool is_new = std::find(names.begin(), names.end(), name) == names.end();
    if (is_new && name != "final_loss" && name != "heldout_loss") names.push_back(name);
  };
  for (const PlannedEffect& effect : claim.effects) {
    if (effect.a == arm) add(effect.measure);
    if (effect.b == arm) add(effect.beside.empty() ? effect.measure : effect.beside);
  }
  return names;
}

ClaimArm summarised(const Claim& claim, FinishedArm arm) {
  ClaimArm shown = std::move(arm.shown);
  shown.final_loss = summary_of(arm.run, &Outcome::final_loss);
  shown.heldout_loss = summary_of(arm.run, &Outcome::heldout_loss);
  for (const Outcome& outcome : arm.run.outcomes) shown.diverged += outcome.diverged_at ? 1 : 0;
  for (const std::string& measure : measures_of(claim, shown.name))
    shown.more.push_back({measure, study::summarise(values(arm.run, measure))});
  return shown;
}

/// Of the effects' measures, each once, in the order of the table; what ends a run says its name.
std::vector<Meaning> meanings_for(const Claim& claim) {
  std::vector<Meaning> all;
  for (const auto& [measure, meaning] : meanings()) {
    const bool is_asked = std::any_of(claim.effects.begin(), claim.effects.end(), [m = measure](const auto& effect) {
      return effect.measure == m || effect.beside == m;
    });
    if (is_asked && measure != "final_loss" && measure != "heldout_loss")
      all.push_back({std::string(measure), std::string(meaning)});
  }
  return all;
}

std::string check(const Claim& claim, const std::vector<FinishedArm>& arms) {
  for (const PlannedEffect& effect : claim.effects)
    for (const std::string& side : {effect.a, effect.b})
      if (!side.empty() &&
          std::none_of(arms.begin(), arms.end(), [&](const auto& arm) { return arm.run.name == side; }))
        return claim.id + " has no arm \"" + side + "\"";
  return "";
}

ClaimResult stated(const Claim& claim) {
  return {.id = claim.id,
          .place = claim.place,
          .statement = claim.statement,
          .refuted_if = claim.refuted_if,
          .says = claim.says,
          .reference = claim.reference,
          .task = claim.task,
          .depends_on = claim.depends_on};
}

}  // namespace

const std::vector<Claim>& all_claims() {
  static const std::vector<Claim> all{
#define CLAIM(name) name(),
#include "claims/list.inc"
#undef CLAIM
  };
  return all;
}

Result<const Claim*> claim_named(std::string_view id) {
  std::vector<std::string_view> names;
  for (const Claim& claim : all_claims()) {
    if (claim.id == id) return &claim;
    names.emplace_back(claim.id);
  }
  std::string as_typed(id);
  for (char& c : as_typed)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  const std::string_view nearest = nearest_name(as_typed, names);
  return refuse("there is no claim \"" + std::string(id) + "\"" +
                (nearest.empty() ? "" : "; did you mean " + std::string(nearest) + "?") + " (etude claims lists them)");
}

ClaimResult without_verdict(const Claim& claim, const Error& why) {
  ClaimResult result = stated(claim);
  result.ruling = Verdict::none;
  result.finding = why.message;
  return result;
}

namespace {

/// On one set of seeds.
Result<ClaimResult> examined(const Claim& claim, const Laboratory& laboratory, const Effort& effort) {
  auto arms = run_arms(claim, laboratory, effort);
  if (!arms) return pass_on(arms.error());
  if (const std::string wrong = check(claim, *arms); !wrong.empty()) return refuse(wrong);
  ClaimResult result = stated(claim);
  result.effort = effort.name;
  std::vector<RunArm> runs;
  for (FinishedArm& arm : *arms) {
    runs.push_back(arm.run);
    result.arms.push_back(summarised(claim, std::move(arm)));
  }
  result.seeds = runs.front().is_exact ? 0 : effort.seeds;
  result.effects = effects_of(claim, runs);
  result.measures = meanings_for(claim);
  result.ruling = ruling_of(result.effects);
  return result;
}

/// What the seeds of one set alone say is not detected.
Result<void> hold_against_other_seeds(ClaimResult& result, const Claim& claim, const Laboratory& laboratory,
                                      Effort effort) {
  const std::uint32_t first = effort.first_seed;
  effort.first_seed += effort.again;
  const auto other = examined(claim, laboratory, effort);
  if (!other) return pass_on(other.error());
  result.by_seeds = {verdict_of_seeds(first, result), verdict_of_seeds(effort.first_seed, *other)};
  if (!agree(result, *other)) result.ruling = Verdict::not_detected;
  return {};
}

ClaimResult attributed(const Claim& claim) {
  ClaimResult result = stated(claim);
  result.ruling = Verdict::source;
  return result;
}

}  // namespace

Result<ClaimResult> examine(const Claim& claim, const Laboratory& laboratory, const Effort& effort) {
  auto result = claim.is_attribution() ? attributed(claim) : examined(claim, laboratory, effort);
  if (result && result->seeds > 0 && effort.again > 0)
    if (auto good = hold_against_other_seeds(*result, claim, laboratory, effort); !good) return pass_on(good.error());
  if (result) result->finding = finding_of(*result);
  return result;
}

}  // namespace etude::claims
