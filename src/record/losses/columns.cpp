#include "record/losses/columns.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/words.h"

namespace etude::inline record {
namespace {

constexpr std::array<std::string_view, 9> step_names{
    "step",    "global_step", "train/global_step", "trainer/global_step", "iteration", "iter", "update",
    "updates", "_step"};
constexpr std::array<std::string_view, 3> run_names{"run", "run_name", "name"};
constexpr std::array<std::string_view, 4> rate_names{"lr", "learning_rate", "learning rate", "learning-rate"};
constexpr std::array<std::string_view, 2> loss_words{"loss", "heldout"};
constexpr std::array<std::string_view, 4> no_loss_words{"scale", "scaler", "min", "max"};

bool is_among(const auto& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// The parts between slashes, points, hyphens, underscores and blanks.
std::vector<std::string_view> words_in(std::string_view name) {
  std::vector<std::string_view> words;
  while (!name.empty()) {
    const std::size_t end = std::min(name.find_first_of("/.-_ "), name.size());
    if (end > 0) words.push_back(name.substr(0, end));
    name.remove_prefix(std::min(end + 1, name.size()));
  }
  return words;
}

bool is_rate(std::string_view name) {
  const std::string_view last = name.substr(name.rfind('/') + 1);
  return is_among(rate_names, last) || last.starts_with("lr-");
}

bool is_loss(std::string_view name) {
  const auto words = words_in(name);
  const auto has = [&](const auto& these) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return is_among(these, word); });
  };
  return has(loss_words) && !has(no_loss_words);
}

}  // namespace

LogName log_name(std::string_view name) {
  const std::size_t dash = name.rfind(" - ");
  const std::string_view measure = dash == std::string_view::npos ? name : name.substr(dash + 3);
  LogName found{.run = std::string(name.substr(0, dash == std::string_view::npos ? 0 : dash)),
                .measure = std::string(measure)};
  const std::string word = lower_case(measure);
  const auto step = std::find(step_names.begin(), step_names.end(), word);
  if (step != step_names.end() && found.run.empty()) {
    found.meaning = ColumnMeaning::step;
    found.rank = static_cast<std::size_t>(step - step_names.begin());
  } else if (is_among(run_names, word)) {
    found.meaning = ColumnMeaning::run;
  } else if (is_rate(word)) {
    found.meaning = ColumnMeaning::lr;
  } else if (is_loss(word)) {
    found.meaning = ColumnMeaning::loss;
  }
  return found;
}

}  // namespace etude::record
