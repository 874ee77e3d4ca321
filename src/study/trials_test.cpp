#include "etude/study/trials.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <map>

#include "etude/notation/notation.h"
#include "etude/record/outcome.h"
#include "etude/schedule/callable.h"
#include "etude/train/train.h"
#include "files/sources.h"
#include "study/jobs.h"
#include "study/prefixes.h"
#include "train/configuration.h"
#include "train/small_runs_test.h"

namespace etude::study {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

Plan plan_of(const char* text) { return *notation::parse_plan(text); }

Trial trial_of(const char* plan, Step steps, std::uint32_t seed = 0, std::size_t points = no_limit) {
  return {plan_of(plan), steps, train::Backward::corrected, seed, points};
}

train::Task small(std::string_view optimizer = "sgd", std::size_t batch = 7) {
  train::Task task;
  task.data.source = "spirals:per_class=9";
  task.model.hidden = {6};
  task.optimizer = optim::defaults_of(*optim::rule_named(optimizer));
  task.batch = batch;
  task.steps = 24;
  return task;
}

train::Task changed(train::Task task, void (*change)(train::Task&)) {
  change(task);
  return task;
}

/// Every rule, and everything else that a run remembers between steps or draws.
std::vector<train::Task> kinds_of_task() {
  std::vector<train::Task> all;
  for (const optim::RuleEntry& rule : optim::rules()) all.push_back(small(rule.name));
  all.push_back(changed(small("adamw"), [](train::Task& t) { t.model.norm = model::NormKind::batch; }));
  all.push_back(
      changed(small("momentum"), [](train::Task& t) { t.model.norm = model::NormKind::layer, t.clip = 0.1; }));
  all.push_back(changed(small("adam"), [](train::Task& t) { t.model.dropout = 0.3, t.accumulation = 3; }));
  all.push_back(changed(small("lion", 8), [](train::Task& t) { t.drop_partial = true, t.data.label_noise = 0.2; }));
  all.push_back(changed(small("sgd", 0), [](train::Task& t) { t.model.dropout = 0.1, t.frozen = {"layer1"}; }));
  all.push_back(changed(small("adamw", 0), [](train::Task& t) { t.optimizer.decay = optim::Decay::untied; }));
  return all;
}

/// A trunk with forks, forks of forks, equal plans, other starts, and ends on the way of longer runs.
std::vector<Trial> forest() {
  std::vector<Trial> all;
  for (const std::uint32_t seed : {3u, 0u})
    for (const auto& [plan, steps] : std::initializer_list<std::pair<const char*, Step>>{
             {"constant(0.05)", 24},
             {"constant(0.05, steps=8) then linear(from=0.05, to=0, steps=16)", 24},
             {"constant(0.05, steps=16) then linear(from=0.05, to=0, steps=8)", 24},
             {"constant(0.05, steps=16) then constant(0.01, steps=4) then constant(0.02)", 24},
             {"constant(0.05, steps=16) then constant(0.01)", 24},
             {"constant(0.05)", 24},
             {"constant(0.05)", 10},
             {"constant(0.05)", 16},
             {"constant(0.05, steps=16) then constant(0.01)", 20},
             {"constant(0.02)", 24},
             {"constant(0.02)", 1},
             {"plan(lr=constant(0.05), batch_size=constant(4))", 24},
             {"plan(lr=constant(0.05), batch_size=constant(4, steps=12) then constant(9))", 24},
             {"plan(lr=constant(0.05), group(layer2, lr=constant(0.05)))", 24},
             {"plan(lr=constant(0.05), group(layer2, lr=constant(0.05, steps=9) then constant(0)))", 24},
             {"plan(lr=constant(0.05, steps=9) then constant(0), group(layer2, lr=constant(0.05)))", 24}})
      all.push_back(trial_of(plan, steps, seed));
  return all;
}

std::vector<Outcome> run(const Runner& runner, std::span<const Trial> trials) {
  std::vector<Outcome> outcomes(trials.size());
  std::vector<int> told(trials.size());
  const auto good = runner(trials, [&](std::size_t i, const Outcome& outcome) -> Result<void> {
    outcomes[i] = outcome;
    ++told[i];
    return {};
  });
  EXPECT_TRUE(good) << good.error().message;
  EXPECT_EQ(told, std::vector<int>(trials.size(), 1));
  return outcomes;
}

std::vector<std::string> texts(const std::vector<Outcome>& outcomes) {
  std::vector<std::string> all;
  for (const Outcome& outcome : outcomes) all.push_back(to_text(outcome));
  return all;
}

/// Runs the trials every way there is and gives their outcomes.
std::vector<Outcome> expect_sharing_changes_no_bit(const train::Prepared& prepared, std::span<const Trial> trials) {
  const auto alone = run(native_runner(prepared, {.threads = 1, .shares_prefixes = false}), trials);
  for (const unsigned threads : {1u, 2u, 5u})
    EXPECT_EQ(texts(run(native_runner(prepared, {.threads = threads}), trials)), texts(alone))
        << train::configuration(prepared) << threads << " threads";
  return alone;
}

TEST(Trials, SharingTheirBeginningsChangesNoBit) {
  const auto trials = forest();
  for (train::Task task : kinds_of_task())
    for (const train::Precision precision : {train::Precision::float64, train::Precision::float32}) {
      task.precision = precision;
      const train::Prepared prepared = *train::Prepared::of(task, &files::load_source);
      const auto outcomes = expect_sharing_changes_no_bit(prepared, trials);
      const Work work = work_of(prepared, trials, outcomes);
      EXPECT_LT(work.trained, work.asked * 2 / 3);
    }
}

TEST(Trials, OfATransformerShareTheirBeginningsToo) {
  train::Task task = train::small_runs::text_task();
  task.model.dropout = 0.1;
  const std::vector<Trial> trials{trial_of("constant(0.01)", 12), trial_of("constant(0.01)", 5),
                                  trial_of("constant(0.01, steps=8) then constant(0.001)", 12)};
  expect_sharing_changes_no_bit(*train::Prepared::of(task, &files::load_source), trials);
}

TEST(Trials, OfBothBackwardPassesAreKeptApart) {
  std::vector<Trial> trials{trial_of("constant(0.5)", 20), trial_of("constant(0.5, steps=10) then constant(0.1)", 20)};
  for (std::size_t i = 0; i < 2; ++i) {
    trials.push_back(trials[i]);
    trials.back().backward = train::Backward::as_written;
  }
  const auto outcomes = expect_sharing_changes_no_bit(*train::Prepared::of(small("sgd", 0)), trials);
  EXPECT_NE(to_text(outcomes[0]), to_text(outcomes[2]));
}

TEST(Trials, ThatDivergeInTheirCommonBeginningAllDiverge) {
  train::Task task;
  task.data.source = "spirals:per_class=20";
  std::vector<Trial> trials{trial_of("constant(10)", 50),
                            trial_of("constant(10, steps=45) then constant(0.1)", 50),
                            trial_of("constant(10, steps=45) then constant(0.2)", 50),
                            trial_of("constant(10)", 2),
                            trial_of("constant(0.1, steps=10) then constant(1e200)", 50),
                            trial_of("constant(0.1, steps=10) then constant(1e200, steps=30) then constant(0.1)", 50),
                            trial_of("constant(0.1)", 50)};
  for (Trial& trial : trials) trial.backward = train::Backward::as_written;
  const auto outcomes = expect_sharing_changes_no_bit(*train::Prepared::of(task, &files::load_source), trials);
  ASSERT_TRUE(outcomes[0].diverged_at);
  const Step at = *outcomes[0].diverged_at;
  ASSERT_GT(at, 2);
  ASSERT_LT(at, 45);
  for (const std::size_t i : {1u, 2u}) EXPECT_EQ(to_text(outcomes[i]), to_text(outcomes[0]));
  EXPECT_FALSE(outcomes[3].diverged_at);
  EXPECT_GT(outcomes[4].diverged_at, 10);
  EXPECT_EQ(outcomes[4].diverged_at, outcomes[5].diverged_at);
  EXPECT_FALSE(outcomes[6].diverged_at);
  const Work work = work_of(*train::Prepared::of(task, &files::load_source), trials, outcomes);
  const Step second = *outcomes[4].diverged_at + 1;
  EXPECT_EQ(work.asked, 3 * (at + 1) + 2 + 2 * second + 50);
  EXPECT_EQ(work.trained, at + 1 + second + 40);
}

TEST(Trials, OfMiniBatchesEndWithTheLossOfAllSamples) {
  for (const train::Task& task : {small("schedule-free-sgd"), small("adamw")}) {
    const train::Prepared prepared = *train::Prepared::of(task, &files::load_source);
    const std::vector<Trial> trials{trial_of("constant(0.1)", 24, 5)};
    auto trainer = *train::Trainer<double>::start(prepared, trials[0].plan, 5);
    for (int t = 0; t < 24; ++t) trainer.update();
    const Outcome outcome = run(native_runner(prepared), trials).at(0);
    EXPECT_EQ(outcome.final_loss, trainer.evaluate_training().loss);
    EXPECT_NE(outcome.final_loss, outcome.curve.loss.back());
  }
  const std::vector<Trial> trials{trial_of("constant(0.1)", 24)};
  for (const std::size_t batch : {0u, 27u}) {
    const Outcome outcome = run(native_runner(*train::Prepared::of(small("sgd", batch))), trials).at(0);
    EXPECT_EQ(outcome.final_loss, outcome.curve.loss.back()) << batch;
  }
}

TEST(Trials, WhoseLastUpdateRuinsThemDivergedAtTheirEnd) {
  const std::vector<Trial> trials{trial_of("constant(0.1, steps=9) then constant(1e200)", 10),
                                  trial_of("constant(0.1, steps=9) then constant(1e200)", 12),
                                  trial_of("constant(0.1)", 10)};
  const auto outcomes = expect_sharing_changes_no_bit(*train::Prepared::of(small()), trials);
  EXPECT_EQ(outcomes[0].diverged_at, 10);
  EXPECT_TRUE(std::isnan(outcomes[0].final_loss));
  EXPECT_EQ(outcomes[0].steps, 10);
  EXPECT_TRUE(std::isfinite(outcomes[0].best_loss));
  EXPECT_EQ(outcomes[1].diverged_at, 10);
  EXPECT_EQ(outcomes[1].steps, 11);
  EXPECT_FALSE(outcomes[2].diverged_at);
}

TEST(Trials, AreRefusedBeforeAnyIsRun) {
  for (const bool shares : {true, false}) {
    const std::vector<Trial> trials{trial_of("constant(0.1)", 3), trial_of("constant(0.1)", 0)};
    const auto good = native_runner(*train::Prepared::of(small()), {.shares_prefixes = shares})(
        trials, [](std::size_t, const Outcome&) -> Result<void> {
          ADD_FAILURE();
          return {};
        });
    ASSERT_FALSE(good);
    EXPECT_NE(good.error().message.find("at least 1 step"), std::string::npos) << good.error().message;
  }
}

TEST(Trials, EndWhereSomebodySaysSo) {
  for (const bool shares : {true, false})
    for (const unsigned threads : {1u, 3u}) {
      int told = 0;
      const auto good = native_runner(*train::Prepared::of(small()), {threads, shares})(
          forest(), [&](std::size_t, const Outcome&) -> Result<void> {
            if (++told == 2) return refuse("the disk is full");
            return {};
          });
      ASSERT_FALSE(good);
      EXPECT_EQ(good.error().message, "the disk is full");
      EXPECT_EQ(told, 2);
    }
  EXPECT_TRUE(
      native_runner(*train::Prepared::of(small()))({}, [](std::size_t, const Outcome&) { return Result<void>(); }));
}

TEST(Work, CountsEachDifferentStepOnce) {
  const struct {
    std::vector<Trial> trials;
    Step asked, trained;
  } cases[] = {
      {{}, 0, 0},
      {{trial_of("constant(0.1)", 10), trial_of("constant(0.1)", 10)}, 20, 10},
      {{trial_of("constant(0.1)", 10), trial_of("constant(0.1)", 10, 1)}, 20, 20},
      {{trial_of("constant(0.1)", 10), trial_of("constant(0.2)", 10)}, 20, 20},
      {{trial_of("constant(0.1)", 30), trial_of("constant(0.1)", 10), trial_of("constant(0.1)", 20)}, 60, 30},
      {{trial_of("wsd(peak=0.1, steps=100, decay=10)", 100), trial_of("wsd(peak=0.1, steps=300, decay=30)", 300),
        trial_of("wsd(peak=0.1, steps=200, decay=20)", 200)},
       600,
       // a cooldown's first step is still at the peak
       300 + 9 + 19},
      {{trial_of("constant(0.1)", 10), trial_of("plan(lr=constant(0.1), momentum=constant(0))", 10)}, 20, 20},
  };
  for (const auto& c : cases) {
    std::vector<Outcome> outcomes;
    for (const Trial& trial : c.trials) outcomes.push_back({.steps = trial.steps});
    const Work work = work_of(*train::Prepared::of(small()), c.trials, outcomes);
    EXPECT_EQ(work.asked, c.asked);
    EXPECT_EQ(work.trained, c.trained);
  }
}

/// What two runs share, found without any cleverness.
Step common_steps(const Trial& a, const Trial& b) {
  Step t = 0;
  const auto left = parts(a.plan), right = parts(b.plan);
  for (; t < std::min(a.steps, b.steps); ++t)
    for (std::size_t i = 0; i < left.size(); ++i)
      if (left[i].second(t) != right[i].second(t)) return t;
  return t;
}

TEST(Families, SayWhatAnyTwoTrialsShare) {
  std::vector<Trial> trials = forest();
  for (const char* plan :
       {"cosine(from=0.1, steps=200)", "constant(0.05, steps=150) then linear(0.05, 0, 50)",
        "constant(0.05, steps=128) then constant(0.04)", "constant(0.05, steps=64) then constant(1)", "constant(0.05)"})
    for (const Step steps : {63, 64, 65, 128, 200}) trials.push_back(trial_of(plan, steps, 3));
  std::vector<int> seen(trials.size());
  for (const Family& family : families(trials)) {
    EXPECT_EQ(family.shared.at(0), 0);
    for (std::size_t i = 0; i < family.trials.size(); ++i) {
      const Trial& trial = trials[family.trials[i]];
      ++seen[family.trials[i]];
      EXPECT_EQ(trial.seed, family.seed);
      Step shared = trial.steps;
      for (std::size_t k = i + 1; k < family.trials.size(); ++k) {
        const Trial& other = trials[family.trials[k]];
        ASSERT_EQ(what_is_driven(trial.plan), what_is_driven(other.plan));
        shared = std::min(shared, family.shared[k]);
        EXPECT_EQ(shared, common_steps(trial, other))
            << notation::print(trial.plan) << " and " << notation::print(other.plan);
      }
    }
  }
  EXPECT_EQ(seen, std::vector<int>(trials.size(), 1));
}

TEST(Families, EvaluateAPlanOnceForAllSeedsAndNotBeyondItsFork) {
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
  EXPECT_EQ(families(trials).size(), 50u);
  EXPECT_LE(calls, 3 * 128);
}

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

TEST(Outcomes, ThinTheirCurveEvenlyWithBothEnds) {
  const struct {
    Step steps;
    std::size_t points;
    std::vector<Step> expected;
  } cases[] = {{0, 5, {}},        {3, 0, {}},        {7, 1, {6}},         {7, 2, {0, 6}}, {7, 4, {0, 2, 4, 6}},
               {3, 3, {0, 1, 2}}, {3, 9, {0, 1, 2}}, {11, 3, {0, 5, 10}}, {1, 4, {0}},    {6, 3, {0, 3, 5}}};
  for (const auto& c : cases) EXPECT_EQ(curve_steps(c.steps, c.points), c.expected) << c.steps << " " << c.points;
  EXPECT_FALSE(with_points({.steps = Step{1} << 60, .curve = {{0, 5}, {1, 1}}}, no_limit));
  EXPECT_FALSE(with_points({.steps = Step{1} << 60, .curve = {{0, 5}, {1, 1}}}, 2));
}

TEST(Outcomes, HaveNoLossThatIsNotFinite) {
  const double infinite = std::numeric_limits<double>::infinity();
  const Record record{
      .first = 0, .lr = {1, 1}, .loss = {2, 1}, .diverged_at = {}, .heldout = {{2, infinite, 0.5}}, .measurements = {}};
  const Outcome outcome = outcome_of(record, 2);
  EXPECT_EQ(outcome.final_loss, 1);
  EXPECT_TRUE(std::isnan(outcome.heldout_loss));
  EXPECT_TRUE(std::isnan(outcome.heldout_accuracy));
  EXPECT_EQ(outcome_of({.first = 0, .lr = {}, .loss = {3, nan}, .diverged_at = 1, .heldout = {}, .measurements = {}}, 0)
                .best_loss,
            3);
}

/// A table of two classes, with `last` as one of its numbers.
std::string table_at(const std::string& name, const char* last) {
  const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
  const std::string path = ::testing::TempDir() + "etude_" + test->name() + "_" + name + ".csv";
  std::ofstream file(path);
  file << "x,y,kind\n";
  for (int i = 0; i < 12; ++i) file << i << "," << i * i << "," << i % 2 << "\n";
  file << "1," << last << ",1\n";
  return path;
}

std::string configuration_of_table(const std::string& path) {
  train::Task task = small();
  task.data.source = "csv:" + path + ",label=kind";
  const auto prepared = train::Prepared::of(task, &files::load_source);
  EXPECT_TRUE(prepared) << prepared.error().message;
  return prepared ? train::configuration(*prepared) : path;
}

TEST(Configuration, KnowsDataByItsNumbersAndNotByItsName) {
  const std::string here = configuration_of_table(table_at("here", "2"));
  EXPECT_EQ(here, configuration_of_table(table_at("there", "2")));
  EXPECT_NE(here, configuration_of_table(table_at("other", "2.5")));
}

TEST(Configuration, DiffersWhereResultsMay) {
  const train::Task task = small();
  const std::string own = train::configuration(*train::Prepared::of(task, &files::load_source));
  EXPECT_NE(own.find("\noptimizer=sgd\n"), std::string::npos) << own;
  const std::vector<void (*)(train::Task&)> changes{
      [](train::Task& t) { t.data.source = "spirals:per_class=10"; },
      [](train::Task& t) { t.data.label_noise = 0.1; },
      [](train::Task& t) { t.data.standardise = train::Standardise::overall; },
      [](train::Task& t) {
        t.model.hidden = {6, 6};
      },
      [](train::Task& t) { t.model.dropout = 0.1; },
      [](train::Task& t) { t.loss.floor = 0; },
      [](train::Task& t) { t.loss.label_smoothing = 0.1; },
      [](train::Task& t) { t.optimizer = optim::defaults_of(optim::Rule::lion); },
      [](train::Task& t) { t.clip = 1; },
      [](train::Task& t) { t.batch = 8; },
      [](train::Task& t) { t.accumulation = 2; },
      [](train::Task& t) { t.frozen = {"layer1"}; },
      [](train::Task& t) { t.precision = train::Precision::float32; },
  };
  std::vector<std::string> all{own};
  for (const auto change : changes)
    all.push_back(train::configuration(*train::Prepared::of(changed(task, change), &files::load_source)));
  std::sort(all.begin(), all.end());
  EXPECT_EQ(std::adjacent_find(all.begin(), all.end()), all.end());
  const std::vector<void (*)(train::Task&)> of_the_trial{
      [](train::Task& t) { t.name = "other"; },
      [](train::Task& t) { t.steps = 7; },
      [](train::Task& t) { t.backward = train::Backward::as_written; },
  };
  for (const auto change : of_the_trial)
    EXPECT_EQ(train::configuration(*train::Prepared::of(changed(task, change), &files::load_source)), own);
}

TEST(Jobs, AreAllDoneAndWhatTheyAdd) {
  for (const unsigned threads : {1u, 2u, 7u}) {
    Jobs jobs;
    std::atomic<int> done = 0;
    const std::function<void(int)> grow = [&](int depth) {
      ++done;
      for (int i = 0; i < 2 && depth > 0; ++i) jobs.add([&, depth] { grow(depth - 1); });
    };
    jobs.add([&] { grow(9); });
    jobs.run(100, threads);
    EXPECT_EQ(done, 1023);
  }
}

}  // namespace
}  // namespace etude::study
