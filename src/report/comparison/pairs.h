#pragma once
// Which differences a reader is shown, and what they say.

#include <string>
#include <vector>

#include "etude/base/number.h"
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

/// Whether a's losses are lower than b's, or higher, beyond chance at 5 %.
bool is_lower(const Pair& pair);
bool is_higher(const Pair& pair);

/// Who stands first by a measure, and from how many of the others the pairs tell it.
struct Lead {
  std::vector<std::size_t> order;  // ranking() by the measure
  std::size_t below = 0;           // others whose losses are higher than the first's, beyond chance

  std::size_t others() const { return order.empty() ? 0 : order.size() - 1; }
  bool is_detected() const { return below > 0 && below == others(); }
};
Lead lead_of(const Comparison& comparison, const std::string& measure);

/// How many pairs there are among these arms by a measure, how many differ beyond chance, and how many seeds would tell
/// the largest effect among them.
struct PairCount {
  std::size_t all = 0, told = 0;
  double seeds_to_tell = not_a_number;

  void add(const Pair& pair);
};
PairCount pairs_among(const Comparison& comparison, const std::string& measure, const std::vector<std::size_t>& arms);

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
