#include "study/tuning.h"

#include <gtest/gtest.h>

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
  for (const bool halves : {false, true}) {
    for (double off = -8; off <= 16; off += 0.37) {
      const double best = 0.04 * math::pow(2, off);
      const Found found = tuned({.halves = halves}, valley(best));
      EXPECT_LE(std::abs(octaves(found.peak, best)), 0.5) << best << " found at " << found.peak;
      EXPECT_FALSE(found.at_end) << best;
    }
  }
}

TEST(Tuning, HalvingFindsTheSamePeakWithFewerTrials) {
  for (const std::size_t count : {3u, 4u, 6u, 12u}) {
    std::size_t whole_trials = 0, halved_trials = 0;
    for (std::uint32_t draw = 0; draw < 200; ++draw) {
      const double best = 0.01 * math::pow(1.05, draw);
      const Found whole = tuned({.seeds = tuning_seeds(count), .halves = false}, valley(best, draw));
      const Found halved = tuned({.seeds = tuning_seeds(count)}, valley(best, draw));
      EXPECT_EQ(halved.peak, whole.peak) << best;
      whole_trials += whole.trials;
      halved_trials += halved.trials;
    }
    EXPECT_LT(static_cast<double>(halved_trials), 0.75 * static_cast<double>(whole_trials)) << count;
  }
}

TEST(Tuning, StaysBelowTheCliffOfEverySeed) {
  for (const bool halves : {false, true}) {
    for (std::uint32_t draw = 0; draw < 200; ++draw) {
      const Loss loss = cliff(0.001 * math::pow(1.07, draw), draw);
      const TuningOptions options{.seeds = tuning_seeds(6), .halves = halves};
      const Found found = tuned(options, loss);
      const auto diverges = [&](double peak) {
        for (std::size_t seed = 0; seed < 6; ++seed)
          if (std::isinf(loss(peak, seed))) return true;
        return false;
      };
      EXPECT_FALSE(found.at_end) << draw;
      EXPECT_FALSE(diverges(found.peak)) << found.peak;
      EXPECT_TRUE(diverges(found.peak * options.ratio)) << "a larger peak is better than " << found.peak;
    }
  }
}

TEST(Tuning, PrefersAnyPeakThatNeverDivergedToALowerLoss) {
  const Loss loss = [](double peak, std::size_t seed) { return peak > 0.1 && seed == 2 ? inf : 1 - peak; };
  EXPECT_EQ(tuned({.halves = false}, loss).peak, 0.08);
  EXPECT_EQ(tuned({}, loss).peak, 0.08);
}

TEST(Tuning, ComesBackToAPeakLeftBehindWhereTheBetterOnesDiverge) {
  // Falls steadily on the first seed, so that the lower half is left behind; there alone do the other seeds train.
  const Loss loss = [](double peak, std::size_t seed) { return peak > 0.05 && seed > 0 ? inf : 3 - peak; };
  const Found found = tuned({.farthest = 1}, loss);
  EXPECT_EQ(found.peak, 0.04);
  EXPECT_EQ(found.tried.front().diverged, 0);
}

TEST(Tuning, LooksAtBothSidesOfTheBestThoughTheyWereLeftBehind) {
  // The second point overtakes the fifth on the last seed; the third, the best, was left behind after the first seed.
  const double losses[3][8] = {
      {1, 2, 10, 10, 0, 3, 10, 10}, {5, 3, -9, 10, 4, 4, 50, 50}, {50, -9, -9, 50, 50, 50, 50, 50}};
  const Loss loss = [&](double peak, std::size_t seed) {
    return losses[seed][static_cast<int>(octaves(peak, 1) + 0.5)];
  };
  for (const bool halves : {false, true})
    EXPECT_EQ(tuned({.from = 1, .to = 128, .ratio = 2, .halves = halves, .farthest = 1}, loss).peak, 4);
}

TEST(Tuning, GoesDownWhereEverythingDiverges) {
  const Found found = tuned({}, [](double peak, std::size_t) { return peak > 0.003 ? inf : octaves(1, peak); });
  EXPECT_EQ(found.peak, 0.0025);
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
    for (const bool halves : {false, true}) {
      const Found found = tuned({.halves = halves, .farthest = 4}, c.loss);
      EXPECT_EQ(found.peak, c.peak);
      EXPECT_TRUE(found.at_end);
    }
  }
}

TEST(Tuning, TakesTheSmallerOfEquals) {
  const Loss flat = [](double peak, std::size_t) { return std::abs(octaves(peak, 0.4)) < 2 ? 1.0 : 2.0; };
  EXPECT_EQ(tuned({}, flat).peak, grid_peak({}, 3));
}

TEST(Tuning, RunsNewPeaksUpToTheRungItIsIn) {
  Tuning tuning({.from = 1, .to = 4, .ratio = 2, .seeds = tuning_seeds(3)});
  const auto finish = [&](const std::vector<Tuning::Needed>& trials) {
    for (const auto& trial : trials) tuning.finish(trial, trial.point == 4 ? 0 : 10 - trial.point);
  };
  using All = std::vector<Tuning::Needed>;
  EXPECT_EQ(tuning.next(), (All{{0, 0}, {1, 0}, {2, 0}}));
  finish(tuning.next());
  EXPECT_EQ(tuning.next(), (All{{3, 0}, {4, 0}})) << "the best lies at the upper end";
  finish(tuning.next());
  EXPECT_EQ(tuning.next(), (All{{5, 0}, {6, 0}}));
  finish(tuning.next());
  EXPECT_EQ(tuning.next(), (All{{3, 1}, {4, 1}, {5, 1}, {6, 1}})) << "the better half: 4, 6, 5, 3";
  finish(tuning.next());
  EXPECT_EQ(tuning.next(), (All{{3, 2}, {4, 2}, {5, 2}, {6, 2}})) << "4 and 6, and the neighbours of 4";
}

TEST(Tuning, SaysWhatWasTried) {
  const Found found =
      tuned({.from = 1, .to = 4, .ratio = 2, .seeds = tuning_seeds(2)}, [](double peak, std::size_t seed) {
        return peak > 3 && seed == 1 ? inf : std::abs(peak - 2) + static_cast<double>(seed);
      });
  ASSERT_EQ(found.tried.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(found.tried[i].seeds, 2);
  EXPECT_EQ(found.tried[0].peak, 1);
  EXPECT_EQ(found.tried[0].loss, 1.5);
  EXPECT_EQ(found.tried[1].loss, 0.5);
  EXPECT_EQ(found.tried[2].diverged, 1);
  EXPECT_EQ(found.tried[2].loss, inf);
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
