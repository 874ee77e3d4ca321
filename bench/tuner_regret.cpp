// What is lost by the peaks that the tuner finds:
//   tuner_regret STORE DRAWS [--seeds N,N...] [--last-losses] [STUDY[:ARM,ARM...]...]
//
// All peaks of a study's grid are run on 36 seeds, through a store, so that a second start goes on. Of these seeds 6,
// then 3, or as many as --seeds says, are drawn, again and again, to tune an arm on; the others evaluate it. The regret
// is the mean loss at the peak that was found over the lowest of the grid's, where a diverged run counts as the first
// loss. Beside it stand that of the peak that the tuner finds where it tries the whole grid on all tuning seeds, and
// that of the point with the lowest mean on all 36: it is above 1 where another point is the lowest, by chance, on the
// seeds that evaluate. With --last-losses the tuner is not told the tails of the runs. What the tuner asks for is
// answered from the table, and run where it is not in there: a peak beyond the grid's ends.

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <map>
#include <numeric>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "adapters/store/memory.h"
#include "etude/base/number.h"
#include "etude/base/random.h"
#include "etude/notation/notation.h"
#include "etude/study/native_runner.h"
#include "etude/study/remembering.h"
#include "etude/study/study.h"
#include "files/sources.h"
#include "study/scaled.h"
#include "study/tuning.h"
#include "train/configuration.h"

namespace {

using namespace etude;
using study::Trial;

constexpr std::size_t all_seeds = 36;

struct Setting {
  const char* name;
  const char* task;
  std::vector<std::pair<const char*, const char*>> fields;  // of the task, as flags have them
  Step steps;
  double from, to;
  std::vector<const char*> arms;
};

const std::vector<const char*> twelve{"constant(1)",
                                      "step(from=1, gamma=0.3, period=25%)",
                                      "exponential(from=1, rate=0.99)",
                                      "linear(from=1, steps=rest)",
                                      "cosine(from=1, steps=rest)",
                                      "cosine_restarts(from=1, period=25%)",
                                      "warmup(to=1, steps=10%) then cosine(from=1, steps=rest)",
                                      "one_cycle(peak=1, steps=100%)",
                                      "wsd(peak=1, steps=100%, warmup=5%, decay=20%)",
                                      "inverse_sqrt(from=1, timescale=30)",
                                      "warmup(to=1, steps=10%) then constant(1)",
                                      "cyclic(low=0.1, high=1, up=10%)"};
const std::vector<const char*> three{"constant(1)", "linear(from=1, steps=rest)", "cosine(from=1, steps=rest)"};

const std::vector<Setting> settings{
    {"spirals", "spirals", {}, 300, 0.04, 2.56, twelve},
    {"spirals, noisy",
     "spirals",
     {{"batch", "32"}, {"label-noise", "0.2"}, {"hidden", "32,32"}},
     300,
     0.04,
     2.56,
     three},
    {"digits, adamw", "digits", {{"optimizer", "adamw"}}, 300, 0.001, 0.064, three},
    {"transformer, post-LN, adam",
     "text",
     {{"pre-norm", "no"}, {"optimizer", "adam"}, {"batch", "8"}, {"context", "16"}, {"width", "16"}, {"heads", "2"}},
     120,
     0.0005,
     0.032,
     three},
    {"fashion-mnist, momentum",
     "fashion-mnist",
     {{"limit", "1000"}, {"optimizer", "momentum"}},
     300,
     0.002,
     0.128,
     three},
    {"fashion-mnist", "fashion-mnist", {{"limit", "3000"}}, 1200, 0.02, 0.64, three},
};

/// Ends the program with what is wrong.
[[noreturn]] void fail(const std::string& message) {
  std::fprintf(stderr, "tuner_regret: %s\n", message.c_str());
  std::exit(1);
}

template <class T>
T value_of(Result<T> result) {
  if (!result) fail(result.error().message);
  return *std::move(result);
}

/// Of a field that there is; else it ends the program.
void set_field(train::Task& task, const std::string& name, const char* text) {
  for (const train::TaskField& field : train::task_fields()) {
    if (field.name != name) continue;
    if (const auto good = field.set(task, text); !good) fail(name + ": " + good.error().message);
    return;
  }
  fail("a task has no field " + name);
}

train::Prepared prepared_of(const Setting& setting) {
  train::Task task = value_of(train::task_named(setting.task));
  for (const auto& [name, text] : setting.fields) set_field(task, name, text);
  task.steps = setting.steps;
  return value_of(train::Prepared::of(task, &files::load_source));
}

/// A runner that remembers within the program, in front of one that remembers in the store; it counts what was asked of
/// some seeds.
struct Table {
  study::Runner rest;
  bool tells_tails = true;
  std::map<std::pair<std::string, std::uint32_t>, Outcome> known = {};
  std::vector<std::uint32_t> counted = {};
  Step steps = 0;

