// A run that is saved, thrown away and loaded after each of its 1,000 updates has the bits of one that is not.

#include <gtest/gtest.h>
#include <torch/optim.h>
#include <torch/serialize.h>

#include <functional>
#include <memory>
#include <sstream>

#include "etude/dialect/controllers.h"
#include "etude/torch/scheduler.h"

namespace etude::libtorch {
namespace {

namespace optim = ::torch::optim;

enum class Family { sgd, adamw };

/// Two groups of parameters that follow a target which moves, under one optimizer and one scheduler.
struct Training {
  std::vector<::torch::Tensor> parameters;
  std::unique_ptr<optim::Optimizer> optimizer;
  std::unique_ptr<Scheduler> scheduler;

  /// At the beginning. The optimizer's own rate, 7, is what no update may be made with.
  Training(Family family, const std::string& spec, const std::string& controller) {
    std::vector<optim::OptimizerParamGroup> groups;
    for (const double start : {1.0, -1.0}) {
      parameters.push_back(::torch::full({3}, start, ::torch::dtype(::torch::kDouble).requires_grad(true)));
      groups.emplace_back(std::vector{parameters.back()});
    }
    if (family == Family::sgd)
      optimizer = std::make_unique<optim::SGD>(groups, optim::SGDOptions(7).momentum(0.5));
    else
      optimizer = std::make_unique<optim::AdamW>(groups, optim::AdamWOptions(7));
    SchedulerOptions options{.groups = {"body", "head"}, .horizon = {.steps = 1000}};
    if (!controller.empty()) options.controller = dialect::read_controller(controller)->controller;
    scheduler = std::make_unique<Scheduler>(*optimizer, spec, options);
  }

  void update(int step) {
    optimizer->zero_grad();
    const ::torch::Tensor loss = (parameters[0] - 0.01 * step).square().sum() + (parameters[1] * (step % 3)).sum();
    loss.backward();
    optimizer->step();
    scheduler->step();
    if (scheduler->driver().controller()) scheduler->report(loss.item<double>());
  }

  /// All that an update depends on, as bytes.
  std::string bits() const {
    std::string all = write_json(scheduler->driver().state(), 0);
    for (const ::torch::Tensor& parameter : parameters)
      all.append(static_cast<const char*>(parameter.data_ptr()), parameter.nbytes());
    for (const auto& group : optimizer->param_groups()) {
      const double lr = group.options().get_lr();
      all.append(reinterpret_cast<const char*>(&lr), sizeof lr);
    }
    return all;
  }
};

struct Checkpoint {
  std::string parameters, optimizer, scheduler;
};

template <class Value>
std::string saved(const Value& value) {
  std::ostringstream stream;
  ::torch::save(value, stream);
  return stream.str();
}

template <class Value>
void load(Value& value, const std::string& saved) {
  std::istringstream stream(saved);
  ::torch::load(value, stream);
}

Checkpoint saved(const Training& training) {
  return {saved(training.parameters), saved(*training.optimizer), saved(*training.scheduler)};
}

void load_parameters(Training& training, const std::string& saved) {
  std::vector<::torch::Tensor> loaded;
  load(loaded, saved);
  const ::torch::NoGradGuard no_gradients;
  for (std::size_t i = 0; i < loaded.size(); ++i) training.parameters[i].copy_(loaded[i]);
}

/// The orders in which a program may load.
const std::vector<std::function<void(Training&, const Checkpoint&)>> orders{
    [](Training& training, const Checkpoint& from) {
      load(*training.optimizer, from.optimizer);
      load(*training.scheduler, from.scheduler);
    },
    [](Training& training, const Checkpoint& from) {
      load(*training.scheduler, from.scheduler);
      load(*training.optimizer, from.optimizer);
    },
    [](Training& training, const Checkpoint& from) {
      for (int times = 0; times < 2; ++times) {
        load(*training.scheduler, from.scheduler);
        load(*training.optimizer, from.optimizer);
      }
      load(*training.scheduler, from.scheduler);
    },
};

TEST(Resume, AfterEachOfAThousandUpdatesIsTheUninterruptedRun_B4_B6_TtMetal54320) {
  const struct {
    Family optimizer;
    std::string spec, controller;
  } cases[] = {
      {Family::adamw,
       "plan(lr=wsd(peak=0.01, steps=1000, warmup=50, decay=200), beta1=cyclic(low=0.85, high=0.95, "
       "up=40), weight_decay=linear(from=0.1, to=0, steps=rest), group(head, lr=scale(max(rex(from=0.1, "
       "steps=500), constant(0.01)), by=0.3)))",
       ""},
      {Family::sgd, "plan(lr=one_cycle(peak=0.1, steps=1000), momentum=one_cycle_momentum(steps=1000))", ""},
      {Family::sgd, "torch.CosineAnnealingWarmRestarts(lr=0.1, T_0=70, T_mult=2)", ""},
      {Family::adamw,
       "linear(from=0, to=0.02, steps=100) then repeat(polynomial(from=0.02, steps=60, power=2), "
       "times=30)",
       "plateau(patience=3, factor=0.7, cooldown=5)"},
  };
  for (const auto& c : cases) {
    Training whole(c.optimizer, c.spec, c.controller);
    auto parts = std::make_unique<Training>(c.optimizer, c.spec, c.controller);
    for (int step = 0; step < 1000; ++step) {
      whole.update(step);
      parts->update(step);
      const Checkpoint checkpoint = saved(*parts);
      parts = std::make_unique<Training>(c.optimizer, c.spec, c.controller);
      load_parameters(*parts, checkpoint.parameters);
      orders[static_cast<std::size_t>(step) % orders.size()](*parts, checkpoint);
      ASSERT_EQ(parts->bits(), whole.bits()) << c.spec << " after update " << step;
    }
  }
}

}  // namespace
}  // namespace etude::libtorch
