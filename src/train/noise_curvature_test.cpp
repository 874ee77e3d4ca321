// The estimates of diagnostics.h: gradient noise and curvature.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "data/order.h"
#include "train/parameters.h"
#include "train/small_runs_test.h"

namespace etude::train {
namespace {

using namespace small_runs;

/// The gradient of some of the training samples, where it trains.
Vector gradient_by_hand(Trainer<double>& trainer, std::span<const std::uint32_t> indices) {
  auto network = network_of<double>(trainer.task(), {.features = 2, .classes = 3, .inputs = {}, .labels = {}});
  std::ranges::copy(trainer.network().parameters(), network.parameters().begin());
  Vector inputs;
  std::vector<std::int32_t> labels;
  for (const std::uint32_t i : indices) {
    inputs.push_back(trainer.training_batch().inputs[2 * i]);
    inputs.push_back(trainer.training_batch().inputs[2 * i + 1]);
    labels.push_back(trainer.training_batch().labels[i]);
  }
  network.loss_and_gradients({inputs, labels});
  Vector of;
  for (const auto& [begin, size] : trainer.trained())
    for (std::size_t i = begin; i < begin + size; ++i) of.push_back(network.gradients()[i]);
  return of;
}

/// McCandlish et al. 2018, A.1, as it stands there: |G|^2 and tr(S) of a small and a large batch.
NoiseScale noise_by_hand(Trainer<double>& trainer, std::size_t samples, std::size_t parts, std::uint32_t seed) {
  const auto order = data::epoch_order(trainer.training_batch().labels.size(), seed, 0);
  const std::size_t part = samples / parts;
  const double small = static_cast<double>(part), big = static_cast<double>(part * parts);
  double small_squared = 0;
  for (std::size_t i = 0; i < parts; ++i) {
    const double norm = length<double>(gradient_by_hand(trainer, std::span(order).subspan(i * part, part)));
    small_squared += norm * norm / static_cast<double>(parts);
  }
  const double big_norm = length<double>(gradient_by_hand(trainer, std::span(order).first(part * parts)));
  const double big_squared = big_norm * big_norm;
  NoiseScale noise;
  noise.gradient_squared = (big * big_squared - small * small_squared) / (big - small);
  noise.covariance_trace = (small_squared - big_squared) / (1 / small - 1 / big);
  noise.samples = part * parts;
  return noise;
}

TEST(GradientNoise, IsThatOfASmallAndALargeBatch) {
  Task frozen = small();
  frozen.frozen = {"layer2", "layer1.bias"};
  for (const Task& task : {small(), frozen}) {
    auto trainer = after(3, task);
    const struct {
      std::size_t samples, parts, looked_at;
    } cases[] = {{60, 2, 60}, {60, 7, 56}, {60, 60, 60}, {10, 4, 8}, {2, 2, 2}};
    for (const auto& c : cases) {
      const NoiseScale found = *gradient_noise(trainer, {.samples = c.samples, .parts = c.parts, .seed = 5});
      const NoiseScale expected = noise_by_hand(trainer, c.samples, c.parts, 5);
      EXPECT_EQ(found.samples, c.looked_at);
      EXPECT_NEAR(found.gradient_squared, expected.gradient_squared, 1e-12) << c.parts;
      EXPECT_NEAR(found.covariance_trace, expected.covariance_trace, 1e-11) << c.parts;
      if (found.gradient_squared > 0) {
        EXPECT_DOUBLE_EQ(found.scale, found.covariance_trace / found.gradient_squared);
      }
    }
  }
}

TEST(GradientNoise, TakesOnePartASampleAtMost) {
  auto trainer = after(3, small());
  const NoiseScale many = *gradient_noise(trainer, {.parts = 1000}), each = *gradient_noise(trainer, {.parts = 60});
  EXPECT_EQ(many.scale, each.scale);
  EXPECT_EQ(many.samples, 60u);
  EXPECT_NE(many.scale, gradient_noise(trainer, {.samples = 59, .parts = 1000})->scale);
}

TEST(GradientNoise, IsInfiniteWhereTheMeanIsNone) {
  Task task = small();
  task.model.initialisation = model::Initialisation::zero;  // p = 1/3, so only the last bias has a gradient, of p - y
  auto trainer = start(task);
  const NoiseScale noise = *gradient_noise(trainer, {.parts = 60});
  EXPECT_NEAR(noise.covariance_trace, 60 / 59.0 * 2 / 3, 1e-14);  // 4/9 + 1/9 + 1/9 of each sample
  EXPECT_NEAR(noise.gradient_squared, -noise.covariance_trace / 60, 1e-14);
  EXPECT_EQ(noise.scale, std::numeric_limits<double>::infinity());
}

TEST(GradientNoise, OfOneSampleOrNothingThatTrainsIsNan) {
  auto trainer = start(small());
  EXPECT_TRUE(std::isnan(gradient_noise(trainer, {.samples = 1})->scale));
  EXPECT_EQ(gradient_noise(trainer, {.samples = 1})->samples, 1u);
  Task task = small();
  task.frozen = {"layer1", "layer2", "layer3"};
  auto frozen = start(task);
  EXPECT_TRUE(std::isnan(gradient_noise(frozen)->scale));
  EXPECT_TRUE(std::isnan(curvature(frozen)->largest_eigenvalue));
}

/// The second derivatives of the mean loss where it trains, by differences of gradients.
std::vector<Vector> hessian_by_hand(Trainer<double>& trainer) {
  constexpr double kStep = 1e-4;
  std::vector<std::uint32_t> all(trainer.training_batch().labels.size());
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint32_t>(i);
  std::vector<Vector> rows;
  for (const auto& [begin, size] : trainer.trained())
    for (std::size_t i = begin; i < begin + size; ++i) {
      double& p = trainer.network().parameters()[i];
      const double at = p;
      p = at + kStep;
      Vector above = gradient_by_hand(trainer, all);
      p = at - kStep;
      const Vector below = gradient_by_hand(trainer, all);
      p = at;
      for (std::size_t k = 0; k < above.size(); ++k) above[k] = (above[k] - below[k]) / (2 * kStep);
      rows.push_back(above);
    }
  return rows;
}

/// Its largest eigenvalue by the power method, of H + 100 so that it is the largest in size too.
double largest_by_hand(const std::vector<Vector>& hessian) {
  Vector v(hessian.size(), 1.0);
  double norm = 0;
  for (int i = 0; i < 20'000; ++i) {
    Vector next(v.size());
    for (std::size_t k = 0; k < v.size(); ++k)
      for (std::size_t j = 0; j < v.size(); ++j) next[k] += (hessian[k][j] + (k == j ? 100 : 0)) * v[j];
    norm = length<double>(next);
    for (std::size_t k = 0; k < v.size(); ++k) v[k] = next[k] / norm;
  }
  return norm - 100;
}

TEST(TrainerCurvature, IsThatOfTheParametersThatTrain) {
  Task frozen = small(model::ActivationKind::tanh);
  frozen.frozen = {"layer2", "layer1.bias"};
  for (const Task& task : {small(model::ActivationKind::tanh), frozen}) {
    auto trainer = after(3, task);
    const std::vector<Vector> expected = hessian_by_hand(trainer);
    double trace = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) trace += expected[i][i];
    const model::Curvature found = *curvature(trainer, {.tolerance = 1e-8});
    EXPECT_TRUE(found.converged);
    EXPECT_NEAR(found.trace, trace, 1e-6);
    EXPECT_NEAR(found.largest_eigenvalue, largest_by_hand(expected), 1e-6);
  }
}

TEST(TrainerCurvature, IsWithoutDropoutAndInFloat64) {
  Task task = small(model::ActivationKind::tanh);
  auto plain = start(task);
  auto narrow = start<float>(task);
  task.model.dropout = 0.5;
  auto dropped = start(task);
  const model::Curvature expected = *curvature(plain);
  EXPECT_EQ(curvature(dropped)->trace, expected.trace);
  EXPECT_NEAR(curvature(narrow)->trace, expected.trace, 1e-5);  // weights and inputs rounded to float32
  EXPECT_NEAR(curvature(narrow)->largest_eigenvalue, expected.largest_eigenvalue, 1e-5);
}

TEST(TrainerCurvature, LooksAtSomeSamplesOfEveryClass) {
  auto trainer = start(small(model::ActivationKind::tanh));
  const double all = curvature(trainer)->trace;
  EXPECT_EQ(curvature(trainer, {}, 60)->trace, all);
  const double some = curvature(trainer, {}, 30)->trace;  // the first 30 as they lie are of two classes
  EXPECT_NE(some, all);
  EXPECT_NEAR(some, all, 0.2 * all);
  EXPECT_TRUE(std::isnan(curvature(trainer, {}, 0)->trace));
}

TEST(TrainerCurvature, OfATransformerWithBatchesIsFinite) {
  auto trainer = after(2, text_task());
  const model::Curvature found = *curvature(trainer, {.tolerance = 1e-3, .probes = 2}, 8);
  EXPECT_TRUE(found.converged);
  EXPECT_GT(found.largest_eigenvalue, 0);
  EXPECT_TRUE(std::isfinite(found.trace) && found.trace_error > 0);
}

}  // namespace
}  // namespace etude::train
