// Sweeps by etude's own engine.
//
// Idea: a sweep is a run like any other that ends early; from a saved state it is the run that goes on from there, with
// its schedule begun at the state's step. Neither has anything to put back: the state is read, never written.
// Edges: a state is of one seed, so a seed of a sweep from it is an order of the data, that of another epoch.
// Cost: that of training.

#include <cmath>

#include "etude/base/number.h"
#include "etude/range/range.h"
#include "etude/schedule/kinds.h"
#include "etude/train/train.h"
#include "range/curve.h"
#include "study/parallel.h"
#include "study/threads.h"
#include "train/origin.h"

namespace etude::range {
namespace {

constexpr std::int64_t orders_apart = 1'000'000;  // epochs

/// A saved state whose data comes in the order of `seed`, and what a sweep from it needs to know.
struct WarmStart {
  std::vector<std::uint8_t> bytes = {};
  Step step = 0;
  std::uint32_t seed = 0;
};

/// What does not depend on the seed of a sweep: the state goes on under another plan, so only its task must be this.
template <class Real>
Result<void> check_state(std::span<const std::uint8_t> bytes, const train::Prepared& prepared) {
  const auto state = train::state_from_bytes<Real>(bytes);
  return state ? train::check_same_task(state->task, prepared) : pass_on(state.error());
}

template <class Real>
Result<WarmStart> warm_start(std::span<const std::uint8_t> bytes, std::uint32_t seed) {
  auto state = train::state_from_bytes<Real>(bytes);
  if (!state) return pass_on(state.error());
  state->task.clear();  // checked once for all sweeps
  state->plan.clear();
  state->order.epoch += std::int64_t{seed} * orders_apart;
  return WarmStart{train::to_bytes(*state), state->step, state->seed};
}

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

/// The rate that is swept: of the group, where there is one.
const Schedule& swept(const Plan& plan) {
  return plan.groups.empty() || !plan.groups[0].lr ? plan.lr : *plan.groups[0].lr;
}

/// Each loss that a sweep looks at, as it comes.
class Watch {
 public:
  Watch(SweptLoss measure, Schedule rate) : measure_(measure), rate_(std::move(rate)) {}
  bool operator()(const Record& record) {
    const bool is_finite = std::isfinite(record.loss.back());
    const double loss = measure_ == SweptLoss::heldout && is_finite ? record.heldout.back().loss : record.loss.back();
    losses_.push_back(loss);
    return finder_.is_cut_at(rate_(static_cast<Step>(losses_.size()) - 1), loss);
  }
  const std::vector<double>& losses() const { return losses_; }

 private:
  SweptLoss measure_;
  Schedule rate_;
  EdgeFinder finder_;
  std::vector<double> losses_;
};

Outcome outcome_of(const Record& record, const std::vector<double>& losses) {
  Outcome outcome;
  outcome.diverged_at = record.diverged_at;
  outcome.steps = static_cast<Step>(losses.size());
  for (std::size_t t = 0; t < losses.size(); ++t) {
    outcome.curve.step.push_back(static_cast<Step>(t));
    outcome.curve.loss.push_back(losses[t]);
  }
  return outcome;
}

Result<Outcome> swept_by_etude(const train::Prepared& given, const study::Trial& trial,
                               const SweepRunOptions& options) {
  WarmStart start{.seed = trial.seed};
  if (!options.state.empty()) {
    auto read = train::in_precision(given.task().precision,
                                    [&]<class Real>(Real) { return warm_start<Real>(options.state, trial.seed); });
    if (!read) return pass_on(read.error());
    start = *std::move(read);
  }
  const auto plan = begun_at(trial.plan, start.step);
  if (!plan) return pass_on(plan.error());
  const auto prepared = given.with(start.step + trial.steps, trial.backward);
  if (!prepared) return pass_on(prepared.error());
  if (auto good = train::check_plan(*prepared, *plan); !good) return pass_on(good.error());
  Watch watch(options.measure, swept(trial.plan));
  const auto trained = train::train(*prepared, *plan, start.seed,
                                    {.stop = [&](const Record& record) { return watch(record); },
                                     .heldout_every = options.measure == SweptLoss::heldout ? 1 : 0,
                                     .resume = start.bytes});
  if (!trained) return pass_on(trained.error());
  std::vector<double> losses = watch.losses();
  if (trained->record.diverged_at && losses.size() < trained->record.loss.size()) losses.push_back(not_a_number);
  return outcome_of(trained->record, losses);
}

}  // namespace

study::Runner sweep_runner(const train::Prepared& prepared, const SweepRunOptions& options) {
  return [prepared, options](std::span<const study::Trial> trials, const study::Finished& finished) -> Result<void> {
    if (options.measure == SweptLoss::heldout && !prepared.has_heldout())
      return refuse("nothing is held out to measure; type --heldout 0.2, or --measure train");
    for (const study::Trial& trial : trials) {
      const auto own = prepared.with(trial.steps, trial.backward);
      if (!own) return pass_on(own.error());
      if (auto good = train::check_plan(*own, trial.plan); !good) return good;
    }
    if (!options.state.empty())
      if (auto good = train::in_precision(prepared.task().precision,
                                          [&]<class Real>(Real) { return check_state<Real>(options.state, prepared); });
          !good)
        return good;
    study::Mutex telling;
    Result<void> good;
    study::parallel_for(trials.size(), options.threads, [&](std::size_t i) {
      const auto outcome = swept_by_etude(prepared, trials[i], options);
      const study::Lock lock(telling);
      if (!good) return;
      good = outcome ? finished(i, *outcome) : pass_on(outcome.error());
    });
    return good;
  };
}

}  // namespace etude::range
