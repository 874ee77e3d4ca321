#include "etude/data/dataset.h"

#include <gtest/gtest.h>

#include "support/not_finite.h"
#include "support/refused.h"

namespace etude::data {
namespace {

using testing::expect_refused;

TEST(Dataset, CountsSamplesByPositions) {
  EXPECT_EQ((Dataset{.inputs = {}, .labels = {0, 1, 0, 1, 0, 1}}.samples()), 6U);
  EXPECT_EQ((Dataset{.positions = 3, .inputs = {}, .labels = {0, 1, 0, 1, 0, 1}}.samples()), 2U);
  EXPECT_EQ((Dataset{.positions = 0, .inputs = {}, .labels = {0, 1}}.samples()), 0U);
}

TEST(CheckDataset, RefusesWhatTrainingCannotUse) {
  const std::pair<Dataset, std::vector<std::string>> cases[] = {
      {{2, 2, 1, {}, {}}, {"no samples"}},
      {{0, 2, 1, {}, {0, 1}}, {"no features"}},
      {{1, 2, 0, {1, 2}, {0, 1}}, {"0 positions"}},
      {{1, 2, 2, {1, 2, 3}, {0, 1, 0}}, {"3 labels are no whole samples of 2 positions"}},
      {{2, 2, 1, {1, 2, 3}, {0, 1}}, {"2 labels need 2 inputs each", "there are 3"}},
      {{2, 2, 1, {1, 2}, {0, 1}}, {"there are 2"}},
      {{1, 1, 1, {1, 2}, {0, 0}}, {"of 1 classes", "needs 2"}},
      {{1, 65537, 1, {1, 2}, {0, 1}}, {"65537 classes", "to 65536"}},
      {{1, 3, 1, {1, 2}, {2, 2}}, {"every label is 2", "two classes"}},
      {{1, 2, 1, {1, 2, 3}, {0, 1, 2}}, {"label of sample 2 is 2", "0 to 1"}},
      {{1, 2, 1, {1, 2, 3}, {0, -1, 1}}, {"label of sample 1 is -1"}},
      {{1, 2, 2, {1, 0, 1, 0}, {0, 1, 0, 7}}, {"label of sample 1 is 7"}},
      {{2, 2, 1, {1, 2, 3, nan}, {0, 1}}, {"sample 1, column 1", "is nan"}},
      {{2, 2, 1, {1, 2, -inf, nan}, {0, 1}}, {"sample 1, column 0", "is -inf"}},
      {{1, 2, 2, {0, 1, 0, nan}, {0, 1, 0, 1}}, {"sample 1, column 1"}},
  };
  for (const auto& [data, parts] : cases) expect_refused(check(data), parts);
}

TEST(CheckDataset, TakesTheSmallestAndTheLargest) {
  const Dataset cases[] = {
      {1, 2, 1, {0, 0}, {0, 1}},
      {1, 65536, 1, {1e308, -1e-308}, {65535, 0}},
      {1, 2, 2, {0, 1}, {1, 0}},
  };
  for (const Dataset& data : cases) EXPECT_TRUE(check(data)) << data.classes;
}

TEST(CheckTokens, TakesWholeNumbersBelowTheVocabulary) {
  EXPECT_TRUE(check_tokens({1, 3, 2, {0, 1, 2, 0}, {1, 2, 0, 1}}));
  for (const double bad : {3.0, -1.0, 0.5, nan, inf})
    expect_refused(check_tokens({1, 3, 2, {0, 1, bad, 0}, {1, 2, 0, 1}}), {"sample 1, column 0", "text:PATH"});
}

}  // namespace
}  // namespace etude::data
