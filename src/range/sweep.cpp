// Sweeps by etude's own engine.
//
// Idea: a sweep is a run like any other that an observer ends early.
// Cost: that of training.

#include "etude/range/sweep.h"

#include <cmath>

#include "etude/base/number.h"
#include "etude/train/train.h"
#include "range/curve.h"
#include "range/sweeps.h"
#include "study/teller.h"

namespace etude::range {
namespace {

/// The rate that is swept: of the group, where there is one.
const Schedule& swept_rate(const Plan& plan) {
  return plan.groups.empty() || !plan.groups[0].lr ? plan.lr : *plan.groups[0].lr;
}

/// Keeps each loss that a sweep looks at, and ends it where it is cut.
template <class Real>
class Watch final : public train::Observer {
 public:
  Watch(train::Trainer<Real>& trainer, const Schedule& rate, SweptLoss measure)
      : trainer_(trainer), rate_(rate), measure_(measure) {}

  bool before(Step) override {
    if (measure_ == SweptLoss::heldout) heldout_ = trainer_.evaluate_heldout()->loss;
    return true;
  }
  bool after(Step, const train::StepResult& result) override {
    const bool is_finite = std::isfinite(result.loss);
    const double loss = !is_finite ? not_a_number : measure_ == SweptLoss::heldout ? heldout_ : result.loss;
    const auto step = static_cast<Step>(curve_.step.size());
    curve_.step.push_back(step);
    curve_.loss.push_back(loss);
    return !finder_.is_cut_at(rate_(step), loss);
  }
  const LossCurve& curve() const { return curve_; }

 private:
  train::Trainer<Real>& trainer_;
  const Schedule& rate_;
  SweptLoss measure_;
  double heldout_ = 0;  // before the update
  EdgeFinder finder_;
  LossCurve curve_;
};

Result<Outcome> swept_from_start(const train::Prepared& given, const study::Trial& trial, SweptLoss measure) {
  const auto prepared = given.with(trial.steps, trial.backward);
  if (!prepared) return pass_on(prepared.error());
  return train::in_precision(prepared->task().precision, [&]<class Real>(Real) {
    return train::Trainer<Real>::start(*prepared, trial.plan, trial.seed).map([&](train::Trainer<Real> trainer) {
      return swept(trainer, trial, measure);
    });
  });
}

}  // namespace

template <class Real>
Outcome swept(train::Trainer<Real>& trainer, const study::Trial& trial, SweptLoss measure) {
  Watch<Real> watch(trainer, swept_rate(trial.plan), measure);
  const train::End end = train::run(trainer, trainer.step() + trial.steps, {&watch});
  Outcome outcome{.steps = static_cast<Step>(watch.curve().step.size()), .curve = watch.curve()};
  if (end == train::End::diverged) outcome.diverged_at = trainer.step();
  return outcome;
}
template Outcome swept(train::Trainer<double>&, const study::Trial&, SweptLoss);
template Outcome swept(train::Trainer<float>&, const study::Trial&, SweptLoss);

study::Runner sweeps(const train::Prepared& prepared, const SweepRunOptions& options,
                     const std::function<Result<Outcome>(const study::Trial&)>& sweep) {
  return [=](std::span<const study::Trial> trials, const study::Finished& finished) -> Result<void> {
    if (options.measure == SweptLoss::heldout && !prepared.has_heldout())
      return refuse("nothing is held out to measure; type --heldout 0.2, or --measure train");
    for (const study::Trial& trial : trials) {
      const auto own = prepared.with(trial.steps, trial.backward);
      if (!own) return pass_on(own.error());
      if (auto good = train::check_plan(*own, trial.plan); !good) return good;
    }
    return study::run_each(trials.size(), options.threads, finished,
                           [&](std::size_t i, const study::Teller&) { return sweep(trials[i]); });
  };
}

study::Runner sweep_runner(const train::Prepared& prepared, const SweepRunOptions& options) {
  return sweeps(prepared, options, [prepared, measure = options.measure](const study::Trial& trial) {
    return swept_from_start(prepared, trial, measure);
  });
}

}  // namespace etude::range
