// Sweeps from a saved state.
//
// Idea: a sweep from a state is the run that goes on from there, with its schedule begun at the state's step. There is
// nothing to put back: the state is read, never written.
// Edges: a state is of one seed, so a seed of a sweep from it is an order of the data, that of another epoch.

#include "etude/schedule/kinds.h"
#include "etude/train/state.h"
#include "range/sweeps.h"
#include "train/origin.h"

namespace etude::range {
namespace {

constexpr std::int64_t orders_apart = 1'000'000;  // epochs

Result<Plan> begun_at(Plan plan, Step step) {
  const auto later = [&](Schedule& schedule) -> Result<void> {
    auto shifted = window(schedule, step);
    if (!shifted) return pass_on(shifted.error());
    schedule = *std::move(shifted);
    return {};
  };
  if (step == 0) return plan;
  if (auto good = later(plan.lr); !good) return pass_on(good.error());
  for (Group& group : plan.groups)
    if (group.lr)
      if (auto good = later(*group.lr); !good) return pass_on(good.error());
  return plan;
}

/// A trainer that stands where the state does, about to sweep.
template <class Real>
Result<train::Trainer<Real>> restored(train::TrainingState<Real> state, const train::Prepared& given,
                                      const study::Trial& trial) {
  const auto plan = begun_at(trial.plan, state.step);
  if (!plan) return pass_on(plan.error());
  const auto prepared = given.with(state.step + trial.steps, trial.backward);
  if (!prepared) return pass_on(prepared.error());
  if (auto good = train::check_plan(*prepared, *plan); !good) return pass_on(good.error());
  auto trainer = train::Trainer<Real>::start(*prepared, *plan, state.seed);
  if (!trainer) return trainer;
  state.epoch += std::int64_t{trial.seed} * orders_apart;
  if (auto good = trainer->restore(state); !good) return pass_on(good.error());
  return trainer;
}

}  // namespace

Result<study::Runner> sweep_runner_from(std::span<const std::uint8_t> bytes, const train::Prepared& prepared,
                                        const SweepRunOptions& options) {
  return train::in_precision(prepared.task().precision, [&]<class Real>(Real) -> Result<study::Runner> {
    auto state = train::state_from_bytes<Real>(bytes);
    if (!state) return pass_on(state.error());
    if (auto good = train::check_same_task(state->task, prepared); !good) return pass_on(good.error());
    return sweeps(prepared, options,
                  [state = *std::move(state), prepared, measure = options.measure](const study::Trial& trial) {
                    return restored<Real>(state, prepared, trial).map([&](train::Trainer<Real> trainer) {
                      return swept(trainer, trial, measure);
                    });
                  });
  });
}

}  // namespace etude::range
