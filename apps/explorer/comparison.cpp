// The comparison of runs that are over: the study that the command line makes, told of outcomes.

#include "etude/report/comparison.h"

#include "answers.h"
#include "etude/study/study.h"
#include "replies.h"
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

Result<void> add(Arms& arms, const Request& arm, const train::Prepared& prepared, std::size_t seeds) {
  const auto plan = plan_of(prepared, arm.text("text"));
  if (!plan) return pass_on(plan.error());
  auto outcomes = outcomes_of(arm, seeds);
  if (!outcomes) return pass_on(outcomes.error());
  arms.contenders.push_back({arm.text("name"), *plan, prepared.task().backward});
  arms.outcomes.push_back(*std::move(outcomes));
  return {};
}

}  // namespace

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
  const train::Task& task = prepared->task();
  const auto comparison = study::compare(
      arms.contenders, remembered(arms.outcomes, seeds.size()),
      {.task = task.name, .precision = std::string(name_of(task.precision)), .steps = task.steps, .seeds = seeds});
  if (!comparison) return pass_on(comparison.error());
  return facts_json(Compared{*report::comparison_json(*comparison).as<Json::Object>(),
                             report::comparison_table(*comparison), report::pairs_table(*comparison),
                             report::comparison_finding(*comparison)});
}

}  // namespace etude::explorer
