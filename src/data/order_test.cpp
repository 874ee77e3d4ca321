#include "data/order.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <numeric>

#include "data/draw.h"
#include "support/refused.h"

namespace etude::data {
namespace {

using testing::expect_refused;
using Indices = std::vector<std::uint32_t>;

Indices take(Cursor& cursor, std::size_t batch) {
  const auto indices = cursor.next(batch);
  EXPECT_TRUE(indices);
  return {indices->begin(), indices->end()};
}

Indices counted(std::size_t n) {
  Indices indices(n);
  std::iota(indices.begin(), indices.end(), 0U);
  return indices;
}

TEST(Below, GivesEveryResultAlikeAndNothingElse) {
  for (const std::uint32_t n : {1u, 2u, 3u, 7u, 0xc0000000u, 0xffffffffu}) {
    RandomState random(n);
    std::array<int, 3> thirds{};  // a draw that favours low results misses these for n = 3 * 2^30
    for (int i = 0; i < 6000; ++i) {
      const std::uint32_t drawn = below(random, n);
      ASSERT_LT(drawn, n);
      ++thirds[std::uint64_t{drawn} * 3 / n];
    }
    if (n > 7 || n == 3) {
      for (const int count : thirds) EXPECT_NEAR(count, 2000, 150) << n;
    }
  }
}

TEST(EpochOrder, IsTheSameEverywhere) {
  struct Case {
    std::size_t samples;
    std::uint32_t seed;
    std::int64_t epoch;
    Indices order;
  };
  const Case cases[] = {
      // also what the formula in draw.cpp gives with numpy.random.RandomState
      {0, 0, 0, {}},
      {1, 0, 0, {0}},
      {8, 0, 0, {3, 5, 7, 2, 1, 0, 6, 4}},
      {8, 0, 1, {7, 3, 1, 6, 5, 0, 2, 4}},
      {8, 1, 0, {3, 1, 0, 4, 6, 7, 5, 2}},
      {8, 0, std::int64_t{1} << 32, {1, 4, 7, 2, 5, 3, 0, 6}},
  };
  for (const auto& [samples, seed, epoch, order] : cases) EXPECT_EQ(epoch_order(samples, seed, epoch), order);
}

TEST(EpochOrder, HasEverySampleOnce) {
  for (const std::size_t n : {2, 3, 10, 1000}) {
    Indices order = epoch_order(n, 7, 3);
    std::sort(order.begin(), order.end());
    EXPECT_EQ(order, counted(n));
  }
}

TEST(EpochOrder, TakesEachOfTheOrdersAlike) {
  // 6000 epochs of 3 samples: 1000 of each of 6 orders, sd 29. Exchanging with any place instead of one not yet passed
  // would give 889 or 1111.
  std::map<Indices, int> counts;
  for (std::int64_t epoch = 0; epoch < 6000; ++epoch) ++counts[epoch_order(3, 0, epoch)];
  EXPECT_EQ(counts.size(), 6U);
  for (const auto& [order, count] : counts) EXPECT_NEAR(count, 1000, 90);
}

TEST(EpochOrder, IsAnotherForAnotherSeedEpochOrPurpose) {
  const Indices order = epoch_order(50, 0, 0);
  EXPECT_NE(order, epoch_order(50, 1, 0));
  EXPECT_NE(order, epoch_order(50, 0, 1));
  EXPECT_NE(epoch_order(50, 1, 0), epoch_order(50, 0, 1));
  EXPECT_NE(order, epoch_order(50, 0, std::int64_t{1} << 32));
  RandomState split = stream(Purpose::split, 0);
  EXPECT_NE(order, permutation(50, split));
}

TEST(Cursor, GoesThroughEachEpochsOrder) {
  auto cursor = Cursor::at(10, {.seed = 3});
  ASSERT_TRUE(cursor);
  for (std::int64_t epoch = 0; epoch < 3; ++epoch) {
    Indices seen;
    for (const std::size_t batch : {4, 4, 2}) {
      EXPECT_EQ(cursor->state(), (OrderState{epoch, seen.size()}));
      const Indices indices = take(*cursor, 4);
      EXPECT_EQ(indices.size(), batch);
      seen.insert(seen.end(), indices.begin(), indices.end());
    }
    EXPECT_EQ(seen, epoch_order(10, 3, epoch));
  }
}

TEST(Cursor, TakesAnotherBatchEveryStepAndKeepsOrDropsWhatRemains) {
  struct Step {
    std::size_t batch, given;
    OrderState after;
  };
  const std::vector<Step> keep = {{3, 3, {0, 3}},  {6, 6, {0, 9}}, {2, 1, {1, 0}}, {9, 9, {1, 9}},
                                  {10, 1, {2, 0}}, {5, 5, {2, 5}}, {5, 5, {3, 0}}, {1, 1, {3, 1}}};
  const std::vector<Step> drop = {{3, 3, {0, 3}},   {6, 6, {0, 9}}, {2, 2, {1, 2}}, {9, 9, {2, 9}},
                                  {10, 10, {4, 0}}, {5, 5, {4, 5}}, {5, 5, {5, 0}}, {1, 1, {5, 1}}};
  for (const bool drop_partial : {false, true}) {
    auto cursor = Cursor::at(10, {.seed = 1, .drop_partial = drop_partial});
    for (const auto& [batch, given, after] : drop_partial ? drop : keep) {
      EXPECT_EQ(take(*cursor, batch).size(), given) << batch;
      EXPECT_EQ(cursor->state(), after) << batch;
    }
  }
}

TEST(Cursor, GoesOnFromASavedState) {
  for (const bool drop_partial : {false, true}) {
    const OrderOptions options{.seed = 9, .drop_partial = drop_partial};
    auto cursor = Cursor::at(11, options);
    for (const std::size_t batch : {4, 11, 3, 1, 11, 11, 5, 7, 2}) {
      auto again = Cursor::at(11, options, cursor->state());
      ASSERT_TRUE(again);
      EXPECT_EQ(take(*again, batch), take(*cursor, batch)) << batch;
      EXPECT_EQ(again->state(), cursor->state());
    }
  }
}

TEST(Cursor, LeavesAFullBatchInItsNaturalOrder) {
  auto cursor = Cursor::at(6, {.seed = 2});
  EXPECT_EQ(take(*cursor, 6), counted(6));
  EXPECT_EQ(take(*cursor, 6), counted(6));
  const Indices second = epoch_order(6, 2, 2);
  EXPECT_EQ(take(*cursor, 4), Indices(second.begin(), second.begin() + 4));
  EXPECT_EQ(take(*cursor, 6), Indices(second.begin() + 4, second.end()));
  EXPECT_EQ(take(*cursor, 6), counted(6));
  EXPECT_EQ(cursor->state(), (OrderState{4, 0}));
}

TEST(Cursor, RefusesBatchesAndStatesThatDoNotFitTheData) {
  expect_refused(Cursor::at(0), {"not of 0"});
  expect_refused(Cursor::at(std::size_t{1} << 32), {"4294967296"});
  expect_refused(Cursor::at(5, {}, {0, 5}), {"epoch 0, position 5", "of 5 samples"});
  expect_refused(Cursor::at(5, {}, {-1, 0}), {"epoch -1"});
  auto cursor = Cursor::at(5);
  expect_refused(cursor->next(0), {"at least 1"});
  expect_refused(cursor->next(6), {"a batch of 6 is larger than the data", "at most 5"});
  EXPECT_EQ(cursor->state(), OrderState{});
}

}  // namespace
}  // namespace etude::data
