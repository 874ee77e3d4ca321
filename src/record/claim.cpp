#include "etude/record/claim.h"

namespace etude::inline record {

std::string ClaimResult::verdict() const {
  std::string text(name_of(ruling));
  if (ruling == Verdict::depends) text += " on " + depends_on;
  return text;
}

}  // namespace etude::record
