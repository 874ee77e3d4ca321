#include "adapters/program/own_trainer.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>

#include "adapters/program/command.h"
#include "adapters/program/file.h"
#include "adapters/program/folder.h"
#include "adapters/program/log.h"
#include "adapters/program/process.h"
#include "adapters/program/signals.h"
#include "etude/base/json.h"
#include "etude/base/number.h"
#include "etude/notation/notation.h"
#include "study/parallel.h"

namespace etude::program {
namespace {

constexpr std::size_t most_log_bytes = std::size_t{1} << 30U;
constexpr std::size_t tail_bytes = 4096;

std::string as_json(const std::vector<std::string>& words) {
  return write_json(Json::Array(words.begin(), words.end()), 0);
}

/// The file that a word names by itself or, as --data=FILE, behind its first =, with what changes when the file does.
std::string file_line(const std::string& word) {
  const std::size_t sign = word.find('=');
  for (const std::string& path : {word, sign == std::string::npos ? "" : word.substr(sign + 1)})
    if (const auto print = file_fingerprint(path)) return "file " + path + "=" + *print + "\n";
  return "";
}

bool has(const std::vector<std::string>& words, std::string_view name) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return word.find(name) != std::string::npos; });
}

std::string schedule_csv(const study::Trial& trial) {
  const auto schedules = parts(trial.plan);
  std::string text = "step";
  for (const auto& [name, schedule] : schedules) text += "," + name;
  text += "\n";
  for (Step t = 0; t < trial.steps; ++t) {
    text += std::to_string(t);
    for (const auto& [name, schedule] : schedules) text += "," + shortest(schedule(t));
    text += "\n";
  }
  return text;
}

std::string signal_text(int number) {
  constexpr std::pair<int, const char*> names[] = {
      {2, " (interrupt)"}, {4, " (illegal instruction)"}, {6, " (abort)"},      {8, " (arithmetic)"},
      {9, " (killed)"},    {11, " (segmentation fault)"}, {15, " (terminated)"}};
  for (const auto& [signal, name] : names)
    if (signal == number) return std::to_string(number) + name;
  return std::to_string(number);
}

/// Why a program that ended so has no result; empty where it ended well.
std::string reason_of(const Ended& ended, double limit_seconds) {
  if (ended.how == End::out_of_time) return "it ran longer than its limit of " + shortest(limit_seconds) + " s";
  if (ended.how == End::signalled) return "it was ended by signal " + signal_text(ended.status);
  return ended.status == 0 ? "" : "it ended with exit status " + std::to_string(ended.status);
}

/// What the program printed last. Where it names its folder, which is another one each time, {folder} stands for it.
std::string printed_by(const TrialFolder& folder) {
  const std::string end = last_lines(filled_in(end_of_file(folder.output(), tail_bytes), {{folder.path, "{folder}"}}));
  return end.empty() ? "; it printed nothing" : "; it printed last: " + end;
}

/// Runs trials; shared by the copies of a Runner.
class Trainings {
 public:
  Trainings(OwnTrainer options, std::vector<std::string> words, TrainerFolder folder)
      : options_(std::move(options)), words_(std::move(words)), folder_(std::move(folder)) {}

  Result<void> run(std::span<const study::Trial> trials, const study::Finished& finished) {
    if (auto good = check_seeds(trials); !good) return good;
    const StopSignals signals;
    std::atomic<bool> stop{false};
    std::mutex telling;
    Result<void> good;
    study::parallel_for(trials.size(), options_.threads, [&](std::size_t i) {
      if (stop) return;
      const auto outcome = run(trials[i], stop);
      const std::lock_guard lock(telling);
      if (stop) return;
      good = outcome ? finished(i, *outcome) : pass_on(outcome.error());
      stop = !good;
    });
    return good;
  }

 private:
  Result<void> check_seeds(std::span<const study::Trial> trials) const {
    if (has(words_, "{seed}")) return {};
    for (const study::Trial& trial : trials)
      if (trial.seed != trials[0].seed)
        return refuse("the trainer's command has no {seed}, and there are several seeds; add it, as in --seed {seed}");
    return {};
  }

  Result<Outcome> run(const study::Trial& trial, const std::atomic<bool>& stop) {
    const std::string plan = notation::print(trial.plan);
    const std::string key = plan + "\nsteps " + std::to_string(trial.steps) + "\ntrainer " + as_json(words_) + "\n";
    auto folder = folder_.enter(hexadecimal(fingerprint(key)) + "-seed" + std::to_string(trial.seed));
    if (!folder) return pass_on(folder.error());
    auto outcome = run_in(*folder, trial, key, stop);
    folder_.leave(*folder);
    return outcome;
  }

