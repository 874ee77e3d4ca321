#pragma once
// What the winner of a comparison is at its peak, and how it is taken home.

#include <optional>
#include <string>
#include <vector>

#include "apps/cli/spec.h"
#include "etude/base/fact.h"
#include "etude/record/comparison.h"

namespace etude::cli {

struct Winner {
  std::string schedule;  // at its peak, in etude's notation
  std::string to;        // the framework of the next two
  std::string phrase;    // its own words for it; empty where it has none
  std::string command;   // that prints the whole program; empty where no notation says the schedule

  /// Of what it is elsewhere than in etude's notation.
  static constexpr auto facts(auto...) {
    return facts_of<&Winner::to, left_out<&Winner::phrase>, left_out<&Winner::command>>();
  }
};

/// Nothing where the statistics tell none. The framework is `to`; where that is empty, that of the winner's line, or else
/// of the first line there is, or else plain Python. `schedules` are the contenders, in their order.
std::optional<Winner> winner_among(const Comparison& comparison, const std::vector<Typed>& schedules, std::string to);

/// Refused: what no program is written in. Empty is fine.
Result<void> check_target(const std::string& to);

}  // namespace etude::cli
