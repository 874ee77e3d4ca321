// A comparison's peaks and schedules as figures: the loss at each tuned peak, and the rates of each arm.

#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "etude/base/math.h"
#include "etude/report/comparison.h"
#include "report/comparison/arms.h"

namespace etude::report {
namespace {

/// The point whose rate lies nearest to the arm's peak, by their ratio.
void choose(const Arm& arm, Line& line) {
  double nearest = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < line.x.size(); ++i) {
    const double distance = std::abs(math::log(line.x[i] / arm.peak));
    if (!(distance < nearest)) continue;
    nearest = distance;
    line.chosen = i;
  }
}

void add_tuning(const Arm& arm, Line& line) {
  line.has_dots = true;
  for (const Tried& tried : arm.tuning) {
    if (std::isfinite(tried.loss)) {
      line.x.push_back(tried.peak);
      line.y.push_back(tried.loss);
    } else {
      line.above.push_back(tried.peak);
    }
  }
  choose(arm, line);
}

std::string tuning_title(const Comparison& comparison) {
  const std::size_t seeds = comparison.tuning_seeds.size();
  return comparison.task + ": " + (comparison.tuned_on == "heldout_loss" ? "held-out loss" : "final loss") +
         " against peak rate" + (seeds > 1 ? ", median of " + std::to_string(seeds) + " tuning seeds" : "");
}

}  // namespace

Figure tuning_figure(const Comparison& comparison) {
  Figure figure{.title = tuning_title(comparison), .x = {"peak rate", true}, .y = {"loss", true}};
  figure.lines = contender_lines(comparison);
  const std::vector<std::size_t> shown = contenders(comparison);
  for (std::size_t k = 0; k < shown.size(); ++k) add_tuning(comparison.arms[shown[k]], figure.lines[k]);
  return figure;
}

Figure schedule_figure(const Comparison& comparison) {
  Figure figure{.title = comparison.task + ": learning rate at each step", .x = {"step"}, .y = {"lr"}};
  figure.lines = contender_lines(comparison);
  const std::vector<std::size_t> shown = contenders(comparison);
  for (std::size_t k = 0; k < shown.size(); ++k) {
    Line& line = figure.lines[k];
    line.y = comparison.arms[shown[k]].lr;
    for (std::size_t t = 0; t < line.y.size(); ++t) line.x.push_back(static_cast<double>(t));
  }
  return figure;
}

}  // namespace etude::report
