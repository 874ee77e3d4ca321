// Etude's own engine as a bench.

#include "claims/probes.h"
#include "etude/claims/claims.h"
#include "etude/optim/optimizer.h"
#include "etude/range/sweep.h"
#include "etude/study/native_runner.h"
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

study::Runner checked(const train::Prepared& prepared, study::Runner runner) {
  return [prepared, runner](std::span<const study::Trial> trials, const study::Finished& finished) -> Result<void> {
    if (auto good = check_plans(prepared, trials); !good) return good;
    return runner(trials, finished);
  };
}

study::Runner probed_runner(const train::Prepared& prepared, const Probe& probe, unsigned threads) {
  return [prepared, &probe, threads](std::span<const study::Trial> trials, const study::Finished& finished) {
    return study::run_each(trials.size(), threads, finished,
                           [&](std::size_t i, const study::Teller&) { return probe.measure(prepared, trials[i]); });
  };
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
  bench.probed = checked(prepared, probed_runner(prepared, **found, threads));
  return bench;
}

}  // namespace etude::claims
