// A round is complete once the runner has told of each of its trials.

#include "study/rounds.h"

namespace etude::study {

Work Rounds::work_of_round(std::span<const Trial> round, std::span<const Outcome> outcomes) const {
  if (options.work) return options.work(round, outcomes);
  Work work;
  for (const Outcome& outcome : outcomes) work.asked += outcome.steps;
  work.trained = work.asked;
  return work;
}

Result<std::vector<Outcome>> Rounds::run(std::span<const Trial> round) {
  std::vector<Outcome> outcomes(round.size());
  std::size_t told = 0;
  const auto good = runner(round, [&](std::size_t i, const Outcome& outcome) -> Result<void> {
    outcomes.at(i) = outcome;
    ++told;
    if (options.progress) options.progress(++done, known);
    return {};
  });
  if (!good) return pass_on(good.error());
  if (told != round.size())
    return refuse(std::to_string(round.size() - told) + " trials of " + std::to_string(round.size()) +
                  " were not run; start the study again");
  const Work more = work_of_round(round, outcomes);
  work = {work.asked + more.asked, work.trained + more.trained};
  trials += round.size();
  return outcomes;
}

}  // namespace etude::study
