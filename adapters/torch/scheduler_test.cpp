#include "etude/torch/scheduler.h"

#include <gtest/gtest.h>
#include <torch/optim.h>
#include <torch/serialize.h>

#include <functional>
#include <sstream>

#include "etude/dialect/controllers.h"
#include "etude/notation/notation.h"

namespace etude::libtorch {
namespace {

namespace optim = ::torch::optim;

/// Parameters of so many groups, a tensor each.
std::vector<optim::OptimizerParamGroup> groups(int n) {
  std::vector<optim::OptimizerParamGroup> all;
  for (int i = 0; i < n; ++i) all.emplace_back(std::vector<::torch::Tensor>{::torch::ones({2})});
  return all;
}

template <class Options>
const Options& options_of(const optim::Optimizer& optimizer, std::size_t group = 0) {
  return static_cast<const Options&>(optimizer.param_groups()[group].options());
}

std::string refusal_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const std::invalid_argument& refused) {
    return refused.what();
  }
  return "";
}

TEST(Scheduler, WritesTheRatesOfAPlanStepByStep_TtMetal54320) {
  optim::SGD optimizer(groups(1), optim::SGDOptions(7));
  Scheduler scheduler(optimizer, "linear(from=1, to=0, steps=5)");
  for (const double lr : {1.0, 0.75, 0.5, 0.25, 0.0, 0.0}) {
    EXPECT_EQ(optimizer.param_groups()[0].options().get_lr(), lr);
    EXPECT_EQ(scheduler.value(HyperParameter::lr), lr);
    optimizer.step();
    scheduler.step();
  }
  EXPECT_EQ(scheduler.driver().step(), 6);
}

TEST(Scheduler, WritesEveryNumberOfEveryOptimizer_B18) {
  const struct {
    const char* name;
    std::function<std::unique_ptr<optim::Optimizer>()> made;
    const char* plan;
    std::function<std::vector<double>(const optim::Optimizer&)> read;
    std::vector<double> numbers;
  } cases[] = {
      {"SGD",
       [] { return std::make_unique<optim::SGD>(groups(1), optim::SGDOptions(1)); },
       "plan(lr=constant(0.5), momentum=constant(0.25), weight_decay=constant(0.125))",
       [](const optim::Optimizer& o) {
         const auto& read = options_of<optim::SGDOptions>(o);
         return std::vector{read.lr(), read.momentum(), read.weight_decay()};
       },
       {0.5, 0.25, 0.125}},
      {"Adam",
       [] { return std::make_unique<optim::Adam>(groups(1), optim::AdamOptions(1)); },
       "plan(lr=constant(0.5), beta1=constant(0.25), beta2=constant(0.75), weight_decay=constant(0.125))",
       [](const optim::Optimizer& o) {
         const auto& read = options_of<optim::AdamOptions>(o);
         return std::vector{read.lr(), std::get<0>(read.betas()), std::get<1>(read.betas()), read.weight_decay()};
       },
       {0.5, 0.25, 0.75, 0.125}},
      {"AdamW",
       [] { return std::make_unique<optim::AdamW>(groups(1), optim::AdamWOptions(1)); },
       "plan(lr=constant(0.5), beta1=constant(0.25))",
       [](const optim::Optimizer& o) {
         const auto& read = options_of<optim::AdamWOptions>(o);
         return std::vector{read.lr(), std::get<0>(read.betas()), std::get<1>(read.betas())};
       },
       {0.5, 0.25, 0.999}},
      {"RMSprop",
       [] { return std::make_unique<optim::RMSprop>(groups(1), optim::RMSpropOptions(1)); },
       "plan(lr=constant(0.5), momentum=constant(0.25), weight_decay=constant(0.125))",
       [](const optim::Optimizer& o) {
         const auto& read = options_of<optim::RMSpropOptions>(o);
         return std::vector{read.lr(), read.momentum(), read.weight_decay()};
       },
       {0.5, 0.25, 0.125}},
      {"Adagrad",
       [] { return std::make_unique<optim::Adagrad>(groups(1), optim::AdagradOptions(1)); },
       "plan(lr=constant(0.5), weight_decay=constant(0.125))",
       [](const optim::Optimizer& o) {
         const auto& read = options_of<optim::AdagradOptions>(o);
         return std::vector{read.lr(), read.weight_decay()};
       },
       {0.5, 0.125}},
      {"LBFGS",
       [] { return std::make_unique<optim::LBFGS>(groups(1), optim::LBFGSOptions(1)); },
       "constant(0.5)",
       [](const optim::Optimizer& o) { return std::vector{options_of<optim::LBFGSOptions>(o).lr()}; },
       {0.5}},
  };
  for (const auto& c : cases) {
    const auto optimizer = c.made();
    const Scheduler scheduler(*optimizer, c.plan);
    EXPECT_EQ(c.read(*optimizer), c.numbers) << c.name;
  }
}

