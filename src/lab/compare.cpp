#include "etude/lab/compare.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "etude/lab/parallel.h"
#include "etude/lab/statistics.h"
#include "etude/lab/train.h"
#include "etude/notation/notation.h"

namespace etude {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

template <class Of>
Summary summary_over(const std::vector<Record>& trials, Of of) {
  std::vector<double> values;
  for (const Record& trial : trials) values.push_back(of(trial));
  return summarise(std::move(values));
}

double step_or_nan(std::optional<Step> step) { return step ? static_cast<double>(*step) : not_a_number; }

/// What of an arm can be said before it has run.
Arm arm_of(const Contender& contender, const Task& task, const std::vector<std::uint32_t>& seeds) {
  Arm arm;
  arm.name = contender.name;
  arm.schedule = print(contender.plan);
  arm.backward = name_of(contender.backward);
  arm.section = contender.section;
  arm.published = contender.published;
  arm.seeds = seeds;
  arm.trials.resize(seeds.size());
  std::vector<double> rates(static_cast<std::size_t>(task.steps));
  contender.plan.lr.values(0, rates);
  arm.peak = *std::max_element(rates.begin(), rates.end());
  for (const double rate : rates) arm.sum_lr += rate;
  return arm;
}

void summarise_arm(Arm& arm) {
  arm.final_loss = summary_over(arm.trials, [](const Record& trial) { return trial.final_loss(); });
  arm.best_loss = summary_over(arm.trials, best_loss);
  arm.heldout_loss = summary_over(arm.trials, [](const Record& trial) { return trial.heldout_loss(); });
  arm.converged_at = summary_over(arm.trials, [](const Record& trial) { return step_or_nan(converged_at(trial)); });
  const auto diverged = [](const Record& trial) { return trial.diverged_at.has_value(); };
  arm.diverged = static_cast<int>(std::count_if(arm.trials.begin(), arm.trials.end(), diverged));
}

}  // namespace

double best_loss(const Record& record) {
  double best = not_a_number;
  for (const double loss : record.loss)
    if (std::isfinite(loss) && !(loss >= best)) best = loss;
  return best;
}

std::optional<Step> converged_at(const Record& record) {
  const double close = best_loss(record) * 1.05;
  const auto first = std::find_if(record.loss.begin(), record.loss.end(), [&](double loss) { return loss < close; });
  return first == record.loss.end() ? std::nullopt : std::optional<Step>(first - record.loss.begin());
}

namespace {

/// One Prepared a backward pass: contenders differ in nothing else of the task.
Result<std::map<Backward, Prepared>> prepare(const Prepared& prepared, const std::vector<Contender>& contenders) {
  std::map<Backward, Prepared> all;
  for (const Contender& contender : contenders) {
    if (!all.contains(contender.backward)) {
      auto own = prepared.with(prepared.task().steps, contender.backward);
      if (!own) return tl::unexpected<Error>(own.error());
      all.emplace(contender.backward, *std::move(own));
    }
    const auto good = check_plan(all.at(contender.backward), contender.plan);
    if (!good) return refuse(contender.name + ": " + good.error().message);
  }
  return all;
}

}  // namespace

Result<Comparison> compare(const Prepared& given, const std::vector<Contender>& contenders,
                           const CompareOptions& options) {
  const auto prepared = prepare(given, contenders);
  if (!prepared) return tl::unexpected<Error>(prepared.error());
  const Task& task = given.task();
  Comparison comparison{task.name, std::string(name_of(task.precision)), task.steps, {}};
  for (const Contender& contender : contenders) comparison.arms.push_back(arm_of(contender, task, options.seeds));

  const std::size_t seeds = options.seeds.size();
  const std::size_t total = contenders.size() * seeds;
  std::vector<Result<Record>> records(total, Record{});
  const auto trial = [&](std::size_t i) {
    const Contender& contender = contenders[i / seeds];
    records[i] =
        train(prepared->at(contender.backward), contender.plan, options.seeds[i % seeds]).map([](Trained&& trained) {
          return std::move(trained.record);
        });
  };
  parallel_for(total, options.threads, trial, [&](std::size_t done) {
    if (options.progress) options.progress(done, total);
  });
  for (std::size_t i = 0; i < total; ++i) {
    if (!records[i]) return tl::unexpected<Error>(records[i].error());
    comparison.arms[i / seeds].trials[i % seeds] = *std::move(records[i]);
  }
  for (Arm& arm : comparison.arms) summarise_arm(arm);
  return comparison;
}

}  // namespace etude
