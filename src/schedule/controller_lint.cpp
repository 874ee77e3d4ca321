// Could the controller ever move the rate in this run? Why not is found by its rule's own arithmetic.

#include <algorithm>
#include <cmath>

#include "etude/schedule/controller.h"
#include "schedule/text.h"

namespace etude::inline schedule {
namespace {

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

}  // namespace

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

}  // namespace etude::schedule
