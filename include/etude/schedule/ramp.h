#pragma once
// How far a piece of T steps has come at its step t: the one place where conventions about both ends are decided.

#include <algorithm>

#include "etude/base/math.h"
#include "etude/schedule/field.h"

namespace etude {

/// Does the first update use `from`, or has the ramp moved already?
enum class First { from, moved };
template <>
inline constexpr std::array<std::string_view, 2> words_of<First>{"from", "moved"};

/// Does the last update land on `to`, or the one after it (which belongs to the next piece)?
enum class End { last, after };
template <>
inline constexpr std::array<std::string_view, 2> words_of<End>{"last", "after"};

/// Progress p in [0, 1] at step t of T, and 1 (or what the last step had) past the end:
///   first=from  end=last   t / (T - 1)    the seed's decays
///   first=from  end=after  t / T          most libraries
///   first=moved end=last   (t + 1) / T    the seed's warm-up
///   first=moved end=after  (t + 1) / (T + 1)
/// T = 1 with t / (T - 1) gives 0; T = 0 gives 1.
inline double progress(Step t, Step steps, First first, End end) {
  if (steps <= 0) return 1;
  const Step moved = first == First::moved ? 1 : 0;
  const Step after = end == End::after ? 1 : 0;
  const Step last = steps - 1 + after;
  return static_cast<double>(std::min(t, last) + moved) / static_cast<double>(std::max(last + moved, Step{1}));
}

/// w a + (1 - w) b: a at w = 1 and b at w = 0, both exact.
inline double mix(double w, double a, double b) { return w * a + (1 - w) * b; }

/// The weight of `from` in a ramp of half a cosine wave: (1 + cos(pi p)) / 2.
inline double cosine_weight(double p) { return 0.5 * (1 + math::cos_pi(p)); }

}  // namespace etude
