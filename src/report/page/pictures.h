#pragma once
// The small pictures in the rows of a page's tables: SVG for a page that has the style sheet.

#include <string>
#include <vector>

#include "etude/record/comparison.h"
#include "report/drawing/scale.h"

namespace etude::report {

/// The rate of every step from 0 up, in the given hue. Empty where no rate can be drawn.
std::string thumbnail(const Arm& arm, std::size_t hue);

/// The scale of all final losses of a comparison: log where all are positive.
Scale scale_of_final_losses(const Comparison& comparison);

/// A dot for each seed's final loss, and a stroke at the median.
std::string strip(const Arm& arm, const Scale& scale, std::size_t hue);

/// The size that holds every interval of a block, on both sides of 0; 0 where there is none.
double reach_of(const std::vector<Pair>& pairs);

/// A difference with its interval, against a line at 0.
std::string interval(const Pair& pair, double reach);

/// A stretch of a curve with its hue and dashes, for a list of names.
std::string sample(std::size_t line, std::size_t hue);

}  // namespace etude::report
