// The range test, sweep by sweep: the study is asked again after each, and told of those before. So it needs neither
// threads nor calls back into the page, and gives the command line's numbers.

#include <algorithm>

#include "answers.h"
#include "etude/range/rules.h"
#include "etude/range/sweep.h"
#include "etude/report/range.h"
#include "task.h"

namespace etude::explorer {

class Sweeps {
 public:
  Sweeps(train::Prepared prepared, range::SweepOptions options)
      : prepared_(std::move(prepared)), options_(std::move(options)) {}

  /// The study, once all its sweeps are done; nothing after one more.
  Result<std::optional<RangeStudy>> go_on();

  /// What is done of the sweeps that the study asked for last.
  Json last_round() const;

 private:
  Result<void> give(std::span<const study::Trial> trials, const study::Finished& finished, std::size_t most);
  Result<void> sweep(const study::Trial& trial);
  const Outcome* outcome_of(const study::Trial& trial) const;

  train::Prepared prepared_;
  range::SweepOptions options_;
  std::vector<study::Trial> round_;
  std::vector<std::pair<study::Trial, Outcome>> done_;
};

Result<std::optional<RangeStudy>> Sweeps::go_on() {
  const std::size_t before = done_.size();
  const auto study = range::test([&](std::span<const study::Trial> trials,
                                     const study::Finished& finished) { return give(trials, finished, before + 1); },
                                 options_);
  if (study) return *study;
  if (done_.size() == before) return pass_on(study.error());
  return std::nullopt;
}

Json Sweeps::last_round() const {
  Json::Array list;
  for (const study::Trial& trial : round_) {
    const Outcome* outcome = outcome_of(trial);
    if (!outcome) continue;
    std::vector<double> lr;
    for (const Step step : outcome->curve.step) lr.push_back(trial.plan.lr(step));
    list.push_back(
        Json::Object{{"seed", static_cast<std::int64_t>(trial.seed)}, {"lr", lr}, {"loss", outcome->curve.loss}});
  }
  return list;
}

/// Runs what is not done yet, until so many are, and refuses the study where it asks for more.
Result<void> Sweeps::give(std::span<const study::Trial> trials, const study::Finished& finished, std::size_t most) {
  round_.assign(trials.begin(), trials.end());
  for (std::size_t i = 0; i < trials.size(); ++i) {
    if (!outcome_of(trials[i])) {
      if (done_.size() == most) return refuse("not done yet");
      if (auto good = sweep(trials[i]); !good) return good;
    }
    if (auto good = finished(i, *outcome_of(trials[i])); !good) return good;
  }
  return {};
}

Result<void> Sweeps::sweep(const study::Trial& trial) {
  return range::sweep_runner(prepared_)(std::span(&trial, 1), [&](std::size_t, const Outcome& outcome) {
    done_.emplace_back(trial, outcome);
    return Result<void>();
  });
}

const Outcome* Sweeps::outcome_of(const study::Trial& trial) const {
  const auto found = std::find_if(done_.begin(), done_.end(), [&](const auto& each) {
    const study::Trial& done = each.first;
    return done.plan == trial.plan && done.steps == trial.steps && done.seed == trial.seed;
  });
  return found == done_.end() ? nullptr : &found->second;
}

namespace {

Result<range::SweepOptions> sweep_of(Request& request, const train::Task& task) {
  range::SweepOptions options{.task = task.name};
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
