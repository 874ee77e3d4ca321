#pragma once
// What an optimised schedule is held against: schedules that can be said in words.

#include "etude/forecast/optimise.h"
#include "forecast/pressed.h"

namespace etude::forecast {

/// A cosine to a tenth of the peak; a WSD whose last fifth is a line to 0; of the WSDs with any cooldown to 0 the one that
/// ends lowest by the model. Without losses and gains.
std::vector<Rival> rivals_of(const Model& model, const RunShape& run, const Pressed& pressed);

}  // namespace etude::forecast
