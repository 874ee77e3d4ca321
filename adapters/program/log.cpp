#include "adapters/program/log.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "etude/base/number.h"

namespace etude::program {
namespace {

constexpr double lr_tolerance = 1e-6;

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

/// The next line, taken off `text`.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return trimmed(line);
}

std::vector<std::string_view> cells_of(std::string_view line) {
  std::vector<std::string_view> cells;
  for (std::size_t comma = 0; comma != std::string_view::npos;) {
    comma = line.find(',');
    cells.push_back(trimmed(line.substr(0, comma)));
    line.remove_prefix(comma == std::string_view::npos ? line.size() : comma + 1);
  }
  return cells;
}

std::string quoted(std::string_view text) { return "\"" + std::string(text.substr(0, 40)) + "\""; }

bool differs(double a, double b) { return !(std::abs(a - b) <= lr_tolerance * std::max(std::abs(a), std::abs(b))); }

/// Reads one log line by line.
class LogReader {
 public:
  LogReader(Step steps, const Schedule& lr) : steps_(steps), lr_(lr) {}

  Result<TrainerLog> read(std::string_view text) {
    while (!text.empty() && !log_.diverged_at) {
      const std::string_view line = take_line(text);
      ++line_;
      if (line.empty()) continue;
      if (auto good = columns_ == 0 ? heading(line) : row(line); !good) return pass_on(good.error());
    }
    if (columns_ == 0) return refuse("its log is empty");
    if (log_.loss.empty()) return refuse("its log has no loss");
    return std::move(log_);
  }

 private:
  enum Column : std::size_t { step, loss, heldout, lr };
  static constexpr std::array<std::string_view, 4> names{"step", "loss", "heldout", "lr"};

  Result<void> heading(std::string_view line) {
    const auto cells = cells_of(line);
    columns_ = cells.size();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const auto name = std::find(names.begin(), names.end(), cells[i]);
      if (name == names.end()) continue;
      auto& place = place_[static_cast<std::size_t>(name - names.begin())];
      if (place) return refuse("its log has two columns " + std::string(*name));
      place = i;
    }
    if (place_[step] && place_[loss]) return {};
    return refuse("the first line of its log must name the columns, as step,loss does, and is " + quoted(line));
  }

  Result<void> row(std::string_view line) {
    const auto cells = cells_of(line);
    if (cells.size() != columns_)
      return wrong("the heading has " + std::to_string(columns_) + " cells and this line " +
                   std::to_string(cells.size()));
    cells_ = &cells;
    return read_step().and_then([&] { return read_lr(); }).and_then([&] { return read_losses(); });
  }

  Result<void> read_step() {
    const auto read = to_integer(cell(step));
    if (!read) return wrong(quoted(cell(step)) + " is no step");
    if (*read < 0 || *read > steps_)
      return wrong("step " + std::to_string(*read) + " lies outside of 0 ... " + std::to_string(steps_));
    if (*read <= now_)
      return wrong("step " + std::to_string(*read) + " follows step " + std::to_string(now_) + "; steps must grow");
    now_ = *read;
    return {};
  }

  Result<void> read_lr() {
    if (cell(lr).empty() || now_ == steps_) return {};
    const auto used = to_double(cell(lr));
    if (!used) return wrong(quoted(cell(lr)) + " is no rate");
    if (!differs(*used, lr_(now_))) return {};
    return refuse("it ignores its schedule: at step " + std::to_string(now_) + " its lr was " + shortest(*used) +
                  ", and the schedule's is " + shortest(lr_(now_)));
  }

  Result<void> read_losses() {
    if (cell(loss).empty() && cell(heldout).empty()) return wrong("there is no loss");
    if (const std::string_view text = cell(heldout); !text.empty()) {
      const auto value = to_double(text);
      if (!value) return wrong(quoted(text) + " is no held-out loss");
      if (now_ + 1 >= steps_) log_.heldout_loss = std::isfinite(*value) ? *value : not_a_number;
    }
    return cell(loss).empty() ? Result<void>() : read_loss(cell(loss));
  }

  Result<void> read_loss(std::string_view text) {
    const auto value = to_double(text);
    if (!value) return wrong(quoted(text) + " is no loss");
    if (!std::isfinite(*value)) log_.diverged_at = now_;
    if (now_ == steps_) {
      log_.trained_loss = *value;
      return {};
    }
    log_.step.push_back(now_);
    log_.loss.push_back(*value);
    return {};
  }

  std::string_view cell(Column column) const { return place_[column] ? (*cells_)[*place_[column]] : ""; }
  Refused wrong(const std::string& what) const {
    return refuse("line " + std::to_string(line_) + " of its log: " + what);
  }

  Step steps_;
  const Schedule& lr_;
  std::size_t line_ = 0, columns_ = 0;
  std::array<std::optional<std::size_t>, 4> place_{};
  const std::vector<std::string_view>* cells_ = nullptr;  // of this line
  Step now_ = -1;
  TrainerLog log_;
};

double lowest(const std::vector<double>& losses) {
  double best = not_a_number;
  for (const double loss : losses)
    if (std::isfinite(loss) && !(loss >= best)) best = loss;
  return best;
}

/// Of the steps that a curve of a run of etude's own has: all, or evenly spread ones with the first and the last.
LossCurve curve_of(const TrainerLog& log, Step steps, std::size_t points) {
  LossCurve curve;
  const auto last = static_cast<std::size_t>(steps) - 1;
  const std::size_t count = std::min(points, last + 1);
  std::size_t at = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto t = static_cast<Step>(count == 1 ? last : (i * last + (count - 1) / 2) / (count - 1));
    while (at + 1 < log.step.size() && log.step[at + 1] <= t) ++at;
    curve.step.push_back(t);
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
  return LogReader(steps, lr).read(text);
}

Outcome outcome_of(const TrainerLog& log, Step steps, std::size_t curve_points) {
  const Step last = log.trained_loss ? steps : log.step.back();
  if (!log.diverged_at && last + 1 < steps)
    return {.failure = "its log ends at step " + std::to_string(last) + " of " + std::to_string(steps)};
  Outcome outcome{.best_loss = lowest(log.loss), .diverged_at = log.diverged_at, .steps = std::min(last + 1, steps)};
  const auto close =
      std::find_if(log.loss.begin(), log.loss.end(), [&](double loss) { return loss < outcome.best_loss * 1.05; });
  if (close != log.loss.end()) outcome.converged_at = log.step[static_cast<std::size_t>(close - log.loss.begin())];
  outcome.curve = curve_of(log, outcome.steps, curve_points);
  if (log.diverged_at) return outcome;
  outcome.final_loss = log.trained_loss.value_or(log.loss.back());
  outcome.heldout_loss = log.heldout_loss;
  return outcome;
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
