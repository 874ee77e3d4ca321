// Each rule hears one metric at a time and moves the scale; check(), observe() and replay() ask whichever rule it is.

#include "etude/schedule/controller.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "etude/base/number.h"
#include "schedule/loss_trend.h"

namespace etude::inline schedule {
namespace {

/// Is the metric better than the best by more than the threshold?
template <class Rule>
bool is_better(const Rule& rule, double metric, const std::optional<double>& best) {
  if (!std::isfinite(metric)) return false;
  if (!best) return true;
  const double sign = rule.mode == Aim::min ? -1 : 1;
  const double share = rule.share_of == ShareOf::magnitude && *best < 0 ? -rule.relative : rule.relative;
  const double limit = *best * (1 + sign * share) + sign * rule.absolute;
  return rule.mode == Aim::min ? metric < limit : metric > limit;
}

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Keeps the newest `most` of them.
void keep_newest(std::vector<double>& window, Step most) {
  const auto count = static_cast<Step>(window.size());
  if (count > most) window.erase(window.begin(), window.begin() + (count - most));
}

/// Multiplies the scale by `factor`, but takes the rate no lower than `least`, and takes off more than `eps` or
/// nothing.
void cut(ControllerState& s, double factor, double min_scale, double least, double eps, double scheduled) {
  double scale = std::max(s.scale * factor, min_scale);
  if (scheduled * scale < least) scale = least / scheduled;
  if (scheduled * s.scale - scheduled * scale > eps) s.scale = scale;
}

void raise(ControllerState& s, double factor, double most, double eps, double scheduled) {
  double scale = s.scale / factor;
  if (scheduled * scale > most) scale = most / scheduled;
  if (scheduled * scale - scheduled * s.scale > eps) s.scale = scale;
}

/// The metric that counts: the mean of each `average` reports, and none until it is full.
std::optional<double> gathered(const Plateau& rule, ControllerState& s, double metric) {
  if (rule.average == 1 || !std::isfinite(metric)) return metric;
  s.window.push_back(metric);
  if (static_cast<Step>(s.window.size()) < rule.average) return std::nullopt;
  const double whole = mean(s.window);
  s.window.clear();
  return whole;
}

void hear(const Plateau& rule, ControllerState& s, double metric, double scheduled) {
  const auto counted = gathered(rule, s, metric);
  if (!counted) return;
  const bool better = is_better(rule, *counted, s.best);
  if (better && (s.wait == 0 || rule.best_in_cooldown == Switch::yes)) s.best = *counted;
  s.bad = better || s.wait > 0 ? 0 : s.bad + 1;
  s.wait = std::max(s.wait - 1, Step{0});
  if (s.bad <= rule.patience) return;
  s.bad = 0;
  s.wait = rule.cooldown;
  cut(s, rule.factor, rule.min_scale, rule.min_lr, rule.eps, scheduled);
}

/// The mean of the last reports; a metric that is no number leaves them as they are.
double smoothed(const Greedy& rule, ControllerState& s, double metric) {
  if (rule.window == 1 || !std::isfinite(metric)) return metric;
  s.window.push_back(metric);
  keep_newest(s.window, rule.window);
  return mean(s.window);
}

ControllerState begun_anew(const ControllerState& s) {
  ControllerState fresh;
  fresh.reports = s.reports;
  fresh.next = s.next;
  return fresh;
}

/// A cut at min_lr changes nothing, but is counted. A rate is there where only the rounding of the scale is between.
void greedy_cut(const Greedy& rule, ControllerState& s, double scheduled) {
  s.bad = 0;
  cut(s, rule.factor, 0, rule.min_lr, rule.eps, scheduled);
  const bool is_at_floor = scheduled * s.scale - rule.min_lr <= 0x1p-50 * rule.min_lr;
  if (is_at_floor && ++s.at_floor >= rule.reset) s = begun_anew(s);
  s.wait = rule.cooldown;
}

void greedy_raise(const Greedy& rule, ControllerState& s, double scheduled) {
  s.good = 0;
  s.wait = rule.settle;
  s.at_floor = 0;
  raise(s, rule.factor, rule.max_lr, rule.eps, scheduled);
}

void hear(const Greedy& rule, ControllerState& s, double metric, double scheduled) {
  const double heard = smoothed(rule, s, metric);
  if (s.wait > 0) {
    --s.wait;
    s.bad = s.good = 0;
    return;
  }
  const bool better = is_better(rule, heard, s.best);
  if (better) s.best = heard;
  s.good = better ? s.good + 1 : 0;
  s.bad = better ? 0 : s.bad + 1;
  if (s.good > rule.patience) return greedy_raise(rule, s, scheduled);
  if (s.bad > rule.patience) greedy_cut(rule, s, scheduled);
}

/// Does neither all of the history nor what is left without its worst show progress?
bool has_stalled(const Trend& rule, const std::vector<double>& window) {
  if (static_cast<Step>(window.size()) < rule.patience) return false;
  std::vector<double> falling = window;
  if (rule.mode == Aim::max)
    for (double& metric : falling) metric = -metric;
  return probability_of_fall(falling, INFINITY) < rule.probability &&
         probability_of_fall(falling, upper_quantile(falling, rule.discard)) < rule.probability;
}

void hear(const Trend& rule, ControllerState& s, double metric, double scheduled) {
  if (std::isfinite(metric)) s.window.push_back(metric);
  keep_newest(s.window, rule.patience);
  if (s.reports % rule.every != 0 || !has_stalled(rule, s.window)) return;
  keep_newest(s.window, std::max(static_cast<Step>(s.window.size()) - rule.drop, Step{0}));
  cut(s, rule.factor, 0, rule.min_lr, 0, scheduled);
}

template <class Rule>
std::string complaint_of(const Rule& rule) {
  static constexpr auto members = Rule::fields();
  const std::string wrong = complaint(members, &rule);
  return wrong.empty() ? "" : std::string(Rule::name) + ": " + wrong;
}

}  // namespace

Result<Controller> check(Controller controller) {
  const std::string wrong = std::visit([](const auto& rule) { return complaint_of(rule); }, controller.rule);
  if (!wrong.empty()) return refuse(wrong);
  if (controller.start < 0 || controller.start > max_step)
    return refuse("start must be a step from 0 to 2^62, not " + std::to_string(controller.start));
  const auto* greedy = std::get_if<Greedy>(&controller.rule);
  if (greedy && greedy->max_lr < greedy->min_lr)
    return refuse("greedy: max_lr must be at least min_lr " + shortest(greedy->min_lr) + ", not " +
                  shortest(greedy->max_lr));
  return controller;
}

ControllerState observe(const Controller& controller, ControllerState state, const Report& report) {
  state.next = report.step + 1;
  if (report.step < controller.start) return state;
  ++state.reports;
  std::visit([&](const auto& rule) { hear(rule, state, report.metric, report.scheduled_rate); }, controller.rule);
  return state;
}

Replay replay(const Schedule& lr, const Controller& controller, const std::vector<double>& metrics, Step every,
              Step steps, ControllerState state) {
  Replay run{state.next, std::vector<double>(static_cast<std::size_t>(std::max(steps, Step{0}))), std::move(state)};
  lr.values(run.first, run.rates);
  std::size_t heard = 0;
  for (std::size_t i = 0; i < run.rates.size(); ++i) {
    const double scheduled = run.rates[i];
    run.rates[i] = controlled_rate(run.state, scheduled);
    if ((static_cast<Step>(i) + 1) % every != 0 || heard == metrics.size()) continue;
    const Report report{run.first + static_cast<Step>(i), metrics[heard++], scheduled};
    run.state = observe(controller, std::move(run.state), report);
  }
  return run;
}

}  // namespace etude::schedule
