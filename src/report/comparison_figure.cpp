// One curve an arm: at each step the median of the losses of the runs that are still finite there.
// Arms that differ only in their backward pass share a hue. Cost: O(seeds) a step.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "etude/report/comparison.h"
#include "report/arms.h"

namespace etude {
namespace {

double median(std::vector<double>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return (*std::max_element(values.begin(), middle) + *middle) / 2;
}

/// At each step that the curves have, the median of the losses that are finite there.
void add_medians(const Arm& arm, Line& line) {
  std::map<Step, std::vector<double>> losses;
  for (const Outcome& trial : arm.trials) {
    for (std::size_t i = 0; i < trial.curve.step.size(); ++i) {
      const bool runs = !trial.diverged_at || trial.curve.step[i] < *trial.diverged_at;
      if (runs && std::isfinite(trial.curve.loss[i])) losses[trial.curve.step[i]].push_back(trial.curve.loss[i]);
    }
  }
  for (auto& [step, values] : losses) {
    line.x.push_back(static_cast<double>(step));
    line.y.push_back(median(values));
  }
}

std::string title_of(const Comparison& comparison) {
  std::size_t seeds = 0;
  for (const Arm& arm : comparison.arms) seeds = std::max(seeds, arm.trials.size());
  return comparison.task + ": loss at each step" + (seeds > 1 ? ", median of " + std::to_string(seeds) + " seeds" : "");
}

}  // namespace

Figure comparison_figure(const Comparison& comparison) {
  Figure figure{.title = title_of(comparison), .x = {"step"}, .y = {"loss", true}};
  const bool names_backward = report::backwards_differ(comparison);
  for (std::size_t i = 0; i < comparison.arms.size(); ++i) {
    const Arm& arm = comparison.arms[i];
    Line line;
    line.name = names_backward ? arm.name + " (" + arm.backward + ")" : arm.name;
    line.diverged = report::all_diverged(arm);
    const auto twin =
        std::find_if(comparison.arms.begin(), comparison.arms.begin() + static_cast<std::ptrdiff_t>(i),
                     [&](const Arm& other) { return other.name == arm.name && other.schedule == arm.schedule; });
    const auto index = static_cast<std::size_t>(twin - comparison.arms.begin());
    if (index < i) line.hue_of = index;
    add_medians(arm, line);
    figure.lines.push_back(std::move(line));
  }
  return figure;
}

}  // namespace etude
