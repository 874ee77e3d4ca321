// What is a layer's own: masks, statistics, tokens, what attention sees.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "etude/base/math.h"
#include "model/one_layer_test.h"
#include "support/not_finite.h"

namespace etude::model {
namespace {

using std::size_t;

OneLayer<double> norm_of_batches(size_t width) {
  OneLayer<double> one(batch_norm<double>("norm", width), kRows);
  one.start(2);
  return one;
}

OneLayer<double> tokens(size_t vocabulary, size_t width) {
  OneLayer<double> one(embedding<double>("embedding", vocabulary, kPositions, width), kRows);
  one.pass.positions = kPositions;
  one.start(2);
  return one;
}

std::vector<double> mask(std::uint64_t key, size_t first_row, size_t rows, size_t layers_before = 0,
                         double rate = 0.3) {
  std::vector<LayerPointer<double>> layers;
  for (size_t i = 0; i < layers_before; ++i) layers.push_back(dropout<double>(0, 65));
  layers.push_back(dropout<double>(rate, 65));
  OneLayer<double> one(std::make_unique<Sequence<double>>(std::move(layers)), rows);
  one.pass.key = key;
  one.pass.first_row = first_row;
  return one.forward(std::vector<double>(rows * 65, 1));
}

double dropped(const std::vector<double>& mask) {
  return static_cast<double>(std::count(mask.begin(), mask.end(), 0.0)) / static_cast<double>(mask.size());
}

TEST(Dropout, DropsItsShareOfEveryColumnAndScalesTheRest) {
  constexpr size_t rows = 4000;
  for (const double rate : {0.1, 0.3, 0.9}) {
    const auto all = mask(5, 0, rows, 0, rate);
    for (const double x : all) ASSERT_TRUE(x == 0 || x == 1 / (1 - rate)) << x;
    const double deviation = std::sqrt(rate * (1 - rate) / rows);
    for (size_t column = 0; column < 65; ++column) {
      std::vector<double> own;
      for (size_t row = 0; row < rows; ++row) own.push_back(all[row * 65 + column]);
      EXPECT_NEAR(dropped(own), rate, 4.5 * deviation) << "column " << column;
    }
  }
}

TEST(Dropout, MasksOfOtherStepsLayersRowsAndColumnsAreIndependent) {
  constexpr size_t rows = 2000;
  const auto all = mask(5, 0, rows + 1);
  const std::vector<double> own(all.begin(), all.end() - 65);
  const std::vector<double> others[] = {
      mask(6, 0, rows), mask(5, 0, rows, 1), {all.begin() + 65, all.end()}, {all.begin() + 1, all.end() - 64}};
  for (const auto& other : others) {
    double both = 0;
    for (size_t i = 0; i < own.size(); ++i) both += own[i] == 0 && other[i] == 0 ? 1 : 0;
    // 0.09 +- 4.5 deviations of a share of that size
    EXPECT_NEAR(both / static_cast<double>(own.size()), 0.09, 4.5 * std::sqrt(0.09 * 0.91 / double(own.size())));
  }
}

TEST(Dropout, TheSameStepAndRowsHaveTheSameMaskInAnyBlocks) {
  const auto all = mask(5, 0, 100), later = mask(5, 60, 40);
  EXPECT_EQ(std::vector<double>(all.begin() + 60 * 65, all.end()), later);
}

TEST(Dropout, OfEvaluationIsNone) {
  OneLayer<double> one(dropout<double>(0.3, 5), kRows);
  one.pass.is_training = false;
  const auto x = some_numbers<double>(kRows * 5, 3);
  EXPECT_EQ(one.forward(x), x);
}

TEST(LayerNorm, RowsHaveMeanZeroAndVarianceOneWhateverTheirSizeAndPlace) {
  OneLayer<double> one(layer_norm<double>("norm", 64), 4);
  std::fill_n(one.parameters.begin(), 64, 1.0);
  for (const auto& [scale, place] : {std::pair{1.0, 0.0}, {100.0, 0.0}, {3.0, 1e6}}) {
    auto x = some_numbers<double>(64, 3);
    for (double& value : x) value = scale * value + place;
    double mean = 0, squares = 0;
    for (const double y : one.forward(x)) mean += y / 64, squares += y * y / 64;
    EXPECT_NEAR(mean, 0, 1e-9);
    EXPECT_NEAR(squares, 1, 1e-4) << "but for the 1e-5 under the root";
  }
}

TEST(LayerNorm, EqualNumbersGiveTheBias) {
  OneLayer<double> one(layer_norm<double>("norm", 5), 1);
  one.start(2);
  const std::vector<double> bias(one.parameters.begin() + 5, one.parameters.end());
  EXPECT_EQ(one.forward(std::vector<double>(5, 3.0)), bias);
}

TEST(BatchNorm, OneRowGivesTheBiasAndNoNewsOfTheVariance) {
  auto one = norm_of_batches(11);
  const std::vector<double> bias(one.parameters.begin() + 11, one.parameters.end());
  EXPECT_EQ(one.forward(std::vector<double>(11, 3.0)), bias);
  for (const double dx : one.backward(some_numbers<double>(11, 5))) EXPECT_EQ(dx, 0);
  for (size_t j = 0; j < 11; ++j) {
    EXPECT_DOUBLE_EQ(one.statistics[j], 0.1 * 3.0);
    EXPECT_EQ(one.statistics[11 + j], 1);
  }
}

TEST(BatchNorm, EvaluationTakesTheStatisticsAndLeavesThem) {
  auto one = norm_of_batches(11);
  const auto x = some_numbers<double>(kRows * 11, 3);
  const auto trained = one.forward(x);
  const auto statistics = one.statistics;
  one.pass.is_training = false;
  const auto y = one.forward(x);
  EXPECT_EQ(one.statistics, statistics);
  EXPECT_NE(y, trained);
  for (size_t i = 0; i < y.size(); ++i) {
    const double mean = statistics[i % 11], variance = statistics[11 + i % 11];
    const double normal = (x[i] - mean) / std::sqrt(variance + 1e-5);
    EXPECT_NEAR(y[i], one.parameters[i % 11] * normal + one.parameters[11 + i % 11], 1e-14);
  }
}

TEST(BatchNorm, FrozenTakesTheStatisticsInTrainingAndLeavesThem) {
  auto one = norm_of_batches(11);
  const auto x = some_numbers<double>(kRows * 11, 3), upstream = some_numbers<double>(kRows * 11, 4);
  one.forward(x);
  const auto statistics = one.statistics;
  one.layer->freeze([](const std::string& name) { return name == "norm.gain"; });
  EXPECT_TRUE(one.layer->couples_samples());
  one.layer->freeze([](const std::string& name) { return name.starts_with("norm."); });
  EXPECT_FALSE(one.layer->couples_samples());
  const auto trained = one.forward(x);
  EXPECT_EQ(one.statistics, statistics);
  const auto dx = one.backward(upstream);
  for (size_t i = 0; i < dx.size(); ++i)
    EXPECT_NEAR(dx[i], upstream[i] * one.parameters[i % 11] / std::sqrt(statistics[11 + i % 11] + 1e-5), 1e-14);
  one.pass.is_training = false;
  EXPECT_EQ(one.forward(x), trained);
}

TEST(Embedding, RowsAreTheSumOfTheirTokenAndTheirPlace) {
  auto one = tokens(4, 9);
  one.pass.first_row = 3;
  const auto y = one.forward({2, 0, 3, 3});
  const size_t tokens[] = {2, 0, 3, 3}, places[] = {3, 4, 5, 0};
  for (size_t i = 0; i < 4; ++i)
    for (size_t j = 0; j < 9; ++j)
      EXPECT_EQ(y[i * 9 + j], one.parameters[tokens[i] * 9 + j] + one.parameters[(4 + places[i]) * 9 + j]);
}

TEST(Embedding, WhatIsNoTokenGivesNanAndNoGradient) {
  for (const double token : {nan, -1.0, 4.0, 1e300}) {
    auto one = tokens(4, 9);
    for (const double y : one.forward({token})) EXPECT_TRUE(std::isnan(y)) << token;
    one.backward(std::vector<double>(9, 1));
    for (const double g : one.gradients) EXPECT_EQ(g, 0) << token;
  }
}

TEST(Attention, WithoutQueriesIsTheMeanOfWhatCameBefore) {
  OneLayer<double> one(attention<double>("attention", 4, 2), 2 * kPositions);
  one.pass = {.observes = true, .positions = kPositions};
  auto x = some_numbers<double>(2 * kPositions * 12, 3);
  for (size_t i = 0; i < x.size(); ++i) x[i] = i % 12 < 4 ? 0 : x[i];
  const auto y = one.forward(x);
  double entropy = 0;
  for (size_t row = 0; row < 2 * kPositions; ++row) {
    const size_t first = row / kPositions * kPositions, seen = row - first + 1;
    entropy += math::log(static_cast<double>(seen)) / (2 * kPositions);
    for (size_t j = 0; j < 4; ++j) {
      double mean = 0;
      for (size_t i = first; i <= row; ++i) mean += x[i * 12 + 8 + j] / static_cast<double>(seen);
      EXPECT_NEAR(y[row * 4 + j], mean, 1e-15);
    }
  }
  std::vector<AttentionFigures> figures;
  one.layer->figures(figures);
  ASSERT_EQ(figures.size(), 1u);
  EXPECT_EQ(figures[0].layer, "attention");
  EXPECT_EQ(figures[0].largest_logit, 0);
  EXPECT_NEAR(figures[0].entropy, entropy, 1e-15);
}

TEST(Attention, LooksAtNothingThatComesLater) {
  for (const size_t positions : {size_t{1}, size_t{7}, size_t{24}, size_t{25}, size_t{61}}) {  // around its row blocks
    OneLayer<float> one(attention<float>("attention", 6, 2), positions);
    one.pass.positions = positions;
    auto x = some_numbers<float>(positions * 18, 3);
    const auto before = one.forward(x);
    for (size_t row = 1; row < positions; ++row) {
      auto other = x;
      for (size_t i = row * 18; i < x.size(); ++i) other[i] += 1;
      const auto y = one.forward(other);
      for (size_t i = 0; i < row * 6; ++i) ASSERT_EQ(y[i], before[i]) << "row " << i / 6 << " of " << positions;
      EXPECT_NE(y[row * 6], before[row * 6]);
    }
  }
}

TEST(Attention, GradientsOfManyPositionsAreThoseOfFiniteDifferences) {
  constexpr size_t positions = 27;  // more than it takes at a time
  for (const bool causal : {true, false}) {
    OneLayer<double> one(attention<double>("attention", 2, 1, causal), positions);
    one.pass.positions = positions;
    auto x = some_numbers<double>(positions * 6, 3);
    const auto upstream = some_numbers<double>(positions * 2, 5);
    const auto value = [&] {
      const auto y = one.forward(x);
      return std::inner_product(y.begin(), y.end(), upstream.begin(), 0.0);
    };
    value();
    const auto dx = one.backward(upstream);
    for (size_t i = 0; i < x.size(); ++i) EXPECT_NEAR(dx[i], slope_by_differences(x[i], value), 1e-9) << "input " << i;
  }
}

TEST(Attention, FiguresCoverAllPartsOfAPassAndShowNan) {
  OneLayer<double> whole(attention<double>("attention", 6, 2), kRows),
      parts(attention<double>("attention", 6, 2), kRows);
  whole.pass = parts.pass = {.observes = true, .positions = kPositions};
  const auto x = some_numbers<double>(kRows * 18, 3);
  whole.forward(x);
  for (int pass = 0; pass < 2; ++pass) {  // the second starts again
    parts.pass.is_first_part = true;
    parts.forward({x.begin(), x.begin() + kPositions * 18});
    parts.pass.is_first_part = false;
    parts.forward({x.begin() + kPositions * 18, x.end()});
  }
  std::vector<AttentionFigures> figures;
  whole.layer->figures(figures);
  parts.layer->figures(figures);
  EXPECT_EQ(figures[0].largest_logit, figures[1].largest_logit);
  EXPECT_EQ(figures[0].entropy, figures[1].entropy);
  auto bad = x;
  bad[9] = nan;
  whole.forward(bad);
  whole.layer->figures(figures);
  EXPECT_TRUE(std::isnan(figures[2].largest_logit));
  EXPECT_TRUE(std::isnan(figures[2].entropy));
}

}  // namespace
}  // namespace etude::model
