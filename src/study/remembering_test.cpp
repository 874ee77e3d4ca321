#include "etude/study/remembering.h"

#include <gtest/gtest.h>

#include <map>

#include "etude/study/native_runner.h"
#include "study/small_trials_test.h"

namespace etude::study {
namespace {

using namespace small_trials;

/// A memory in memory.
struct Remembered {
  std::map<std::string, Outcome> outcomes = {};
  int found = 0, kept = 0;

  static std::string key(const Trial& trial) {
    return notation::print(trial.plan) + " " + std::to_string(trial.steps) + " " + std::to_string(trial.seed);
  }
  Memory memory() {
    return {.find = [this](const Trial& trial) -> Result<std::optional<Outcome>> {
              const auto place = outcomes.find(key(trial));
              if (place == outcomes.end()) return std::nullopt;
              ++found;
              return place->second;
            },
            .keep = [this](const Trial& trial, const Outcome& outcome) -> Result<void> {
              outcomes[key(trial)] = outcome;
              ++kept;
              return {};
            }};
  }
};

/// Counts what it is given to run.
Runner counting(const train::Prepared& prepared, std::vector<std::size_t>& portions) {
  return [runner = native_runner(prepared), &portions](std::span<const Trial> trials, const Finished& finished) {
    portions.push_back(trials.size());
    return runner(trials, finished);
  };
}

std::vector<Trial> seeds(std::uint32_t count, std::size_t points) {
  std::vector<Trial> trials;
  for (std::uint32_t seed = 0; seed < count; ++seed)
    for (const char* plan : {"constant(0.1)", "constant(0.1, steps=6) then constant(0.01)", "constant(0.3)"})
      trials.push_back(trial_of(plan, 8, seed, points));
  return trials;
}

TEST(Remembering, RunsNothingTwiceAndGivesTheSameBits) {
  const train::Prepared prepared = *train::Prepared::of(small());
  for (const Portions& portions : {Portions{}, {.trials = 1}, {.trials = 7}, {.trials = 5, .order = 9}, {1000, 3}}) {
    const auto trials = seeds(6, 5);
    const auto fresh = texts(run(native_runner(prepared), trials));
    Remembered remembered;
    std::vector<std::size_t> ran;
    const Runner runner = remembering(counting(prepared, ran), remembered.memory(), portions);
    EXPECT_EQ(texts(run(runner, std::span(trials).first(4))), std::vector(fresh.begin(), fresh.begin() + 4));
    EXPECT_EQ(texts(run(runner, trials)), fresh);
    EXPECT_EQ(remembered.kept, 18);
    EXPECT_EQ(remembered.found, 4);
    const std::size_t portions_run = ran.size();
    EXPECT_EQ(texts(run(runner, trials)), fresh);
    EXPECT_EQ(ran.size(), portions_run);
  }
}

TEST(Remembering, KeepsTrialsThatBeginAlikeInOnePortion) {
  const train::Prepared prepared = *train::Prepared::of(small());
  Remembered remembered;
  std::vector<std::size_t> ran;
  run(remembering(counting(prepared, ran), remembered.memory(), {.trials = 2}), seeds(2, 0));
  EXPECT_EQ(ran, (std::vector<std::size_t>{2, 3, 1}));  // the two of a seed that begin alike, the third with the next
}

TEST(Remembering, FindsWhatAnotherProgramFinishesMeanwhile) {
  const train::Prepared prepared = *train::Prepared::of(small());
  const auto trials = seeds(8, 0);
  const auto outcomes = run(native_runner(prepared), trials);
  Remembered remembered;
  std::vector<std::size_t> ran;
  const Runner inner = counting(prepared, ran);
  const Runner busy = [&](std::span<const Trial> portion, const Finished& finished) {
    for (std::size_t i = 0; i < trials.size(); ++i)
      remembered.outcomes.emplace(Remembered::key(trials[i]), outcomes[i]);
    return inner(portion, finished);
  };
  EXPECT_EQ(texts(run(remembering(busy, remembered.memory(), {.trials = 3}), trials)), texts(outcomes));
  EXPECT_EQ(ran, (std::vector<std::size_t>{3}));
}

TEST(Remembering, TakesCurvesThatHaveThePointsAskedFor) {
  const train::Prepared prepared = *train::Prepared::of(small());
  const struct {
    std::size_t kept, asked;
    bool is_found;
  } cases[] = {{0, 0, true},   {5, 0, true},         {5, 5, true},        {0, 5, false},
               {3, 5, false},  {5, 3, true},         {5, 4, false},       {no_limit, 3, true},
               {9, 23, false}, {5, no_limit, false}, {24, no_limit, true}};
  for (const auto& c : cases) {
    Remembered remembered;
    std::vector<std::size_t> ran;
    const Runner runner = remembering(counting(prepared, ran), remembered.memory());
    const std::vector<Trial> first{trial_of("constant(0.1)", 24, 0, c.kept)};
    const std::vector<Trial> second{trial_of("constant(0.1)", 24, 0, c.asked)};
    run(runner, first);
    EXPECT_EQ(texts(run(runner, second)), texts(run(native_runner(prepared), second)));
    EXPECT_EQ(ran.size() == 1, c.is_found) << c.kept << " points kept and " << c.asked << " asked for";
  }
}

TEST(Remembering, LeavesFailedTrialsOut) {
  Remembered remembered;
  int ran = 0;
  const Runner failing = [&](std::span<const Trial> trials, const Finished& finished) -> Result<void> {
    ++ran;
    for (std::size_t i = 0; i < trials.size(); ++i)
      if (auto good = finished(i, {.failure = "it crashed"}); !good) return good;
    return {};
  };
  const std::vector<Trial> trials{trial_of("constant(0.1)", 3)};
  for (int time = 1; time <= 2; ++time) {
    EXPECT_EQ(run(remembering(failing, remembered.memory()), trials).at(0).failure, "it crashed");
    EXPECT_EQ(ran, time);
  }
}

TEST(Remembering, EndsWhereItsMemoryFails) {
  const train::Prepared prepared = *train::Prepared::of(small());
  const auto refused = [](auto&&...) { return refuse("the disk is full"); };
  Remembered remembered;
  for (const bool finds : {true, false}) {
    Memory memory = remembered.memory();
    if (finds)
      memory.find = refused;
    else
      memory.keep = refused;
    int told = 0;
    const auto good = remembering(native_runner(prepared), memory)(seeds(4, 0), [&](std::size_t, const Outcome&) {
      ++told;
      return Result<void>();
    });
    ASSERT_FALSE(good);
    EXPECT_EQ(good.error().message, "the disk is full");
    EXPECT_EQ(told, 0);
  }
}

}  // namespace
}  // namespace etude::study
