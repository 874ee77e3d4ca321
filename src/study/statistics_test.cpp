#include "study/statistics.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <fstream>

#include "etude/base/json.h"
#include "support/golden.h"
#include "support/not_finite.h"

namespace etude::study {
namespace {

using testing::relative_error;

std::vector<Json> cases(std::string_view which) {
  std::vector<Json> all;
  std::ifstream file(ETUDE_GOLDEN "/statistics/statistics.jsonl");
  std::string text;
  while (std::getline(file, text)) {
    const Json line = *read_json(text);
    if (*line.find("case") == Json(which)) all.push_back(line);
  }
  EXPECT_FALSE(all.empty()) << which;
  return all;
}

double number(const Json& line, std::string_view name) { return line.find(name)->number().value(); }

std::vector<double> numbers(const Json& line, std::string_view name) {
  std::vector<double> all;
  for (const Json& one : *line.find(name)->as<Json::Array>()) all.push_back(one.number().value_or(nan));
  return all;
}

TEST(PairedDifference, OfOneExactPairHasNoSpread) {
  const PairedDifference one = paired_difference(std::array{3.0}, std::array{1.0});
  EXPECT_TRUE(std::isnan(one.p) && std::isnan(one.ci95));
  const PairedDifference exact = paired_difference(std::array{3.0}, std::array{1.0}, true);
  EXPECT_EQ(exact.mean, 2);
  EXPECT_EQ(exact.ci95, 0);
  EXPECT_EQ(exact.p, 0);
  EXPECT_EQ(paired_difference(std::array{3.0}, std::array{3.0}, true).p, 1);
}

TEST(Statistics, SummariseWhatIsNotNan) {
  const Summary four = summarise({4, nan, 1, 2, 3});
  EXPECT_EQ(four.median, 2.5);
  EXPECT_EQ(four.mean, 2.5);
  EXPECT_NEAR(four.sd, 1.2909944487358056, 1e-15);
  EXPECT_NEAR(four.ci95, 3.182446305284263 * 1.2909944487358056 / 2, 1e-12);
  EXPECT_EQ(summarise({7}).median, 7);
  EXPECT_TRUE(std::isnan(summarise({7}).sd));
  EXPECT_TRUE(std::isnan(summarise({nan}).mean));
}

TEST(Statistics, KnowStudentsQuantiles) {
  const struct {
    double probability;
    int degrees;
    double quantile;
  } cases[] = {{0.95, 1, 12.706204736432095}, {0.95, 2, 4.302652729911275},   {0.95, 3, 3.182446305284263},
               {0.95, 9, 2.2621571627409915}, {0.95, 30, 2.0422724563012373}, {0.95, 1000, 1.9623390808264078},
               {0.99, 5, 4.032142983557536}};
  for (const auto& c : cases) EXPECT_NEAR(student_quantile(c.probability, c.degrees), c.quantile, 1e-9) << c.degrees;
}

TEST(Statistics, KnowStudentsTailAsFarAsDoublesReach) {
  double smallest = 1;
  for (const Json& line : cases("tail")) {
    const double t = number(line, "t"), p = number(line, "p");
    const int degrees = static_cast<int>(number(line, "degrees"));
    EXPECT_LE(relative_error(student_tail(t, degrees), p), 1e-12) << t << " at " << degrees;
    EXPECT_EQ(student_tail(-t, degrees), student_tail(t, degrees));
    smallest = std::min(smallest, p);
  }
  EXPECT_LT(smallest, 1e-299);
}

TEST(Statistics, EndStudentsTailProperly) {
  for (const int degrees : {1, 2, 9, 1000}) {
    EXPECT_EQ(student_tail(0, degrees), 1);
    EXPECT_EQ(student_tail(inf, degrees), 0);
    EXPECT_TRUE(std::isnan(student_tail(nan, degrees)));
  }
  EXPECT_LE(relative_error(student_tail(1e300, 1), 2e-300 / 3.141592653589793), 1e-12);
  EXPECT_EQ(student_tail(1e300, 2), 0);
}

TEST(Statistics, CompareInPairs) {
  for (const Json& line : cases("paired")) {
    const auto a = numbers(line, "a"), b = numbers(line, "b");
    const PairedDifference d = paired_difference(a, b);
    EXPECT_EQ(d.pairs, static_cast<int>(a.size()));
    EXPECT_LE(relative_error(d.mean, number(line, "mean")), 1e-11) << a.size();
    EXPECT_LE(relative_error(d.ci95, number(line, "ci95")), 1e-11) << a.size();
    EXPECT_LE(relative_error(d.effect, number(line, "effect")), 1e-11) << a.size();
    EXPECT_LE(relative_error(d.p, number(line, "p")), 1e-10) << a.size();
    const PairedDifference turned = paired_difference(b, a);
    EXPECT_EQ(turned.mean, -d.mean);
    EXPECT_EQ(turned.p, d.p);
  }
}

TEST(Statistics, ComparePairsWithoutSpread) {
  const struct {
    std::vector<double> a, b;
    PairedDifference d;
  } cases[] = {
      {{1, 2, 3}, {1, 2, 3}, {3, 0, 0, 0, 1}},     {{2, 3, 4}, {1, 2, 3}, {3, 1, 0, inf, 0}},
      {{1, 2, 3}, {2, 3, 4}, {3, -1, 0, -inf, 0}}, {{0.3, 0.3, 0.3}, {0.2, 0.2, 0.2}, {3, 0.3 - 0.2, 0, inf, 0}},
      {{5, nan}, {3, 1}, {1, 2, nan, nan, nan}},   {{nan, 1}, {1, inf}, {0, nan, nan, nan, nan}},
      {{}, {}, {0, nan, nan, nan, nan}},
  };
  for (const auto& c : cases) {
    const PairedDifference d = paired_difference(c.a, c.b);
    EXPECT_EQ(d.pairs, c.d.pairs);
    for (const auto& field :
         {&PairedDifference::mean, &PairedDifference::ci95, &PairedDifference::effect, &PairedDifference::p})
      EXPECT_TRUE(d.*field == c.d.*field || (std::isnan(d.*field) && std::isnan(c.d.*field))) << d.*field;
  }
}

TEST(Statistics, KeepPairsApartAtAnySize) {
  const std::vector<double> a{1, 2, 4, 3}, b{0.5, 1, 4.5, 1};
  const PairedDifference plain = paired_difference(a, b);
  for (const double factor : {0x1p-600, 0x1p600, 0x1p1000}) {
    std::vector<double> c, d;
    for (const double x : a) c.push_back(x * factor);
    for (const double x : b) d.push_back(x * factor);
    EXPECT_EQ(paired_difference(c, d).mean, plain.mean * factor);
    EXPECT_EQ(paired_difference(c, d).ci95, plain.ci95 * factor);
    EXPECT_EQ(paired_difference(c, d).effect, plain.effect);
    EXPECT_EQ(paired_difference(c, d).p, plain.p);
  }
}

TEST(Statistics, CorrectAFamilyAsHolmDoes) {
  for (const Json& line : cases("holm")) {
    const auto given = numbers(line, "p"), expected = numbers(line, "corrected"), corrected = holm(given);
    ASSERT_EQ(corrected.size(), expected.size());
    for (std::size_t i = 0; i < given.size(); ++i) {
      EXPECT_EQ(std::isnan(corrected[i]), std::isnan(given[i]));
      if (std::isnan(given[i])) continue;
      EXPECT_LE(relative_error(corrected[i], expected[i]), 1e-15) << i;
    }
  }
}

TEST(PairsToTell, AreThoseOfPowerTables) {
  // Of a paired t-test at 5 %, two-sided, with 80 % power: Cohen 1988, chapter 2.
  EXPECT_NEAR(pairs_to_tell(0.2, 0.05), 199, 3);
  EXPECT_NEAR(pairs_to_tell(-0.5, 0.05), 34, 2);
  EXPECT_NEAR(pairs_to_tell(0.8, 0.05), 15, 2);
  EXPECT_GT(pairs_to_tell(0.5, 0.005), 50);
  EXPECT_TRUE(std::isnan(pairs_to_tell(0, 0.05)));
  EXPECT_TRUE(std::isnan(pairs_to_tell(not_a_number, 0.05)));
}

}  // namespace
}  // namespace etude::study
