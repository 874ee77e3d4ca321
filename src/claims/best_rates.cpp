// The probe of the exact laboratory: which rates are the best, and what shape they have.
//
// Idea: the rates with the lowest final loss, none above the largest of the plan that is probed, are sought numerically;
// their shape is told in three numbers that theory speaks of.
// Formula: power is optim::decay_power().
//   power_by_theory is that over twice the exponent of the spectrum less 1.
//   held is the share of the run, from its start, at the largest rate; falling the share after the rate has last been at
//   half of it.
// Cost: 60 iterations, each about three runs.

#include "claims/best_rates.h"

#include <algorithm>
#include <cmath>

#include "etude/base/math.h"
#include "study/scaled.h"

namespace etude::claims {
namespace {

double held_share(const std::vector<double>& lr, double most) {
  const auto end = std::find_if(lr.begin(), lr.end(), [&](double rate) { return rate < 0.999 * most; });
  return static_cast<double>(end - lr.begin()) / static_cast<double>(lr.size());
}

double falling_share(const std::vector<double>& lr, double most) {
  const auto last = std::find_if(lr.rbegin(), lr.rend(), [&](double rate) { return rate >= most / 2; });
  return static_cast<double>(last - lr.rbegin()) / static_cast<double>(lr.size());
}

}  // namespace

Result<Outcome> best_rates(const train::PowerLawTask& task, const study::Trial& trial) {
  const double most = study::peak_of(trial.plan, trial.steps);
  const auto best = optim::best_power_law_rates(
      task.problem, {.steps = trial.steps, .batch = static_cast<double>(task.batch), .most = most, .iterations = 60});
  if (!best) return pass_on(best.error());
  train::PowerLawTask own = task;
  own.steps = trial.steps;
  Outcome outcome = outcome_of(train::run_power_law(own, trial.plan), trial.curve_points);
  const double power = optim::decay_power(best->lr);
  outcome.metrics = {{.name = "power", .last = power},
                     {.name = "power_by_theory", .last = power / (2 * task.problem.spectrum - 1)},
                     {.name = "held", .last = held_share(best->lr, most)},
                     {.name = "falling", .last = falling_share(best->lr, most)},
                     {.name = "lowest_loss", .last = best->loss}};
  return outcome;
}

}  // namespace etude::claims
