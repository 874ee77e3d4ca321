#pragma once
// Schedules in the order of their ends, and which of them can be told from the first.

#include <string>
#include <vector>

#include "etude/forecast/difference.h"

namespace etude::forecast {

/// A schedule that is held against others.
struct Contender {
  std::string name;
  Course course;
};

/// One of them in its place.
struct Ranked {
  std::string schedule;    // its name
  double final_loss = 0;   // at its last step, by the law for values, with
  double half_width = 0;   //   its 90 % interval
  Difference above = {};   // how far above the first it ends, by the model for choosing; of the first: 0
  bool is_forced = false;  // the logs say nothing of its peak: not to be relied on

  static constexpr auto facts(auto...) {
    return facts_of<&Ranked::schedule, &Ranked::final_loss, &Ranked::half_width, &Ranked::above,
                    left_out<&Ranked::is_forced>>();
  }
};

struct Ranking {
  std::vector<Ranked> ranked = {};  // from the lowest end up, by the model for choosing; values may have another order
  std::vector<std::size_t> places = {};  // of each of `ranked` among the contenders

  /// A sentence. Nobody is said to end lowest who cannot be told from all others.
  std::string finding() const;

  static constexpr auto facts(auto...) { return facts_of<&Ranking::ranked, &Ranking::finding>(); }
};

/// The first is the contender that difference() puts below all others, and they follow by how far they end above it;
/// those that end alike keep their order. Refused: no contender; two of one name; what difference() and predict() refuse, with the name.
Result<Ranking> rank(const Forecast& forecast, std::span<const Contender> contenders, bool is_forced = false);

}  // namespace etude::forecast
