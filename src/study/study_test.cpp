// The study on made-up trainings, whose losses are drawn from distributions that are known: what is planted is found,
// and what is not there is not, at the rates that the statistics promise.

#include "etude/study/study.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>

#include "etude/base/json.h"
#include "etude/base/math.h"
#include "etude/base/number.h"
#include "etude/base/random.h"
#include "etude/notation/notation.h"
#include "etude/study/native_runner.h"
#include "files/sources.h"
#include "study/scaled.h"
#include "support/not_finite.h"

namespace etude::study {
namespace {

using MadeUp = std::function<Outcome(const Trial&)>;

/// Runs made-up trials, the last first where it is `backwards`.
Runner runner_of(MadeUp made_up, bool backwards = false) {
  return [made_up = std::move(made_up), backwards](std::span<const Trial> trials,
                                                   const Finished& finished) -> Result<void> {
    for (std::size_t i = 0; i < trials.size(); ++i) {
      const std::size_t k = backwards ? trials.size() - 1 - i : i;
      if (auto good = finished(k, made_up(trials[k])); !good) return good;
    }
    return {};
  };
}

std::vector<std::uint32_t> seeds(std::uint32_t count) {
  std::vector<std::uint32_t> all(count);
  for (std::uint32_t i = 0; i < count; ++i) all[i] = i;
  return all;
}

Contender contender(const std::string& spec) { return {spec, *notation::parse_plan(spec)}; }

/// constant(1), constant(2), ...: made-up trainings tell arms apart by their rate.
std::vector<Contender> numbered(int arms) {
  std::vector<Contender> all;
  for (int arm = 1; arm <= arms; ++arm) all.push_back(contender("constant(" + std::to_string(arm) + ")"));
  return all;
}

double rate_of(const Trial& trial) { return trial.plan.lr(0); }

// Rates of error.

/// How an arm's loss differs from what its seed alone decides.
enum class Noise { normal, log_normal, skewed };

/// Mean 0 and standard deviation 1; of `skewed`, only the second arm's is log-normal, so that differences are skewed.
double noise_of(Noise noise, int arm, RandomState& random) {
  const double z = random.normal();
  if (noise == Noise::normal || (noise == Noise::skewed && arm != 2)) return z;
  const double s = 0.75, mean = math::exp(s * s / 2);
  return (math::exp(s * z) - mean) / (mean * std::sqrt(math::exp(s * s) - 1));
}

struct World {
  Noise noise = Noise::normal;
  double first_is_worse_by = 0;  // in standard deviations of one arm's noise
};

/// Losses of the `repetition`th study: seeds differ tenfold as much as arms do on one seed.
MadeUp losses_of(const World& world, std::uint32_t repetition) {
  return [=](const Trial& trial) {
    const auto arm = static_cast<int>(rate_of(trial));
    RandomState random((repetition * 64 + trial.seed) * 2654435761u);
    double loss = 100 + 10 * random.normal(), noise = 0;
    for (int k = 1; k <= arm; ++k) noise = noise_of(world.noise, k, random);
    loss += noise;
    return Outcome{.final_loss = loss + (arm == 1 ? world.first_is_worse_by : 0), .steps = 1};
  };
}

Comparison repeated(const World& world, int arms, std::uint32_t runs, std::uint32_t repetition) {
  return *compare(numbered(arms), runner_of(losses_of(world, repetition)), {.steps = 1, .seeds = seeds(runs)});
}

constexpr int repetitions = 2000;

/// The share of studies of which `holds`.
template <class Holds>
double share_of(const World& world, int arms, std::uint32_t runs, Holds holds) {
  int count = 0;
  for (std::uint32_t i = 0; i < repetitions; ++i) count += holds(repeated(world, arms, runs, i)) ? 1 : 0;
  return static_cast<double>(count) / repetitions;
}

/// Four standard deviations of the share in that many repetitions.
double margin(double share) { return 4 * std::sqrt(share * (1 - share) / repetitions); }

bool finds_any(const Comparison& comparison) {
  return std::any_of(comparison.pairs.begin(), comparison.pairs.end(),
                     [](const Pair& pair) { return pair.p_holm < 0.05; });
}

TEST(Study, FindsNothingWhereNothingIs) {
  const struct {
    Noise noise;
    int arms;
    std::uint32_t seeds;
    double least, most;  // of the families with an error, but for chance
  } cases[] = {{Noise::normal, 2, 10, 0.05, 0.05},     {Noise::normal, 4, 10, 0.02, 0.05},
               {Noise::normal, 6, 5, 0.02, 0.05},      {Noise::log_normal, 2, 10, 0.03, 0.05},
               {Noise::log_normal, 4, 10, 0.01, 0.05}, {Noise::log_normal, 4, 30, 0.01, 0.05}};
  for (const auto& c : cases) {
    const double share = share_of({c.noise}, c.arms, c.seeds, finds_any);
    EXPECT_LE(share, c.most + margin(c.most)) << c.arms << " arms, " << c.seeds << " seeds";
    EXPECT_GE(share, c.least - margin(c.least)) << c.arms << " arms, " << c.seeds << " seeds";
  }
}

TEST(Study, GivesIntervalsThatHoldTheTruth) {
  const struct {
    Noise noise;
    std::uint32_t seeds;
    double least, most;
  } cases[] = {{Noise::normal, 3, 0.95, 0.95},
               {Noise::normal, 10, 0.95, 0.95},
               {Noise::log_normal, 10, 0.95, 0.98},  // differences with heavy tails: wider than they need be
               {Noise::skewed, 30, 0.93, 0.95}};     // skewed differences: a little narrow
  for (const auto& c : cases) {
    const World world{c.noise, 0.8};
    const double share = share_of(world, 2, c.seeds, [](const Comparison& comparison) {
      return std::abs(comparison.pairs[0].difference - 0.8) <= comparison.pairs[0].ci95;
    });
    EXPECT_LE(share, c.most + margin(c.most)) << c.seeds << " seeds";
    EXPECT_GE(share, c.least - margin(c.least)) << c.seeds << " seeds";
  }
}

TEST(Study, FindsWhatIsPlantedAsOftenAsItsPowerSays) {
  std::ifstream file(ETUDE_GOLDEN "/statistics/statistics.jsonl");
  int found = 0;
  for (std::string text; std::getline(file, text);) {
    const Json line = *read_json(text);
    if (!(*line.find("case") == Json("power"))) continue;
    const double power = *line.find("power")->number(), effect = *line.find("effect")->number();
    const auto runs = static_cast<std::uint32_t>(*line.find("seeds")->number());
    const World world{Noise::normal, effect * std::sqrt(2.0)};  // the difference of two has the root of 2 as its sd
    const double share = share_of(world, 2, runs, [](const Comparison& c) { return c.pairs[0].p < 0.05; });
    EXPECT_NEAR(share, power, margin(power)) << runs << " seeds, effect " << effect;
    ++found;
  }
  EXPECT_EQ(found, 4);
}

TEST(Study, FindsTheOneArmThatIsWorse) {
  int found = 0;
  for (std::uint32_t i = 0; i < 200; ++i) {
    bool finds_all = true;
    for (const Pair& pair : repeated({Noise::log_normal, 3}, 4, 20, i).pairs)
      if (pair.a == 0) finds_all &= pair.p_holm < 0.05 && pair.difference > 0;
    found += finds_all ? 1 : 0;
  }
  EXPECT_GE(found, 190);
}

// Tuning.

/// Lowest where the peak is `best`; a seed moves it a little.
Outcome valley(const Trial& trial, double best) {
  RandomState random(trial.seed);
  const double off = math::log(peak_of(trial.plan, trial.steps) / best) + 0.05 * random.normal();
  const double loss = 1 + off * off + 0.1 * random.normal();
  return {.final_loss = loss, .best_loss = loss, .heldout_loss = 3 - loss / 10, .steps = trial.steps};
}

/// Arms of a valley each: a cosine's lies elsewhere than a constant's.
Outcome two_valleys(const Trial& trial) { return valley(trial, trial.plan.lr(0) == trial.plan.lr(5) ? 0.1 : 9); }

const std::vector<Contender>& two_arms() {
  static const std::vector<Contender> arms{contender("constant(0.5)"), contender("cosine(0.7, 0, 20)")};
  return arms;
}

StudyOptions tuned_options() {
  return {.steps = 20, .seeds = seeds(10), .tuning = TuningOptions{}, .has_controls = true, .curve_points = 3};
}

TEST(Study, BringsEachArmToItsOwnPeak) {
  const Comparison c = *compare(two_arms(), runner_of(two_valleys), tuned_options());
  ASSERT_EQ(c.arms.size(), 3u);
  EXPECT_LE(std::abs(math::log(c.arms[0].peak / 0.1)), math::log(1.42));
  EXPECT_LE(std::abs(math::log(c.arms[1].peak / 9)), math::log(1.42)) << "beyond the grid's end";
  EXPECT_EQ(c.arms[0].schedule, "constant(value=" + shortest(c.arms[0].peak) + ")");
  for (std::size_t arm = 0; arm < 2; ++arm) {
    const auto& tried = c.arms[arm].tuning;
    EXPECT_TRUE(std::is_sorted(tried.begin(), tried.end(), [](auto& a, auto& b) { return a.peak < b.peak; }));
    EXPECT_LE((*c.arms[arm].peak_ci95)[0], c.arms[arm].peak);
    EXPECT_GE((*c.arms[arm].peak_ci95)[1], c.arms[arm].peak);
    EXPECT_FALSE(c.arms[arm].at_end);
    EXPECT_NEAR(*std::max_element(c.arms[arm].lr.begin(), c.arms[arm].lr.end()), c.arms[arm].peak, 1e-15);
  }
  EXPECT_EQ(c.tuning_seeds, TuningOptions{}.seeds);
  EXPECT_EQ(c.tuned_on, "final_loss");
}

/// A run's last loss jumps about a course that says where the valley is.
TEST(Study, TunesByTheTailsOfRunsThatJump) {
  const double best = 0.4;
  const auto jumps = [&](const Trial& trial) {
    Outcome outcome = valley(trial, best);
    RandomState random(trial.seed + static_cast<std::uint32_t>(1e6 * trial.plan.lr(0)));
    outcome.tail_loss = 1.1 * outcome.final_loss;
    outcome.final_loss *= math::exp(1.5 * random.normal());
    return outcome;
  };
  const auto forgets = [&](const Trial& trial) {
    Outcome outcome = jumps(trial);
    outcome.tail_loss = not_a_number;
    return outcome;
  };
  StudyOptions options = tuned_options();
  options.tuning->seeds = seeds_from(1'000'000, 6);
  double off = 0, off_without = 0;
  for (int first = 0; first < 10; ++first) {
    for (std::uint32_t& seed : options.tuning->seeds) seed += 6;
    const auto distance = [&](const auto& run) {
      const Comparison found = *compare({contender("constant(0.5)")}, runner_of(run), options);
      return std::abs(math::log(found.arms[0].peak / best));
    };
    off += distance(jumps);
    off_without += distance(forgets);
  }
  EXPECT_LT(off, 10 * 0.4);
  EXPECT_GT(off_without, 1.5 * off);
}

TEST(Study, CountsItsTrialsAndTheirWork) {
  std::size_t ran = 0;
  const auto count = [&](const Trial& trial) {
    EXPECT_EQ(trial.curve_points, trial.seed < 10 ? 3u : 0u) << "tuning keeps no curves";
    ++ran;
    return two_valleys(trial);
  };
  StudyOptions options = tuned_options();
  const Comparison as_asked = *compare(two_arms(), runner_of(count), options);
  EXPECT_EQ(as_asked.trials, ran);
  EXPECT_EQ(as_asked.work.asked, static_cast<Step>(20 * ran));
  EXPECT_EQ(as_asked.work.trained, as_asked.work.asked);
  std::size_t tried = 0;
  for (const Arm& arm : as_asked.arms)
    for (const Tried& one : arm.tuning) tried += static_cast<std::size_t>(one.seeds);
  EXPECT_EQ(as_asked.trials, tried + 3 * 10);
  options.work = [](std::span<const Trial> trials, std::span<const Outcome> outcomes) {
    EXPECT_EQ(trials.size(), outcomes.size());
    return Work{static_cast<Step>(2 * trials.size()), static_cast<Step>(outcomes.size())};
  };
  const Comparison as_told = *compare(two_arms(), runner_of(count), options);
  EXPECT_EQ(as_told.work.asked, static_cast<Step>(2 * as_told.trials));
  EXPECT_EQ(as_told.work.trained, static_cast<Step>(as_told.trials));
}

TEST(Study, TellsItsProgressToTheLastTrial) {
  StudyOptions options = tuned_options();
  std::size_t last = 0, last_total = 0;
  options.progress = [&](std::size_t done, std::size_t total) {
    EXPECT_EQ(done, last + 1);
    EXPECT_GE(total, std::max(done, last_total));
    last = done, last_total = total;
  };
  const Comparison c = *compare(two_arms(), runner_of(two_valleys), options);
  EXPECT_EQ(last, c.trials);
  EXPECT_EQ(last_total, c.trials);
}

TEST(Study, TunesOnTheLossItIsAskedTo) {
  StudyOptions options = tuned_options();
  options.tuning->score = Score::heldout_loss;
  options.tuning->farthest = 4;
  const Comparison c = *compare(two_arms(), runner_of(two_valleys), options);
  EXPECT_EQ(c.tuned_on, "heldout_loss");
  EXPECT_EQ(c.arms[0].peak, 10.24) << "the held-out loss falls as the other grows";
  EXPECT_TRUE(c.arms[0].at_end);
}

std::string text_of(const Comparison& c) {
  std::string text;
  for (const Arm& arm : c.arms) {
    text += arm.name + arm.schedule + shortest(arm.peak) + shortest(arm.sum_lr);
    for (const Outcome& trial : arm.trials) text += to_text(trial);
    for (const Tried& tried : arm.tuning) text += shortest(tried.peak) + ":" + shortest(tried.loss) + " ";
  }
  for (const Pair& pair : c.pairs) text += pair.measure + shortest(pair.difference) + shortest(pair.p_holm);
  return text;
}

TEST(Study, IsTheSameInWhateverOrderTrialsFinish) {
  const Comparison forwards = *compare(two_arms(), runner_of(two_valleys), tuned_options());
  const Comparison backwards = *compare(two_arms(), runner_of(two_valleys, true), tuned_options());
  EXPECT_EQ(text_of(forwards), text_of(backwards));
}

TEST(Study, TakesDivergedAndFailedTuningRunsForTheWorst) {
  const Comparison c = *compare(two_arms(), runner_of([](const Trial& trial) -> Outcome {
                                  const double peak = peak_of(trial.plan, trial.steps);
                                  if (peak > 1 && trial.seed == 1'000'001) return {.diverged_at = 3, .steps = 3};
                                  if (peak > 0.3 && trial.seed == 1'000'002)
                                    return {.failure = "it ended with status 1"};
                                  return valley(trial, 0.3);
                                }),
                                tuned_options());
  for (std::size_t arm = 0; arm < 2; ++arm) {
    EXPECT_LT(c.arms[arm].peak, 0.3);
    EXPECT_GT(c.arms[arm].peak, 0.15);
  }
  EXPECT_EQ(c.arms[0].diverged + c.arms[0].failed, 0);
}

// Arms and pairs.

TEST(Study, SetsAConstantOfTheSameSumBesideEachArmThatIsNone) {
  const std::vector<Contender> contenders{
      contender("constant(0.5)"), contender("linear(from=1, to=0.25, steps=4)"),
      contender("plan(lr=linear(from=1, to=0, steps=4), momentum=constant(0.9), group(head, lr=step(2, 0.5, 2)))")};
  std::vector<std::string> plans;
  const Comparison c = *compare(contenders, runner_of([&](const Trial& trial) {
                                  if (trial.seed == 0) plans.push_back(notation::print(trial.plan));
                                  return Outcome{.final_loss = rate_of(trial), .steps = 4};
                                }),
                                {.steps = 4, .seeds = seeds(3), .has_controls = true});
  ASSERT_EQ(c.arms.size(), 5u);
  EXPECT_EQ(c.arms[3].control_of, 1u);
  EXPECT_EQ(c.arms[3].name, "linear(from=1, to=0.25, steps=4) control");
  EXPECT_EQ(c.arms[3].peak, 0.625);
  EXPECT_EQ(c.arms[3].sum_lr, c.arms[1].sum_lr);
  EXPECT_EQ(c.arms[4].control_of, 2u);
  EXPECT_EQ(c.arms[4].schedule,
            "plan(lr=constant(value=0.5), momentum=constant(value=0.9), group(head, lr=constant(value=1.5)))");
  EXPECT_EQ(plans.back(), c.arms[4].schedule);
  std::vector<std::pair<std::size_t, std::size_t>> met;
  for (const Pair& pair : c.pairs) met.emplace_back(pair.a, pair.b);
  EXPECT_EQ(met, (std::vector<std::pair<std::size_t, std::size_t>>{{0, 1}, {0, 2}, {1, 2}, {1, 3}, {2, 4}}));
}

TEST(Study, LeavesSeedsWithoutALossOutOfAPair) {
  const auto outcome = [](const Trial& trial) -> Outcome {
    const double loss = rate_of(trial) + 0.1 * (trial.seed % 3);
    if (rate_of(trial) == 2 && trial.seed == 1) return {.diverged_at = 0, .steps = 1};
    return {.final_loss = loss, .heldout_loss = rate_of(trial) == 3 ? nan : 2 * loss, .steps = 1};
  };
  const Comparison c = *compare(numbered(3), runner_of(outcome), {.steps = 1, .seeds = seeds(5)});
  ASSERT_EQ(c.pairs.size(), 6u);
  EXPECT_EQ(c.pairs[0].measure, "final_loss");
  EXPECT_EQ(c.pairs[0].seeds, 4);
  EXPECT_EQ(c.pairs[1].seeds, 5);
  EXPECT_EQ(c.pairs[3].measure, "heldout_loss");
  EXPECT_NEAR(c.pairs[3].difference, -2, 1e-12);
  EXPECT_EQ(c.pairs[3].p_holm, c.pairs[3].p) << "the only pair that has a held-out loss";
  EXPECT_EQ(c.pairs[4].seeds, 0);
  EXPECT_TRUE(std::isnan(c.pairs[4].p_holm));
  EXPECT_EQ(c.arms[1].diverged, 1);
}

TEST(Study, HasNoHeldoutPairsWhereNothingIsHeldOut) {
  for (const Pair& pair : repeated({}, 3, 4, 0).pairs) EXPECT_EQ(pair.measure, "final_loss");
}

// What is refused.

TEST(Study, EndsWithTheErrorOfItsRunner) {
  for (const std::size_t allowed : {0u, 5u, 30u}) {
    std::size_t ran = 0;
    const Runner fails = [&](std::span<const Trial> trials, const Finished& finished) -> Result<void> {
      for (std::size_t i = 0; i < trials.size(); ++i) {
        if (ran++ == allowed) return refuse("the disk is full");
        if (auto good = finished(i, two_valleys(trials[i])); !good) return good;
      }
      return {};
    };
    EXPECT_EQ(compare(two_arms(), fails, tuned_options()).error().message, "the disk is full") << allowed;
    EXPECT_EQ(ran, allowed + 1);
  }
}

TEST(Study, MissesTrialsThatWereNotRun) {
  const Runner lazy = [](std::span<const Trial>, const Finished&) -> Result<void> { return {}; };
  EXPECT_EQ(compare(numbered(2), lazy, {.steps = 1, .seeds = {0, 1}}).error().message,
            "4 trials of 4 were not run; start the study again");
}

TEST(Study, RefusesToTuneByALossThatWasNotMeasured) {
  const auto loss_alone = [](const Trial& trial) { return Outcome{.final_loss = rate_of(trial), .steps = 20}; };
  StudyOptions options = tuned_options();
  options.tuning->score = Score::heldout_loss;
  EXPECT_EQ(compare(two_arms(), runner_of(loss_alone), options).error().message,
            "seed 1000000 of constant(0.5) has no heldout_loss to tune by; hold data out (--heldout 0.2), let your own "
            "trainer "
            "log it, or tune by the final loss");
}

TEST(Study, RefusesWhatItCannotRun) {
  const struct {
    std::vector<Contender> contenders;
    StudyOptions options;
    const char* message;
  } cases[] = {
      {{}, {.steps = 1}, "there is nothing to compare; give a schedule such as 'constant(0.1)'"},
      {numbered(1), {}, "a run needs at least 1 step, not 0"},
      {numbered(1), {.steps = 1, .seeds = {}}, "a study needs at least one evaluation seed"},
      {numbered(1), {.steps = 1, .seeds = {1, 2, 1}}, "evaluation seed 1 is given twice; give each once"},
      {numbered(1), {.steps = 1, .tuning = TuningOptions{.seeds = {}}}, "a study needs at least one tuning seed"},
      {numbered(1),
       {.steps = 1, .tuning = TuningOptions{.seeds = {7, 7}}},
       "tuning seed 7 is given twice; give each once"},
      {numbered(1),
       {.steps = 1, .seeds = {6, 7}, .tuning = TuningOptions{.seeds = {7, 8}}},
       "seed 7 is a tuning seed and an evaluation seed; tune on others"},
      {numbered(1),
       {.steps = 1, .tuning = TuningOptions{.ratio = 0.5}},
       "the ratio of neighbouring peaks must be above 1, not 0.5; 1.4142 is usual"},
      {{contender("constant(0)")},
       {.steps = 1, .tuning = TuningOptions{}},
       "the peak of constant(0) is 0, which no factor brings to another; give it a positive rate, or compare without "
       "tuning"},
  };
  for (const auto& c : cases) {
    const auto compared = compare(c.contenders, runner_of(two_valleys), c.options);
    ASSERT_FALSE(compared) << c.message;
    EXPECT_EQ(compared.error().message, c.message);
  }
}

// Rates.

TEST(Scaled, MultipliesEveryRateAndNothingElse) {
  const Plan plan = *notation::parse_plan(
      "plan(lr=linear(from=1, to=0, steps=4), momentum=constant(0.9), group(head, lr=constant(0.5)))");
  EXPECT_EQ(notation::print(scaled(plan, {.to = 2})),
            "plan(lr=linear(from=2, steps=4), momentum=constant(value=0.9), group(head, lr=constant(value=1)))");
  EXPECT_EQ(scaled(plan, {0.3, 0.3}), plan);
  EXPECT_EQ(peak_of(scaled(plan, {.to = 0.25}), 4), 0.25);
  EXPECT_EQ(peak_of(*notation::parse_plan("warmup(to=1, steps=10)"), 5), 0.5);
}

TEST(Study, TunesARealTaskToTheSameBytesOnAnyNumberOfThreads) {
  train::Task task;
  task.steps = 20;
  const train::Prepared prepared = *train::Prepared::of(task, &files::load_source);
  StudyOptions options{.steps = 20, .seeds = seeds(3), .tuning = TuningOptions{}, .has_controls = true};
  const Comparison one = *compare(two_arms(), native_runner(prepared, {.threads = 1}), options);
  const Comparison two = *compare(two_arms(), native_runner(prepared, {.threads = 2}), options);
  EXPECT_EQ(text_of(one), text_of(two));
  for (const Arm& arm : one.arms) {
    if (arm.control_of) continue;
    EXPECT_FALSE(arm.at_end) << arm.name;
    EXPECT_LT(arm.final_loss.median, 1) << "below what it starts from, log 3";
  }
}

}  // namespace
}  // namespace etude::study
