#include "etude/lab/train.h"

#include <cmath>

#include "etude/model/network.h"
#include "etude/optim/sgd.h"

namespace etude {
namespace {

/// What one trial trains, and the update of a part of it.
template <class Real>
struct Learner {
  Network<Real> network;
  std::vector<Real> velocity;

  void update(typename Network<Real>::Slice part, double lr, std::optional<double> momentum) {
    const auto parameters = network.parameters().subspan(part.begin, part.size);
    const auto gradients = network.gradients().subspan(part.begin, part.size);
    if (!momentum) return sgd_step<Real>(parameters, gradients, lr);
    momentum_step<Real>(parameters, gradients, std::span(velocity).subspan(part.begin, part.size), lr, *momentum);
  }
};

template <class Real>
Record train_in(const Task& task, const Plan& plan, std::uint32_t seed,
                const std::function<bool(const Record&)>& stop) {
  const Dataset data = task.data(seed);
  const std::vector<Real> inputs(data.inputs.begin(), data.inputs.end());
  const Batch<Real> batch{inputs, data.labels};

  Learner<Real> learner{Network<Real>(task.widths), {}};
  RandomState random(task.weight_seed(seed));
  initialise_he(learner.network, random);
  const std::size_t size = learner.network.parameters().size();
  learner.velocity.resize(size);

  Record record;
  for (Step t = 0; t < task.steps; ++t) {
    const double lr = plan.lr(t);
    const auto momentum = plan.momentum ? std::optional((*plan.momentum)(t)) : std::nullopt;

    const double loss = learner.network.forward(batch);
    record.lr.push_back(lr);
    record.loss.push_back(loss);
    if (!std::isfinite(loss)) {
      record.diverged_at = t;
      break;
    }
    if (stop && stop(record)) break;

    if (task.backward == Backward::corrected) {
      learner.network.backward(batch);
      learner.update({0, size}, lr, momentum);
    } else {
      learner.network.backward(batch,
                               [&](std::size_t layer) { learner.update(learner.network.layer(layer), lr, momentum); });
    }
  }
  return record;
}

}  // namespace

Record train(const Task& task, const Plan& plan, std::uint32_t seed, const std::function<bool(const Record&)>& stop) {
  return task.precision == Precision::float64 ? train_in<double>(task, plan, seed, stop)
                                              : train_in<float>(task, plan, seed, stop);
}

}  // namespace etude
