#include "study/tuning.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "etude/base/math.h"
#include "etude/base/random.h"
#include "support/not_finite.h"

namespace etude::study {
namespace {

/// What a peak loses on the `seed`th tuning seed; infinite where it diverges.
using Loss = std::function<double(double peak, std::size_t seed)>;

struct Found {
  double peak = 0;
  std::array<double, 2> interval = {};
  bool at_end = false;
  std::size_t trials = 0;
  int rounds = 0;
  std::vector<Tried> tried;
};

Found tuned(const TuningOptions& options, const Loss& loss) {
  Tuning tuning(options);
  Found found;
  for (auto needed = tuning.next(); !needed.empty(); needed = tuning.next(), ++found.rounds) {
    for (const auto& trial : needed) tuning.finish(trial, loss(grid_peak(options, trial.point), trial.seed));
    found.trials += needed.size();
  }
  found.peak = tuning.peak();
  found.interval = tuning.interval();
  found.at_end = tuning.at_end();
  found.tried = tuning.tried();
  return found;
}

double octaves(double a, double b) { return math::log(a / b) / math::log(2); }

/// Lowest at `best`, which seeds move by up to a twentieth of an octave; seeds differ by more than neighbours do.
Loss valley(double best, std::uint32_t draw = 0) {
  return [=](double peak, std::size_t seed) {
    RandomState random(draw * 64 + static_cast<std::uint32_t>(seed));
    const double level = 5 * random.uniform(), moved = 0.1 * random.uniform() - 0.05;
    const double off = octaves(peak, best) - moved;
    return level + off * off;
  };
}

/// Falls with the peak up to a cliff, which each seed has elsewhere.
Loss cliff(double mean_edge, std::uint32_t draw) {
  return [=](double peak, std::size_t seed) {
    RandomState random(draw * 64 + static_cast<std::uint32_t>(seed));
    const double edge = octaves(mean_edge, 1) + 0.7 * random.normal();
    return octaves(peak, 1) > edge ? inf : 10 - 0.1 * octaves(peak, 1);
  };
}

std::vector<std::uint32_t> tuning_seeds(std::size_t count) {
  std::vector<std::uint32_t> all;
  for (std::size_t i = 0; i < count; ++i) all.push_back(static_cast<std::uint32_t>(1000 + i));
  return all;
}

TEST(Tuning, HasAGridThatCanBeTypedAgain) {
  const TuningOptions options;
  ASSERT_EQ(last_of_grid(options), 12);
  const double powers_of_two[] = {0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56};
  for (int i = 0; i < 7; ++i) EXPECT_EQ(grid_peak(options, 2 * i), powers_of_two[i]);
  EXPECT_EQ(grid_peak(options, 1), 0.0565685424949);
  EXPECT_EQ(grid_peak(options, -2), 0.02);
  EXPECT_EQ(last_of_grid({.from = 0.1, .to = 1, .ratio = 2}), 4);
  EXPECT_EQ(last_of_grid({.from = 1e-4, .to = 1e-2, .ratio = 10}), 2);
  EXPECT_EQ(last_of_grid({.from = 0.1, .to = 0.1}), 0);
}

TEST(Tuning, FindsTheValleyWhereverItLies) {
  for (const bool tries_all : {false, true}) {
    for (double off = -8; off <= 16; off += 0.37) {
      const double best = 0.04 * math::pow(2, off);
      const Found found = tuned({.tries_all = tries_all}, valley(best));
      EXPECT_LE(std::abs(octaves(found.peak, best)), 0.5) << best << " found at " << found.peak;
      EXPECT_FALSE(found.at_end) << best;
    }
  }
}

TEST(Tuning, TakesAThirdOfTheTrialsOfTheWholeGrid) {
  for (const std::size_t count : {3U, 6U, 12U}) {
    std::size_t all = 0;
    double off = 0;
    for (std::uint32_t draw = 0; draw < 100; ++draw) {
      const double best = 0.1 * math::pow(1.03, draw);
      const Found found = tuned({.seeds = tuning_seeds(count)}, valley(best, draw));
      off = std::max(off, std::abs(octaves(found.peak, best)));
      all += found.trials;
    }
    EXPECT_LT(off, 0.6) << count;
    EXPECT_LT(static_cast<double>(all), (count == 3 ? 0.42 : 0.34) * 100 * 13 * static_cast<double>(count)) << count;
  }
}

TEST(Tuning, StaysBelowTheCliffOfEverySeed) {
  int over = 0, far_below = 0;
  for (std::uint32_t draw = 0; draw < 200; ++draw) {
    const Loss loss = cliff(0.001 * math::pow(1.07, draw), draw);
    const Found found = tuned({.seeds = tuning_seeds(6)}, loss);
    const auto diverges = [&](double peak) {
      for (std::size_t seed = 0; seed < 6; ++seed)
        if (std::isinf(loss(peak, seed))) return true;
      return false;
    };
    EXPECT_FALSE(found.at_end) << draw;
    over += diverges(found.peak) ? 1 : 0;
    far_below += diverges(found.peak * 3) ? 0 : 1;
  }
  EXPECT_LT(over, 8);
  EXPECT_LT(far_below, 24);
}

/// What lies below the cliff looks like one side of a valley whose other side is beyond it: the fit leads over the edge.
TEST(Tuning, ComesBackFromOverACliff) {
  for (const double edge : {0.2805, 0.5518, 1.0855}) {
    const auto loss = [&](double peak, std::size_t seed) {
      const double off = octaves(peak, 2 * edge), seed_adds = 0.1 * static_cast<double>(seed);
      return math::exp(0.45 * off * off + seed_adds + (peak > edge ? 1.5 : 0));
    };
    const Found found = tuned({.seeds = tuning_seeds(6)}, loss);
    EXPECT_LE(found.peak, edge);
    EXPECT_GT(found.peak, edge / 2);
  }
}

TEST(Tuning, CountsADivergedRunAsMoreThanTheHighestLoss) {
  const Loss loss = [](double peak, std::size_t seed) {
    return peak > 0.1 && seed == 2 ? inf : 1 + 0.1 * std::abs(octaves(peak, 0.11));
  };
  EXPECT_LT(tuned({}, loss).peak, 0.1);
  EXPECT_LT(tuned({.tries_all = true}, loss).peak, 0.1);
}

TEST(Tuning, GoesDownWhereEverythingDiverges) {
  const Found found = tuned({}, [](double peak, std::size_t) { return peak > 0.003 ? inf : octaves(4, peak); });
  EXPECT_LE(found.peak, 0.003);
  EXPECT_GT(found.peak, 0.001);
  EXPECT_FALSE(found.at_end);
}

TEST(Tuning, ASeedThatAlwaysFailsDoesNotDecide) {
  for (const std::size_t failing : {0U, 1U, 2U}) {
    const Loss valley_of_two = valley(0.64);
    const auto loss = [&](double peak, std::size_t seed) { return seed == failing ? inf : valley_of_two(peak, seed); };
    EXPECT_NEAR(octaves(tuned({.seeds = tuning_seeds(3)}, loss).peak, 0.64), 0, 0.5) << failing;
  }
}

TEST(Tuning, EndsWhereItMayGoNoFarther) {
  const struct {
    Loss loss;
    double peak;
  } cases[] = {{[](double peak, std::size_t) { return peak; }, 0.01},
               {[](double peak, std::size_t) { return -peak; }, 10.24},
               {[](double, std::size_t) { return 1.0; }, 0.01},
               {[](double, std::size_t) { return inf; }, 0.01}};
  for (const auto& c : cases) {
    for (const bool tries_all : {false, true}) {
      const Found found = tuned({.tries_all = tries_all, .farthest = 4}, c.loss);
      EXPECT_EQ(found.peak, c.peak);
      EXPECT_TRUE(found.at_end);
    }
  }
}

TEST(Tuning, SaysHowSureItIsOfThePeak) {
  for (std::uint32_t draw = 0; draw < 20; ++draw) {
    const Found found = tuned({.seeds = tuning_seeds(6)}, valley(0.3, draw));
    EXPECT_LT(found.interval[0], 0.3);
    EXPECT_GT(found.interval[1], 0.3);
    EXPECT_LE(found.interval[1] / found.interval[0], 8 + 1e-9) << "far from the best, peaks are tried an octave apart";
  }
}

TEST(Tuning, SeeksOnOneSeedAndSettlesOnAll) {
  Tuning tuning({.seeds = tuning_seeds(6)});
  const auto finish = [&](const std::vector<Tuning::Needed>& trials) {
    for (const auto& trial : trials) tuning.finish(trial, math::exp(0.1 * (trial.point - 7) * (trial.point - 7)));
  };
  using All = std::vector<Tuning::Needed>;
  EXPECT_EQ(tuning.next(), (All{{2, 0}, {6, 0}, {10, 0}}));
  finish(tuning.next());
  EXPECT_EQ(tuning.next(), (All{{4, 0}, {8, 0}}));
  finish(tuning.next());
  EXPECT_EQ(tuning.next(), (All{{5, 0}, {6, 1}, {7, 0}, {7, 1}})) << "6 and 8 are as good, and 7 lies between them";
  finish(tuning.next());
  EXPECT_EQ(tuning.next().size(), 14U) << "6 and 7 on the other four seeds, 8 on three, 5 on two, 9 on one";
  finish(tuning.next());
  EXPECT_EQ(tuning.next(), All{});
  EXPECT_EQ(tuning.peak(), grid_peak({}, 7));
}

TEST(Tuning, SaysWhatWasTried) {
  const Found found = tuned({.from = 1, .to = 4, .ratio = 2, .seeds = tuning_seeds(2), .tries_all = true},
                            [](double peak, std::size_t seed) {
                              return peak > 3 && seed == 1 ? inf : 1 + std::abs(peak - 2) + static_cast<double>(seed);
                            });
  ASSERT_GE(found.tried.size(), 3U);
  const auto at = [&](double peak) {
    return *std::find_if(found.tried.begin(), found.tried.end(), [&](const Tried& each) { return each.peak == peak; });
  };
  for (const double peak : {1.0, 2.0, 4.0}) EXPECT_EQ(at(peak).seeds, 2);
  EXPECT_EQ(at(1).loss, 2.5);
  EXPECT_EQ(at(2).loss, 1.5);
  EXPECT_EQ(at(4).diverged, 1);
  EXPECT_EQ(at(4).loss, inf);
}

TEST(Tuning, RefusesGridsThatDoNotGrow) {
  const struct {
    TuningOptions options;
    const char* message;
  } cases[] = {
      {{.from = 0}, "must grow from a positive one, not go from 0 to 2.56"},
      {{.from = 3}, "must grow from a positive one, not go from 3 to 2.56"},
      {{.to = inf}, "must grow"},
      {{.ratio = 1}, "ratio of neighbouring peaks must be above 1, not 1"},
      {{.ratio = std::nan("")}, "must be above 1, not nan"},
      {{.farthest = 0.5}, "a factor of 1 or more, not 0.5"},
      {{.ratio = 1.001}, "more than 1000 peaks"},
      {{.to = 1e307}, "leaves the numbers that there are"},
  };
  for (const auto& c : cases) EXPECT_NE(check(c.options).find(c.message), std::string::npos) << check(c.options);
  EXPECT_EQ(check(TuningOptions{}), "");
}

}  // namespace
}  // namespace etude::study
