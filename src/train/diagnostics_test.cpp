#include "etude/train/diagnostics.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "etude/base/math.h"
#include "train/parameters.h"
#include "train/small_runs_test.h"

namespace etude::train {
namespace {

using namespace small_runs;

/// A task of each sort that has something of its own to disturb.
std::vector<Task> all_sorts() {
  std::vector<Task> all(9, small());
  all[1].model.norm = model::NormKind::batch;
  all[2].model.dropout = 0.3;
  all[3].backward = Backward::as_written;
  all[4].optimizer = optim::defaults_of(optim::Rule::schedule_free_adamw);
  all[5].frozen = {"layer2"};
  all[6].batch = 7, all[6].accumulation = 2, all[6].clip = 0.1;
  all[7].model.norm = model::NormKind::layer, all[7].data.label_noise = 0.2;
  all[8] = text_task();
  return all;
}

template <class Real>
void ask_everything(Trainer<Real>& trainer) {
  EXPECT_TRUE(gradient_noise(trainer, {.parts = 4}));
  EXPECT_TRUE(curvature(trainer, {.most_products = 2, .probes = 1, .exact_below = 0}, 10));
  const auto here = trainer.parameters();
  const std::vector<Real> there(here.size(), Real(1));
  EXPECT_TRUE(loss_on_line<Real>(trainer.network(), trainer.training_batch(), here, there, 3));
  attention_figures(trainer);
}

template <class Real>
void expect_undisturbed(const Task& task) {
  auto asked = start<Real>(task), left_alone = start<Real>(task);
  for (int i = 0; i < 4; ++i) {
    ask_everything(asked);
    EXPECT_EQ(asked.state(), left_alone.state()) << i;
    EXPECT_TRUE(std::ranges::equal(asked.network().gradients(), left_alone.network().gradients())) << i;
    const StepResult one = asked.update(), other = left_alone.update();
    EXPECT_EQ(one.loss, other.loss) << i;
    EXPECT_EQ(one.gradient_norm, other.gradient_norm) << i;
  }
  EXPECT_EQ(asked.state(), left_alone.state());
  EXPECT_EQ(asked.evaluate_training().loss, left_alone.evaluate_training().loss);
}

TEST(Diagnostics, LeaveTheRunAsItWas) {
  const std::vector<Task> sorts = all_sorts();
  for (std::size_t i = 0; i < sorts.size(); ++i) {
    SCOPED_TRACE(i);
    expect_undisturbed<double>(sorts[i]);
    expect_undisturbed<float>(sorts[i]);
  }
}

/// The norms of layer `i` of an mlp without norm, which is weight and bias.
template <class Real>
Norms norms_by_hand(model::Network<Real>& network, const std::vector<Real>& before, std::size_t i) {
  const auto [begin, size] = network.layer(i);
  std::vector<double> moved;
  for (std::size_t k = begin; k < begin + size; ++k)
    moved.push_back(static_cast<double>(network.parameters()[k]) - static_cast<double>(before[k]));
  return {length<Real>(network.gradients().subspan(begin, size)), length<double>(moved),
          length<Real>(std::span(before).subspan(begin, size))};
}

template <class Real>
void expect_measured(const Task& task) {
  auto measured = start<Real>(task), plain = start<Real>(task);
  for (int step = 0; step < 3; ++step) {
    const auto before = measured.state().parameters;
    const MeasuredUpdate update = measured_update(measured);
    EXPECT_EQ(update.result.loss, plain.update().loss);
    EXPECT_EQ(measured.state(), plain.state());
    ASSERT_EQ(update.layers.size(), 3u);
    double gradient = 0, moved = 0, weight = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_EQ(update.layers[i].layer, "layer" + std::to_string(i + 1));
      const Norms &found = update.layers[i].norms, expected = norms_by_hand(measured.network(), before, i);
      EXPECT_NEAR(found.gradient, expected.gradient, 1e-14 * expected.gradient);
      EXPECT_NEAR(found.update, expected.update, 1e-14 * expected.update);
      EXPECT_NEAR(found.weight, expected.weight, 1e-14 * expected.weight);
      gradient += found.gradient * found.gradient, moved += found.update * found.update;
      weight += found.weight * found.weight;
    }
    EXPECT_NEAR(update.norms.gradient, std::sqrt(gradient), 1e-14);
    EXPECT_NEAR(update.norms.update, std::sqrt(moved), 1e-14);
    EXPECT_NEAR(update.norms.weight, std::sqrt(weight), 1e-13);
    EXPECT_GT(update.norms.update, 0);
  }
}

TEST(MeasuredUpdate, IsAnUpdateAndTheNormsOfItsLayers) {
  for (const optim::Rule rule : {optim::Rule::sgd, optim::Rule::momentum, optim::Rule::adamw}) {
    Task task = small();
    task.optimizer = optim::defaults_of(rule);
    expect_measured<double>(task);
    expect_measured<float>(task);
  }
}

TEST(MeasuredUpdate, OfGradientDescentIsTheRateTimesTheGradient) {
  auto trainer = start(small(), "linear(0.5, 0.1, 5)");
  for (int i = 0; i < 5; ++i) {
    const MeasuredUpdate update = measured_update(trainer);
    EXPECT_NEAR(update.norms.update, update.result.lr * update.norms.gradient, 1e-13);
    EXPECT_EQ(update.result.gradient_norm, update.norms.gradient);
  }
}

TEST(MeasuredUpdate, GivesTheGradientBeforeAndAfterClipping) {
  Task task = small();
  auto plain = start(task);
  const MeasuredUpdate whole = measured_update(plain);
  for (const double limit : {0.01, 1e6}) {
    task.clip = limit;
    auto clipped = start(task);
    const MeasuredUpdate update = measured_update(clipped);
    EXPECT_EQ(update.result.gradient_norm, whole.norms.gradient);
    EXPECT_NEAR(update.norms.gradient, std::min(limit, whole.norms.gradient), 1e-6);
  }
}

TEST(MeasuredUpdate, NamesEveryLayerOfATransformerAndMovesNoFrozenOne) {
  Task task = text_task();
  task.frozen = {"attention", "embedding"};
  auto trainer = start(task);
  const MeasuredUpdate update = measured_update(trainer);
  std::vector<std::string> names;
  for (const LayerNorms& layer : update.layers) {
    names.push_back(layer.layer);
    const bool frozen = layer.layer.find("attention") != std::string::npos || layer.layer == "embedding";
    EXPECT_EQ(layer.norms.update == 0, frozen) << layer.layer;
    EXPECT_GT(layer.norms.gradient, 0) << layer.layer;
  }
  const std::vector<std::string> first(names.begin(), names.begin() + 7);
  EXPECT_EQ(first,
            (std::vector<std::string>{"embedding", "block1.norm1", "block1.attention.qkv", "block1.attention.out",
                                      "block1.norm2", "block1.mlp.in", "block1.mlp.out"}));
  EXPECT_EQ(names.size(), 1u + 2 * 6 + 2);
}

TEST(MeasuredUpdate, OfADivergedRunMovesNothing) {
  auto trainer = start(small(), "constant(1e200)");
  MeasuredUpdate update = measured_update(trainer);
  for (int i = 0; i < 5 && std::isfinite(update.result.loss); ++i) update = measured_update(trainer);
  EXPECT_FALSE(std::isfinite(update.result.loss));
  for (const LayerNorms& layer : update.layers) EXPECT_EQ(layer.norms.update, 0) << layer.layer;
}

TEST(LossOnLine, IsTheLossAtEveryPoint) {
  for (const model::NormKind norm : {model::NormKind::none, model::NormKind::batch}) {
    Task task = small();
    task.model.norm = norm;
    auto trainer = start(task);
    const Vector from = trainer.parameters();
    for (int i = 0; i < 5; ++i) trainer.update();
    const Vector to = trainer.parameters();
    model::Network<double>& network = trainer.network();
    const model::Batch<double> batch = trainer.training_batch();
    const Line line = *loss_on_line<double>(network, batch, from, network.parameters(), 5);
    ASSERT_EQ(line.losses.size(), 5u);
    for (std::size_t i = 0; i < 5; ++i) {
      for (std::size_t k = 0; k < from.size(); ++k)
        network.parameters()[k] = from[k] + 0.25 * static_cast<double>(i) * (to[k] - from[k]);
      EXPECT_NEAR(line.losses[i], network.loss(batch), 1e-13) << i;
    }
    EXPECT_EQ(line.losses.back(), trainer.evaluate_training().loss);
  }
}

/// The same function with two hidden units in each other's place.
Vector with_units_exchanged(const model::Network<double>& network, std::size_t inputs, std::size_t width) {
  Vector swapped(network.parameters().begin(), network.parameters().end());
  for (std::size_t row = 0; row <= inputs; ++row) std::swap(swapped[row * width], swapped[row * width + 1]);
  const auto [next, size] = network.layer(1);
  const std::size_t outputs = size / (width + 1);
  for (std::size_t k = 0; k < outputs; ++k) std::swap(swapped[next + k], swapped[next + outputs + k]);
  return swapped;
}

TEST(LossOnLine, RisesBetweenUnitsInEachOthersPlace) {
  auto trainer = start(small(), "constant(0.5)");
  for (int i = 0; i < 200; ++i) trainer.update();
  const Vector here = trainer.parameters(), there = with_units_exchanged(trainer.network(), 2, 5);
  const Line line = *loss_on_line<double>(trainer.network(), trainer.training_batch(), here, there, 11);
  EXPECT_NEAR(line.losses.front(), line.losses.back(), 1e-12);
  EXPECT_NEAR(line.barrier, *std::ranges::max_element(line.losses) - line.losses.front(), 1e-12);
  EXPECT_GT(line.barrier, 0.01);
}

TEST(LossOnLine, HasNoBarrierWhereNothingRisesAndNanWhereLossesAre) {
  auto trainer = start(small());
  const Vector here = trainer.parameters();
  const auto barrier_to = [&](const Vector& there) {
    return loss_on_line<double>(trainer.network(), trainer.training_batch(), here, there)->barrier;
  };
  EXPECT_EQ(barrier_to(here), 0);
  Vector wild = here;
  wild[0] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(std::isnan(barrier_to(wild)));
  for (int i = 0; i < 3; ++i) trainer.update();  // straight down, and less and less: convex
  EXPECT_EQ(barrier_to(trainer.parameters()), 0);
}

TEST(LossOnLine, FallsShortOfALineThatIsNotLevel) {
  Task task = small();
  task.model.hidden = {};
  task.loss.kind = model::LossKind::mse_logits;  // a parabola on every line
  auto trainer = start(task);
  const Vector zero(trainer.parameters().size(), 0.0), one(zero.size(), 1.0);
  const Line line = *loss_on_line<double>(trainer.network(), trainer.training_batch(), zero, one, 3);
  EXPECT_EQ(line.losses[0], 1);
  EXPECT_LT(line.losses[1], (line.losses[0] + line.losses[2]) / 2);
  EXPECT_EQ(line.barrier, 0);
}

TEST(Attention, OfEqualLogitsHasTheEntropyOfAllThatIsSeen) {
  Task task = text_task();
  task.model.initialisation = model::Initialisation::zero;
  auto trainer = start(task, "constant(0)");
  EXPECT_TRUE(attention_figures(trainer).empty());  // no batch yet
  trainer.update();
  const auto figures = attention_figures(trainer);
  ASSERT_EQ(figures.size(), 2u);
  double entropy = 0;
  for (int seen = 1; seen <= 8; ++seen) entropy += math::log(seen) / 8;
  for (const model::AttentionFigures& layer : figures) {
    EXPECT_EQ(layer.largest_logit, 0);
    EXPECT_NEAR(layer.entropy, entropy, 1e-14);
  }
  EXPECT_EQ(figures[1].layer, "block2.attention");
}

TEST(Attention, IsThatOfTheLastBatch) {
  auto trainer = after(2, text_task());
  const auto figures = attention_figures(trainer);
  auto network = network_of<double>(
      trainer.task(),
      {.features = 1, .classes = trainer.network().classes(), .positions = 8, .inputs = {}, .labels = {}});
  std::ranges::copy(trainer.network().parameters(), network.parameters().begin());
  network.observe_attention(true);
  network.evaluate(trainer.last_batch());
  ASSERT_EQ(figures.size(), 2u);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(figures[i].largest_logit, network.attention()[i].largest_logit);
    EXPECT_EQ(figures[i].entropy, network.attention()[i].entropy);
    EXPECT_GT(figures[i].largest_logit, 0);
  }
  auto mlp = after(1, small());
  EXPECT_TRUE(attention_figures(mlp).empty());
}

TEST(Diagnostics, RefuseWhatMeansNothing) {
  auto trainer = start(small());
  const Vector here = trainer.parameters();
  const std::span<const double> few = std::span(here).first(3);
  const auto line = [&](std::span<const double> from, std::span<const double> to, std::size_t points) {
    return loss_on_line<double>(trainer.network(), trainer.training_batch(), from, to, points).error().message;
  };
  EXPECT_EQ(line(here, here, 1), "a line has at least 2 points, not 1; type 11");
  EXPECT_EQ(line(here, few, 3),
            "the ends of the line have 54 and 3 parameters and the network 54; give two states of its own");
  EXPECT_EQ(line(few, here, 3).substr(0, 33), "the ends of the line have 3 and 5");
  EXPECT_EQ(gradient_noise(trainer, {.parts = 1}).error().message,
            "noise shows between at least 2 parts of the samples, not 1; type 16");
  EXPECT_EQ(curvature(trainer, {.tolerance = 0}).error().message,
            "the tolerance of an eigenvalue is above 0 and below 1; type 1e-6");
  EXPECT_EQ(curvature(trainer, {.most_products = 0}).error().message,
            "an eigenvalue takes at least 1 product; type 100");
}

}  // namespace
}  // namespace etude::train
