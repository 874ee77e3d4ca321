#pragma once
// What an optimised schedule is held against: schedules that can be said in words.

#include "etude/forecast/optimise.h"
#include "forecast/pressed.h"

namespace etude::forecast {

/// The rate of fewest digits that a float of 32 bits does not tell from this one: what a schedule in words is written with.
double short_rate(double rate);

/// A cosine to a tenth of the peak; a WSD whose last fifth is a line to 0; of the WSDs with any cooldown to 0 the one that
/// ends lowest by the model. Without losses and gains.
std::vector<Rival> rivals_of(const Model& model, const RunShape& run, const Pressed& pressed);

}  // namespace etude::forecast
