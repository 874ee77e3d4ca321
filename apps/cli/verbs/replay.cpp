#include "replay.h"

#include <algorithm>

#include "apps/cli/input.h"
#include "record/log.h"

namespace etude::cli {
namespace {

std::string count(std::size_t number) { return std::to_string(number); }

}  // namespace

Result<Step> MetricLog::steps(std::optional<Step> run, Step most) const {
  const Step told = static_cast<Step>(metrics.size()) * every;
  if (run && *run <= state.next)
    return refuse("the state is that of step " + std::to_string(state.next) +
                  ", and the run ends before it; give more " + "--steps than " + std::to_string(state.next));
  const Step steps = run ? *run - state.next : told;
  if (told > steps)
    return refuse(count(metrics.size()) + " metrics, one after every " + std::to_string(every) + " steps, need " +
                  std::to_string(told) + " steps; there are " + std::to_string(steps) + ", so give more --steps");
  if (steps <= most) return steps;
  return refuse("there are " + std::to_string(steps) + " steps; at most " + std::to_string(most) +
                " are looked at, so give a smaller --every or fewer --steps");
}

std::vector<std::optional<double>> MetricLog::column(Step steps) const {
  std::vector<std::optional<double>> column(static_cast<std::size_t>(steps));
  for (std::size_t i = 0; i < metrics.size(); ++i) column[(i + 1) * static_cast<std::size_t>(every) - 1] = metrics[i];
  return column;
}

void ReplayFlags::add_to(Flags& flags) {
  flags.option("--controller", controller, "what reacts to a metric (etude list controllers): the rate that it gives");
  flags.file("--metrics", metrics, FileUse::read, "its metrics: a file with one a line, or the last column of a CSV");
  flags.field(*this, "after");
  flags.field(*this, "every", {.text = ""});
  flags.option("--state", state, "where the controller goes on from: the state that show printed");
}

Result<std::optional<MetricLog>> ReplayFlags::read(const Flags& flags) const {
  if (controller.empty()) {
    if (flags.first_given({"--metrics", "--after", "--every", "--state"}).empty()) return std::optional<MetricLog>();
    return refuse(
        "--metrics, --after, --every and --state are a controller's; give --controller 'plateau(patience=5)'");
  }
  if (metrics.empty()) return refuse("--controller needs --metrics FILE: what it is to react to");
  const auto read = dialect::read_controller(controller);
  if (!read) return refuse("--controller, " + read.error().message);
  MetricLog log{read->controller, read->notes, {}, every, {}};
  if (after != unset_steps) log.controller.start = after;
  if (!state.empty()) {
    const auto saved = dialect::read_controller_state(state);
    if (!saved) return refuse("--state, " + saved.error().message);
    log.state = *saved;
  }
  auto told = read_file(metrics, "one metric a line").and_then([&](const std::string& text) {
    return read_metrics(text, metrics);
  });
  if (!told) return pass_on(told.error());
  log.metrics = *std::move(told);
  const bool is_negative =
      std::any_of(log.metrics.begin(), log.metrics.end(), [](double metric) { return metric < 0; });
  if (!is_negative) std::erase_if(log.notes, [](const Note& note) { return note.id == "wrong-sign-below-zero"; });
  return log;
}

}  // namespace etude::cli
