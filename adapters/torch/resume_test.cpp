// A run that is saved, thrown away and loaded after each of its 1,000 updates has the bits of one that is not.

#include <gtest/gtest.h>
#include <torch/optim.h>
#include <torch/serialize.h>

#include <functional>
#include <memory>
#include <sstream>

#include "etude/dialect/controllers.h"
#include "etude/dialect/spec.h"
#include "etude/torch/scheduler.h"
#include "support/every_kind.h"

namespace etude::libtorch {
namespace {

namespace optim = ::torch::optim;

enum class Family { sgd, adamw };

struct Setting {
  Family optimizer;
  std::string spec, controller;
  int processes = 1, micro_batches = 1;
};

/// One of the processes that train together: a parameter for each group of the plan and one besides, which follow a target
/// that moves, under one optimizer and one scheduler.
struct Process {
  std::vector<::torch::Tensor> parameters;
  std::unique_ptr<optim::Optimizer> optimizer;
  std::unique_ptr<Scheduler> scheduler;

  /// At the beginning. The optimizer's own rate, 7, is what no update may be made with.
  explicit Process(const Setting& of) {
    std::vector<std::string> names{"body"};
    const auto spec = dialect::parse_spec(of.spec, {.steps = 1000});
    for (const Group& group : spec->computed.groups) names.push_back(group.name);
    std::vector<optim::OptimizerParamGroup> groups;
    for (std::size_t i = 0; i < names.size(); ++i) {
      const double start = i % 2 ? -1 : 1;
      parameters.push_back(::torch::full({3}, start, ::torch::dtype(::torch::kDouble).requires_grad(true)));
      groups.emplace_back(std::vector{parameters.back()});
    }
    if (of.optimizer == Family::sgd)
      optimizer = std::make_unique<optim::SGD>(groups, optim::SGDOptions(7).momentum(0.5));
    else
      optimizer = std::make_unique<optim::AdamW>(groups, optim::AdamWOptions(7));
    SchedulerOptions options{.groups = names, .horizon = {.steps = 1000}};
    if (!of.controller.empty()) options.controller = dialect::read_controller(of.controller)->controller;
    scheduler = std::make_unique<Scheduler>(*optimizer, of.spec, options);
  }

  double backward(int step, int micro_batch) {
    const ::torch::Tensor loss = (::torch::stack(parameters) - 0.01 * step - 0.1 * micro_batch).square().sum() * 1e-3;
    loss.backward();
    return loss.item<double>();
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

/// Processes that share the micro-batches of each update, and whose gradients are added up in one order.
struct Training {
  Setting of;
  std::vector<std::unique_ptr<Process>> all;

  explicit Training(const Setting& setting) : of(setting) {
    for (int i = 0; i < of.processes; ++i) all.push_back(std::make_unique<Process>(of));
  }

  void update(int step) {
    double loss = 0;
    for (int i = 0; i < of.processes; ++i) {
      all[static_cast<std::size_t>(i)]->optimizer->zero_grad();
      for (int k = 0; k < of.micro_batches; ++k)
        loss += all[static_cast<std::size_t>(i)]->backward(step, i * of.micro_batches + k);
    }
    if (of.processes > 1) add_up_gradients();
    for (const auto& each : all) {
      each->optimizer->step();
      each->scheduler->step();
      if (each->scheduler->driver().controller()) each->scheduler->report(loss);
    }
  }

  void add_up_gradients() {
    for (std::size_t p = 0; p < all[0]->parameters.size(); ++p) {
      ::torch::Tensor sum = all[0]->parameters[p].grad().clone();
      for (std::size_t i = 1; i < all.size(); ++i) sum += all[i]->parameters[p].grad();
      for (const auto& each : all) each->parameters[p].mutable_grad() = sum.clone();
    }
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

Checkpoint saved(const Process& process) {
  return {saved(process.parameters), saved(*process.optimizer), saved(*process.scheduler)};
}

void load_parameters(Process& process, const std::string& saved) {
  std::vector<::torch::Tensor> loaded;
  load(loaded, saved);
  const ::torch::NoGradGuard no_gradients;
  for (std::size_t i = 0; i < loaded.size(); ++i) process.parameters[i].copy_(loaded[i]);
}

/// The orders in which a program may load.
const std::vector<std::function<void(Process&, const Checkpoint&)>> orders{
    [](Process& process, const Checkpoint& from) {
      load(*process.optimizer, from.optimizer);
      load(*process.scheduler, from.scheduler);
    },
    [](Process& process, const Checkpoint& from) {
      load(*process.scheduler, from.scheduler);
      load(*process.optimizer, from.optimizer);
    },
    [](Process& process, const Checkpoint& from) {
      for (int times = 0; times < 2; ++times) {
        load(*process.scheduler, from.scheduler);
        load(*process.optimizer, from.optimizer);
      }
      load(*process.scheduler, from.scheduler);
    },
};

TEST(Resume, AfterEachOfAThousandUpdatesIsTheUninterruptedRun_B1_B4_B6_B13_B14_TtMetal54320) {
  const Setting settings[] = {
      {Family::adamw,
       "plan(lr=wsd(peak=0.01, steps=1000, warmup=50, decay=200), beta1=cyclic(low=0.85, high=0.95, "
       "up=40), weight_decay=linear(from=0.1, to=0, steps=rest), group(head, lr=scale(max(rex(from=0.1, "
       "steps=500), constant(0.01)), by=0.3)))",
       ""},
      {Family::sgd, "plan(lr=one_cycle(peak=0.1, steps=1000), momentum=one_cycle_momentum(steps=1000))", "", 4, 1},
      {Family::sgd, "torch.CosineAnnealingWarmRestarts(lr=0.1, T_0=70, T_mult=2)", "", 8, 1},
      {Family::adamw,
       "linear(from=0, to=0.02, steps=100) then repeat(polynomial(from=0.02, steps=60, power=2), "
       "times=30)",
       "plateau(patience=3, factor=0.7, cooldown=5)", 2, 3},
      {Family::sgd, testing::plan_of_every_kind(), ""},
  };
  for (const Setting& setting : settings) {
    Training whole(setting);
    auto parts = std::make_unique<Training>(setting);
    for (int step = 0; step < 1000; ++step) {
      whole.update(step);
      parts->update(step);
      const Checkpoint checkpoint = saved(*parts->all[0]);  // as one process writes it
      parts = std::make_unique<Training>(setting);
      for (const auto& each : parts->all) {
        load_parameters(*each, checkpoint.parameters);
        orders[static_cast<std::size_t>(step) % orders.size()](*each, checkpoint);
        ASSERT_EQ(each->bits(), whole.all[0]->bits()) << setting.spec << " after update " << step;
      }
    }
  }
}

}  // namespace
}  // namespace etude::libtorch
