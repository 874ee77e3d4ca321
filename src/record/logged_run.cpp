// What a logged run must be before anything is fitted to it, each complaint with what to mend.

#include "etude/record/logged_run.h"

#include <algorithm>
#include <cmath>

#include "etude/base/number.h"

namespace etude::inline record {
namespace {

std::string of_rates(const LoggedRun& run) {
  const auto is_no_rate = [](double rate) { return !std::isfinite(rate) || rate < 0; };
  const auto wrong = std::find_if(run.rates.begin(), run.rates.end(), is_no_rate);
  if (run.rates.empty()) return "has no rates; give its schedule in the manifest, or a column lr";
  if (wrong != run.rates.end())
    return "has the rate " + shortest(*wrong) + " at step " + std::to_string(wrong - run.rates.begin()) +
           "; rates are finite numbers from 0";
  if (run.peak() == 0) return "has a rate of 0 at every step; give the schedule that it ran with";
  if (run.warmup_steps < 0 || run.warmup_steps >= static_cast<Step>(run.rates.size()))
    return "has a warm-up of " + std::to_string(run.warmup_steps) + " in a run of " + std::to_string(run.rates.size()) +
           " steps; give one that is shorter";
  return {};
}

std::string of_steps(const LoggedRun& run) {
  if (run.steps.size() != run.losses.size())
    return "has " + std::to_string(run.steps.size()) + " steps and " + std::to_string(run.losses.size()) +
           " losses; give one loss a step";
  if (run.steps.size() < 3)
    return "has " + std::to_string(run.steps.size()) + " points; log the loss at 3 steps or more";
  Step before = -1;
  for (const Step step : run.steps) {
    if (step <= before)
      return "has step " + std::to_string(step) + (before < 0 ? "" : " after step " + std::to_string(before)) +
             "; steps must rise from 0 on, each once";
    if (step > static_cast<Step>(run.rates.size()))
      return "has a loss at step " + std::to_string(step) + ", and its schedule ends at " +
             std::to_string(run.rates.size()) + "; give the schedule of the whole run";
    before = step;
  }
  if (run.branch_step > run.steps.back())
    return "left its branch at step " + std::to_string(*run.branch_step) + ", after its last loss at step " +
           std::to_string(before) + "; give a branch_step that lies before it";
  return {};
}

constexpr double rise = 0.15;     // of the lowest loss, and
constexpr double way_back = 0.3;  //   of the way down from the first: a run that ends so far above its lowest diverged

std::string of_losses(const LoggedRun& run) {
  for (std::size_t i = 0; i < run.losses.size(); ++i)
    if (!std::isfinite(run.losses[i]) || run.losses[i] <= 0)
      return "has the loss " + shortest(run.losses[i]) + " at step " + std::to_string(run.steps[i]) +
             "; losses are finite and above 0: leave out what is not, and the run if it diverged";
  const double least = *std::min_element(run.losses.begin(), run.losses.end()), above = run.losses.back() - least;
  if (least == *std::max_element(run.losses.begin(), run.losses.end()))
    return "has the loss " + shortest(least) + " at every step; give the column that training lowers";
  if (above > rise * least && above > way_back * (run.losses.front() - least))
    return "ends at " + significant(run.losses.back(), 4) + ", far above its lowest loss " + significant(least, 4) +
           ": it diverged; leave it out";
  return {};
}

}  // namespace

double LoggedRun::peak() const { return rates.empty() ? 0 : *std::max_element(rates.begin(), rates.end()); }

Step warmup_of(std::span<const double> rates) {
  std::size_t step = 0;
  while (step + 1 < rates.size() && rates[step + 1] > rates[step]) ++step;
  return static_cast<Step>(step);
}

Result<void> check(const LoggedRun& run) {
  for (const auto complaint : {of_rates, of_steps, of_losses})
    if (const std::string what = complaint(run); !what.empty()) return refuse("run " + run.name + " " + what);
  return {};
}

}  // namespace etude::record
