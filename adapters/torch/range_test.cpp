// The range test on a model of LibTorch.
//
// Idea: a sweep is a trial whose plan a Scheduler drives; so a Runner of such trials is all that the room `range` needs.
// Cost: that of the sweeps, a seed after another; a sweep ends where its loss is not finite.

#include "etude/torch/range_test.h"

#include <cmath>

#include "as_it_was.h"
#include "etude/torch/scheduler.h"
#include "numbers.h"
#include "refusal.h"

namespace etude::libtorch {
namespace {

/// The losses of one sweep.
Outcome swept(::torch::optim::Optimizer& optimizer, const study::Trial& trial, const LossOfBatch& loss,
              const std::vector<std::string>& groups) {
  Outcome outcome;
  Scheduler scheduler(optimizer, trial.plan, {.groups = groups});
  for (Step step = 0; step < trial.steps && !outcome.diverged_at; ++step, scheduler.step()) {
    const ::torch::Tensor first = optimizer.step([&] {
      optimizer.zero_grad();
      const ::torch::Tensor of_batch = loss(trial.seed, step);
      of_batch.backward();
      return of_batch;
    });
    const double value = first.item<double>();
    outcome.curve.step.push_back(step);
    outcome.curve.loss.push_back(std::isfinite(value) ? value : not_a_number);
    if (!std::isfinite(value)) outcome.diverged_at = step;
  }
  outcome.steps = static_cast<Step>(outcome.curve.step.size());
  return outcome;
}

}  // namespace

RangeStudy range_test(::torch::nn::Module& model, ::torch::optim::Optimizer& optimizer, const LossOfBatch& loss,
                      range::SweepOptions options, const std::vector<std::string>& groups) {
  if (options.measure == range::SweptLoss::heldout)
    refuse_with("the function gives the losses of batches; leave measure at train");
  if (optimizer.param_groups().empty()) refuse_with("the optimizer has no parameters to sweep the rate of");
  options.is_adaptive = numbers_of(optimizer.param_groups()[0].options()).is_adaptive;
  AsItWas before(model, optimizer);
  const study::Runner runner = [&](std::span<const study::Trial> trials, const study::Finished& finished) {
    Result<void> good;
    for (std::size_t i = 0; i < trials.size() && good; ++i) {
      before.begin_again();
      ::torch::manual_seed(trials[i].seed);
      good = finished(i, swept(optimizer, trials[i], loss, groups));
    }
    return good;
  };
  return unless_refused(range::test(runner, options));
}

}  // namespace etude::libtorch
