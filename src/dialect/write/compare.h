#pragma once
// Two curves held against each other over a run, step by step; over a long one at as many steps spread over it.

#include <optional>

#include "etude/schedule/schedule.h"

namespace etude::dialect {

/// How close two rates must be: within `share` of each other and `of_peak` of the highest.
struct Closeness {
  double share, of_peak;
};
inline constexpr Closeness in_float64{1e-12, 0x1p-50}, in_float32{1e-6, 1e-6}, bit_for_bit{0, 0};

/// The first step of [0, end) where both differ; nothing where they agree. Two that raise agree.
std::optional<Step> first_apart(const Schedule& a, const Schedule& b, Step end, const Closeness& close);

/// The largest distance over [0, end), and where it first lies.
struct Distance {
  double size = 0;
  Step step = 0;
};
Distance largest_gap(const Schedule& a, const Schedule& b, Step end);

/// The highest rate of [0, end), and 1 where none is above 0.
double peak_of(const Schedule& schedule, Step end);

}  // namespace etude::dialect
