#pragma once
// A schedule taken apart: its pieces, and the curve of a piece whatever kind says it.

#include <optional>
#include <vector>

#include "etude/schedule/kinds.h"

namespace etude::dialect {

/// The schedule without what it does past its end.
const Schedule& inside(const Schedule& schedule);

/// The pieces of a sequence; of anything else itself alone.
std::vector<Schedule> pieces_of(const Schedule& schedule);
/// The step at which each begins.
std::vector<Step> starts_of(const std::vector<Schedule>& pieces);

// Two views of a ramp. A Slope has the kind's own numbers: torch, Hugging Face and timm have a word for each kind. A
// Ramp is the curve alone, whichever kind draws it: optax, Keras and others have one word for a shape.

/// `start` at the ramp's first step, `to` so many moves later.
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

/// The rise with which a sequence begins, as a warm-up or as a line; nothing where it begins otherwise, or has one
/// piece.
std::optional<Slope> first_rise(const std::vector<Schedule>& pieces);

enum class RampShape { constant, line, cosine, power };

/// The curve from `from` at step 0 to `to` at step `steps`, which then holds: as constant, linear, warmup, cosine and
/// polynomial say it with their conventions about both ends.
struct Ramp {
  RampShape shape = RampShape::constant;
  double from = 0, to = 0;
  Step steps = 0;    // where `to` is reached
  Step length = 0;   // when the next piece begins
  double power = 1;  // of a power, and of the cosine's wave
};
std::optional<Ramp> as_ramp(const Schedule& schedule);

/// The line with which a sequence begins, if the next piece begins at the step at which the line lands.
std::optional<Ramp> first_line(const std::vector<Schedule>& pieces);

/// The steps at which the rate drops.
std::vector<Step> drops_of(const Multistep& multistep);

/// The same curve as an exponential in stairs.
Exponential as_exponential(const StepDecay& steps);

}  // namespace etude::dialect
