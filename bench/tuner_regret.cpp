// What is lost by the peaks that the tuner finds: tuner_regret STORE DRAWS [STUDY...]
//
// All peaks of a study's grid are run on 36 seeds, through a store, so that a second start goes on. Of these seeds some
// are drawn, again and again, to tune an arm on; the others evaluate it. The regret is the mean loss at the peak that was
// found over the lowest of the grid's, where a diverged run counts as the first loss. What the tuner asks for is answered
// from the table, and run where it is not in there: a peak between two of the grid's.

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "adapters/store/memory.h"
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
     {{"pre-norm", "no"},
      {"optimizer", "adam"},
      {"batch", "8"},
      {"context", "16"},
      {"model-width", "16"},
      {"heads", "2"}},
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
template <class T>
T value_of(Result<T> result) {
  if (result) return *std::move(result);
  std::fprintf(stderr, "tuner_regret: %s\n", result.error().message.c_str());
  std::exit(1);
}

train::Prepared prepared_of(const Setting& setting) {
  train::Task task = value_of(train::task_named(setting.task));
  for (const auto& [name, text] : setting.fields)
    for (const train::TaskField& field : train::task_fields())
      if (field.name == name && !field.set(task, text)) std::exit(1);
  task.steps = setting.steps;
  return value_of(train::Prepared::of(task, &files::load_source));
}

/// A runner that remembers within the program, in front of one that remembers in the store; it counts what was asked of
/// some seeds.
struct Table {
  study::Runner rest;
  std::map<std::pair<std::string, std::uint32_t>, Outcome> known = {};
  std::vector<std::uint32_t> counted = {};
  Step steps = 0;

  Result<void> run(std::span<const Trial> trials, const study::Finished& finished) {
    std::vector<Trial> missing;
    for (const Trial& trial : trials)
      if (!known.contains(key_of(trial))) missing.push_back(trial);
    const auto good = rest(missing, [&](std::size_t i, const Outcome& outcome) -> Result<void> {
      known[key_of(missing[i])] = outcome;
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

struct Draw {
  double regret;
  Step tuned = 0, whole = 0;
};

Draw drawn(const Arm& arm, std::size_t tuning_seeds, study::Score score, RandomState& random) {
  std::vector<std::uint32_t> seeds(all_seeds);
  std::iota(seeds.begin(), seeds.end(), 0U);
  for (std::size_t i = 0; i < tuning_seeds; ++i)
    std::swap(seeds[i], seeds[i + static_cast<std::size_t>(random.uniform() * static_cast<double>(all_seeds - i))]);
  const auto split = seeds.begin() + static_cast<std::ptrdiff_t>(tuning_seeds);
  study::StudyOptions options{.steps = arm.setting.steps, .seeds = {split, seeds.end()}};
  options.tuning = study::TuningOptions{
      .from = arm.setting.from, .to = arm.setting.to, .seeds = {seeds.begin(), split}, .score = score};
  arm.table.counted = options.tuning->seeds;
  arm.table.steps = 0;
  const auto runner = [&](std::span<const Trial> trials, const study::Finished& finished) {
    return arm.table.run(trials, finished);
  };
  const Comparison comparison = value_of(study::compare({{"arm", arm.plan}}, runner, options));
  Draw draw{arm.mean_of(comparison.arms[0].trials, score), arm.table.steps};
  arm.table.steps = 0;
  double lowest = arm.first_loss;
  for (int i = 0; i <= study::last_of_grid(*options.tuning); ++i) {
    const double peak = study::grid_peak(*options.tuning, i);
    lowest = std::min(lowest, arm.mean_of(arm.run(peak, options.seeds), score));
    arm.run(peak, options.tuning->seeds);
  }
  draw.regret /= lowest;
  draw.whole = arm.table.steps;
  return draw;
}

void print(const char* name, std::size_t tuning_seeds, study::Score score, std::vector<Draw> draws) {
  std::sort(draws.begin(), draws.end(), [](const Draw& a, const Draw& b) { return a.regret < b.regret; });
  double logs = 0;
  Step tuned = 0, whole = 0;
  for (const Draw& draw : draws) logs += std::log(draw.regret), tuned += draw.tuned, whole += draw.whole;
  std::printf("| %s | %zu | %s | %.3f | %.3f | %.2f | %.1f %% |\n", name, tuning_seeds,
              score == study::Score::final_loss ? "final" : "held-out",
              std::exp(logs / static_cast<double>(draws.size())), draws[draws.size() * 95 / 100].regret,
              draws.back().regret, 100 * static_cast<double>(tuned) / static_cast<double>(whole));
  std::fflush(stdout);
}

void measure(const Setting& setting, store::Store& store, int draws) {
  const train::Prepared prepared = prepared_of(setting);
  Table table{study::remembering(study::native_runner(prepared, {.threads = 1}),
                                 memory::memory_of(store, train::configuration(prepared)))};
  const Horizon horizon{.steps = setting.steps};
  std::vector<Arm> arms;
  for (const char* text : setting.arms)
    arms.push_back({setting, table, value_of(notation::parse_plan(text, horizon)), 0});
  Setting one_step = setting;
  one_step.steps = 1;
  const double first_loss = Arm{one_step, table, arms[0].plan, 0}.run(setting.from, {0})[0].final_loss;
  for (Arm& arm : arms) arm.first_loss = first_loss;
  for (const std::size_t tuning_seeds : {6U, 3U})
    for (const study::Score score : {study::Score::final_loss, study::Score::heldout_loss}) {
      if (score == study::Score::heldout_loss && !prepared.has_heldout()) continue;
      RandomState random(static_cast<std::uint32_t>(tuning_seeds));
      std::vector<Draw> all;
      for (const Arm& arm : arms)
        for (int i = 0; i < draws; ++i) all.push_back(drawn(arm, tuning_seeds, score, random));
      print(setting.name, tuning_seeds, score, std::move(all));
    }
}

}  // namespace

int main(int count, char** words) {
  if (count < 3) {
    std::fprintf(stderr, "usage: tuner_regret STORE DRAWS [STUDY...]\n");
    return 2;
  }
  store::Store store = value_of(store::Store::open(words[1]));
  const std::vector<std::string> wanted(words + 3, words + count);
  std::printf(
      "| study | tuning seeds | loss | mean | 95 %% | worst | steps trained |\n|---|---|---|---|---|---|---|\n");
  for (const Setting& setting : settings)
    if (wanted.empty() || std::find(wanted.begin(), wanted.end(), setting.name) != wanted.end())
      measure(setting, store, std::atoi(words[2]));
}
