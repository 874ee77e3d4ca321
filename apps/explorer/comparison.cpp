// The comparison that the command line makes: told of runs that are over, or tuned, trial by trial.

#include "etude/report/comparison.h"

#include "answers.h"
#include "etude/study/study.h"
#include "etude/study/told.h"
#include "replies.h"
#include "report/comparison/pairs.h"
#include "task.h"

namespace etude::explorer {
namespace {

/// The sides of a comparison, and what their runs gave: of each a list, one outcome a seed.
struct Arms {
  std::vector<study::Contender> contenders;
  std::vector<std::vector<Outcome>> outcomes;
};

/// A study's runner that gives what was run already.
study::Runner remembered(const std::vector<std::vector<Outcome>>& outcomes, std::size_t seeds) {
  return [&outcomes, seeds](std::span<const study::Trial> trials, const study::Finished& finished) {
    Result<void> good;
    for (std::size_t i = 0; i < trials.size() && good; ++i) good = finished(i, outcomes[i / seeds][i % seeds]);
    return good;
  };
}

Result<std::vector<Outcome>> outcomes_of(const Request& arm, std::size_t seeds) {
  const Json::Array& told = arm.list("outcomes");
  if (told.size() != seeds) return refuse("an arm needs an outcome for each seed");
  std::vector<Outcome> all;
  for (const Json& each : told) {
    auto outcome = outcome_from_text(write_json(each, 0));
    if (!outcome) return pass_on(outcome.error());
    all.push_back(*std::move(outcome));
  }
  return all;
}

Result<study::Contender> contender_of(const Request& arm, const train::Prepared& prepared) {
  const auto plan = plan_of(prepared, arm.text("text"));
  if (!plan) return pass_on(plan.error());
  return study::Contender{arm.text("name"), *plan, prepared.task().backward};
}

Result<void> add(Arms& arms, const Request& arm, const train::Prepared& prepared, std::size_t seeds) {
  auto contender = contender_of(arm, prepared);
  if (!contender) return pass_on(contender.error());
  auto outcomes = outcomes_of(arm, seeds);
  if (!outcomes) return pass_on(outcomes.error());
  arms.contenders.push_back(*std::move(contender));
  arms.outcomes.push_back(*std::move(outcomes));
  return {};
}

study::StudyOptions options_of(const train::Task& task, std::vector<std::uint32_t> seeds) {
  return {.task = task.name,
          .precision = std::string(name_of(task.precision)),
          .setting = train::words_of(task),
          .steps = task.steps,
          .seeds = std::move(seeds)};
}

/// Of the final losses, where pairs were tested.
std::vector<Verdict> verdicts_of(const Comparison& comparison) {
  std::vector<Verdict> verdicts;
  for (const report::PairBlock& block : report::pair_blocks(comparison)) {
    if (block.is_of_controls || block.measure != "final_loss") continue;
    for (const Pair& pair : block.pairs)
      verdicts.push_back({comparison.arms[pair.a].name, comparison.arms[pair.b].name, report::verdict_of(pair)});
  }
  return verdicts;
}

Json::Object reply_of(const Comparison& comparison) {
  return facts_json(Compared{*report::comparison_json(comparison).as<Json::Object>(),
                             report::comparison_table(comparison), report::pairs_table(comparison),
                             report::comparison_finding(comparison), verdicts_of(comparison)});
}

}  // namespace

/// Each arm at its own peak, as `etude compare --tune` has it.
class TunedStudy {
 public:
  TunedStudy(train::Prepared prepared, std::vector<study::Contender> contenders, study::StudyOptions options)
      : prepared_(std::move(prepared)), contenders_(std::move(contenders)), options_(std::move(options)) {}

  /// The comparison, once all its trials are done; nothing after one more.
  Result<std::optional<Comparison>> go_on() {
    return trials_.go_on([this](const study::Trial& trial) { return run(trial); },
                         [this](const study::Runner& runner) { return study::compare(contenders_, runner, options_); });
  }

 private:
  Result<Outcome> run(const study::Trial& trial) const {
    const auto started = start_run(prepared_, trial.plan, trial.seed);
    if (!started) return pass_on(started.error());
    (*started)->go_on(static_cast<std::size_t>(trial.steps));
    return (*started)->outcome(trial.curve_points);
  }

  train::Prepared prepared_;
  std::vector<study::Contender> contenders_;
  study::StudyOptions options_;
  study::Told trials_;
};

Answer compare(Memory&, Request& request) {
  const auto prepared = prepared_of(request);
  if (!prepared) return pass_on(prepared.error());
  const auto seeds = request.seeds();
  if (auto good = request.good(); !good) return pass_on(good.error());
  Arms arms;
  for (const Json& each : request.list("arms")) {
    const Request arm(each);
    if (auto good = add(arms, arm, *prepared, seeds.size()); !good)
      return refuse(arm.text("name") + ": " + good.error().message);
  }
  const auto comparison =
      study::compare(arms.contenders, remembered(arms.outcomes, seeds.size()), options_of(prepared->task(), seeds));
  if (!comparison) return pass_on(comparison.error());
  return reply_of(*comparison);
}

Answer tune(Memory& memory, Request& request) {
  auto prepared = prepared_of(request);
  if (!prepared) return pass_on(prepared.error());
  study::StudyOptions options = options_of(prepared->task(), request.seeds());
  if (auto good = request.good(); !good) return pass_on(good.error());
  options.tuning.emplace();
  options.has_controls = true;
  std::vector<study::Contender> contenders;
  for (const Json& each : request.list("arms")) {
    const Request arm(each);
    auto contender = contender_of(arm, *prepared);
    if (!contender) return refuse(arm.text("name") + ": " + contender.error().message);
    contenders.push_back(*std::move(contender));
  }
  memory.tuned = std::make_shared<TunedStudy>(*std::move(prepared), std::move(contenders), std::move(options));
  return Json::Object{{"started", true}};
}

Answer tune_go(Memory& memory, Request&) {
  if (!memory.tuned) return refuse("there is no study to go on with");
  const auto comparison = memory.tuned->go_on();
  if (!comparison) return pass_on(comparison.error());
  if (!*comparison) return Json::Object{{"done", false}};
  return Json::Object{{"done", true}, {"compared", reply_of(**comparison)}};
}

}  // namespace etude::explorer
