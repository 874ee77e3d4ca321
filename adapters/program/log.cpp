#include "adapters/program/log.h"

#include <algorithm>
#include <cmath>

#include "adapters/program/metrics.h"
#include "base/words.h"
#include "etude/base/number.h"
#include "record/log.h"

namespace etude::program {
namespace {

constexpr double lr_tolerance = 1e-6;

bool differs(double a, double b) { return !(std::abs(a - b) <= lr_tolerance * std::max(std::abs(a), std::abs(b))); }

/// Takes one log row by row.
class TrainerLogReader {
 public:
  TrainerLogReader(Step steps, const Schedule& lr) : steps_(steps), lr_(lr) {}

  Result<TrainerLog> read(std::string_view text) {
    const auto good = read_log(text, "its log", steps_, [&](const LogRow& row) -> Result<bool> {
      return check_rate(row).and_then([&] { return take_measured(row); }).and_then([&] { return take_loss(row); });
    });
    if (!good) return pass_on(good.error());
    if (log_.loss.empty()) return refuse("its log has no loss");
    log_.metrics = std::move(metrics_).found();
    return std::move(log_);
  }

 private:
  Result<void> check_rate(const LogRow& row) {
    if (row.step() == steps_) return {};
    const auto used = row.number(LogColumn::lr);
    if (!used) return pass_on(used.error());
    if (!*used || !differs(**used, lr_(row.step()))) return {};
    return refuse("it ignores its schedule: at step " + std::to_string(row.step()) + " its lr was " + shortest(**used) +
                  ", and the schedule's is " + shortest(lr_(row.step())));
  }

  Result<void> take_measured(const LogRow& row) {
    const bool has_metric = metrics_.take(row.others());
    if (row.is_empty(LogColumn::loss) && row.is_empty(LogColumn::heldout) && !has_metric)
      return row.refuse("there is no loss");
    const auto loss = row.number(LogColumn::heldout);
    if (!loss) return pass_on(loss.error());
    if (*loss && row.step() + 1 >= steps_) log_.heldout_loss = std::isfinite(**loss) ? **loss : not_a_number;
    return {};
  }

  /// False once the loss is not finite: what a program writes after that says nothing.
  Result<bool> take_loss(const LogRow& row) {
    const auto loss = row.number(LogColumn::loss);
    if (!loss) return pass_on(loss.error());
    if (!*loss) return true;
    const bool is_finite = std::isfinite(**loss);
    if (!is_finite) log_.diverged_at = row.step();
    if (row.step() == steps_) {
      log_.trained_loss = **loss;
    } else {
      log_.step.push_back(row.step());
      log_.loss.push_back(**loss);
    }
    return is_finite;
  }

  Step steps_;
  const Schedule& lr_;
  LoggedMetrics metrics_;
  TrainerLog log_;
};

/// Of the steps that a curve of a run of etude's own has; each has the loss of the last logged step up to it.
LossCurve curve_of(const TrainerLog& log, Step steps, std::size_t points) {
  LossCurve curve{curve_steps(steps, points), {}};
  std::size_t at = 0;
  for (const Step t : curve.step) {
    while (at + 1 < log.step.size() && log.step[at + 1] <= t) ++at;
    curve.loss.push_back(std::isfinite(log.loss[at]) ? log.loss[at] : not_a_number);
  }
  return curve;
}

/// The length of the UTF-8 sequence that begins here and may be shown; 0 where there is none.
std::size_t shown_bytes(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const auto continues = [&](std::size_t i) { return (byte(i) & 0xc0U) == 0x80U; };
  if (byte(0) >= 0x20 && byte(0) < 0x7f) return 1;
  if (byte(0) >= 0xc2 && byte(0) < 0xe0) return continues(1) && !(byte(0) == 0xc2 && byte(1) < 0xa0) ? 2 : 0;
  if (byte(0) >= 0xe0 && byte(0) < 0xf0) {
    const bool is_long = byte(0) == 0xe0 && byte(1) < 0xa0;
    const bool is_surrogate = byte(0) == 0xed && byte(1) >= 0xa0;
    return continues(1) && continues(2) && !is_long && !is_surrogate ? 3 : 0;
  }
  const bool is_in_range = (byte(0) > 0xf0 || byte(1) >= 0x90) && (byte(0) < 0xf4 || byte(1) < 0x90);
  if (byte(0) >= 0xf0 && byte(0) < 0xf5 && is_in_range) return continues(1) && continues(2) && continues(3) ? 4 : 0;
  return 0;
}

/// The characters of a line as they may be shown, one an element.
std::vector<std::string> shown(std::string_view line) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::vector<std::string> characters;
  while (!line.empty()) {
    const std::size_t bytes = shown_bytes(line);
    const auto first = static_cast<unsigned char>(line[0]);
    characters.push_back(bytes > 0 ? std::string(line.substr(0, bytes))
                                   : std::string{'\\', 'x', digits[first >> 4U], digits[first & 15U]});
    line.remove_prefix(std::max<std::size_t>(bytes, 1));
  }
  return characters;
}

}  // namespace

Result<TrainerLog> read_trainer_log(std::string_view text, Step steps, const Schedule& lr, bool is_cut) {
  if (is_cut) text = text.substr(0, text.rfind('\n') + 1);
  return TrainerLogReader(steps, lr).read(text);
}

Outcome outcome_of(const TrainerLog& log, Step steps, std::size_t curve_points) {
  const Step last = log.trained_loss ? steps : log.step.back();
  if (!log.diverged_at && last + 1 < steps)
    return {.failure = "its log ends at step " + std::to_string(last) + " of " + std::to_string(steps)};
  Outcome outcome{.best_loss = best_loss(log.loss), .diverged_at = log.diverged_at, .steps = std::min(last + 1, steps)};
  if (const auto place = converged_at(log.loss)) outcome.converged_at = log.step[*place];
  outcome.curve = curve_of(log, outcome.steps, curve_points);
  if (log.diverged_at) return outcome;
  outcome.final_loss = log.trained_loss.value_or(log.loss.back());
  const auto tail = std::lower_bound(log.step.begin(), log.step.end(), tail_from(steps)) - log.step.begin();
  outcome.tail_loss = mean_loss(std::span(log.loss).subspan(static_cast<std::size_t>(tail)));
  outcome.heldout_loss = log.heldout_loss;
  outcome.metrics = log.metrics;
  return outcome;
}

std::string shown_text(std::string_view text) {
  std::string all;
  for (const std::string& character : shown(text)) all += character;
  return all;
}

std::string last_lines(std::string_view output) {
  constexpr std::size_t most_lines = 3, most_characters = 300;
  std::string text;
  std::size_t left = most_characters;
  for (std::size_t lines = 0; lines < most_lines && left > 0 && !output.empty();) {
    const std::size_t end = output.rfind('\n');
    const std::string_view line = trimmed(end == std::string_view::npos ? output : output.substr(end + 1));
    output = output.substr(0, end == std::string_view::npos ? 0 : end);
    if (line.empty()) continue;
    const auto characters = shown(line);
    const std::size_t kept = std::min(left, characters.size());
    std::string piece = kept < characters.size() ? "\"..." : "\"";
    for (std::size_t i = characters.size() - kept; i < characters.size(); ++i) piece += characters[i];
    text = piece + "\"" + (text.empty() ? "" : " ") + text;
    left -= kept;
    ++lines;
  }
  return text;
}

}  // namespace etude::program
