#include "record/losses/runs.h"

#include <algorithm>
#include <cmath>

#include "etude/base/number.h"

namespace etude::inline record {
namespace {

constexpr double same_rate = 0.002, same_loss = 0.01, same_as_logged = 0.01;
constexpr Step most_joined = 10'000'000;
constexpr std::size_t least_common = 5;  // steps of two runs, to say anything of them

double at(std::span<const Step> steps, std::size_t i) { return static_cast<double>(steps[i]); }

/// The first point whose next is not higher.
std::size_t top_of(const LossLog& log) {
  std::size_t top = 0;
  while (top + 1 < log.rates.size() && log.rates[top + 1] > log.rates[top]) ++top;
  return top;
}

/// A straight line through a point.
struct Climb {
  double step = 0, rate = 0, slope = 0;

  double operator()(double t) const { return std::max(rate + slope * (t - step), 0.0); }
};

/// The climb up to the top: through the two points before it, or through the one and the origin.
Climb climb_of(const LossLog& log, std::size_t top) {
  const std::size_t last = top - 1;
  const double step = at(log.rate_steps, last), rate = log.rates[last];
  if (top > 1) return {step, rate, (rate - log.rates[last - 1]) / (step - at(log.rate_steps, last - 1))};
  if (step > 0 && rate > 0) return {step, rate, rate / step};
  return {step, rate, (log.rates[top] - rate) / (at(log.rate_steps, top) - step)};
}

/// The rate at a step by straight lines between points, held past the ends.
double joined_at(const LossLog& log, double step) {
  const auto after = std::upper_bound(log.rate_steps.begin(), log.rate_steps.end(), static_cast<Step>(step));
  const auto i = static_cast<std::size_t>(after - log.rate_steps.begin());
  if (i == 0) return log.rates.front();
  if (i == log.rates.size()) return log.rates.back();
  const double from = at(log.rate_steps, i - 1), share = (step - from) / (at(log.rate_steps, i) - from);
  const auto [least, most] = std::minmax(log.rates[i - 1], log.rates[i]);  // between equal rates lies that rate
  return std::clamp((1 - share) * log.rates[i - 1] + share * log.rates[i], least, most);
}

/// How the rates of a run begin: a climb of so many steps to the peak.
struct WarmUp {
  Climb climb = {};
  Step steps = 0;
  double peak = 0;
};

WarmUp logged_warmup(const LossLog& log) {
  const std::size_t top = top_of(log);
  if (top == 0) return {.peak = log.rates[0]};
  const Climb climb = climb_of(log, top);
  const double reached = climb.step + (log.rates[top] - climb.rate) / climb.slope;
  return {climb, std::min(static_cast<Step>(std::ceil(reached - 1e-6)), log.rate_steps[top]), log.rates[top]};
}

/// One of known length: it climbs from the first step on.
WarmUp known_warmup(const LossLog& log, Step steps) {
  const double peak = joined_at(log, static_cast<double>(std::max(steps, log.rate_steps[top_of(log)])));
  const double slope = peak / static_cast<double>(std::max<Step>(steps, 1));
  return {{0, slope, slope}, steps, peak};
}

/// The rate at a step before the peak's point: what was logged before the last of the climb, the climb, the peak.
double rate_before_peak(const LossLog& log, const WarmUp& warmup, Step step) {
  const auto t = static_cast<double>(step);
  if (step >= warmup.steps) return warmup.peak;
  const bool is_logged = t < warmup.climb.step && step >= log.rate_steps.front();
  return is_logged ? joined_at(log, t) : std::min(warmup.climb(t), warmup.peak);
}

/// The sum of the rates before each step.
std::vector<double> sums_of(const std::vector<double>& rates) {
  std::vector<double> sums{0};
  for (const double rate : rates) sums.push_back(sums.back() + rate);
  return sums;
}

bool are_close(double a, double b, double share) {
  return std::abs(a - b) <= share * std::max(std::abs(a), std::abs(b));
}

/// |ln| of the losses' quotient at the steps that both runs have while their rates are the same.
std::vector<double> gaps_between(const LoggedRun& a, const LoggedRun& b) {
  std::vector<double> gaps;
  const auto sums_a = sums_of(a.rates), sums_b = sums_of(b.rates);
  for (std::size_t i = 0, j = 0; i < a.steps.size() && j < b.steps.size();) {
    if (a.steps[i] < b.steps[j] && ++i) continue;
    if (b.steps[j] < a.steps[i] && ++j) continue;
    const auto done = static_cast<std::size_t>(a.steps[i]);
    if (done > a.rates.size() || done > b.rates.size()) return gaps;
    if (done > 0 && !are_close(a.rates[done - 1], b.rates[done - 1], same_rate)) return gaps;
    const bool is_after_warmup = a.steps[i] > std::max(a.warmup_steps, b.warmup_steps);
    if (is_after_warmup && are_close(sums_a[done], sums_b[done], same_rate))
      gaps.push_back(std::abs(std::log(a.losses[i] / b.losses[j])));
    ++i, ++j;
  }
  return gaps;
}

double median_of(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

Result<JoinedRates> joined_rates(const LossLog& log, Step steps, std::optional<Step> warmup) {
  if (log.rates.empty())
    return refuse("run " + log.run + " has no rates; give its schedule in a manifest, or log a column lr");
  if (steps > most_joined)
    return refuse("run " + log.run + " has a loss at step " + std::to_string(steps - 1) + ", and at most " +
                  std::to_string(most_joined) +
                  " steps are looked at; count steps in updates, not in samples or tokens");
  const WarmUp begin = warmup ? known_warmup(log, *warmup) : logged_warmup(log);
  const Step peak_step = std::max(begin.steps, log.rate_steps[top_of(log)]);
  JoinedRates run{{}, std::min(begin.steps, steps)};
  for (Step step = 0; step < steps; ++step)
    run.rates.push_back(step < peak_step ? rate_before_peak(log, begin, step)
                                         : joined_at(log, static_cast<double>(step)));
  return run;
}

Result<void> check_rates(const LoggedRun& run, const LossLog& log) {
  const double peak = run.peak();
  const auto last = static_cast<Step>(run.rates.size()) - 1;
  for (std::size_t i = 0; i < log.rates.size(); ++i) {
    const Step step = log.rate_steps[i];
    double gap = peak;
    for (const Step near : {step - 1, step, step + 1})
      gap =
          std::min(gap, std::abs(run.rates[static_cast<std::size_t>(std::clamp<Step>(near, 0, last))] - log.rates[i]));
    if (gap <= same_as_logged * peak) continue;
    return refuse("run " + run.name + " logged the rate " + significant(log.rates[i], 6) + " at step " +
                  std::to_string(step) + ", and its schedule has " +
                  significant(run.rates[static_cast<std::size_t>(std::clamp<Step>(step, 0, last))], 6) +
                  " there; give the schedule that it ran with, in updates");
  }
  return {};
}

Result<void> check_alike(std::span<const LoggedRun> runs) {
  for (std::size_t i = 0; i < runs.size(); ++i)
    for (std::size_t j = i + 1; j < runs.size(); ++j) {
      if (runs[i].steps == runs[j].steps && runs[i].losses == runs[j].losses)
        return refuse("runs " + runs[i].name + " and " + runs[j].name +
                      " have the same losses at every step; give each run once");
      const auto gaps = gaps_between(runs[i], runs[j]);
      if (gaps.size() < least_common || median_of(gaps) <= same_loss) continue;
      return refuse("runs " + runs[i].name + " and " + runs[j].name +
                    " have the same rates at first, and losses there that are " +
                    significant(100 * median_of(gaps), 2) +
                    " % apart: other validation sets, units or models; fit each kind alone");
    }
  return {};
}

}  // namespace etude::record