  Result<Outcome> run_in(const TrialFolder& folder, const study::Trial& trial, const std::string& key,
                         const std::atomic<bool>& stop) const {
    const std::string seed = std::to_string(trial.seed);
    if (auto good = write_file(folder.schedule(), schedule_csv(trial)); !good) return pass_on(good.error());
    if (auto good = write_file(folder.trial(), key + "seed " + seed + "\n"); !good) return pass_on(good.error());
    Program program{.words = words_, .output = folder.output(), .limit_seconds = options_.limit_seconds};
    for (std::size_t i = 1; i < words_.size(); ++i)
      program.words[i] = filled_in(words_[i], {{"{schedule}", folder.schedule()},
                                               {"{log}", folder.log()},
                                               {"{seed}", seed},
                                               {"{steps}", std::to_string(trial.steps)}});
    const auto ended = run_program(program, stop);
    if (!ended) return pass_on(ended.error());
    if (ended->how == End::stopped) return refuse("stopped; what was finished is kept where there is a store");
    return read(folder, trial, *ended);
  }

  Result<Outcome> read(const TrialFolder& folder, const study::Trial& trial, const Ended& ended) const {
    const std::string reason = reason_of(ended, options_.limit_seconds);
    const auto text = read_file(folder.log(), most_log_bytes);
    const auto log = text ? read_trainer_log(*text, trial.steps, trial.plan.lr, !reason.empty())
                          : Result<TrainerLog>(refuse("it wrote no log"));
    Outcome outcome = log ? outcome_of(*log, trial.steps, trial.curve_points) : Outcome{.failure = log.error().message};
    if (log && options_.needs_every_step && static_cast<Step>(log->loss.size()) < outcome.steps)
      outcome = {.failure = "its log leaves steps out, and a range test needs the loss of every step"};
    if (!outcome.diverged_at && !reason.empty()) outcome = {.failure = reason};
    if (!outcome.failure.empty()) outcome.failure += printed_by(folder);
    return outcome;
  }

  OwnTrainer options_;
  std::vector<std::string> words_;  // the program's file first
  TrainerFolder folder_;
};

Result<void> refuse_failed(std::size_t failed, std::size_t all, const std::string& first) {
  if (failed < all || all == 0) return {};
  return refuse("every run of the trainer failed; the first: " + first);
}

/// Schedules whose difference any loss could show: the last step's rate is used after the last loss.
bool differ(const Arm& a, const Arm& b) {
  const std::size_t steps = std::min(a.lr.size(), b.lr.size());
  for (std::size_t t = 0; t + 1 < steps; ++t)
    if (a.lr[t] != b.lr[t]) return true;
  return false;
}

/// Whether two trials have the very same losses; nothing where either has none.
std::optional<bool> agree(const Outcome& a, const Outcome& b) {
  if (std::isnan(a.final_loss) || std::isnan(b.final_loss)) return std::nullopt;
  return a.final_loss == b.final_loss && a.best_loss == b.best_loss && a.curve == b.curve;
}

}  // namespace

Result<study::Runner> own_trainer(const OwnTrainer& options) {
  auto words = split_words(options.command);
  if (!words) return pass_on(words.error());
  for (const std::string name : {"{schedule}", "{log}"})
    if (!has(*words, name))
      return refuse("the trainer's command has no " + name + "; type it where the program takes that file, as in " +
                    "'python3 train.py --schedule {schedule} --seed {seed} --log {log}'");
  if (!(options.limit_seconds > 0)) return refuse("the trainer's time limit must be above 0 seconds");
  const auto program = find_program(words->front());
  if (!program) return pass_on(program.error());
  words->front() = *program;
  auto folder = TrainerFolder::open(options.folder);
  if (!folder) return pass_on(folder.error());
  const auto trainings = std::make_shared<Trainings>(options, *std::move(words), *std::move(folder));
  return [trainings](std::span<const study::Trial> trials, const study::Finished& finished) {
    return trainings->run(trials, finished);
  };
}

std::string configuration(const OwnTrainer& options) {
  const auto words = split_words(options.command);
  const auto all = words ? *words : std::vector<std::string>{options.command};
  std::string files;
  for (const std::string& word : all) files += file_line(word);
  return "trainer=" + as_json(all) + "\n" + files;
}

Result<void> refuse_all_failed(std::span<const Outcome> outcomes) {
  const auto failed =
      std::count_if(outcomes.begin(), outcomes.end(), [](const Outcome& o) { return !o.failure.empty(); });
  return refuse_failed(static_cast<std::size_t>(failed), outcomes.size(),
                       outcomes.empty() ? "" : outcomes.front().failure);
}

Result<void> refuse_all_failed(const Comparison& comparison) {
  std::vector<Outcome> outcomes;
  for (const Arm& arm : comparison.arms)
    for (const Outcome& outcome : arm.trials) outcomes.push_back({.failure = outcome.failure});
  return refuse_all_failed(outcomes);
}

std::string ignored_schedule_warning(const Comparison& comparison) {
  bool any = false;
  for (std::size_t a = 0; a < comparison.arms.size(); ++a)
    for (std::size_t b = 0; b < a; ++b) {
      const Arm &one = comparison.arms[a], &other = comparison.arms[b];
      if (!differ(one, other)) continue;
      for (std::size_t i = 0; i < std::min(one.trials.size(), other.trials.size()); ++i) {
        const auto same = agree(one.trials[i], other.trials[i]);
        if (same == false) return "";
        any = any || same == true;
      }
    }
  if (!any) return "";
  return "different schedules gave the very same losses: does the trainer read {schedule}? Let it log a column lr, and "
         "etude holds it against the schedule";
}

}  // namespace etude::program
