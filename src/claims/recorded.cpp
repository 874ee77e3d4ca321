// What evidence_test.py --write took out of the JSON of `etude claims --quick`, as results of claims.

#include "etude/claims/recorded.h"

#include <cmath>
#include <limits>

#include "claims/effects.h"
#include "etude/claims/claims.h"

namespace etude::claims {
namespace {

/// One a claim.
constexpr std::string_view written[] = {
#include "claims/recorded.inc"
};

/// JSON has no number for the size of an effect that has no spread.
double size_of(const ClaimEffect& effect) {
  const double none = effect.is_ratio ? 1 : 0;
  if (!std::isnan(effect.effect) || effect.low != effect.high || effect.value == none) return effect.effect;
  return effect.value < none ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
}

/// What the claim itself states, with what was recorded of it.
ClaimResult result_of(std::string_view text) {
  const Json json = *read_json(text);
  const auto claim = claim_named(*json.find("id")->as<std::string>());
  ClaimResult result = *read_claim(json, claim ? without_verdict(**claim, Error("")) : ClaimResult{});
  for (ClaimEffect& effect : result.effects) effect.effect = size_of(effect);
  result.finding = finding_of(result);
  return result;
}

}  // namespace

const std::vector<ClaimResult>& recorded() {
  static const std::vector<ClaimResult> all = [] {
    std::vector<ClaimResult> results;
    for (const std::string_view text : written) results.push_back(result_of(text));
    return results;
  }();
  return all;
}

}  // namespace etude::claims
