#pragma once
// What the writers share: a plan's schedule taken apart, and the text of a call put together.

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "dialect/pieces.h"

namespace etude::dialect {

/// A ramp between two rates as most libraries count it: `start` at its first step, `to` so many moves later.
struct Slope {
  double from = 0, start = 0, to = 0;
  Step moves = 0;
  bool has_moved = false;  // its first step is past `from` already
};

template <class K>
Slope slope_of(const Schedule& schedule, const K& kind) {
  const Step moves = kind.end == End::after ? kind.steps : std::max(kind.steps - 1, Step{0});
  return {kind.from, schedule(0), kind.to, moves, kind.first == First::moved};
}

/// The main program around make_scheduler() and an optimizer of PyTorch: prints "step,lr". `step` is the line that
/// steps the scheduler.
std::string torch_main(double lr, const char* step, Step steps);

}  // namespace etude::dialect
