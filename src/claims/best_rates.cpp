// The probe of the exact laboratory: which rates are the best, and what shape they have.
//
// Idea: the rates with the lowest final loss, none above the largest of the plan that is probed, are sought numerically;
// their shape is told in three numbers that theory speaks of.
// Formula: power is that of the decay. Where the rate r falls as s^q in the sum s of the rates to come, it falls as the
//   power q / (1 - q) of the steps to come; q is fitted to (ln s, ln r) between a sum of 10 and half of all, each step with
//   the weight r / s, so that every octave of s counts alike. That has no offset at the end of the run to be found.
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

double power_of(const std::vector<double>& lr) {
  double all = 0, left = 0, weight = 0, x1 = 0, y1 = 0, xx = 0, xy = 0;
  for (const double rate : lr) all += rate;
  for (std::size_t t = lr.size(); t-- > 0;) {
    left += lr[t];
    if (left < 10 || left > all / 2) continue;
    const double x = math::log(left), y = math::log(lr[t]), w = lr[t] / left;
    weight += w, x1 += w * x, y1 += w * y, xx += w * x * x, xy += w * x * y;
  }
  const double q = (weight * xy - x1 * y1) / (weight * xx - x1 * x1);
  return q / (1 - q);
}

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
  const double power = power_of(best->lr);
  outcome.metrics = {{.name = "power", .last = power},
                     {.name = "power_by_theory", .last = power / (2 * task.problem.spectrum - 1)},
                     {.name = "held", .last = held_share(best->lr, most)},
                     {.name = "falling", .last = falling_share(best->lr, most)},
                     {.name = "lowest_loss", .last = best->loss}};
  return outcome;
}

}  // namespace etude::claims
