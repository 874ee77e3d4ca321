#include "etude/lab/study.h"

#include <algorithm>
#include <cmath>

#include "etude/lab/statistics.h"
#include "etude/notation/notation.h"

namespace etude {
namespace {

template <class Of>
Summary summary_over(const std::vector<Outcome>& trials, Of of) {
  std::vector<double> values;
  for (const Outcome& trial : trials) values.push_back(of(trial));
  return summarise(std::move(values));
}

double step_or_nan(std::optional<Step> step) {
  return step ? static_cast<double>(*step) : std::numeric_limits<double>::quiet_NaN();
}

/// What of an arm can be said before it has run.
Arm arm_of(const Contender& contender, const StudyOptions& options) {
  Arm arm;
  arm.name = contender.name;
  arm.schedule = print(contender.plan);
  arm.backward = name_of(contender.backward);
  arm.section = contender.section;
  arm.published = contender.published;
  arm.seeds = options.seeds;
  arm.trials.resize(options.seeds.size());
  arm.lr.resize(static_cast<std::size_t>(options.steps));
  contender.plan.lr.values(0, arm.lr);
  arm.peak = *std::max_element(arm.lr.begin(), arm.lr.end());
  for (const double rate : arm.lr) arm.sum_lr += rate;
  return arm;
}

void summarise_arm(Arm& arm) {
  arm.final_loss = summary_over(arm.trials, [](const Outcome& trial) { return trial.final_loss; });
  arm.best_loss = summary_over(arm.trials, [](const Outcome& trial) { return trial.best_loss; });
  arm.heldout_loss = summary_over(arm.trials, [](const Outcome& trial) { return trial.heldout_loss; });
  arm.converged_at = summary_over(arm.trials, [](const Outcome& trial) { return step_or_nan(trial.converged_at); });
  for (const Outcome& trial : arm.trials) {
    arm.diverged += trial.diverged_at ? 1 : 0;
    arm.failed += trial.failure.empty() ? 0 : 1;
  }
}

}  // namespace

Result<Comparison> study(const std::vector<Contender>& contenders, const Runner& runner, const StudyOptions& options) {
  Comparison comparison{options.task, options.precision, options.steps, {}};
  std::vector<Trial> trials;
  for (const Contender& contender : contenders) {
    comparison.arms.push_back(arm_of(contender, options));
    for (const std::uint32_t seed : options.seeds)
      trials.push_back({contender.plan, options.steps, contender.backward, seed, options.curve_points});
  }
  std::size_t done = 0;
  const std::size_t seeds = options.seeds.size();
  const auto good = runner(trials, [&](std::size_t i, const Outcome& outcome) -> Result<void> {
    comparison.arms[i / seeds].trials[i % seeds] = outcome;
    if (options.progress) options.progress(++done, trials.size());
    return {};
  });
  if (!good) return tl::unexpected<Error>(good.error());
  for (Arm& arm : comparison.arms) summarise_arm(arm);
  return comparison;
}

}  // namespace etude
