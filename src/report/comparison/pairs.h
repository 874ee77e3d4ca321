#pragma once
// Which differences a reader is shown, and what they say.

#include <string>
#include <vector>

#include "etude/record/comparison.h"

namespace etude::report {

/// Pairs of one measure, each turned so that `a` is what the block is about.
struct PairBlock {
  std::string measure;
  bool is_of_controls = false;  // each arm minus its control; otherwise the best arm, `a` of all, minus the others
  std::vector<Pair> pairs;
};

/// For each measure the best arm against every other, then each arm against its control; blocks without pairs are left
/// out.
std::vector<PairBlock> pair_blocks(const Comparison& comparison);

/// "Final loss: cosine minus".
std::string title_of(const PairBlock& block, const Comparison& comparison);

/// "lower", "higher", "no difference detected"; "not tested" without a p.
std::string verdict_of(const Pair& pair);

/// "<1e-4", "0.0123", "0.4".
std::string p_text(double p);

/// "+0.0123", "−0.0123", "0"; "-" for NaN.
std::string signed_text(double value, int decimals);

/// Where final and held-out loss do not rank the arms alike; empty otherwise.
std::vector<std::string> notes_on_ranking(const Comparison& comparison);

/// Decimals that show the intervals of all shown differences with two digits: 4 ... 8.
int difference_decimals(const Comparison& comparison);

}  // namespace etude::report
