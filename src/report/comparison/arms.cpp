#include "report/comparison/arms.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "etude/base/math.h"

namespace etude::report {
namespace {

template <class Predicate>
bool any_arm(const Comparison& comparison, Predicate is_so) {
  return std::any_of(comparison.arms.begin(), comparison.arms.end(), is_so);
}

bool is_control_of(const Arm& arm, std::size_t of) { return arm.control_of == of; }

/// A control whose arm is there, and no control itself.
bool stands_under_another(const Comparison& comparison, std::size_t i) {
  const std::optional<std::size_t> of = comparison.arms[i].control_of;
  return of && *of < comparison.arms.size() && *of != i && !comparison.arms[*of].control_of;
}

std::size_t lost_trials(const Arm& arm, const std::string& measure) {
  return static_cast<std::size_t>(std::count_if(arm.trials.begin(), arm.trials.end(), [&](const Outcome& trial) {
    return std::isnan(measure == "heldout_loss" ? trial.heldout_loss : trial.final_loss) || !trial.failure.empty() ||
           trial.diverged_at;
  }));
}

}  // namespace

bool backwards_differ(const Comparison& comparison) {
  return any_arm(comparison, [&](const Arm& arm) { return arm.backward != comparison.arms.front().backward; });
}

bool has_reported(const Comparison& comparison) {
  return any_arm(comparison, [](const Arm& arm) { return arm.reported.has_value(); });
}

bool has_several_seeds(const Comparison& comparison) { return comparison.seeds() > 1; }

bool holds_out(const Comparison& comparison) {
  return any_arm(comparison, [](const Arm& arm) { return arm.holds_out(); });
}

bool has_failures(const Comparison& comparison) {
  return any_arm(comparison, [](const Arm& arm) { return arm.failed > 0; });
}

std::vector<std::string> metric_names(const Comparison& comparison) {
  std::vector<std::string> names;
  for (const Arm& arm : comparison.arms)
    for (const MetricSummary& metric : arm.metrics)
      if (std::find(names.begin(), names.end(), metric.name) == names.end()) names.push_back(metric.name);
  return names;
}

bool all_diverged(const Arm& arm) { return !arm.trials.empty() && diverged_trials(arm) == arm.trials.size(); }

std::size_t diverged_trials(const Arm& arm) {
  return static_cast<std::size_t>(
      std::count_if(arm.trials.begin(), arm.trials.end(), [](const Outcome& trial) { return !!trial.diverged_at; }));
}

std::vector<std::size_t> shown_order(const Comparison& comparison) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < comparison.arms.size(); ++i) {
    if (stands_under_another(comparison, i)) continue;
    order.push_back(i);
    for (std::size_t k = 0; k < comparison.arms.size(); ++k)
      if (is_control_of(comparison.arms[k], i) && stands_under_another(comparison, k)) order.push_back(k);
  }
  return order;
}

std::vector<std::size_t> contenders(const Comparison& comparison) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < comparison.arms.size(); ++i)
    if (!comparison.arms[i].control_of) found.push_back(i);
  return found;
}

std::vector<Line> contender_lines(const Comparison& comparison) {
  const std::vector<std::size_t> shown = contenders(comparison);
  const bool names_backward = backwards_differ(comparison);
  std::vector<Line> lines;
  for (std::size_t k = 0; k < shown.size(); ++k) {
    const Arm& arm = comparison.arms[shown[k]];
    const auto is_twin = [&](std::size_t other) {
      return comparison.arms[other].name == arm.name && comparison.arms[other].schedule == arm.schedule;
    };
    Line line{.name = names_backward ? arm.name + " (" + arm.backward + ")" : arm.name};
    const auto index = static_cast<std::size_t>(std::find_if(shown.begin(), shown.end(), is_twin) - shown.begin());
    if (index < k) line.hue_of = index;
    lines.push_back(std::move(line));
  }
  return lines;
}

const Summary& summary_of(const Arm& arm, const std::string& measure) {
  return measure == "heldout_loss" ? arm.heldout_loss : arm.final_loss;
}

std::vector<std::size_t> ranking(const Comparison& comparison, const std::string& measure) {
  std::vector<std::size_t> order = contenders(comparison);
  const auto median = [&](std::size_t i) { return summary_of(comparison.arms[i], measure).median; };
  std::erase_if(order, [&](std::size_t i) { return std::isnan(median(i)); });
  const auto key = [&](std::size_t i) {
    const Arm& arm = comparison.arms[i];
    return std::pair(2 * lost_trials(arm, measure) > arm.trials.size(), median(i));
  };
  math::sort(order, [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
  return order;
}

int loss_decimals(const Comparison& comparison) {
  double lowest = 1;
  for (const Arm& arm : comparison.arms) {
    for (const double loss : {arm.final_loss.median, arm.heldout_loss.median})
      if (loss > 0) lowest = std::min(lowest, loss);
  }
  int decimals = 4;
  for (double least = 0.01; lowest < least && decimals < 8; least /= 10) ++decimals;
  return decimals;
}

}  // namespace etude::report
