// Averaged parameters: what a plan's averaging makes of a run, and what it leaves as it is.

#include "train/small_runs_test.h"

namespace etude::train {
namespace {

using namespace small_runs;

Vector parameters_of(Trainer<double>& trainer) {
  const auto parameters = trainer.network().parameters();
  return {parameters.begin(), parameters.end()};
}

/// The loss of the training data at some parameters.
double loss_at(Trainer<double>& trainer, const Vector& parameters) {
  const Vector kept = parameters_of(trainer);
  const auto here = trainer.network().parameters();
  std::copy(parameters.begin(), parameters.end(), here.begin());
  const double loss = trainer.network().loss(trainer.training_batch());
  std::copy(kept.begin(), kept.end(), here.begin());
  return loss;
}

TEST(Averaging, IsOfTheParametersByItsShareAndIsWhatIsMeasured) {
  auto averaged = start(small(), "plan(lr=constant(0.3), averaging=constant(0.1))"),
       plain = start(small(), "constant(0.3)");
  Vector average = parameters_of(plain);
  for (int t = 0; t < 8; ++t) {
    EXPECT_EQ(averaged.update().loss, plain.update().loss);
    const Vector now = parameters_of(plain);
    for (std::size_t i = 0; i < average.size(); ++i) average[i] = 0.1 * now[i] + (1 - 0.1) * average[i];
  }
  EXPECT_EQ(parameters_of(averaged), parameters_of(plain));  // training does not see it
  EXPECT_EQ(averaged.state().average, average);
  EXPECT_EQ(averaged.evaluate_training().loss, loss_at(plain, average));
  EXPECT_NE(averaged.evaluate_training().loss, plain.evaluate_training().loss);
}

TEST(Averaging, ByOneOverTheStepsIsTheMeanOfTheLastOfThem) {
  auto trainer =
      start(small(), "plan(lr=constant(0.3), averaging=constant(1, steps=4) then inverse_time(from=1, rate=1))");
  Vector sum(parameters_of(trainer).size());
  for (int t = 0; t < 10; ++t) {
    trainer.update();
    const Vector now = parameters_of(trainer);
    for (std::size_t i = 0; i < sum.size() && t >= 4; ++i) sum[i] += now[i] / 6;
  }
  const Vector average = trainer.state().average;
  for (std::size_t i = 0; i < sum.size(); ++i) EXPECT_NEAR(average[i], sum[i], 1e-12 * (1 + std::abs(sum[i])));
}

TEST(Averaging, OfAllThatIsNewMeasuresAsWithoutAny) {
  const auto prepared = *Prepared::of(small());
  const Record plain = *run_trial(prepared, *notation::parse_plan("constant(0.3)"), 1);
  const Record all = *run_trial(prepared, *notation::parse_plan("plan(lr=constant(0.3), averaging=constant(1))"), 1);
  EXPECT_EQ(plain.loss, all.loss);
  EXPECT_EQ(plain.heldout_loss(), all.heldout_loss());
  EXPECT_FALSE(plain.trained_loss);
  EXPECT_TRUE(all.trained_loss);  // of the averaged parameters, which no step has
}

TEST(Averaging, GoesOnFromASavedStateBitForBit) {
  for (const Precision precision : {Precision::float64, Precision::float32}) {
    Task task = small();
    task.precision = precision;
    task.batch = 7;
    const auto prepared = *Prepared::of(task);
    const Plan plan = *notation::parse_plan("plan(lr=constant(0.1), averaging=constant(0.05))");
    const Paused whole = *run_until(prepared, plan, 3, 12), half = *run_until(prepared, plan, 3, 5);
    const Paused rest = *run_until(prepared, plan, 3, 12, half.state);
    EXPECT_EQ(rest.state, whole.state);
    EXPECT_EQ(rest.record.final_loss(), whole.record.final_loss());
    EXPECT_FALSE(run_until(prepared, *notation::parse_plan("constant(0.1)"), 3, 12, half.state));
  }
}

TEST(Averaging, IsRefusedWhereItWouldNotBeWhatItSays) {
  const auto refusal = [](Task task, const char* plan) {
    task.steps = 20;
    const auto good = check_plan(*Prepared::of(task), *notation::parse_plan(plan));
    return good ? "" : good.error().message;
  };
  const char* plan = "plan(lr=constant(0.1), averaging=constant(0.1))";
  EXPECT_EQ(refusal(small(), plan), "");
  Task averages = small();
  averages.optimizer = optim::defaults_of(optim::Rule::schedule_free_sgd);
  EXPECT_EQ(refusal(averages, plan), "schedule-free-sgd averages already; leave averaging out of the plan");
  Task batch_norm = small();
  batch_norm.model.norm = model::NormKind::batch;
  EXPECT_EQ(refusal(batch_norm, plan),
            "the statistics of batch norm are not of averaged parameters; type --norm layer");
  EXPECT_EQ(refusal(small(), "plan(lr=constant(0.1), averaging=linear(from=1, to=2, steps=11))"),
            "step 1: averaging is a share from 0 to 1, as in 0.01, not 1.1");
}

}  // namespace
}  // namespace etude::train