/// Options as somebody's own optimizer may have them.
struct OwnOptions : optim::OptimizerCloneableOptions<OwnOptions> {
  double rate = 1;
  double get_lr() const override { return rate; }
  void set_lr(const double lr) override { rate = lr; }
};
struct OwnOptimizer : optim::Optimizer {
  OwnOptimizer() : Optimizer(groups(1), std::make_unique<OwnOptions>()) {}
  ::torch::Tensor step(LossClosure) override { return {}; }
};

TEST(Scheduler, DrivesTheRateOfAnOptimizerOfOnesOwn) {
  OwnOptimizer optimizer;
  Scheduler scheduler(optimizer, "linear(from=1, to=0, steps=3)");
  scheduler.step();
  EXPECT_EQ(options_of<OwnOptions>(optimizer).rate, 0.5);
}

TEST(Scheduler, DrivesGroupsByTheirNamesOrTheirPlace_DeepSpeed7969) {
  const struct {
    const char* plan;
    std::vector<std::string> names;
    std::vector<double> rates;
  } cases[] = {
      {"constant(1)", {}, {1, 1, 1}},
      {"plan(lr=constant(1), group(head, lr=constant(2)))", {"body", "head"}, {1, 2, 1}},
      {"plan(lr=constant(1), group(group1, lr=constant(2)), group(group0, lr=constant(3)))", {}, {3, 2, 1}},
      {"plan(lr=constant(1), group(group2, lr=constant(2)), group(head, lr=constant(3)))", {"head"}, {3, 1, 2}},
  };
  for (const auto& c : cases) {
    optim::SGD optimizer(groups(3), optim::SGDOptions(7));
    const Scheduler scheduler(optimizer, c.plan, {.groups = c.names});
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_EQ(options_of<optim::SGDOptions>(optimizer, i).lr(), c.rates[i]) << c.plan << " group " << i;
      EXPECT_EQ(scheduler.value(HyperParameter::lr, i), c.rates[i]);
    }
  }
}

TEST(Scheduler, DrivesAGroupThatIsAddedLater_B17) {
  optim::SGD optimizer(groups(1), optim::SGDOptions(7));
  Scheduler scheduler(optimizer, "linear(from=1, to=0, steps=3)");
  optimizer.add_param_group(groups(1)[0]);
  scheduler.step();
  for (const std::size_t group : {0, 1}) EXPECT_EQ(options_of<optim::SGDOptions>(optimizer, group).lr(), 0.5);
}

TEST(Scheduler, TakesTheRateThatALineLeavesToTheOptimizer) {
  optim::SGD optimizer(groups(2), optim::SGDOptions(0.5));
  Scheduler scheduler(optimizer, "torch.StepLR(step_size=1, gamma=0.5)");
  scheduler.step();
  EXPECT_EQ(options_of<optim::SGDOptions>(optimizer).lr(), 0.25);
  EXPECT_NE(refusal_of([] {
              optim::SGD two(groups(2), optim::SGDOptions(0.5));
              two.param_groups()[1].options().set_lr(0.1);
              Scheduler(two, "torch.StepLR(step_size=1, gamma=0.5)");
            }).find("give each a schedule"),
            std::string::npos);
}

/// PyTorch's curves, by its own lines; LibTorch has StepLR alone, which drops a step later than PyTorch's.
TEST(Scheduler, GivesTheCurvesOfPyTorchThatLibTorchLacks_B12) {
  const struct {
    const char* line;
    std::vector<double> rates;
  } cases[] = {
      {"torch.StepLR(step_size=2, gamma=0.5)", {1, 1, 0.5, 0.5, 0.25}},
      {"torch.MultiStepLR(milestones=[1, 3], gamma=0.5)", {1, 0.5, 0.5, 0.25, 0.25}},
      {"torch.LinearLR(start_factor=0.5, total_iters=2)", {0.5, 0.75, 1, 1, 1}},
      {"torch.PolynomialLR(total_iters=4)", {1, 0.75, 0.5, 0.25, 0}},
      {"torch.CosineAnnealingLR(T_max=2)", {1, 0.5, 0, 0.5, 1}},
  };
  for (const auto& c : cases) {
    optim::SGD optimizer(groups(1), optim::SGDOptions(1));
    Scheduler scheduler(optimizer, c.line);
    for (const double lr : c.rates) {
      EXPECT_NEAR(options_of<optim::SGDOptions>(optimizer).lr(), lr, 1e-15) << c.line;
      scheduler.step();
    }
  }
}

