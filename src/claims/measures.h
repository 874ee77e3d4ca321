#pragma once
// What is read off the outcome of one seed, and what that is in words.

#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "etude/record/outcome.h"

namespace etude::claims {

/// All measures that claims use, probes' and range tests' among them. A new one is one line in measures.cpp.
std::span<const std::pair<std::string_view, std::string_view>> meanings();

/// NaN where there is none.
double measure_of(const Outcome& outcome, std::string_view measure);

/// The loss that a network has before it has learned anything, which a diverged run counts as.
double first_loss(const Outcome& outcome);

/// The outcome of a seed of a swept arm; `runs` are of `peaks`, ascending, as many.
Outcome swept(const std::vector<double>& peaks, const std::vector<Outcome>& runs);

}  // namespace etude::claims
