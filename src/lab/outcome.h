#pragma once

#include "etude/lab/trials.h"

namespace etude {

/// Of which steps a curve of so many points is: all of them, or evenly spread ones with the first and the last.
std::vector<Step> curve_steps(Step steps, std::size_t points);

/// The same outcome with another number of points, as if it had been asked for; nothing where points are missing.
std::optional<Outcome> with_points(Outcome outcome, std::size_t points);

}  // namespace etude
