// The range test, sweep by sweep.

#include "answers.h"
#include "etude/range/rules.h"
#include "etude/range/sweep.h"
#include "etude/report/range.h"
#include "etude/study/told.h"
#include "task.h"

namespace etude::explorer {

class Sweeps {
 public:
  Sweeps(train::Prepared prepared, range::SweepOptions options)
      : prepared_(std::move(prepared)), options_(std::move(options)) {}

  /// The study, once all its sweeps are done; nothing after one more.
  Result<std::optional<RangeStudy>> go_on() {
    return trials_.go_on([this](const study::Trial& trial) { return sweep(trial); },
                         [this](const study::Runner& runner) { return range::test(runner, options_); });
  }

  /// What is done of the sweeps that the study asked for last.
  Json last_round() const;

 private:
  Result<Outcome> sweep(const study::Trial& trial) const;

  train::Prepared prepared_;
  range::SweepOptions options_;
  study::Told trials_;
};

Json Sweeps::last_round() const {
  Json::Array list;
  for (const study::Trial& trial : trials_.round()) {
    const Outcome* outcome = trials_.outcome_of(trial);
    const bool is_sweep = trial.plan.lr(0) < trial.plan.lr(trial.steps - 1);  // not one of the short runs
    if (!outcome || !is_sweep) continue;
    std::vector<double> lr;
    for (const Step step : outcome->curve.step) lr.push_back(trial.plan.lr(step));
    list.push_back(
        Json::Object{{"seed", static_cast<std::int64_t>(trial.seed)}, {"lr", lr}, {"loss", outcome->curve.loss}});
  }
  return list;
}

Result<Outcome> Sweeps::sweep(const study::Trial& trial) const {
  Outcome given;
  const auto keep = [&](std::size_t, const Outcome& outcome) -> Result<void> {
    given = outcome;
    return {};
  };
  if (auto good = range::sweep_runner(prepared_)(std::span(&trial, 1), keep); !good) return pass_on(good.error());
  return given;
}

namespace {

/// All that was set of the task but the steps, which are the sweep's.
std::string setting_of(train::Task task) {
  if (const auto named = train::task_named(task.name)) task.steps = named->steps;
  return train::words_of(task);
}

Result<range::SweepOptions> sweep_of(Request& request, const train::Task& task) {
  range::SweepOptions options{.task = task.name, .setting = setting_of(task)};
  options.from = request.number("from", 1e-300, 1e300, options.from);
  options.to = request.number("to", 1e-300, 1e300, options.to);
  options.steps = request.whole("steps", 1, most_steps, static_cast<double>(options.steps));
  options.seeds = request.seeds();
  if (auto good = request.good(); !good) return pass_on(good.error());
  const auto shape = range::sweep_named(request.text("shape", "exponential"));
  if (!shape) return pass_on(shape.error());
  options.shape = *shape;
  options.rule = request.text("rule", options.rule);
  if (auto rule = range::range_rule_named(options.rule); !rule) return pass_on(rule.error());
  options.backward = task.backward;
  options.is_adaptive = optim::entry_of(task.optimizer.rule).is_adaptive;
  return options;
}

}  // namespace

Answer range(Memory& memory, Request& request) {
  auto prepared = prepared_of(request);
  if (!prepared) return pass_on(prepared.error());
  auto options = sweep_of(request, prepared->task());
  if (!options) return pass_on(options.error());
  memory.sweeps = std::make_shared<Sweeps>(*std::move(prepared), *std::move(options));
  return Json::Object{{"started", true}};
}

Answer range_go(Memory& memory, Request&) {
  if (!memory.sweeps) return refuse("there is no range test to go on with");
  const auto study = memory.sweeps->go_on();
  if (!study) return pass_on(study.error());
  if (!*study) return Json::Object{{"done", false}, {"sweeps", memory.sweeps->last_round()}};
  return Json::Object{{"done", true},
                      {"range", report::range_json(**study)},
                      {"table", facts_json(report::range_table(**study))},
                      {"rules", facts_json(report::range_rules_table(**study))}};
}

}  // namespace etude::explorer
