#include "etude/base/random.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace etude {
namespace {

// numpy.random.RandomState(42).random_sample(4), and of seeds at the ends of the range
TEST(RandomState, UniformIsNumPys) {
  struct Case {
    std::uint32_t seed;
    std::vector<double> want;
  };
  const Case cases[] = {
      {42, {0.3745401188473625, 0.9507143064099162, 0.7319939418114051, 0.5986584841970366}},
      {0, {0.5488135039273248, 0.7151893663724195, 0.6027633760716439, 0.5448831829968969}},
      {UINT32_MAX, {0.0976320289940138, 0.9123828453026218, 0.78903530185164, 0.7800035981134678}},
  };
  for (const Case& c : cases) {
    RandomState random(c.seed);
    for (const double want : c.want) EXPECT_EQ(random.uniform(), want) << c.seed;
  }
}

// W = randn(inputs, outputs) * sqrt(2 / inputs), layer by layer, row by row
TEST(RandomState, HeWeightsAreTheSeeds) {
  const int sizes[] = {2, 64, 64, 3};
  RandomState random(42);
  std::ifstream golden(ETUDE_GOLDEN "/seed_init.csv");
  std::string line;
  ASSERT_TRUE(std::getline(golden, line));
  int read = 0;
  while (std::getline(golden, line)) {
    std::istringstream fields(line);
    int layer = 0, row = 0, column = 0;
    double want = 0;
    char comma = 0;
    ASSERT_TRUE(fields >> layer >> comma >> row >> comma >> column >> comma >> want) << line;
    const double got = random.normal() * std::sqrt(2.0 / sizes[layer]);
    ASSERT_NEAR(got, want, 1e-15 * std::fabs(want)) << line;
    ++read;
  }
  EXPECT_EQ(read, 2 * 64 + 64 * 64 + 64 * 3);
}

TEST(RandomState, IsAValue) {
  RandomState first(7);
  EXPECT_EQ(first, RandomState(7));
  first.normal();
  RandomState fork = first;
  EXPECT_EQ(fork, first);
  const double kept = first.normal();
  EXPECT_NE(fork, first);  // the spare number is part of where a stream stands
  EXPECT_EQ(fork.normal(), kept);
  EXPECT_EQ(fork.uniform(), first.uniform());
  EXPECT_EQ(fork, first);
}

TEST(RandomState, UniformKeepsItsRange) {
  RandomState random(3);
  double sum = 0;
  for (int i = 0; i < 100000; ++i) {
    const double u = random.uniform();
    ASSERT_TRUE(u >= 0 && u < 1) << u;
    sum += u;
  }
  EXPECT_NEAR(sum / 100000, 0.5, 0.005);
}

}  // namespace
}  // namespace etude
