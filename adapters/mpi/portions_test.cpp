// How trials are dealt out to ranks (ranks.h).

#include <gtest/gtest.h>

#include <algorithm>

#include "etude/schedule/kinds.h"
#include "ranks.h"

namespace etude::mpi {
namespace {

study::Trial trial_of(std::uint32_t seed, Step steps) {
  return {.plan = {*constant({.value = 0.1})}, .steps = steps, .seed = seed};
}

TEST(Portions, HoldEveryTrialOnceAndOneSeedEach) {
  std::vector<study::Trial> trials;
  for (std::size_t i = 0; i < 103; ++i) trials.push_back(trial_of(i % 3, 10 + static_cast<Step>(i)));
  for (const std::size_t ranks : {1U, 2U, 5U, 1000U}) {
    std::vector<std::size_t> all;
    const std::size_t most = std::max<std::size_t>(1, trials.size() / (4 * ranks));
    for (const auto& portion : portions_of(trials, ranks)) {
      ASSERT_FALSE(portion.empty());
      EXPECT_LE(portion.size(), most);
      for (const std::size_t i : portion) EXPECT_EQ(trials[i].seed, trials[portion[0]].seed);
      all.insert(all.end(), portion.begin(), portion.end());
    }
    std::sort(all.begin(), all.end());
    ASSERT_EQ(all.size(), trials.size());
    for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(all[i], i);
  }
}

TEST(Portions, ComeLongestFirst) {
  const std::vector<study::Trial> trials{trial_of(0, 10), trial_of(1, 30), trial_of(2, 20)};
  EXPECT_EQ(portions_of(trials, 4), (std::vector<std::vector<std::size_t>>{{1}, {2}, {0}}));
  EXPECT_TRUE(portions_of({}, 4).empty());
}

}  // namespace
}  // namespace etude::mpi
