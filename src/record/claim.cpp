#include "etude/record/claim.h"

#include <algorithm>

namespace etude::inline record {

std::string ClaimResult::verdict() const {
  std::string text(name_of(ruling));
  if (ruling == Verdict::depends) text += " on " + depends_on;
  return text;
}

bool ClaimResult::holds_by_seeds() const {
  return std::all_of(by_seeds.begin(), by_seeds.end(),
                     [own = verdict()](const auto& each) { return each.verdict == own; });
}

}  // namespace etude::record
