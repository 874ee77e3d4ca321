#include "data/transform.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "support/not_finite.h"
#include "support/refused.h"

namespace etude::data {
namespace {

using testing::expect_refused;

/// n samples of two features (i, -i) in two classes.
Dataset numbered(std::size_t n) {
  Dataset data{.features = 2, .classes = 2, .inputs = {}, .labels = {}};
  for (std::size_t i = 0; i < n; ++i) {
    data.inputs.push_back(static_cast<double>(i));
    data.inputs.push_back(-static_cast<double>(i));
    data.labels.push_back(static_cast<std::int32_t>(i % 2));
  }
  return data;
}

std::vector<double> first_column(const Dataset& data) {
  std::vector<double> column;
  for (std::size_t i = 0; i < data.samples(); ++i) column.push_back(data.inputs[2 * i]);
  return column;
}

TEST(SplitData, PutsEverySampleInExactlyOnePart) {
  struct Case {
    std::size_t n;
    SplitOptions options;
    std::size_t train, validation, test;
  };
  const Case cases[] = {
      {10, {}, 10, 0, 0},
      {10, {.validation_fraction = 0.2, .test_fraction = 0.3}, 5, 2, 3},
      {10, {.validation_fraction = 0.25}, 7, 3, 0},
      {10, {.test_fraction = 0.05}, 9, 0, 1},
      {1797, {.validation_fraction = 0.1, .test_fraction = 0.1, .seed = 4}, 1437, 180, 180},
  };
  for (const Case& c : cases) {
    const Dataset data = numbered(c.n);
    const auto parts = split({data, {}, {}}, c.options);
    ASSERT_TRUE(parts) << parts.error().message;
    EXPECT_EQ(parts->train.samples(), c.train);
    EXPECT_EQ(parts->validation.samples(), c.validation);
    EXPECT_EQ(parts->test.samples(), c.test);
    std::vector<double> all;
    for (const Dataset* part : {&parts->train, &parts->validation, &parts->test}) {
      const auto column = first_column(*part);
      EXPECT_TRUE(std::is_sorted(column.begin(), column.end()));
      for (std::size_t i = 0; i < column.size(); ++i) {
        EXPECT_EQ(part->inputs[2 * i + 1], -column[i]);
        EXPECT_EQ(part->labels[i], static_cast<std::int32_t>(column[i]) % 2);
      }
      all.insert(all.end(), column.begin(), column.end());
    }
    std::sort(all.begin(), all.end());
    EXPECT_EQ(all, first_column(data));
  }
}

TEST(SplitData, DependsOnItsSeedAndTestsTheSameSamplesWithAnyValidation) {
  const auto test_of = [](const SplitOptions& options) { return split({numbered(40), {}, {}}, options)->test.inputs; };
  EXPECT_EQ(test_of({.test_fraction = 0.5, .seed = 1}), test_of({.test_fraction = 0.5, .seed = 1}));
  EXPECT_NE(test_of({.test_fraction = 0.5, .seed = 1}), test_of({.test_fraction = 0.5, .seed = 2}));
  EXPECT_EQ(test_of({.test_fraction = 0.5}), test_of({.validation_fraction = 0.25, .test_fraction = 0.5}));
}

TEST(SplitData, KeepsTheSourcesOwnTestPart) {
  const auto parts = split({numbered(10), {}, numbered(3)}, {.validation_fraction = 0.5});
  ASSERT_TRUE(parts);
  EXPECT_EQ(parts->train.samples(), 5U);
  EXPECT_EQ(parts->validation.samples(), 5U);
  EXPECT_EQ(parts->test.inputs, numbered(3).inputs);
}

TEST(SplitData, KeepsTheTokensOfASampleTogether) {
  const Dataset text{1, 3, 2, {0, 1, 1, 2, 2, 0, 0, 2}, {1, 1, 2, 2, 0, 0, 2, 2}};
  const auto parts = split({text, {}, {}}, {.test_fraction = 0.5});
  ASSERT_TRUE(parts);
  for (const Dataset* part : {&parts->train, &parts->test}) {
    EXPECT_EQ(part->samples(), 2U);
    EXPECT_EQ(part->positions, 2U);
    for (std::size_t i = 0; i < 4; i += 2) EXPECT_EQ(part->labels[i], static_cast<std::int32_t>(part->inputs[i + 1]));
  }
}

TEST(SplitData, RefusesPartsThatWouldBeEmpty) {
  const std::pair<SplitOptions, std::vector<std::string>> cases[] = {
      {{.validation_fraction = 0.5, .test_fraction = 0.5}, {"leave none to train on"}},
      {{.validation_fraction = 0.7, .test_fraction = 0.7}, {"validation_fraction=0.7", "leave none"}},
      {{.validation_fraction = 0.48, .test_fraction = 0.48}, {"leave none"}},
      {{.validation_fraction = 0.04}, {"validation_fraction=0.04 of 10 samples is none"}},
      {{.test_fraction = 1e-300}, {"test_fraction=1e-300 of 10 samples is none"}},
      {{.test_fraction = -0.1}, {"test_fraction must be at least 0 and below 1, not -0.1"}},
      {{.test_fraction = 1}, {"below 1, not 1"}},
      {{.validation_fraction = nan}, {"validation_fraction", "nan"}},
  };
  for (const auto& [options, parts] : cases) expect_refused(split({numbered(10), {}, {}}, options), parts);
  expect_refused(split({numbered(10), {}, numbered(2)}, {.test_fraction = 0.1}), {"leave test_fraction at 0"});
  expect_refused(split({numbered(10), numbered(2), {}}, {.validation_fraction = 0.1}), {"validation_fraction at 0"});
  expect_refused(split({}, {.test_fraction = 0.5}), {"of 0 samples is none"});
}

TEST(Subset, TakesTheSamplesInTheOrderOfTheIndices) {
  const std::vector<std::uint32_t> indices{4, 0, 4};
  const Dataset part = subset(numbered(5), indices);
  EXPECT_EQ(part.inputs, (std::vector<double>{4, -4, 0, 0, 4, -4}));
  EXPECT_EQ(part.labels, (std::vector<std::int32_t>{0, 0, 0}));
  EXPECT_EQ(part.classes, 2U);
  const Dataset text{1, 3, 2, {0, 1, 1, 2}, {1, 1, 2, 2}};
  EXPECT_EQ(subset(text, std::vector<std::uint32_t>{1}).inputs, (std::vector<double>{1, 2}));
}

TEST(FirstSamples, AreAtMostTheLimit) {
  EXPECT_EQ(first_samples(numbered(5), 2).inputs, numbered(2).inputs);
  EXPECT_EQ(first_samples(numbered(5), 2).labels, numbered(2).labels);
  EXPECT_EQ(first_samples(numbered(5), 0).samples(), 0U);
  EXPECT_EQ(first_samples(numbered(5), 9).inputs, numbered(5).inputs);
  EXPECT_EQ(first_samples({1, 3, 2, {0, 1, 1, 2}, {1, 1, 2, 2}}, 1).labels, (std::vector<std::int32_t>{1, 1}));
}

Dataset table(std::size_t features, std::vector<double> inputs) {
  Dataset data{.features = features, .classes = 2, .inputs = std::move(inputs), .labels = {}};
  data.labels.resize(data.inputs.size() / features);
  return data;
}

TEST(Standardise, MapsEveryPartByTheTrainingPartsMeanAndSd) {
  const Split parts{table(2, {1, 10, 3, 30}), table(2, {2, 0}), table(2, {5, 20})};
  const auto by_column = standardise(parts, Standardisation::per_feature);
  ASSERT_TRUE(by_column);
  EXPECT_EQ(by_column->train.inputs, (std::vector<double>{-1, -1, 1, 1}));
  EXPECT_EQ(by_column->validation.inputs, (std::vector<double>{0, -2}));
  EXPECT_EQ(by_column->test.inputs, (std::vector<double>{3, 0}));

  const auto overall = standardise({table(2, {1, 3, 3, 1}), {}, table(2, {5, 2})}, Standardisation::overall);
  ASSERT_TRUE(overall);
  EXPECT_EQ(overall->train.inputs, (std::vector<double>{-1, 1, 1, -1}));
  EXPECT_EQ(overall->test.inputs, (std::vector<double>{3, 0}));
}

TEST(Standardise, MakesAConstantFeature0InEveryPart) {
  // 0.1 added up and divided again is not 0.1: its distance over its sd would be 1.
  std::vector<double> inputs;
  for (int i = 0; i < 10; ++i) inputs.insert(inputs.end(), {0.1, i % 2 ? 1.0 : -1.0});
  const auto parts = standardise({table(2, inputs), {}, table(2, {7, 3})}, Standardisation::per_feature);
  ASSERT_TRUE(parts);
  for (std::size_t i = 0; i < 10; ++i) EXPECT_EQ(parts->train.inputs[2 * i], 0);
  EXPECT_EQ(parts->train.inputs[1], -1);
  EXPECT_EQ(parts->test.inputs, (std::vector<double>{0, 3}));
  EXPECT_EQ(standardise({table(1, {0.1, 0.1, 0.1}), {}, {}}, Standardisation::overall)->train.inputs,
            std::vector<double>(3));
}

TEST(Standardise, LosesNoDigitsToALargeMean) {
  const auto parts =
      standardise({table(1, {1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4}), {}, {}}, Standardisation::per_feature);
  ASSERT_TRUE(parts);
  const double sd = std::sqrt(1.25);
  EXPECT_EQ(parts->train.inputs, (std::vector<double>{-1.5 / sd, -0.5 / sd, 0.5 / sd, 1.5 / sd}));
}

TEST(Standardise, RefusesWhatHasNoMeanOrIsNoMeasure) {
  expect_refused(standardise({}, Standardisation::overall), {"no training samples"});
  expect_refused(standardise({{1, 3, 2, {0, 1}, {1, 1}}, {}, {}}, Standardisation::overall),
                 {"tokens", "unstandardised"});
  expect_refused(standardise({table(2, {0, 1e308, 1, 1.7e308}), {}, {}}, Standardisation::per_feature),
                 {"column 1", "a mean of inf"});
  expect_refused(standardise({table(1, {1e200, -1e200}), {}, {}}, Standardisation::per_feature),
                 {"column 0", "power of ten"});
}

Dataset labelled(std::size_t n, std::size_t classes) {
  Dataset data{.features = 1, .classes = classes, .inputs = std::vector<double>(n), .labels = {}};
  for (std::size_t i = 0; i < n; ++i) data.labels.push_back(static_cast<std::int32_t>(i % classes));
  return data;
}

std::vector<std::size_t> changed(const Dataset& before, const Dataset& after) {
  std::vector<std::size_t> at;
  for (std::size_t i = 0; i < before.labels.size(); ++i)
    if (before.labels[i] != after.labels[i]) at.push_back(i);
  return at;
}

TEST(LabelNoise, ReplacesThatManyLabelsByOtherClasses) {
  for (const std::size_t classes : {2, 3, 10}) {
    const Dataset data = labelled(1000, classes);
    for (const auto& [fraction, count] : std::map<double, std::size_t>{{0, 0}, {0.0005, 1}, {0.3, 300}, {1, 1000}}) {
      const auto noisy = with_label_noise(data, {.fraction = fraction, .seed = 1});
      ASSERT_TRUE(noisy);
      EXPECT_EQ(changed(data, *noisy).size(), count);
      EXPECT_TRUE(check(*noisy));
      EXPECT_EQ(noisy->inputs, data.inputs);
    }
  }
}

TEST(LabelNoise, TakesEachOtherClassAlike) {
  Dataset data = labelled(9000, 4);
  std::fill(data.labels.begin(), data.labels.end(), 1);
  const auto noisy = with_label_noise(data, {.fraction = 1, .seed = 5});
  std::map<std::int32_t, int> counts;
  for (const std::int32_t label : noisy->labels) ++counts[label];
  EXPECT_EQ(counts.size(), 3U);
  for (const std::int32_t other : {0, 2, 3}) EXPECT_NEAR(counts[other], 3000, 200);  // sd 45
}

TEST(LabelNoise, OfALargerFractionReplacesTheSameAndMore) {
  const Dataset data = labelled(100, 5);
  const Dataset little = *with_label_noise(data, {.fraction = 0.2, .seed = 1});
  const Dataset much = *with_label_noise(data, {.fraction = 0.6, .seed = 1});
  for (const std::size_t i : changed(data, little)) EXPECT_EQ(little.labels[i], much.labels[i]);
  EXPECT_NE(little.labels, with_label_noise(data, {.fraction = 0.2, .seed = 2})->labels);
}

TEST(LabelNoise, RefusesFractionsAndClassesThatAreNone) {
  for (const double fraction : {-0.1, 1.1, nan})
    expect_refused(with_label_noise(labelled(10, 2), {.fraction = fraction}), {"fraction of 0 to 1"});
  expect_refused(with_label_noise({1, 1, 1, {0}, {0}}, {.fraction = 0.5}), {"2 to 65536 classes, not 1"});
}

TEST(Classes, KeepTheirSamplesAndTakeTheirPlaceAsNumber) {
  const Dataset data{1, 4, 1, {10, 11, 12, 13, 14, 15}, {0, 1, 2, 3, 1, 0}};
  const Dataset kept = *of_classes(data, std::vector<std::size_t>{3, 1});
  EXPECT_EQ(kept.classes, 2U);
  EXPECT_EQ(kept.inputs, (std::vector<double>{11, 13, 14}));
  EXPECT_EQ(kept.labels, (std::vector<std::int32_t>{1, 0, 1}));
}

TEST(Classes, AreRefusedWhereThereAreNone) {
  const Dataset data{1, 3, 1, {0, 0}, {0, 1}}, text{1, 2, 2, {0, 1}, {1, 0}};
  expect_refused(of_classes(data, std::vector<std::size_t>{3}), {"no class 3", "0 to 2"});
  expect_refused(of_classes(data, std::vector<std::size_t>{1, 1}), {"class 1", "twice"});
  expect_refused(of_classes(data, std::vector<std::size_t>{2}), {"no sample"});
  expect_refused(of_classes(text, std::vector<std::size_t>{0}), {"text"});
}

}  // namespace
}  // namespace etude::data
