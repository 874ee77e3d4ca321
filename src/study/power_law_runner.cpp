// A trial is a call of the laboratory; nothing is shared, since nothing is long.

#include "etude/study/power_law_runner.h"

#include "study/teller.h"

namespace etude::study {

Runner power_law_runner(const train::PowerLawTask& task, unsigned threads) {
  return [task, threads](std::span<const Trial> trials, const Finished& finished) {
    return run_each(trials.size(), threads, finished, [&](std::size_t i, const Teller&) -> Result<Outcome> {
      train::PowerLawTask own = task;
      own.steps = trials[i].steps;
      if (auto good = check(own); !good) return pass_on(good.error());
      return outcome_of(run_power_law(own, trials[i].plan), trials[i].curve_points);
    });
  };
}

}  // namespace etude::study
