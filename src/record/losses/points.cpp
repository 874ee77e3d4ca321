#include "record/losses/points.h"

#include <algorithm>
#include <cmath>

#include "base/words.h"
#include "etude/base/number.h"
#include "record/cells.h"

namespace etude::inline record {
namespace {

constexpr double last_whole = 9007199254740992;  // 2^53
constexpr std::size_t most_runs = 10'000;        // of one log
constexpr double straight = 1e-12;               // of the rate: what a point may be off a line and say nothing

/// The number of a cell; nothing where it is empty.
Result<std::optional<double>> number_of(const LogCell& cell, const char* what, const std::string& place) {
  if (const auto* number = std::get_if<double>(&cell)) return *number;
  const std::string_view text = std::get<std::string_view>(cell);
  if (text.empty()) return std::optional<double>();
  const auto number = printed_number(text);
  return number ? Result<std::optional<double>>(number) : refuse(place + ": " + quoted_text(text) + " is no " + what);
}

/// "1.000" and "1,000": one, or a thousand, as languages part thousands.
bool may_be_thousands(std::string_view text) {
  const std::size_t mark = text.find_first_of(".,");
  if (mark == 0 || mark > 3 || mark + 4 > text.size()) return false;
  for (std::size_t i = mark; i < text.size(); ++i)
    if ((i - mark) % 4 == 0 ? text[i] != text[mark] : text[i] < '0' || text[i] > '9') return false;
  return (text.size() - mark) % 4 == 0;
}

/// Does the middle of three points lie on the line between the others?
bool is_on_line(const LossLog& log, Step step, double rate) {
  const std::size_t n = log.rates.size();
  if (n < 2) return false;
  const auto from = static_cast<double>(log.rate_steps[n - 2]), middle = static_cast<double>(log.rate_steps[n - 1]);
  const double share = (middle - from) / (static_cast<double>(step) - from);
  const double line = (1 - share) * log.rates[n - 2] + share * rate;
  return std::abs(line - log.rates[n - 1]) <= straight * std::abs(line);
}

/// Every other point of a curve: the first, the third, ...
void halve(LossLog& log) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < log.steps.size(); i += 2, ++kept) {
    log.steps[kept] = log.steps[i];
    log.losses[kept] = log.losses[i];
  }
  log.steps.resize(kept);
  log.losses.resize(kept);
  log.every *= 2;
}

std::string of_run(const std::string& name) { return name.empty() ? "" : " of run " + name; }

}  // namespace

const LogName& LossPoints::meaning_of(std::string_view name) {
  auto found = names_.find(name);
  if (found == names_.end()) found = names_.emplace(std::string(name), log_name(name)).first;
  return found->second;
}

bool LossPoints::is_wanted(const LogName& name) const {
  return options_.loss.empty() ? name.meaning == ColumnMeaning::loss
                               : lower_case(name.measure) == lower_case(options_.loss);
}

/// The first is; another with one value in a run, as of held-out data when the run has ended, is passed over.
Result<bool> LossPoints::is_the_measure(Kept& run, const LogName& name) {
  if (measure_.empty()) measure_ = name.measure;
  if (measure_ == name.measure) return true;
  auto& others = run.other_measures;
  if (std::find(others.begin(), others.end(), name.measure) == others.end()) {
    others.push_back(name.measure);
    return false;
  }
  return refuse(log_ + " has more than one loss, " + measure_ + " and " + name.measure + "; say which, as in --loss " +
                measure_);
}

Result<void> LossPoints::check(const std::vector<std::string>& names) {
  bool has_step = false, has_loss = false;
  for (const std::string& each : names) {
    const LogName& name = meaning_of(each);
    const bool counts = name.meaning != ColumnMeaning::other || is_wanted(name);
    if (counts && std::count(names.begin(), names.end(), each) > 1)
      return refuse(log_ + " has two columns " + each + "; leave one of them");
    has_step |= name.meaning == ColumnMeaning::step;
    has_loss |= is_wanted(name);
  }
  const std::string listed = joined(names);
  if (!has_step)
    return refuse("the first line of " + log_ +
                  " must name the columns, as run,step,lr,loss does, and has no step: " + quoted_text(listed));
  if (!has_loss && !options_.loss.empty())
    return refuse(log_ + " has no column " + options_.loss + "; its columns are " + listed);
  if (!has_loss)
    return refuse(log_ + " has no loss; call the column loss, or say --loss NAME; its columns are " + listed);
  return {};
}

