#pragma once
// What an optimised schedule is held against: schedules that can be said in words.

#include "etude/forecast/optimise.h"
#include "forecast/pressed.h"

namespace etude::forecast {

/// A cosine to a tenth of the peak; a WSD whose last fifth is a line to 0; of the WSDs with any cooldown to 0 the one that
/// ends lowest by the model. Without losses and gains.
std::vector<Rival> rivals_of(const Model& model, const RunShape& run, const Pressed& pressed);

/// Puts into a rival what the model says of its end, and how far below it the best one ends (gain.cpp says how).
void compare_with(Rival& rival, const Schedule& best, const Model& model, const Forecast& forecast, const RunShape& run,
                  const Pressed& pressed);

}  // namespace etude::forecast
