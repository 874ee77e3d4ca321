// Etude's own engine as a bench, and the exact laboratory.

#include "claims/probes.h"
#include "etude/claims/claims.h"
#include "etude/optim/optimizer.h"
#include "etude/range/sweep.h"
#include "etude/study/native_runner.h"
#include "etude/study/power_law_runner.h"
#include "etude/train/train.h"
#include "study/teller.h"

namespace etude::claims {
namespace {

Result<void> check_plans(const train::Prepared& prepared, std::span<const study::Trial> trials) {
  const Plan* last = nullptr;
  for (const study::Trial& trial : trials) {
    if (last && *last == trial.plan) continue;
    const auto own = prepared.with(trial.steps, trial.backward);
    if (!own) return pass_on(own.error());
    if (auto good = train::check_plan(*own, trial.plan); !good) return good;
    last = &trial.plan;
  }
  return {};
}

Result<void> check_plans(const train::PowerLawTask& task, std::span<const study::Trial> trials) {
  for (const study::Trial& trial : trials) {
    train::PowerLawTask own = task;
    own.steps = trial.steps;
    if (auto good = train::check_plan(own, trial.plan); !good) return good;
  }
  return {};
}

template <class Trained>
study::Runner checked(const Trained& trained, study::Runner runner) {
  return [trained, runner](std::span<const study::Trial> trials, const study::Finished& finished) -> Result<void> {
    if (auto good = check_plans(trained, trials); !good) return good;
    return runner(trials, finished);
  };
}

/// Each trial by itself.
template <class Trained, class Measure>
study::Runner probed_runner(const Trained& trained, Measure measure, unsigned threads) {
  return checked(trained, [=](std::span<const study::Trial> trials, const study::Finished& finished) {
    return study::run_each(trials.size(), threads, finished,
                           [&](std::size_t i, const study::Teller&) { return measure(trained, trials[i]); });
  });
}

Result<void> no_range_test() {
  return refuse("power-law has no range test; its edge is known: optim::power_law_edge()");
}

Error of_another_task(std::string_view probe, std::string_view those) {
  return Error("the probe " + std::string(probe) + " is of " + std::string(those));
}

}  // namespace

Result<Bench> native_bench(const train::Prepared& prepared, std::string_view probe, unsigned threads) {
  Bench bench{.trials = checked(prepared, study::native_runner(prepared, {.threads = threads})),
              .sweeps = range::sweep_runner(prepared, {.threads = threads}),
              .is_adaptive = optim::entry_of(prepared.task().optimizer.rule).is_adaptive};
  bench.probed = bench.trials;
  if (probe.empty()) return bench;
  const auto found = probe_named(probe);
  if (!found) return pass_on(found.error());
  if (!(*found)->measure) return pass_on(of_another_task(probe, train::power_law_name));
  bench.probed = probed_runner(prepared, (*found)->measure, threads);
  return bench;
}

Result<Bench> exact_bench(const train::PowerLawTask& task, std::string_view probe, unsigned threads) {
  if (auto good = train::check(task); !good) return pass_on(good.error());
  Bench bench{.trials = checked(task, study::power_law_runner(task, threads)),
              .sweeps = [](auto, const auto&) { return no_range_test(); },
              .is_exact = true};
  bench.probed = bench.trials;
  if (probe.empty()) return bench;
  const auto found = probe_named(probe);
  if (!found) return pass_on(found.error());
  if (!(*found)->exact) return pass_on(of_another_task(probe, "networks"));
  bench.probed = probed_runner(task, (*found)->exact, threads);
  return bench;
}

}  // namespace etude::claims