Result<std::optional<Step>> LossPoints::step_of(const LogCells& row) {
  const LogCell* cell = nullptr;
  std::size_t rank = 0;
  for (const auto& [name, text] : row.cells) {
    const LogName& meaning = meaning_of(name);
    if (meaning.meaning != ColumnMeaning::step || (cell && meaning.rank >= rank)) continue;
    cell = &text;
    rank = meaning.rank;
  }
  if (!cell) return std::optional<Step>();
  if (const auto* text = std::get_if<std::string_view>(cell); text && may_be_thousands(*text))
    return refuse(row.place + ": step " + quoted_text(*text) +
                  " may be one or a thousand; write steps without separators, as in 1000");
  const auto number = number_of(*cell, "step", row.place);
  if (!number || !*number) return number ? Result<std::optional<Step>>() : pass_on(number.error());
  const bool is_whole = **number >= 0 && **number <= last_whole && std::floor(**number) == **number;
  if (!is_whole) return refuse(row.place + ": " + shortest(**number) + " is no step; steps are 0, 1, 2, ...");
  return std::optional(static_cast<Step>(**number));
}

/// What to type where steps do not rise within a run.
std::string LossPoints::how_to_part() const {
  const bool has_seeds = names_.find("seed") != names_.end();
  return has_seeds ? "; give a log of one seed, as --seeds 1 makes it"
                   : "; sort the rows by step, and part runs by a column run";
}

LossPoints::Kept& LossPoints::run(std::string_view name) {
  if (!runs_.empty() && runs_.back().log.run == name) return runs_.back();
  const auto [found, is_new] = places_.try_emplace(std::string(name), runs_.size());
  if (is_new) runs_.push_back({.log = {.run = std::string(name)}});
  return runs_[found->second];
}

Result<void> LossPoints::add_loss(Kept& run, const LogName& name, Step step, double loss, const std::string& place) {
  const auto is_it = is_the_measure(run, name);
  if (!is_it || !*is_it) return is_it ? Result<void>() : pass_on(is_it.error());
  if (run.logged > 0 && step <= run.last_step)
    return refuse(place + ": step " + std::to_string(step) + of_run(run.log.run) + " follows step " +
                  std::to_string(run.last_step) + how_to_part());
  run.log.measure = name.measure;
  if (run.logged++ % run.log.every == 0) {
    run.log.steps.push_back(step);
    run.log.losses.push_back(loss);
  }
  run.last_step = step;
  run.last_loss = loss;
  if (run.log.steps.size() > options_.most_points) halve(run.log);
  return {};
}

Result<void> LossPoints::add_rate(Kept& run, Step step, double rate, const std::string& place) {
  if (step == run.last_rate_step && rate == run.log.rates.back()) return {};
  if (step == run.last_rate_step)
    return refuse(place + ": step " + std::to_string(step) + of_run(run.log.run) + " has two rates, " +
                  shortest(run.log.rates.back()) + " and " + shortest(rate) + "; leave one of them");
  if (step <= run.last_rate_step)
    return refuse(place + ": the rate of step " + std::to_string(step) + of_run(run.log.run) +
                  " follows that of step " + std::to_string(run.last_rate_step) + how_to_part());
  if (!std::isfinite(rate) || rate < 0) return refuse(place + ": " + shortest(rate) + " is no learning rate");
  run.last_rate_step = step;
  if (is_on_line(run.log, step, rate)) {
    run.log.rate_steps.pop_back();
    run.log.rates.pop_back();
  }
  run.log.rate_steps.push_back(step);
  run.log.rates.push_back(rate);
  return {};
}

Result<void> LossPoints::take(const LogCells& row) {
  const auto step = step_of(row);
  if (!step || !*step) return step ? Result<void>() : pass_on(step.error());
  std::string_view own;
  for (const auto& [name, cell] : row.cells)
    if (const auto* text = std::get_if<std::string_view>(&cell); text && meaning_of(name).meaning == ColumnMeaning::run)
      own = *text;
  for (const auto& [name, cell] : row.cells) {
    const LogName& meaning = meaning_of(name);
    const bool is_rate = meaning.meaning == ColumnMeaning::lr;
    if (!is_rate && !is_wanted(meaning)) continue;
    const auto number = number_of(cell, is_rate ? "learning rate" : "loss", row.place);
    if (!number) return pass_on(number.error());
    if (!*number) continue;
    Kept& of = run(meaning.run.empty() ? own : meaning.run);
    if (runs_.size() > most_runs)
      return refuse(row.place + " is of run " + std::to_string(most_runs + 1) +
                    "; a log of so many is none: see what the column is that names the runs");
    const auto good =
        is_rate ? add_rate(of, **step, **number, row.place) : add_loss(of, meaning, **step, **number, row.place);
    if (!good) return good;
  }
  return {};
}

Result<std::vector<LossLog>> LossPoints::end() {
  std::vector<LossLog> logs;
  for (Kept& run : runs_) {
    if (run.logged == 0) continue;
    if (run.log.steps.back() != run.last_step) {
      run.log.steps.push_back(run.last_step);
      run.log.losses.push_back(run.last_loss);
    }
    logs.push_back(std::move(run.log));
  }
  if (!logs.empty()) return logs;
  const std::string name = options_.loss.empty() ? "loss" : options_.loss;
  return refuse(log_ + " has no row with a step and a " + name + "; name the loss, as in --loss eval_loss");
}

}  // namespace etude::record
