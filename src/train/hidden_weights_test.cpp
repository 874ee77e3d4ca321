// What is done to hidden weights alone: muon's matrices and a corrected decay.

#include "train/parameters.h"
#include "train/small_runs_test.h"

namespace etude::train {
namespace {

using namespace small_runs;

TEST(HiddenWeights, AreAllWeightsButThatOfTheOutputs) {
  const Task task = text_task();
  const auto prepared = *Prepared::of(task, &files::load_source);
  const auto network = network_of<double>(task, prepared.shape());
  std::string names;
  for (const model::Parameter& p : network.layout())
    if (is_hidden_weight(network.layout(), p) && p.name.starts_with("block1")) names += p.name + " ";
  EXPECT_EQ(names,
            "block1.attention.qkv.weight block1.attention.out.weight block1.mlp.in.weight block1.mlp.out.weight ");
  for (const model::Parameter& p : network.layout())
    if (p.name == "head.weight" || p.role != model::Role::weight) {
      EXPECT_FALSE(is_hidden_weight(network.layout(), p)) << p.name;
    }
}

Task with_muon() {
  Task task = text_task();
  task.optimizer = optim::defaults_of(optim::Rule::muon);
  task.steps = 12;
  return task;
}

TEST(Muon, TrainsATransformerAndGoesOnFromASavedState) {
  for (const Precision precision : {Precision::float64, Precision::float32}) {
    Task task = with_muon();
    task.precision = precision;
    const auto prepared = *Prepared::of(task, &files::load_source);
    const Plan plan = *notation::parse_plan("constant(0.02)");
    const Paused whole = *run_until(prepared, plan, 3, 12), half = *run_until(prepared, plan, 3, 5);
    const Paused rest = *run_until(prepared, plan, 3, 12, half.state);
    EXPECT_EQ(rest.state, whole.state);
    EXPECT_LT(whole.record.final_loss(), 0.8 * whole.record.loss.front());
  }
}

TEST(Muon, MovesBiasesAndOutputsAsAdamwDoes) {
  Task task = with_muon();
  auto muon = start(task, "constant(0.02)");
  task.optimizer = {.rule = optim::Rule::adamw, .weight_decay = task.optimizer.weight_decay};
  auto adamw = start(task, "constant(0.02)");
  muon.update(), adamw.update();
  for (const model::Parameter& p : muon.network().layout()) {
    const auto of = [&](auto& trainer) {
      const auto part = trainer.network().parameters().subspan(p.begin, p.size());
      return Vector(part.begin(), part.end());
    };
    EXPECT_EQ(of(muon) == of(adamw), !is_hidden_weight(muon.network().layout(), p)) << p.name;
  }
}

/// The parameters after some updates under a plan.
Vector trained(const Task& task, const char* plan) {
  auto trainer = start(task, plan);
  for (int i = 0; i < 6; ++i) trainer.update();
  const auto parameters = trainer.network().parameters();
  return {parameters.begin(), parameters.end()};
}

TEST(CorrectedDecay, IsTheTiedOneWhereTheRateStaysAndLessWhereItFalls) {
  Task tied = text_task();
  tied.optimizer.weight_decay = 0.5;
  Task corrected = tied;
  corrected.optimizer.decay = optim::Decay::corrected;
  EXPECT_EQ(trained(tied, "constant(0.01)"), trained(corrected, "constant(0.01)"));
  EXPECT_NE(trained(tied, "linear(from=0.01, steps=6)"), trained(corrected, "linear(from=0.01, steps=6)"));
}

TEST(CorrectedDecay, LeavesOtherParametersTheTiedOne) {
  Task tied = text_task();
  tied.optimizer.weight_decay = 0.5;
  Task corrected = tied;
  corrected.optimizer.decay = optim::Decay::corrected;
  const char* falls = "multistep(from=0.01, milestones=[1], gamma=0.1)";
  auto a = start(tied, falls), b = start(corrected, falls);
  for (int i = 0; i < 2; ++i) a.update(), b.update();  // the second gradients are the same, its decays are not
  for (const model::Parameter& p : a.network().layout()) {
    const auto of = [&](auto& trainer) {
      const auto part = trainer.network().parameters().subspan(p.begin, p.size());
      return Vector(part.begin(), part.end());
    };
    EXPECT_EQ(of(a) != of(b), is_hidden_weight(a.network().layout(), p)) << p.name;
  }
}

TEST(CorrectedDecay, IsRefusedWhereNoNormFollows) {
  Task task = small();
  task.optimizer = {.rule = optim::Rule::adamw, .weight_decay = 0.1, .decay = optim::Decay::corrected};
  EXPECT_EQ(check(task), "a corrected decay is of weights that a norm follows; type --norm layer, or --decay tied");
  task.model.norm = model::NormKind::layer;
  EXPECT_EQ(check(task), "");
}

}  // namespace
}  // namespace etude::train