TEST(Scheduler, KnowsTheBatchSizeThatItDoesNotWrite) {
  optim::SGD optimizer(groups(1), optim::SGDOptions(1));
  Scheduler scheduler(optimizer, "plan(lr=constant(1), batch_size=linear(from=8, to=24, steps=3))");
  scheduler.step();
  EXPECT_EQ(scheduler.value(HyperParameter::batch_size), 16);
  EXPECT_EQ(scheduler.value(HyperParameter::momentum), std::nullopt);
}

TEST(Scheduler, HearsMetrics) {
  optim::SGD optimizer(groups(1), optim::SGDOptions(1));
  Scheduler scheduler(optimizer, "constant(1)",
                      {.controller = dialect::read_controller("plateau(patience=0, factor=0.5)")->controller});
  for (const double metric : {1.0, 2.0}) {
    scheduler.step();
    scheduler.report(metric);
  }
  EXPECT_EQ(options_of<optim::SGDOptions>(optimizer).lr(), 0.5);
}

TEST(Scheduler, TakesAHorizonAndAPlan) {
  optim::SGD optimizer(groups(1), optim::SGDOptions(1));
  const Scheduler text(optimizer, "warmup(to=1, steps=10%) then linear(from=1, steps=rest)",
                       {.horizon = {.steps = 20}});
  EXPECT_EQ(options_of<optim::SGDOptions>(optimizer).lr(), 0.5);
  const Scheduler plan(optimizer, *notation::parse_plan("constant(2)"));
  EXPECT_EQ(options_of<optim::SGDOptions>(optimizer).lr(), 2);
}

TEST(Scheduler, RefusesWhatCannotBeDriven) {
  const struct {
    std::function<void()> call;
    const char* message;
  } cases[] = {
      {[] {
         optim::Adagrad adagrad(groups(1), optim::AdagradOptions(1));
         Scheduler(adagrad, "plan(lr=constant(1), momentum=constant(0.9))");
       },
       "Adagrad has no momentum; leave it out of the plan"},
      {[] {
         optim::Adam adam(groups(1), optim::AdamOptions(1));
         Scheduler(adam, "plan(lr=constant(1), momentum=constant(0.9))");
       },
       "Adam has no momentum; give the plan beta1="},
      {[] {
         optim::SGD sgd(groups(1), optim::SGDOptions(1));
         Scheduler(sgd, "plan(lr=constant(1), beta1=constant(0.9))");
       },
       "SGD has no beta1; give the plan momentum="},
      {[] {
         optim::LBFGS lbfgs(groups(1), optim::LBFGSOptions(1));
         Scheduler(lbfgs, "plan(lr=constant(1), weight_decay=constant(0.9))");
       },
       "LBFGS has no weight_decay; leave it out of the plan"},
      {[] {
         OwnOptimizer own;
         Scheduler(own, "plan(lr=constant(1), momentum=constant(0.9))");
       },
       "an optimizer of your own has no momentum; leave it out of the plan"},
      {[] {
         optim::SGD sgd(groups(2), optim::SGDOptions(1));
         Scheduler(sgd, "plan(lr=constant(1), group(head, lr=constant(2)))", {.groups = {"body"}});
       },
       "the optimizer has no group head; it has: body, group1; name its groups in their order: {.groups = {\"head\", "
       "...}}"},
      {[] {
         optim::SGD sgd(groups(1), optim::SGDOptions(1));
         Scheduler(sgd, "constant(1)", {.groups = {"a", "b"}});
       },
       "2 groups are named and the optimizer has 1"},
      {[] {
         optim::SGD sgd(groups(2), optim::SGDOptions(1));
         Scheduler(sgd, "constant(1)", {.groups = {"a", "a"}});
       },
       "two groups have one name: a, a"},
      {[] {
         optim::SGD sgd(groups(1), optim::SGDOptions(1));
         Scheduler(sgd, "constant(1)").report(1);
       },
       "there is no controller to hear a metric: make the driver with one, plateau(patience=5)"},
      {[] {
         optim::SGD sgd(groups(1), optim::SGDOptions(1));
         (void)Scheduler(sgd, "constant(1)").value(HyperParameter::lr, 1);
       },
       "the optimizer has no group at place 1"},
      {[] {
         optim::SGD sgd(groups(1), optim::SGDOptions(1));
         Scheduler scheduler(sgd, "constant(1)");
         scheduler.step_to(3);
         scheduler.step_to(2);
       },
       "the position is step 3 and does not go back to 2; load the state that was saved there"},
  };
  for (const auto& c : cases) EXPECT_EQ(refusal_of(c.call), c.message);
  EXPECT_NE(refusal_of([] {
              optim::SGD sgd(groups(1), optim::SGDOptions(1));
              Scheduler(sgd, "cosin(1)");
            }).find("cosine"),
            std::string::npos);
}