  Result<void> run(std::span<const Trial> trials, const study::Finished& finished) {
    std::vector<Trial> missing;
    for (const Trial& trial : trials)
      if (!known.contains(key_of(trial))) missing.push_back(trial);
    const auto good = rest(missing, [&](std::size_t i, const Outcome& outcome) -> Result<void> {
      Outcome& told = known[key_of(missing[i])] = outcome;
      if (!tells_tails) told.tail_loss = not_a_number;
      return {};
    });
    if (!good) return good;
    for (std::size_t i = 0; i < trials.size(); ++i) {
      const Outcome& outcome = known.at(key_of(trials[i]));
      if (std::find(counted.begin(), counted.end(), trials[i].seed) != counted.end()) steps += outcome.steps;
      if (auto told = finished(i, outcome); !told) return told;
    }
    return {};
  }
  static std::pair<std::string, std::uint32_t> key_of(const Trial& trial) {
    return {notation::print(trial.plan) + " " + std::to_string(trial.steps), trial.seed};
  }
};

/// One arm of a setting: what its table is asked.
struct Arm {
  const Setting& setting;
  Table& table;
  Plan plan;
  double first_loss;

  static std::vector<std::uint32_t> seeds() {
    std::vector<std::uint32_t> all(all_seeds);
    std::iota(all.begin(), all.end(), 0U);
    return all;
  }
  double loss_of(const Outcome& outcome, study::Score score) const {
    const double loss = score == study::Score::final_loss ? outcome.final_loss : outcome.heldout_loss;
    return outcome.diverged_at || !std::isfinite(loss) ? first_loss : loss;
  }
  std::vector<Outcome> run(double peak, const std::vector<std::uint32_t>& seeds) const {
    const Plan scaled = study::scaled(plan, {peak, study::peak_of(plan, setting.steps)});
    std::vector<Trial> trials;
    for (const std::uint32_t seed : seeds)
      trials.push_back({scaled, setting.steps, train::Backward::corrected, seed, 0, ""});
    std::vector<Outcome> outcomes(trials.size());
    const auto good = table.run(trials, [&](std::size_t i, const Outcome& outcome) -> Result<void> {
      outcomes[i] = outcome;
      return {};
    });
    if (!good) value_of(Result<int>(pass_on(good.error())));
    return outcomes;
  }
  double mean_of(std::span<const Outcome> outcomes, study::Score score) const {
    double sum = 0;
    for (const Outcome& outcome : outcomes) sum += loss_of(outcome, score);
    return sum / static_cast<double>(outcomes.size());
  }
};

/// A peak that was found, and what it cost.
struct Found {
  double mean = 0;  // loss on the seeds that evaluate
  Step steps = 0;
};

Found found(const Arm& arm, study::StudyOptions options, bool tries_all) {
  options.tuning->tries_all = tries_all;
  arm.table.counted = options.tuning->seeds;
  arm.table.steps = 0;
  const auto runner = [&](std::span<const Trial> trials, const study::Finished& finished) {
    return arm.table.run(trials, finished);
  };
  const Comparison comparison = value_of(study::compare({{"arm", arm.plan}}, runner, options));
  return {arm.mean_of(comparison.arms[0].trials, options.tuning->score), std::exchange(arm.table.steps, 0)};
}

/// What an arm's grid gives: by point, then by seed.
using Grid = std::vector<std::vector<Outcome>>;

Grid grid_of(const Arm& arm) {
  const study::TuningOptions options{.from = arm.setting.from, .to = arm.setting.to};
  Grid grid;
  for (int i = 0; i <= study::last_of_grid(options); ++i)
    grid.push_back(arm.run(study::grid_peak(options, i), arm.seeds()));
  return grid;
}

/// One drawing of tuning seeds.
struct Draw {
  double regret;
  double whole_regret;  // of the peak that the tuner finds on the whole grid
  double known_regret;  // of the peak that is lowest on all seeds
  Step tuned = 0, whole = 0;
};

/// The point with the lowest mean on all seeds.
std::size_t lowest_of(const Arm& arm, const Grid& grid, study::Score score) {
  std::vector<double> means;
  for (const std::vector<Outcome>& outcomes : grid) means.push_back(arm.mean_of(outcomes, score));
  return static_cast<std::size_t>(std::min_element(means.begin(), means.end()) - means.begin());
}

/// `known` is the point that is lowest on all seeds.
Draw drawn(const Arm& arm, const Grid& grid, std::size_t known, std::size_t tuning_seeds, study::Score score,
           RandomState& random) {
  std::vector<std::uint32_t> seeds = arm.seeds();
  for (std::size_t i = 0; i < tuning_seeds; ++i)
    std::swap(seeds[i], seeds[i + static_cast<std::size_t>(random.uniform() * static_cast<double>(all_seeds - i))]);
  const auto split = seeds.begin() + static_cast<std::ptrdiff_t>(tuning_seeds);
  study::StudyOptions options{.steps = arm.setting.steps, .seeds = {split, seeds.end()}};
  options.tuning = study::TuningOptions{
      .from = arm.setting.from, .to = arm.setting.to, .seeds = {seeds.begin(), split}, .score = score};
  const Found tuned = found(arm, options, false), whole = found(arm, options, true);
  std::vector<double> means;  // by point, on the seeds that evaluate
  Step all_steps = 0;
  for (const std::vector<Outcome>& outcomes : grid) {
    std::vector<Outcome> evaluated;
    for (const std::uint32_t seed : options.seeds) evaluated.push_back(outcomes[seed]);
    means.push_back(arm.mean_of(evaluated, score));
    for (const std::uint32_t seed : options.tuning->seeds) all_steps += outcomes[seed].steps;
  }
  const double lowest = *std::min_element(means.begin(), means.end());
  return {tuned.mean / lowest, whole.mean / lowest, means[known] / lowest, tuned.steps, all_steps};
}

/// The standard error of the lowest mean of an arm's grid, as a share of it: no regret is known to less than that.
double error_of_lowest(const Arm& arm, const std::vector<Outcome>& lowest, study::Score score) {
  const double mean = arm.mean_of(lowest, score);
  double squares = 0;
  for (const Outcome& outcome : lowest) squares += std::pow(arm.loss_of(outcome, score) - mean, 2);
  return std::sqrt(squares / all_seeds / (all_seeds - 1)) / mean;
}

struct Regret {
  double mean, most_of, worst;  // the geometric mean, the 95th percentile, the highest
};

Regret summarised(std::vector<double> regrets) {
  std::sort(regrets.begin(), regrets.end());
  double logs = 0;
  for (const double regret : regrets) logs += std::log(regret);
  return {std::exp(logs / static_cast<double>(regrets.size())), regrets[regrets.size() * 95 / 100], regrets.back()};
}

void print(const std::string& name, std::size_t tuning_seeds, study::Score score, double error,
           const std::vector<Draw>& draws) {
  std::vector<double> regrets, whole_regrets, known_regrets;
  Step tuned = 0, whole = 0;
  for (const Draw& draw : draws) {
    regrets.push_back(draw.regret);
    whole_regrets.push_back(draw.whole_regret);
    known_regrets.push_back(draw.known_regret);
    tuned += draw.tuned;
    whole += draw.whole;
  }
  const Regret own = summarised(std::move(regrets)), all = summarised(std::move(whole_regrets));
  const Regret known = summarised(std::move(known_regrets));
  std::printf("| %s | %zu | %s | %.3f | %.3f | %.2f | %.1f %% | %.3f | %.3f | %.2f | %.3f | %.3f | %.1f %% |\n",
              name.c_str(), tuning_seeds, score == study::Score::final_loss ? "final" : "held-out", own.mean,
              own.most_of, own.worst, 100 * static_cast<double>(tuned) / static_cast<double>(whole), all.mean,
              all.most_of, all.worst, known.mean, known.most_of, 100 * error);
  std::fflush(stdout);
}

void measure(const Setting& setting, store::Store& store, int draws, const std::vector<std::size_t>& seed_counts,
             bool tells_tails) {
  const train::Prepared prepared = prepared_of(setting);
  Table table{study::remembering(study::native_runner(prepared, {.threads = 1}),
                                 memory::memory_of(store, train::configuration(prepared))),
              tells_tails};
  const Horizon horizon{.steps = setting.steps};
  std::vector<Arm> arms;
  for (const char* text : setting.arms)
    arms.push_back({setting, table, value_of(notation::parse_plan(text, horizon)), 0});
  Setting one_step = setting;
  one_step.steps = 1;
  const double first_loss = Arm{one_step, table, arms[0].plan, 0}.run(setting.from, {0})[0].final_loss;
  std::vector<Grid> grids;
  for (Arm& arm : arms) arm.first_loss = first_loss, grids.push_back(grid_of(arm));
  for (const std::size_t tuning_seeds : seed_counts)
    for (const study::Score score : {study::Score::final_loss, study::Score::heldout_loss}) {
      if (score == study::Score::heldout_loss && !prepared.has_heldout()) continue;
      RandomState random(static_cast<std::uint32_t>(tuning_seeds));
      std::vector<Draw> all;
      double error = 0;
      for (std::size_t arm = 0; arm < arms.size(); ++arm) {
        const std::size_t known = lowest_of(arms[arm], grids[arm], score);
        for (int i = 0; i < draws; ++i) all.push_back(drawn(arms[arm], grids[arm], known, tuning_seeds, score, random));
        error = std::max(error, error_of_lowest(arms[arm], grids[arm][known], score));
      }
      print(setting.name, tuning_seeds, score, error, all);
    }
}

/// "1,4"; each within 1 ... most.
std::vector<std::size_t> numbers_of(const std::string& text, std::size_t most, const std::string& what) {
  std::vector<std::size_t> numbers;
  std::istringstream list(text);
  for (std::string word; std::getline(list, word, ',');) {
    const int number = std::atoi(word.c_str());
    if (number < 1 || static_cast<std::size_t>(number) > most)
      fail(what + " are 1 to " + std::to_string(most) + ", not " + word);
    numbers.push_back(static_cast<std::size_t>(number));
  }
  return numbers;
}

/// "spirals" or "spirals:1,4", the first and the fourth of its arms; or nothing of that study.
std::optional<Setting> wanted_of(Setting setting, const std::string& wanted) {
  const std::size_t colon = wanted.find(':');
  if (wanted.substr(0, colon) != setting.name) return std::nullopt;
  if (colon == std::string::npos) return setting;
  const std::vector<const char*> all = std::exchange(setting.arms, {});
  for (const std::size_t number :
       numbers_of(wanted.substr(colon + 1), all.size(), "arms of " + wanted.substr(0, colon)))
    setting.arms.push_back(all[number - 1]);
  return setting;
}

std::vector<Setting> wanted_of(const std::vector<std::string>& words) {
  if (words.empty()) return settings;
  std::vector<Setting> all;
  for (const std::string& word : words) {
    const std::size_t before = all.size();
    for (const Setting& setting : settings)
      if (auto wanted = wanted_of(setting, word)) all.push_back(*std::move(wanted));
    if (all.size() == before) fail("there is no study " + word);
  }
  return all;
}

}  // namespace

int main(int count, char** words) {
  std::vector<std::string> rest(words + std::min(count, 1), words + count);
  std::vector<std::size_t> seed_counts{6, 3};
  if (const auto flag = std::find(rest.begin(), rest.end(), "--seeds"); flag != rest.end() && flag + 1 != rest.end()) {
    seed_counts = numbers_of(flag[1], all_seeds - 1, "tuning seeds");
    rest.erase(flag, flag + 2);
  }
  const bool tells_tails = std::erase(rest, "--last-losses") == 0;
  if (rest.size() < 2) {
    std::fprintf(stderr, "usage: tuner_regret STORE DRAWS [--seeds N,N...] [--last-losses] [STUDY[:ARM,ARM...]...]\n");
    return 2;
  }
  store::Store store = value_of(store::Store::open(rest[0]));
  const std::vector<Setting> wanted = wanted_of(std::vector<std::string>(rest.begin() + 2, rest.end()));
  std::printf(
      "| study | tuning seeds | loss | mean | 95 %% | worst | steps trained | whole grid: mean | 95 %% | worst "
      "| all known: mean | 95 %% | error |\n"
      "|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
  for (const Setting& setting : wanted) measure(setting, store, std::atoi(rest[1].c_str()), seed_counts, tells_tails);
}
