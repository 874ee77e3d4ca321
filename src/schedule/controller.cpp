#include "etude/schedule/controller.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "etude/base/number.h"
#include "schedule/loss_trend.h"
#include "schedule/text.h"

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

// What lint() says.

/// The highest and lowest rate at which the controller may move.
struct Rates {
  double highest = 0, lowest = INFINITY;
};

Rates rates_of(const Schedule& lr, Step start, Step steps) {
  constexpr Step most = 100'000;
  const Step stride = (steps - start + most - 1) / most;
  Rates rates;
  const auto add = [&](double rate) { rates = {std::max(rates.highest, rate), std::min(rates.lowest, rate)}; };
  for (Step step = start; step < steps; step += stride) add(lr(step));
  add(lr(steps - 1));
  return rates;
}

struct Finding {
  std::string text, advice;
};

/// Why no cut could be made even if one were asked for.
std::optional<Finding> no_cut(double factor, double min_lr, double eps, const Rates& rates) {
  if (factor == 1) return Finding{"factor=1 multiplies by 1", "give a factor below 1, as in factor=0.1"};
  if (rates.highest <= min_lr)
    return Finding{"the rate is never above min_lr " + text(min_lr) + " (highest: " + text(rates.highest) + ")",
                   "give a min_lr below the rate"};
  const double most = rates.highest - std::max(rates.highest * factor, min_lr);
  if (most > eps) return std::nullopt;
  return Finding{
      "a cut takes off " + text(most) + " at most, and one of no more than eps " + text(eps) + " is not made",
      "give a smaller eps, as in eps=0"};
}

/// Why a cut can never be asked for: `needed` reports are needed first.
std::optional<Finding> too_few(Step reports, Step needed) {
  if (reports >= needed) return std::nullopt;
  return Finding{"it needs " + text(needed) + " reports to act and hears " + text(reports),
                 "give a smaller patience, or report more often"};
}

/// a b + c, or 2^62 where it is more.
Step bounded(double a, double b, double c) { return static_cast<Step>(std::min(a * b + c, 0x1p62)); }
double real(Step x) { return static_cast<double>(x); }

std::optional<Finding> never(const Plateau& rule, Step reports, const Rates& rates) {
  if (rule.min_scale == 1) return Finding{"min_scale=1 allows no cut", "give a min_scale below 1"};
  if (auto few = too_few(reports, bounded(real(rule.patience) + 2, real(rule.average), 0))) return few;
  return no_cut(rule.factor, rule.min_lr, rule.eps, rates);
}

std::optional<Finding> never(const Greedy& rule, Step reports, const Rates& rates) {
  if (auto few = too_few(reports, bounded(real(rule.patience), 1, 1))) return few;
  const auto no_fall = no_cut(rule.factor, rule.min_lr, rule.eps, rates);
  const bool can_rise = std::min(rates.lowest / rule.factor, rule.max_lr) - rates.lowest > rule.eps ||
                        std::min(rates.highest / rule.factor, rule.max_lr) - rates.highest > rule.eps;
  return can_rise ? std::nullopt : no_fall;
}

std::optional<Finding> never(const Trend& rule, Step reports, const Rates& rates) {
  const Step looks = (rule.patience + rule.every - 1) / rule.every;
  if (auto few = too_few(reports, bounded(real(looks), real(rule.every), 0))) return few;
  return no_cut(rule.factor, rule.min_lr, 0, rates);
}

/// A share of the best or more: no metric above 0 is ever better again.
template <class Rule>
std::optional<Finding> blind(const Rule& rule) {
  if (rule.mode == Aim::max || rule.relative < 1) return std::nullopt;
  return Finding{"relative=" + text(rule.relative) +
                     " asks a metric above 0 to fall below 0 to be better: the rate is " + "cut whatever it does",
                 "give a threshold below 1, as in relative=1e-4, or an absolute one"};
}
std::optional<Finding> blind(const Trend&) { return std::nullopt; }

// The state as JSON.

struct Counter {
  const char* name;
  Step ControllerState::*value;
};
constexpr Counter counters[] = {
    {"bad", &ControllerState::bad},           {"good", &ControllerState::good},       {"wait", &ControllerState::wait},
    {"at_floor", &ControllerState::at_floor}, {"reports", &ControllerState::reports}, {"next", &ControllerState::next},
};

std::optional<double> finite(const Json* json) {
  const auto number = json ? json->number() : std::nullopt;
  return number && std::isfinite(*number) ? number : std::nullopt;
}

Result<void> read_counters(const Json& json, ControllerState& state) {
  for (const Counter& counter : counters) {
    const Json* member = json.find(counter.name);
    const auto* count = member ? member->as<std::int64_t>() : nullptr;
    if (!count || *count < 0 || *count > max_step)
      return refuse("a controller's state needs \"" + std::string(counter.name) + "\", a whole number of at least 0");
    state.*counter.value = *count;
  }
  return {};
}

Result<void> read_window(const Json& json, ControllerState& state) {
  const Json* member = json.find("window");
  const auto* items = member ? member->as<Json::Array>() : nullptr;
  if (!items) return refuse("a controller's state needs \"window\", an array of numbers");
  for (const Json& item : *items) {
    const auto number = finite(&item);
    if (!number) return refuse("\"window\" holds numbers alone");
    state.window.push_back(*number);
  }
  return {};
}

constexpr const char* example =
    "as in {\"scale\": 1, \"best\": null, ...}, the last line that show --controller prints";

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

std::vector<Note> lint(const Controller& controller, const Schedule& lr, Step steps, Step every) {
  if (controller.start >= steps)
    return {{"controller-never-fires",
             "the controller listens from step " + text(controller.start) + " on, and the run has " + text(steps),
             "give a start inside the run",
             {}}};
  const Step reports = steps / every - controller.start / every;
  const Rates rates = rates_of(lr, controller.start, steps);
  std::vector<Note> notes;
  std::visit(
      [&](const auto& rule) {
        const std::string name = "the " + std::string(rule.name) + " ";
        if (const auto found = never(rule, reports, rates))
          notes.push_back({"controller-never-fires", name + "can never fire: " + found->text, found->advice, {}});
        if (const auto found = blind(rule))
          notes.push_back({"controller-fires-blindly", name + "does not look: " + found->text, found->advice, {}});
      },
      controller.rule);
  return notes;
}

Json to_json(const ControllerState& state) {
  Json::Object object;
  object.emplace_back("scale", state.scale);
  object.emplace_back("best", Json());
  if (state.best) object.back().second = *state.best;
  for (const Counter& counter : counters) object.emplace_back(counter.name, state.*counter.value);
  object.emplace_back("window", state.window);
  return object;
}

Result<ControllerState> controller_state(const Json& json) {
  ControllerState state;
  const auto scale = finite(json.find("scale"));
  if (!scale || *scale < 0)
    return refuse(std::string("a controller's state needs \"scale\", a number of at least 0, ") + example);
  state.scale = *scale;
  const Json* best = json.find("best");
  if (!best || !(best->is_null() || finite(best)))
    return refuse("a controller's state needs \"best\", a number, or null where there is none yet");
  state.best = finite(best);
  if (auto read = read_counters(json, state); !read) return pass_on(read.error());
  if (auto read = read_window(json, state); !read) return pass_on(read.error());
  return state;
}

}  // namespace etude::schedule
