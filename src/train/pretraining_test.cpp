// Tasks of two phases: what the second begins with, and which cannot be.

#include <gtest/gtest.h>

#include "etude/notation/notation.h"
#include "etude/train/state.h"
#include "etude/train/train.h"
#include "train/configuration.h"

namespace etude::train {
namespace {

Task task_in(const std::string& words) {
  const auto task = in_words({}, words);
  EXPECT_TRUE(task) << words << ": " << task.error().message;
  return task ? *task : Task{};
}

constexpr auto small = "spirals data=spirals:classes=4,per_class=20 hidden=8 batch=10 ";

Plan plan_said(const char* text) { return *notation::parse_plan(text, {.steps = 30}); }

TEST(Pretraining, LeavesTheWeightsThatTheTaskBeginsWith) {
  for (const std::string more : {"", "norm=batch ", "precision=float32 ", "optimizer=adam "}) {
    const std::string base = small + more;
    const auto two = Prepared::of(task_in(base + "classes=2,3 steps=5 pretrain='linear(from=0.1, steps=rest)' "
                                                 "pretrain-on='classes=0,1 steps=30'"));
    ASSERT_TRUE(two) << two.error().message;
    const auto first = Prepared::of(task_in(base + "classes=0,1 steps=30"));
    in_precision(first->task().precision, [&]<class Real>(Real) {
      auto before = *Trainer<Real>::start(*first, plan_said("linear(from=0.1, steps=30)"), 7);
      run(before, 30);
      auto after = *Trainer<Real>::start(*two, plan_said("constant(0.1)"), 7);
      EXPECT_EQ(after.state().parameters, before.state().parameters) << more;
      EXPECT_EQ(after.state().statistics, before.state().statistics) << more;
      EXPECT_EQ(after.step(), 0);
      EXPECT_NE(after.state().optimizers, before.state().optimizers);  // which begins anew
    });
  }
}

TEST(Pretraining, IsNotTrainedAgainWhereItIsKnown) {
  const auto prepared = *Prepared::of(task_in(small + std::string("pretrain=constant(0.1) pretrain-on=steps=20")));
  Weights weights = *weights_before(prepared, 3);
  weights.parameters[0] = 42;
  const auto known = prepared.knowing(std::make_shared<const WeightsOfSeeds>(WeightsOfSeeds{{3, weights}}));
  const Plan plan = plan_said("constant(0.1)");
  EXPECT_EQ(Trainer<double>::start(known, plan, 3)->parameters(), weights.parameters);
  EXPECT_EQ(Trainer<double>::start(known, plan, 4)->parameters(), weights_before(prepared, 4)->parameters);
}

TEST(Pretraining, IsPartOfWhatDecidesTheBits) {
  const std::string base = small + std::string("classes=2,3 ");
  std::vector<std::string> all;
  for (const char* phase :
       {"", "pretrain=constant(0.1)", "pretrain=constant(0.2)", "pretrain=constant(0.1) pretrain-on='classes=0,1'",
        "pretrain=constant(0.1) pretrain-on='classes=0,1 steps=20'",
        "pretrain=constant(0.1) pretrain-on='classes=0,1 label-noise=0.5'"})
    all.push_back(configuration(*Prepared::of(task_in(base + phase))));
  std::sort(all.begin(), all.end());
  EXPECT_EQ(std::adjacent_find(all.begin(), all.end()), all.end());
}

TEST(Pretraining, IsRefusedWithWhatIsWrong) {
  const struct {
    std::string words, says;
  } cases[] = {{"pretrain=constan(0.1)", "--pretrain: "},
               {"pretrain=constant(0.1) pretrain-on=stepz=3", "--pretrain-on: no field of a task is called \"stepz\""},
               {"pretrain=constant(0.1) pretrain-on=spiral", "--pretrain-on: there is no task \"spiral\""},
               {"pretrain=constant(0.1) pretrain-on=classes=0,1,2", "the earlier phase has another network"},
               {"pretrain=constant(0.1) pretrain-on=precision=float32", "the earlier phase trains in float32"},
               {"pretrain='plan(lr=constant(0.1), momentum=constant(2))'", "--pretrain: "},
               {"pretrain=constant(0.1) pretrain-on=classes=0,9", "--pretrain-on: there is no class 9 to keep"}};
  for (const auto& [words, says] : cases) {
    const auto prepared = Prepared::of(task_in(small + std::string("classes=2,3 ") + words));
    ASSERT_FALSE(prepared) << words;
    EXPECT_EQ(prepared.error().message.find(says), 0u) << prepared.error().message;
  }
}

TEST(TaskWords, SayWhatDiffers) {
  const Task task =
      task_in("spirals hidden=32,32  steps=7 pretrain='constant(0.1) then constant(0.2)' label-noise=0.1");
  EXPECT_EQ(task.model.hidden, (std::vector<std::size_t>{32, 32}));
  EXPECT_EQ(task.steps, 7);
  EXPECT_EQ(task.pretraining.plan, "constant(0.1) then constant(0.2)");
  EXPECT_EQ(in_words(task, "steps=9")->model.hidden, task.model.hidden);
  EXPECT_EQ(*in_words(task, "digits"), *task_named("digits"));
  EXPECT_EQ(*in_words(task, ""), task);
  EXPECT_FALSE(in_words(task, "steps=0"));
  EXPECT_FALSE(in_words(task, "steps=9 digits"));
}

}  // namespace
}  // namespace etude::train
