#pragma once
// An effect of a claim in words, the same in every form of it.

#include <string>
#include <string_view>

#include "etude/record/claim.h"

namespace etude::report {

/// Of so many digits; "-" for what is not finite.
std::string number_or_dash(double value, int digits = 3);

/// "final loss" of final_loss.
std::string words_of_measure(std::string_view measure);

std::string sides_of(const ClaimEffect& effect);     // "cosine / constant"
std::string bare_sides_of(ClaimEffect effect);       // the same of "cosine, pre-LN / constant, pre-LN" under pre-LN
std::string measure_of(const ClaimEffect& effect);   // "best peak / edge / 0.1"
std::string claimed_of(const ClaimEffect& effect);   // "lower by ×1.02"
std::string value_of(const ClaimEffect& effect);     // "×0.98"
std::string interval_of(const ClaimEffect& effect);  // "0.97 … 0.99"
std::string said_of(const ClaimEffect& effect);      // "not detected (120 seeds would)"

/// The mark of what an effect says, as the figures have it, for a key of them.
std::string inlined_mark(Told told);

}  // namespace etude::report
