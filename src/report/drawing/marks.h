#pragma once
// What both drawings share: a curve's letter and hue, and labels that keep clear of each other.

#include <cstddef>
#include <vector>

#include "etude/report/figure.h"

namespace etude::report {

/// A ... Z, a ... z, then '#'.
char letter(std::size_t curve);

/// How many hues there are before they repeat; the first six are the easiest to tell apart.
inline constexpr std::size_t kHues = 12;

/// The hue of each line: that of the line it names in `hue_of`, or the next one.
std::vector<std::size_t> hues(const std::vector<Line>& lines);

/// Where labels that want to stand at `wanted` stand if they keep `gap` apart within [low, high]: as near to the wanted
/// places as can be (least squares), in their order; `gap` shrinks where there is no room.
std::vector<double> spread(const std::vector<double>& wanted, double gap, double low, double high);

}  // namespace etude::report
