// What runs on the evaluation seeds, and what a report can say of it before and after.

#include "study/entrants.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>

#include "etude/base/number.h"
#include "etude/notation/notation.h"
#include "study/statistics.h"

namespace etude::study {
namespace {

bool is_level(const Schedule& schedule, Step steps) {
  const std::vector<double> rates = schedule.values(steps);
  return std::all_of(rates.begin(), rates.end(), [&](double rate) { return rate == rates[0]; });
}

/// The constant with the same sum of rates.
Result<Schedule> levelled(const Schedule& schedule, Step steps) {
  const std::vector<double> rates = schedule.values(steps);
  return constant({.value = std::accumulate(rates.begin(), rates.end(), 0.0) / static_cast<double>(steps)});
}

Result<Plan> levelled(const Plan& plan, Step steps) {
  Plan level = plan;
  const auto lr = levelled(plan.lr, steps);
  if (!lr) return pass_on(lr.error());
  level.lr = *lr;
  for (Group& group : level.groups) {
    if (!group.lr) continue;
    auto own = levelled(*group.lr, steps);
    if (!own) return pass_on(own.error());
    group.lr = *std::move(own);
  }
  return level;
}

template <class Of>
Summary summary_over(const std::vector<Outcome>& trials, Of of) {
  std::vector<double> values;
  for (const Outcome& trial : trials) values.push_back(of(trial));
  return summarise(std::move(values));
}

/// Nothing where the trial has no such metric.
const Metric* find_metric(const Outcome& trial, const std::string& name) {
  for (const Metric& metric : trial.metrics)
    if (metric.name == name) return &metric;
  return nullptr;
}

MetricSummary summary_of_metric(const std::vector<Outcome>& trials, const std::string& name) {
  const auto over = [&](double Metric::*value) {
    return summary_over(trials, [&](const Outcome& trial) {
      const Metric* metric = find_metric(trial, name);
      return metric ? metric->*value : not_a_number;
    });
  };
  const auto have_it = std::count_if(trials.begin(), trials.end(),
                                     [&](const Outcome& trial) { return find_metric(trial, name) != nullptr; });
  return {name, static_cast<int>(have_it), over(&Metric::last), over(&Metric::lowest), over(&Metric::highest)};
}

/// Of every metric of a trial, in the order in which they come.
std::vector<MetricSummary> metric_summaries(const std::vector<Outcome>& trials) {
  std::vector<MetricSummary> all;
  for (const Outcome& trial : trials)
    for (const Metric& metric : trial.metrics)
      if (std::none_of(all.begin(), all.end(), [&](const MetricSummary& s) { return s.name == metric.name; }))
        all.push_back(summary_of_metric(trials, metric.name));
  return all;
}

double step_or_nan(std::optional<Step> step) { return step ? static_cast<double>(*step) : not_a_number; }

void summarise_arm(Arm& arm) {
  arm.final_loss = summary_over(arm.trials, [](const Outcome& trial) { return trial.final_loss; });
  arm.best_loss = summary_over(arm.trials, [](const Outcome& trial) { return trial.best_loss; });
  arm.heldout_loss = summary_over(arm.trials, [](const Outcome& trial) { return trial.heldout_loss; });
  arm.converged_at = summary_over(arm.trials, [](const Outcome& trial) { return step_or_nan(trial.converged_at); });
  arm.metrics = metric_summaries(arm.trials);
  for (const Outcome& trial : arm.trials) {
    arm.diverged += trial.diverged_at ? 1 : 0;
    arm.failed += trial.failure.empty() ? 0 : 1;
  }
}

}  // namespace

Entrant entrant_of(const Contender& contender, const Plan& plan, const StudyOptions& options) {
  Arm arm;
  arm.schedule = notation::print(plan);
  arm.name = options.is_spelt_out ? arm.schedule : contender.name;
  arm.backward = name_of(contender.backward);
  arm.reported = contender.reported;
  arm.seeds = options.seeds;
  arm.lr = plan.lr.values(options.steps);
  arm.peak = *std::max_element(arm.lr.begin(), arm.lr.end());
  for (const double rate : arm.lr) arm.sum_lr += rate;
  return {std::move(arm), plan, contender.backward};
}

bool is_constant(const Plan& plan, Step steps) {
  return is_level(plan.lr, steps) && std::all_of(plan.groups.begin(), plan.groups.end(), [&](const Group& group) {
           return !group.lr || is_level(*group.lr, steps);
         });
}

Result<void> add_controls(std::vector<Entrant>& entrants, const StudyOptions& options) {
  for (std::size_t i = 0, contenders = entrants.size(); i < contenders; ++i) {
    if (is_constant(entrants[i].plan, options.steps)) continue;
    const auto plan = levelled(entrants[i].plan, options.steps);
    if (!plan) return pass_on(plan.error());
    Entrant control = entrant_of({"", *plan, entrants[i].backward}, *plan, options);
    control.arm.name = entrants[i].arm.name + " control";
    control.arm.control_of = i;
    entrants.push_back(std::move(control));
  }
  return {};
}

Result<std::vector<Arm>> evaluate(std::vector<Entrant> entrants, Rounds& rounds) {
  const StudyOptions& options = rounds.options;
  std::vector<Trial> trials;
  for (const Entrant& entrant : entrants)
    for (const std::uint32_t seed : options.seeds)
      trials.push_back({entrant.plan, options.steps, entrant.backward, seed, options.curve_points, entrant.arm.name});
  auto outcomes = rounds.run(trials);
  if (!outcomes) return pass_on(outcomes.error());
  std::vector<Arm> arms;
  auto next = std::make_move_iterator(outcomes->begin());
  for (Entrant& entrant : entrants) {
    entrant.arm.trials.assign(next, next + static_cast<std::ptrdiff_t>(options.seeds.size()));
    next += static_cast<std::ptrdiff_t>(options.seeds.size());
    summarise_arm(entrant.arm);
    arms.push_back(std::move(entrant.arm));
  }
  return arms;
}

}  // namespace etude::study
