#include "etude/train/trainer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>

#include "etude/notation/notation.h"
#include "etude/train/state.h"
#include "etude/train/train.h"
#include "files/sources.h"
#include "support/folder.h"
#include "train/small_runs_test.h"

namespace etude::train {
namespace {

/// A task of the table's kinds, small enough to run many times.
Task task_with(std::string_view optimizer = "sgd") {
  Task task;
  task.data.source = "spirals:per_class=20";
  task.model.hidden = {8};
  task.optimizer = optim::defaults_of(*optim::rule_named(optimizer));
  task.batch = 7;
  task.steps = 40;
  return task;
}

Plan plan_of(const char* text) { return *notation::parse_plan(text); }

template <class Real>
Trainer<Real> trainer_of(Task task, const Plan& plan, std::uint32_t seed = 0) {
  task.precision = sizeof(Real) == 8 ? Precision::float64 : Precision::float32;
  return *Trainer<Real>::start(*Prepared::of(task, &files::load_source), plan, seed);
}

template <class Real>
std::vector<double> losses(Trainer<Real>& trainer, int steps) {
  std::vector<double> all;
  for (int i = 0; i < steps; ++i) all.push_back(trainer.update().loss);
  return all;
}

/// Every optimizer and every part of a network that remembers or draws.
std::vector<Task> kinds_of_task() {
  std::vector<Task> all;
  for (const optim::RuleEntry& rule : optim::rules()) all.push_back(task_with(rule.name));
  all.push_back(task_with("adamw"));
  all.back().model.norm = model::NormKind::batch;
  all.push_back(task_with("adamw"));
  all.back().model.dropout = 0.3;
  all.back().accumulation = 3;
  all.push_back(task_with("momentum"));
  all.back().model.norm = model::NormKind::layer;
  all.back().data.label_noise = 0.2;
  all.back().clip = 0.1;
  all.push_back(task_with());
  all.back().batch = 0;
  all.back().backward = Backward::as_written;
  return all;
}

template <class Real>
void expect_resumed_bit_for_bit(const Task& task) {
  const Plan plan = plan_of("warmup(to=0.05, steps=10) then cosine(from=0.05, steps=30)");
  auto whole = trainer_of<Real>(task, plan, 3);
  losses(whole, 17);
  const auto bytes = to_bytes(whole.state());
  auto resumed = trainer_of<Real>(task, plan, 3);
  const auto state = state_from_bytes<Real>(bytes);
  ASSERT_TRUE(state) << state.error().message;
  EXPECT_EQ(*state, whole.state());
  ASSERT_TRUE(resumed.restore(*state));
  EXPECT_EQ(losses(resumed, 23), losses(whole, 23)) << optim::entry_of(task.optimizer.rule).name;
  EXPECT_EQ(to_bytes(resumed.state()), to_bytes(whole.state()));
}

TEST(Trainer, GoesOnFromASavedStateBitForBit) {
  for (const Task& task : kinds_of_task()) {
    expect_resumed_bit_for_bit<double>(task);
    expect_resumed_bit_for_bit<float>(task);
  }
}

TEST(Trainer, RefusesAStateThatIsNotItsOwn) {
  const Plan plan = plan_of("constant(0.1)");
  auto trainer = trainer_of<double>(task_with("adamw"), plan);
  losses(trainer, 3);
  auto bytes = to_bytes(trainer.state());
  const auto refused = [](const auto& result) { return result ? "" : result.error().message; };

  EXPECT_NE(refused(state_from_bytes<float>(bytes)), "");
  EXPECT_NE(refused(state_from_bytes<double>({})), "");
  const std::string other = "step,lr,loss\n1,2,3\n";
  EXPECT_NE(refused(state_from_bytes<double>({reinterpret_cast<const std::uint8_t*>(other.data()), other.size()})), "");
  for (const std::size_t size : {std::size_t{10}, std::size_t{24}, std::size_t{60}, bytes.size() - 1})
    EXPECT_NE(refused(state_from_bytes<double>(std::span(bytes).first(size))), "") << size;
  bytes[bytes.size() / 2] ^= 1;
  EXPECT_EQ(refused(state_from_bytes<double>(bytes)), "the saved state is damaged or cut short; save it again");

  for (const Task& task : {task_with("sgd"), [] {
                             Task t = task_with("adamw");
                             t.model.hidden = {9};
                             return t;
                           }()}) {
    auto another = trainer_of<double>(task, plan);
    EXPECT_NE(refused(another.restore(trainer.state())), "");
  }
  auto of_other_seed = trainer_of<double>(task_with("adamw"), plan, 1);
  EXPECT_NE(refused(of_other_seed.restore(trainer.state())), "");
}

TEST(Trainer, AccumulationGivesTheGradientOfTheWholeBatch) {
  Task whole = task_with("momentum"), parts = task_with("momentum");
  whole.batch = 12;
  parts.batch = 4;
  parts.accumulation = 3;
  const Plan plan = plan_of("constant(0.1)");
  auto a = trainer_of<double>(whole, plan), b = trainer_of<double>(parts, plan);
  for (int i = 0; i < 20; ++i) {
    EXPECT_NEAR(a.update().loss, b.update().loss, 1e-13);
    ASSERT_EQ(a.state().parameters, b.state().parameters) << i;
  }
}

TEST(Trainer, FrozenParametersStayAsTheyStart) {
  Task task = task_with("adamw");
  task.frozen = {"layer1", "bias"};
  auto trainer = trainer_of<double>(task, plan_of("constant(0.1)"));
  const auto before = trainer.state().parameters;
  losses(trainer, 5);
  const auto after = trainer.state().parameters;
  for (const model::Parameter& p : trainer.network().layout())
    for (std::size_t i = p.begin; i < p.begin + p.size(); ++i)
      EXPECT_EQ(before[i] == after[i], p.name != "layer2.weight") << p.name;
}

TEST(Trainer, FrozenBatchNormKeepsItsStatistics) {
  const std::pair<std::vector<std::string>, bool> cases[] = {
      {{}, false}, {{"layer1.weight", "layer1.bias"}, false}, {{"norm"}, true}, {{"layer1"}, true}};
  for (const auto& [frozen, stays] : cases) {
    Task task = task_with();
    task.model.norm = model::NormKind::batch;
    task.frozen = frozen;
    auto trainer = trainer_of<double>(task, plan_of("constant(0.1)"));
    const auto before = trainer.state().statistics;
    losses(trainer, 5);
    EXPECT_EQ(trainer.state().statistics == before, stays) << frozen.size();
  }
}

TEST(Trainer, ClippingLeavesFrozenParametersOut) {
  Task task = task_with();
  task.clip = 1e-3;
  task.batch = 0;
  task.frozen = {"layer1"};
  auto trainer = trainer_of<double>(task, plan_of("constant(1)"));
  const auto before = trainer.state().parameters;
  const double norm = *trainer.update().gradient_norm;
  const auto after = trainer.state().parameters;
  double moved = 0;
  for (std::size_t i = 0; i < before.size(); ++i) moved += (after[i] - before[i]) * (after[i] - before[i]);
  EXPECT_GT(norm, 1e-3);
  EXPECT_NEAR(std::sqrt(moved), 1e-3, 1e-6);
}

TEST(Trainer, RefusesATaskOfAnotherPrecision) {
  EXPECT_FALSE(Trainer<float>::start(*Prepared::of(task_with()), plan_of("constant(1)"), 0));
}

TEST(Trainer, GroupsTrainByTheirOwnRates) {
  auto trainer = trainer_of<double>(task_with(), plan_of("plan(lr=constant(0.1), group(layer2, lr=constant(0)))"));
  const auto before = trainer.state().parameters;
  losses(trainer, 5);
  const auto after = trainer.state().parameters;
  for (const model::Parameter& p : trainer.network().layout())
    EXPECT_EQ(std::equal(before.begin() + static_cast<std::ptrdiff_t>(p.begin),
                         before.begin() + static_cast<std::ptrdiff_t>(p.begin + p.size()),
                         after.begin() + static_cast<std::ptrdiff_t>(p.begin)),
              p.name.starts_with("layer2"))
        << p.name;
}

TEST(Trainer, ABatchSizeScheduleSetsTheSamplesOfAnUpdate) {
  auto trainer =
      trainer_of<double>(task_with(), plan_of("plan(lr=constant(0.1), batch_size=linear(from=4, to=10, steps=4))"));
  for (const std::size_t size : {4u, 6u, 8u, 10u}) {
    trainer.update();
    EXPECT_EQ(trainer.last_batch().labels.size(), size);
  }
}

TEST(Trainer, ScheduleFreeIsMeasuredAtItsAverage) {
  auto trainer = trainer_of<double>(task_with("schedule-free-sgd"), plan_of("constant(0.1)"));
  losses(trainer, 10);
  const auto state = trainer.state();
  EXPECT_NE(trainer.parameters(), state.parameters);
  const double measured = trainer.evaluate_training().loss;
  EXPECT_EQ(trainer.state(), state);
  std::copy_n(trainer.parameters().begin(), state.parameters.size(), trainer.network().parameters().begin());
  EXPECT_EQ(trainer.network().loss(trainer.training_batch()), measured);
}

TEST(Trainer, EverySampleOfAnEpochIsTrainedOnOnce) {
  Task task = task_with();
  task.batch = 16;  // 60 samples: three of 16 and one of 12
  auto trainer = trainer_of<double>(task, plan_of("constant(0.1)"));
  std::vector<double> seen;
  for (int i = 0; i < 4; ++i) {
    trainer.update();
    seen.insert(seen.end(), trainer.last_batch().inputs.begin(), trainer.last_batch().inputs.end());
  }
  const auto all = trainer.training_batch().inputs;
  std::vector<double> expected(all.begin(), all.end());
  std::sort(seen.begin(), seen.end());
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(seen, expected);
}

TEST(Prepared, RefusesWhatCannotBeTrained) {
  const struct {
    void (*change)(Task&);
    const char* says;
  } cases[] = {
      {[](Task& t) { t.steps = 0; }, "at least 1 step"},
      {[](Task& t) { t.batch = 61; }, "more than the 60 that there are to train on; type a smaller --batch"},
      {[](Task& t) { t.batch = 30, t.accumulation = 3; }, "type a smaller --accumulation or --batch"},
      {[](Task& t) { t.batch = 16, t.accumulation = std::size_t{1} << 60; },
       "type a smaller --accumulation or --batch"},
      {[](Task& t) { t.batch = std::size_t{1} << 60, t.accumulation = 16; }, "type a smaller --batch"},
      {[](Task& t) { t.model.hidden = {std::size_t{1} << 50}; }, "more than 134217728 parameters"},
      {[](Task& t) { t.accumulation = 2, t.batch = 0; }, "type their size too"},
      {[](Task& t) { t.model.dropout = 1; }, "below 1"},
      {[](Task& t) { t.model.hidden = {0}; }, "width 0"},
      {[](Task& t) { t.model.kind = ModelKind::transformer; }, "reads texts"},
      {[](Task& t) { t.model.kind = ModelKind::transformer, t.data.context = 1; }, "type --context 64"},
      {[](Task& t) { t.frozen = {"layer7"}; },
       "no parameter is named \"layer7\"; there is: layer1.weight, layer1.bias"},
      {[](Task& t) { t.loss.label_smoothing = 2; }, "from 0 to 1"},
      {[](Task& t) { t.clip = -1; }, "--clip 1"},
      {[](Task& t) { t.data.heldout = 0.5; }, "held out by another draw"},
      {[](Task& t) { t.data.source = "spiral"; }, "spirals"},
      {[](Task& t) { t.data.source = "csv:/nowhere/there.csv"; }, "/nowhere/there.csv"},
      {[](Task& t) { t.optimizer.beta1 = 1, t.optimizer.rule = optim::Rule::adam; }, "beta1"},
      {[](Task& t) { t.backward = Backward::as_written, t.model.norm = model::NormKind::layer; },
       "--backward corrected"},
  };
  for (const auto& [change, says] : cases) {
    Task task = task_with();
    change(task);
    const auto prepared = Prepared::of(task, &files::load_source);
    ASSERT_FALSE(prepared) << says;
    EXPECT_NE(prepared.error().message.find(says), std::string::npos) << prepared.error().message;
  }
}

TEST(Plans, MustFitTheirTask) {
  const struct {
    const char *optimizer, *plan, *says;
  } cases[] = {
      {"adamw", "plan(lr=constant(0.1), momentum=constant(0.9))", "momentum"},
      {"sgd", "plan(lr=constant(0.1), beta1=constant(0.9))", "beta1"},
      {"adam", "plan(lr=constant(0.1), weight_decay=constant(0.1))", "adamw"},
      {"sgd", "plan(lr=constant(0.1), group(head, lr=constant(0.1)))", "no parameter is named \"head\""},
      {"sgd", "plan(lr=constant(0.1), momentum=constant(0.9))", ""},
      {"lion", "plan(lr=constant(0.1), beta2=linear(from=0.9, to=0.99, steps=40))", ""},
      {"sgd", "plan(lr=constant(0.1), beta2=constant(0.9))", "beta2"},
      {"sgd", "plan(lr=constant(1e300), batch_size=constant(60.4))", ""},
      {"sgd", "plan(lr=constant(0.1), momentum=constant(1.5))", "step 0: momentum: momentum must be"},
      {"sgd", "plan(lr=constant(0.1), momentum=linear(from=0.1, to=1.27, steps=40))", "step 30: "},
      {"momentum", "plan(lr=constant(0.1), group(layer2, momentum=constant(1)))", "step 0 of layer2: "},
      {"adamw", "plan(lr=constant(0.1), beta1=constant(1))", "step 0: adamw: beta1 must be"},
      {"adamw", "plan(lr=constant(0.1), beta2=constant(1))", "step 0: adamw: beta2 must be"},
      {"adamw", "plan(lr=constant(0.1), weight_decay=constant(3))", ""},
      {"schedule-free-sgd", "plan(lr=constant(0.1), momentum=constant(0))", "above 0 and below 1"},
      {"sgd", "plan(lr=constant(0.1), batch_size=constant(61))", "step 0: batch_size must be from 1 to the 60"},
      {"sgd", "plan(lr=constant(0.1), batch_size=linear(from=7, to=0, steps=40))", "step 37: batch_size"},
      {"sgd", "plan(lr=constant(0.1), batch_size=constant(0.2))", "not 0.2"},
      {"adamw", "plan(lr=constant(0.1), beta1=constant(0.8), weight_decay=constant(0.2))", ""}};
  for (const auto& [optimizer, plan, says] : cases) {
    const auto good = check_plan(*Prepared::of(task_with(optimizer)), plan_of(plan));
    EXPECT_EQ(good.has_value(), *says == 0) << plan;
    if (!good) {
      EXPECT_NE(good.error().message.find(says), std::string::npos) << good.error().message;
    }
  }
}

TEST(Plans, AreLookedAtAsFarAsTheRunGoes) {
  const Plan plan = plan_of("plan(lr=constant(0.1), momentum=linear(from=0.1, to=1.27, steps=40))");
  const Prepared whole = *Prepared::of(task_with());
  EXPECT_TRUE(check_plan(*whole.with(30, Backward::corrected), plan));
  EXPECT_FALSE(check_plan(*whole.with(31, Backward::corrected), plan));
  Task untied = task_with("adamw");
  untied.optimizer.decay = optim::Decay::untied;
  const auto refused = check_plan(*Prepared::of(untied), plan_of("plan(lr=constant(1), weight_decay=constant(3))"));
  EXPECT_NE(refused.error().message.find("at most 1 where decay=untied"), std::string::npos);
}

/// All samples in every update, in blocks that change no bit.
Task whole(std::string_view optimizer = "sgd") {
  Task task = task_with(optimizer);
  task.batch = 0;
  return task;
}

TEST(Train, MeasuresTheEndWhereTheLossOfAStepIsNotThat) {
  std::vector<std::pair<Task, bool>> cases;
  for (const optim::RuleEntry& rule : optim::rules())
    cases.emplace_back(whole(rule.name), rule.name.starts_with("schedule-free"));
  cases.emplace_back(task_with(), true);
  for (const model::NormKind norm : {model::NormKind::layer, model::NormKind::batch}) {
    cases.emplace_back(whole(), norm == model::NormKind::batch);
    cases.back().first.model.norm = norm;
  }
  cases.emplace_back(whole(), true);
  cases.back().first.model.dropout = 0.3;
  const Plan plan = plan_of("constant(0.01)");
  for (const auto& [task, measures] : cases) {
    auto trainer = trainer_of<double>(task, plan);
    losses(trainer, 40);
    const double measured = trainer.evaluate_training().loss;
    const Record record = *run_trial(*Prepared::of(task, &files::load_source), plan, 0);
    EXPECT_EQ(record.trained_loss, measures ? std::optional(measured) : std::nullopt)
        << optim::entry_of(task.optimizer.rule).name << " " << name_of(task.model.norm) << " " << task.model.dropout;
    EXPECT_EQ(record.final_loss(), measures ? measured : record.loss.back());
  }
}

TEST(Train, SeesTheLastUpdateDiverge) {
  for (const Task& task : {whole(), task_with()}) {
    const auto prepared = Prepared::of(task, &files::load_source)->with(1, Backward::corrected);
    const Record record = *run_trial(*prepared, plan_of("constant(1e300)"), 0);
    EXPECT_EQ(record.loss.size(), 1u);
    EXPECT_TRUE(std::isfinite(record.loss[0]));
    EXPECT_EQ(record.diverged_at, std::optional<Step>(1));
    EXPECT_TRUE(std::isnan(record.final_loss()));
  }
}

std::vector<std::uint8_t> saved_halfway(const Task& task, const Plan& plan) {
  return small_runs::run_until(*Prepared::of(task, &files::load_source), plan, 0, 20)->state;
}

std::string refusal_of_resuming(const std::vector<std::uint8_t>& state, const Task& task, const Plan& plan,
                                std::uint32_t seed = 0) {
  const auto resumed = small_runs::run_until(*Prepared::of(task, &files::load_source), plan, seed, task.steps, state);
  return resumed ? "" : resumed.error().message;
}

TEST(Train, ResumesOnlyWhatItSaved) {
  const Plan plan = plan_of("cosine(from=0.1, steps=40)");
  const Task task = task_with("momentum");
  const auto state = saved_halfway(task, plan);
  EXPECT_EQ(refusal_of_resuming(state, task, plan), "");
  const std::string options = "the saved state was trained with other options; resume it with these: ";
  const struct {
    void (*change)(Task&);
    std::string says;
  } cases[] = {
      {[](Task& t) { t.steps = 60, t.name = "other"; }, ""},
      {[](Task& t) { t.optimizer.momentum = 0.5; }, options + "--momentum 0.9"},
      {[](Task& t) { t.optimizer = optim::defaults_of(optim::Rule::nesterov), t.batch = 8; },
       options + "--optimizer momentum, --batch 7"},
      {[](Task& t) { t.model.activation = model::ActivationKind::tanh; }, options + "--activation relu"},
      {[](Task& t) { t.frozen = {"layer1"}; }, options + "without --freeze"},
      {[](Task& t) { t.data.label_noise = 0.1; }, options + "--label-noise 0"},
      {[](Task& t) { t.data.source = "spirals:per_class=20,noise=0.3"; }, options + "--data spirals:per_class=20"},
      {[](Task& t) { t.loss.floor = 1e-9; }, "the saved state is of another task; resume it with the one that"},
      {[](Task& t) { t.precision = Precision::float32; }, "of another precision; resume with --precision float64"},
  };
  for (const auto& [change, says] : cases) {
    Task other = task;
    change(other);
    const std::string refusal = refusal_of_resuming(state, other, plan);
    EXPECT_EQ(refusal.empty(), says.empty()) << refusal;
    EXPECT_NE(refusal.find(says), std::string::npos) << refusal;
  }
  EXPECT_EQ(refusal_of_resuming(state, task, plan, 1), "the saved state is of seed 0; resume it with --seed 0");
  EXPECT_EQ(refusal_of_resuming(state, task, plan_of("cosine(from=0.1, steps=60)")),
            "the saved state was trained under another schedule; resume it under this: cosine(from=0.1, steps=40)");
  Task as_written = whole("momentum");
  as_written.backward = Backward::as_written;
  EXPECT_EQ(refusal_of_resuming(saved_halfway(whole("momentum"), plan), as_written, plan),
            options + "--backward corrected");
}

/// A table of two classes whose second sample begins with `number`.
std::string table_with(const std::string& number) {
  const std::string path = testing::Folder::of_program() / (number + ".csv");
  std::ofstream file(path);
  file << "a,b,kind\n1,2,x\n" << number << ",4,y\n5,7,x\n0,1,y\n";
  return "csv:" + path + ",label=kind";
}

TEST(Prepared, KnowsWhatFloat32CannotHold) {
  Task task = task_with();
  task.batch = 0;
  for (const std::string number : {"1e300", "-3.5e38", "3.4e38"}) {
    task.data.source = table_with(number);
    task.precision = Precision::float64;
    EXPECT_TRUE(Prepared::of(task, &files::load_source));
    task.precision = Precision::float32;
    const auto prepared = Prepared::of(task, &files::load_source);
    EXPECT_EQ(prepared.has_value(), number == "3.4e38") << number;
    if (!prepared) {
      EXPECT_TRUE(prepared.error().message.starts_with("sample 1, column 0 (from 0) is " + number + ", beyond float32"))
          << prepared.error().message;
    }
    task.data.standardise = Standardise::per_feature;
    EXPECT_EQ(Prepared::of(task, &files::load_source).has_value(), number != "1e300");
    task.data.standardise = Standardise::none;
  }
}

TEST(Prepared, SaysWhichShareHoldsNothingOut) {
  Task task = task_with();
  task.batch = 0;
  task.data.source = table_with("3");
  for (const auto& [share, says] : {std::pair(0.1, "of 4 samples leaves none to measure; type a larger --heldout"),
                                    std::pair(0.9, "of 4 samples leaves none to train on; type a smaller --heldout")}) {
    task.data.heldout = share;
    const auto prepared = Prepared::of(task, &files::load_source);
    ASSERT_FALSE(prepared);
    EXPECT_NE(prepared.error().message.find(says), std::string::npos) << prepared.error().message;
  }
}

}  // namespace
}  // namespace etude::train