TEST(Scheduler, RefusesToGoPastAnEndThatIsAnErrorAndWritesNothing) {
  optim::SGD optimizer(groups(1), optim::SGDOptions(7));
  Scheduler scheduler(optimizer,
                      "plan(lr=constant(1), momentum=past_end(linear(from=0.5, to=0.25, steps=2), does=error))");
  scheduler.step();
  EXPECT_NE(refusal_of([&] { scheduler.step(); }).find("step 2 is past the end of the schedule of momentum"),
            std::string::npos);
  EXPECT_EQ(options_of<optim::SGDOptions>(optimizer).lr(), 1);
  EXPECT_EQ(options_of<optim::SGDOptions>(optimizer).momentum(), 0.25);
}

TEST(Scheduler, RefusesAStateThatIsNoneOrAnothers) {
  optim::SGD optimizer(groups(1), optim::SGDOptions(7));
  std::stringstream none, saved;
  ::torch::save(optimizer, none);
  {
    Scheduler before(optimizer, "linear(from=1, to=0, steps=11)");
    before.step_to(5);
    ::torch::save(before, saved);
  }
  Scheduler scheduler(optimizer, "linear(from=1, to=0, steps=21)");
  EXPECT_EQ(refusal_of([&] { ::torch::load(scheduler, none); }),
            "the archive has no state of a scheduler; write one by torch::save(scheduler, path)");
  EXPECT_EQ(
      refusal_of([&] { ::torch::load(scheduler, saved); }),
      "the state was saved under another schedule (saved -> now: linear.steps: 11 -> 21); say how to go on: keep, "
      "extend or rebase");
  EXPECT_EQ(scheduler.driver().step(), 0);
  EXPECT_EQ(options_of<optim::SGDOptions>(optimizer).lr(), 1);
}

TEST(Scheduler, GoesOnUnderAnotherScheduleByAPolicy_B7) {
  const struct {
    driver::Loading how;
    double lr;
    std::size_t notes;
  } cases[] = {
      {{ResumePolicy::keep}, 0.5, 0},
      {{ResumePolicy::extend}, 0.75, 0},
      {{ResumePolicy::rebase}, 1, 0},
      {{ResumePolicy::rebase, true}, 0.5, 1},
  };
  for (const auto& c : cases) {
    optim::SGD optimizer(groups(1), optim::SGDOptions(7));
    std::stringstream saved;
    Scheduler before(optimizer, "linear(from=1, to=0, steps=11)");
    before.step_to(5);
    ::torch::save(before, saved);
    Scheduler scheduler(optimizer, "linear(from=1, to=0, steps=21)");
    ::torch::serialize::InputArchive archive;
    archive.load_from(saved);
    for (int times = 0; times < 2; ++times) {
      EXPECT_EQ(scheduler.load(archive, c.how).size(), c.notes);
      EXPECT_EQ(options_of<optim::SGDOptions>(optimizer).lr(), c.lr) << static_cast<int>(c.how.policy);
    }
  }
}

/// A state under keep may drive what this optimizer does not have.
TEST(Scheduler, StaysAsItIsWhereALoadedPlanCannotBeDriven) {
  optim::SGD sgd(groups(1), optim::SGDOptions(7));
  optim::Adam adam(groups(1), optim::AdamOptions(7));
  std::stringstream saved;
  ::torch::save(Scheduler(sgd, "plan(lr=constant(1), momentum=constant(0.5))"), saved);
  Scheduler scheduler(adam, "constant(2)");
  ::torch::serialize::InputArchive archive;
  archive.load_from(saved);
  EXPECT_EQ(refusal_of([&] { scheduler.load(archive, {ResumePolicy::keep}); }),
            "Adam has no momentum; give the plan beta1=");
  scheduler.step();
  EXPECT_EQ(options_of<optim::AdamOptions>(adam).lr(), 2);
}

}  // namespace
}  // namespace etude::libtorch
