#include "study/prefixes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>

#include "etude/schedule/callable.h"
#include "etude/study/native_runner.h"
#include "study/small_trials_test.h"

namespace etude::study {
namespace {

using namespace small_trials;

/// What two runs share, found without any cleverness.
Step common_steps(const Trial& a, const Trial& b) {
  Step t = 0;
  const auto left = parts(a.plan), right = parts(b.plan);
  for (; t < std::min(a.steps, b.steps); ++t)
    for (std::size_t i = 0; i < left.size(); ++i)
      if (left[i].second(t) != right[i].second(t)) return t;
  return t;
}

TEST(Sorted, IsTheExampleOfItsEssay) {
  const std::vector<Trial> trials{
      trial_of("constant(0.1)", 6), trial_of("constant(0.1, steps=4) then linear(0.05, 0, 2)", 6),
      trial_of("constant(0.2)", 6), trial_of("constant(0.1, steps=2) then constant(0.05, steps=1) then constant(0)", 6),
      trial_of("constant(0.1)", 3)};
  const auto lists = sorted(trials);
  ASSERT_EQ(lists.size(), 1u);
  EXPECT_EQ(lists[0].trials, (std::vector<std::size_t>{3, 4, 1, 0, 2}));
  EXPECT_EQ(lists[0].shared, (std::vector<Step>{0, 2, 3, 4, 0}));
  std::vector<Outcome> outcomes;
  for (const Trial& trial : trials) outcomes.push_back({.steps = trial.steps});
  EXPECT_EQ(work_of(trials, outcomes).asked, 27);
  EXPECT_EQ(work_of(trials, outcomes).trained, 18);
}

TEST(Sorted, SaysWhatAnyTwoTrialsShare) {
  std::vector<Trial> trials = forest();
  for (const char* plan :
       {"cosine(from=0.1, steps=200)", "constant(0.05, steps=150) then linear(0.05, 0, 50)",
        "constant(0.05, steps=128) then constant(0.04)", "constant(0.05, steps=64) then constant(1)", "constant(0.05)"})
    for (const Step steps : {63, 64, 65, 128, 200}) trials.push_back(trial_of(plan, steps, 3));
  std::vector<int> seen(trials.size());
  for (const SortedTrials& list : sorted(trials)) {
    EXPECT_EQ(list.shared.at(0), 0);
    for (std::size_t i = 0; i < list.trials.size(); ++i) {
      const Trial& trial = trials[list.trials[i]];
      ++seen[list.trials[i]];
      EXPECT_EQ(trial.seed, list.seed);
      Step shared = trial.steps;
      for (std::size_t k = i + 1; k < list.trials.size(); ++k) {
        const Trial& other = trials[list.trials[k]];
        ASSERT_EQ(what_is_driven(trial.plan), what_is_driven(other.plan));
        shared = std::min(shared, list.shared[k]);
        EXPECT_EQ(shared, common_steps(trial, other))
            << notation::print(trial.plan) << " and " << notation::print(other.plan);
      }
    }
  }
  EXPECT_EQ(seen, std::vector<int>(trials.size(), 1));
}

TEST(Sorted, EvaluatesAPlanOnceForAllSeedsAndNotBeyondItsFork) {
  std::atomic<int> calls = 0;
  const auto counted = [&](double then) {
    return Plan{*callable({.function =
                               [&calls, then](Step t) {
                                 ++calls;
                                 return t < 100 ? 0.1 : then;
                               },
                           .label = "after_100_" + std::to_string(then)})};
  };
  std::vector<Trial> trials;
  for (std::uint32_t seed = 0; seed < 50; ++seed)
    for (const double then : {0.2, 0.3, 0.4}) trials.push_back({counted(then), 100'000, {}, seed, 0});
  EXPECT_EQ(sorted(trials).size(), 50u);
  EXPECT_LE(calls, 3 * 128);
}

}  // namespace
}  // namespace etude::study
