#include "etude/train/train.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <tuple>

#include "etude/notation/notation.h"
#include "etude/train/diagnostics.h"
#include "files/sources.h"
#include "support/golden.h"
#include "train/small_runs_test.h"

namespace etude::train {
namespace {

using testing::relative_error;

/// Writes down what it is told, and ends the run where it is asked to.
class Told final : public Observer {
 public:
  explicit Told(std::vector<std::string>& log, std::string name, Step ends_before = -1, Step ends_after = -1)
      : log_(log), name_(std::move(name)), ends_before_(ends_before), ends_after_(ends_after) {}
  bool before(Step step) override { return tell("before", step) && step != ends_before_; }
  bool after(Step step, const StepResult&) override { return tell("after", step) && step != ends_after_; }
  void ended(End end) override { tell("ended", static_cast<Step>(end)); }

 private:
  bool tell(const std::string& what, Step step) {
    log_.push_back(name_ + " " + what + " " + std::to_string(step));
    return true;
  }
  std::vector<std::string>& log_;
  std::string name_;
  Step ends_before_, ends_after_;
};

TEST(Run, TellsEveryObserverInOrder) {
  std::vector<std::string> log;
  Told a(log, "a"), b(log, "b");
  auto trainer = small_runs::start(small_runs::small());
  EXPECT_EQ(run(trainer, 2, {&a, &b}), End::reached);
  EXPECT_EQ(log, (std::vector<std::string>{"a before 0", "b before 0", "a after 0", "b after 0", "a before 1",
                                           "b before 1", "a after 1", "b after 1", "a ended 0", "b ended 0"}));
  log.clear();
  EXPECT_EQ(run(trainer, 2, {&a}), End::reached);  // nothing is left to do
  EXPECT_EQ(log, std::vector<std::string>{"a ended 0"});
}

TEST(Run, EndsWhereAnObserverSaysSo) {
  std::vector<std::string> log;
  auto trainer = small_runs::start(small_runs::small());
  Told other(log, "other"), before(log, "x", 3), after(log, "x", -1, 1);
  EXPECT_EQ(run(trainer, 9, {&after, &other}), End::stopped);
  EXPECT_EQ(trainer.step(), 2);  // the update of step 1 was made, and all have seen it
  EXPECT_EQ(std::vector<std::string>(log.end() - 4, log.end()),
            (std::vector<std::string>{"x after 1", "other after 1", "x ended 2", "other ended 2"}));
  EXPECT_EQ(run(trainer, 9, {&before}), End::stopped);
  EXPECT_EQ(trainer.step(), 3);  // that of step 3 was not
}

TEST(Run, EndsAtALossThatIsNotFinite) {
  Task task = small_runs::small();
  task.backward = Backward::as_written;
  auto trainer = small_runs::start(task, "constant(0.1, steps=2) then constant(1e200)");
  std::vector<std::string> log;
  Told told(log, "a");
  Record record;
  Losses losses(record);
  EndOfRun<double> end(trainer, record);
  EXPECT_EQ(run(trainer, 9, {&told, &losses, &end}), End::diverged);
  EXPECT_EQ(record.diverged_at, trainer.step());
  EXPECT_EQ(static_cast<Step>(record.loss.size()), trainer.step() + 1);
  EXPECT_FALSE(std::isfinite(record.loss.back()));
  EXPECT_EQ(*(log.end() - 2), "a after " + std::to_string(trainer.step()));
  EXPECT_EQ(record.trained_loss, std::nullopt);
}

TEST(Run, OfPartsGivesTheRecordOfTheWhole) {
  for (Task task : {small_runs::small(), small_runs::text_task()}) {
    auto whole = small_runs::start(task), parts = small_runs::start(task);
    Record one, other;
    for (auto [trainer, record, pieces] : {std::tuple(&whole, &one, 1), std::tuple(&parts, &other, 4)}) {
      Losses losses(*record);
      for (int piece = 1; piece <= pieces; ++piece)
        EXPECT_EQ(run(*trainer, 8 * piece / pieces, {&losses}), End::reached);
      EndOfRun<double>(*trainer, *record).ended(End::reached);
    }
    EXPECT_EQ(one, other);
  }
}

Record trained(const Task& task, const Plan& plan, std::uint32_t seed) {
  return *run_trial(*Prepared::of(task, &files::load_source), plan, seed);
}

TEST(Train, IsARunOfItsSeed) {
  Task task;
  task.steps = 20;
  const Plan plan{*constant({.value = 0.1}), std::nullopt};
  EXPECT_EQ(trained(task, plan, 3), trained(task, plan, 3));
  EXPECT_NE(trained(task, plan, 3).loss, trained(task, plan, 4).loss);
}

TEST(Train, ResumedGoesOnWithTheSameRecord) {
  Task task;
  task.steps = 30;
  const Prepared prepared = *Prepared::of(task, &files::load_source);
  const Plan plan = *notation::parse_plan("cosine(from=0.1, steps=30)");
  const Record whole = *run_trial(prepared, plan, 1);
  const auto half = *small_runs::run_until(prepared, plan, 1, 12);
  const auto rest = *small_runs::run_until(prepared, plan, 1, 30, half.state);
  EXPECT_EQ(half.record.loss.size(), 12u);
  EXPECT_EQ(rest.record.first, 12);
  std::vector<double> losses = half.record.loss;
  losses.insert(losses.end(), rest.record.loss.begin(), rest.record.loss.end());
  EXPECT_EQ(losses, whole.loss);
  EXPECT_EQ(rest.record.heldout, whole.heldout);
  const auto over = small_runs::run_until(prepared, plan, 1, 30, rest.state);
  EXPECT_NE(over.error().message.find("nothing is left to train"), std::string::npos);
}

TEST(Train, WhatIsMeasuredChangesNothing) {
  Task task;
  task.steps = 6;
  task.model.hidden = {8};
  const Prepared prepared = *Prepared::of(task, &files::load_source);
  const Plan plan = *notation::parse_plan("constant(0.1)");
  DiagnosticOptions options{.every = 3};
  for (const char* name : {"norms", "noise", "curvature", "attention"})
    options.measures.push_back(*diagnostic_named(name));
  auto trainer = *Trainer<double>::start(prepared, plan, 0);
  Record measured;
  HeldoutLosses<double> heldout(trainer, measured, 2);
  Diagnostics<double> diagnostics(trainer, measured, options);
  Losses losses(measured);
  EndOfRun<double> end(trainer, measured);
  run(trainer, 6, {&heldout, &diagnostics, &losses, &end});
  EXPECT_EQ(measured.loss, run_trial(prepared, plan, 0)->loss);
  std::map<std::string, std::vector<Step>> steps;
  for (const Measurement& m : measured.measurements) {
    steps[m.name].push_back(m.step);
    EXPECT_TRUE(std::isfinite(m.value)) << m.name;
  }
  for (const char* name : {"gradient_norm", "update_norm", "weight_norm", "layer1.gradient_norm", "noise_scale",
                           "largest_eigenvalue", "trace"})
    EXPECT_EQ(steps[name], (std::vector<Step>{0, 3})) << name;
  ASSERT_EQ(measured.heldout.size(), 4u);
  EXPECT_EQ(measured.heldout.back().step, 6);
}

TEST(Train, TheLineToItselfHasNoBarrier) {
  Task task;
  task.steps = 20;
  const Prepared prepared = *Prepared::of(task, &files::load_source);
  const Plan plan = *notation::parse_plan("constant(0.5)");
  const auto state = small_runs::run_until(prepared, plan, 0, 20)->state;
  const auto line_to = [&](std::uint32_t seed) {
    auto trainer = *Trainer<double>::start(prepared, plan, seed);
    run(trainer, 20);
    return *loss_from<double>(state, trainer, 21);
  };
  EXPECT_EQ(line_to(0).losses.size(), 21u);
  EXPECT_NEAR(line_to(0).barrier, 0, 1e-12);
  EXPECT_GT(line_to(1).barrier, 0.01);
}

TEST(Train, MomentumOfZeroIsNone) {
  Task task;
  task.steps = 30;
  const Schedule rate = *constant({.value = 0.1});
  const Record none = trained(task, {rate, std::nullopt}, 0);
  const Record zero = trained(task, {rate, *constant({.value = 0})}, 0);
  const Record some = trained(task, {rate, *constant({.value = 0.9})}, 0);
  for (std::size_t t = 0; t < none.loss.size(); ++t) EXPECT_LE(relative_error(zero.loss[t], none.loss[t]), 1e-12) << t;
  EXPECT_LT(some.final_loss(), none.final_loss());
}

TEST(Train, Float32FollowsFloat64) {
  Task task;
  task.steps = 100;
  const Plan plan = *notation::parse_plan("warmup(to=0.1, steps=10) then cosine(from=0.1, steps=90)");
  const Record wide = trained(task, plan, 0);
  task.precision = Precision::float32;
  const Record narrow = trained(task, plan, 0);
  for (std::size_t t = 0; t < wide.loss.size(); ++t) EXPECT_LE(relative_error(narrow.loss[t], wide.loss[t]), 1e-3) << t;
  EXPECT_NE(narrow.loss, wide.loss);
}

}  // namespace
}  // namespace etude::train
