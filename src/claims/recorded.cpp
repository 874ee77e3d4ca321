// What evidence_test.py --write took out of the JSON of `etude claims --full`, as results of claims.

#include "etude/claims/recorded.h"

#include <cmath>
#include <limits>

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

ClaimResult result_of(std::string_view text) {
  ClaimResult result = *read_claim(*read_json(text));
  for (ClaimEffect& effect : result.effects) effect.effect = size_of(effect);
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
