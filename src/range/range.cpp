// The range test over several seeds.
//
// Idea: every seed is swept and read by itself, so each gives its own edge and its own suggestion, and their scatter is
// the interval. Sweeps are repeated with a wider range, or faster, until what a range test needs can be seen. Where the
// best peak lies beside what a sweep shows differs between tasks, so short runs go on from there (short_runs.cpp).
// Edges: see test() in range.h. Cost: that of the sweeps; rounds are at most as many as the limits allow.
// Source: Smith 2017 (the test); the rest is ours.

#include "etude/range/range.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "etude/base/math.h"
#include "etude/base/number.h"
#include "etude/range/rules.h"
#include "etude/schedule/kinds.h"
#include "range/curve.h"
#include "range/short_runs.h"
#include "range/statistics.h"

namespace etude::range {
namespace {

constexpr double nothing_left = 0.02, a_fall = 0.05, flat = 0.1, a_decade = 10;
constexpr Step fewest_steps = 20;

std::string too_short(Step steps) {
  if (steps >= fewest_steps) return "";
  return "a sweep needs at least " + std::to_string(fewest_steps) + " steps, not " + std::to_string(steps);
}

std::string check(const SweepOptions& options) {
  if (const std::string wrong = check_rates(options.from, options.to); !wrong.empty()) return wrong;
  if (const std::string wrong = too_short(options.steps); !wrong.empty()) return wrong;
  return options.seeds.empty() ? "a range test needs a seed; type --seeds 5" : "";
}

Result<Plan> plan_of(const SweepOptions& options) {
  const auto sweep =
      range_sweep({.from = options.from, .to = options.to, .steps = options.steps, .shape = options.shape});
  return sweep ? driving(*sweep, options) : pass_on(sweep.error());
}

/// The losses of each seed, and why a trainer failed.
struct AllSweeps {
  std::vector<SeedSweep> sweeps;
  std::string failure;
};

Result<AllSweeps> sweep_all(const study::Runner& runner, const SweepOptions& options) {
  const auto plan = plan_of(options);
  if (!plan) return pass_on(plan.error());
  const Schedule& rate = options.group.empty() ? plan->lr : *plan->groups[0].lr;
  std::vector<study::Trial> trials;
  for (const std::uint32_t seed : options.seeds)
    trials.push_back({*plan, options.steps, options.backward, seed, static_cast<std::size_t>(options.steps)});
  AllSweeps all{std::vector<SeedSweep>(trials.size()), ""};
  const auto good = runner(trials, [&](std::size_t i, const Outcome& outcome) -> Result<void> {
    std::vector<double> lr;
    for (const Step step : outcome.curve.step) lr.push_back(rate(step));
    all.sweeps[i] = analysed(options.seeds[i], std::move(lr), outcome.curve.loss);
    if (!outcome.failure.empty()) all.failure = outcome.failure;
    return {};
  });
  if (!good) return pass_on(good.error());
  return all;
}

bool any(const std::vector<SeedSweep>& sweeps, bool (*is)(const SeedSweep&)) {
  return std::any_of(sweeps.begin(), sweeps.end(), is);
}
bool is_solved(const SeedSweep& sweep) { return sweep.best < nothing_left * sweep.start; }
bool has_no_edge(const SeedSweep& sweep) { return std::isnan(sweep.edge); }
bool never_fell(const SeedSweep& sweep) { return !(sweep.best < (1 - a_fall) * sweep.start); }

/// True where a tenth of all that the loss falls by is gone within the first half decade.
bool falls_at_once(const SeedSweep& sweep) {
  if (never_fell(sweep)) return false;
  const double early = smoothed_at(sweep.lr[0] * std::sqrt(a_decade), sweep.lr, sweep.smoothed);
  return sweep.start - early > flat * (sweep.start - sweep.best);
}

double decades(const SweepOptions& options) { return math::log(options.to / options.from) / math::log(a_decade); }

/// The same number of steps a decade over another range.
void stretch(SweepOptions& options, double from, double to) {
  const double before = decades(options);
  options.from = from;
  options.to = to;
  if (options.shape == Sweep::exponential)
    options.steps = static_cast<Step>(std::lround(static_cast<double>(options.steps) * decades(options) / before));
}

/// The next sweep that would show more, with the reason; or nothing.
std::string widen(SweepOptions& options, const std::vector<SeedSweep>& sweeps) {
  if (any(sweeps, is_solved) && static_cast<double>(options.steps) >= 2 * 5 * decades(options) &&
      options.steps >= 2 * fewest_steps) {
    options.steps /= 2;
    return "swept in " + std::to_string(options.steps) + " steps, as more train the network to 2 % of its first loss";
  }
  if (any(sweeps, has_no_edge) && options.to * a_decade <= options.highest) {
    stretch(options, options.from, options.to * a_decade);
    return "extended to " + significant(options.to, 3) + ", as not every seed exploded before";
  }
  const bool can_begin_lower = options.shape == Sweep::exponential && options.group.empty();
  if (can_begin_lower && any(sweeps, falls_at_once) && options.from / a_decade >= options.lowest) {
    stretch(options, options.from / a_decade, options.to);
    return "begun at " + significant(options.from, 3) + ", as the loss fell from the first rate on before";
  }
  return "";
}

std::string too_wide(const RateInterval& rate) {
  if (!(rate.high / rate.low > a_decade)) return "";
  return "its interval, " + significant(rate.low, 2) + " to " + significant(rate.high, 2) +
         ", spans more than a decade: the seeds do not agree; try --seeds 15, or --init he";
}

/// Why the sweeps as they are allow no suggestion; empty: they do.
std::string unreadable(const RangeStudy& study, bool needs_edge) {
  if (any(study.sweeps, [](const SeedSweep& s) { return s.loss.empty(); })) return "a sweep gave no loss";
  if (any(study.sweeps, never_fell))
    return "the loss of a sweep never fell by 5 % " +
           (any(study.sweeps, has_no_edge) ? "up to " + significant(study.to, 3) : std::string("before it exploded")) +
           "; see whether the network trains at all, or type a larger --to or --steps 300";
  if (!needs_edge || !any(study.sweeps, has_no_edge)) return "";
  if (any(study.sweeps, is_solved))
    return "the sweep trained the network to a loss near zero before it diverged; type fewer --steps";
  const auto without = std::count_if(study.sweeps.begin(), study.sweeps.end(), has_no_edge);
  return std::to_string(without) + " of " + std::to_string(study.sweeps.size()) + " sweeps never diverged up to " +
         significant(study.to, 3) + "; type a larger --to";
}

RuleAnswer answer_of(const RangeRule& rule, const RangeStudy& study, const SweepOptions& options) {
  std::vector<double> rates;
  RuleAnswer answer{std::string(rule.name), std::string(rule.formula)};
  for (const SeedSweep& sweep : study.sweeps) {
    const auto rate = rule.suggest({sweep.lr, sweep.loss, study.steps, sweep.edge, sweep.basin, options.is_adaptive});
    answer.answered += rate ? 1 : 0;
    if (rate) rates.push_back(*rate);
  }
  answer.rate = over_seeds(rates, options.bootstrap, options.resamples);
  answer.refusal = unreadable(study, rule.needs_edge);
  if (answer.refusal.empty() && answer.answered < study.sweeps.size())
    answer.refusal = "the rule finds no rate in " + std::to_string(study.sweeps.size() - answer.answered) + " of " +
                     std::to_string(study.sweeps.size()) + " sweeps";
  if (answer.refusal.empty()) answer.refusal = too_wide(answer.rate);
  return answer;
}

std::vector<double> of_all(const std::vector<SeedSweep>& sweeps, double SeedSweep::*member) {
  std::vector<double> values;
  for (const SeedSweep& sweep : sweeps) values.push_back(sweep.*member);
  return values;
}

/// Full-batch sweeps from one state are all the same: that is one, which has no interval.
void drop_copies(RangeStudy& study) {
  const auto same = [&](const SeedSweep& sweep) { return sweep.loss == study.sweeps[0].loss; };
  if (study.sweeps.size() < 2 || !std::all_of(study.sweeps.begin(), study.sweeps.end(), same)) return;
  study.sweeps.resize(1);
  study.notes.push_back("every seed gave the same sweep, so that has no interval");
}

void read_off(RangeStudy& study, const SweepOptions& options, const std::string& failure) {
  drop_copies(study);
  lay_curve(study);
  study.edge = over_seeds(of_all(study.sweeps, &SeedSweep::edge), options.bootstrap, options.resamples);
  study.basin = over_seeds(of_all(study.sweeps, &SeedSweep::basin), options.bootstrap, options.resamples);
  for (const RangeRule& rule : range_rules()) {
    study.rules.push_back(answer_of(rule, study, options));
    if (!failure.empty()) study.rules.back().refusal = "a trainer failed: " + failure;
    if (rule.name == options.rule) study.suggestion = study.rules.back();
  }
  if (any(study.sweeps, falls_at_once))
    study.notes.push_back("the loss falls from the first rate on: no flat start was seen");
}

/// A study of these sweeps that has nothing read off yet.
RangeStudy study_of(std::vector<SeedSweep> sweeps, const SweepOptions& options) {
  RangeStudy study{options.task, std::string(name_of(options.shape)), std::string(name_of(options.measure))};
  study.setting = options.setting;
  study.group = options.group;
  study.from = options.from;
  study.to = options.to;
  study.steps = options.steps;
  study.sweeps = std::move(sweeps);
  return study;
}

std::string check(const RecordedSweep& sweep) {
  const std::vector<double>& lr = sweep.lr;
  if (lr.size() != sweep.loss.size())
    return "a sweep has one loss a rate, not " + std::to_string(sweep.loss.size()) + " losses and " +
           std::to_string(lr.size()) + " rates";
  for (std::size_t i = 0; i < lr.size(); ++i)
    if (!(lr[i] > (i == 0 ? 0 : lr[i - 1])) || !std::isfinite(lr[i]))
      return "the rates of a sweep must be positive and grow from update to update; that of update " +
             std::to_string(i) + " is " + shortest(lr[i]);
  return "";
}

/// The range and the steps of a sweep that was as long as the longest of these.
Result<SweepOptions> spanned(const std::vector<RecordedSweep>& sweeps, SweepOptions options) {
  options.from = std::numeric_limits<double>::infinity();
  options.to = 0;
  options.steps = 0;
  for (const RecordedSweep& sweep : sweeps) {
    if (const std::string wrong = check(sweep); !wrong.empty()) return refuse(wrong);
    if (sweep.lr.empty()) continue;
    options.from = std::min(options.from, sweep.lr.front());
    options.to = std::max(options.to, sweep.lr.back());
    options.steps = std::max({options.steps, sweep.planned, static_cast<Step>(sweep.lr.size())});
  }
  if (const std::string wrong = too_short(options.steps); !wrong.empty()) return refuse(wrong);
  if (const std::string wrong = check_rates(options.from, options.to); !wrong.empty()) return refuse(wrong);
  return options;
}

}  // namespace

Result<Sweep> sweep_named(std::string_view name) {
  for (const Sweep shape : {Sweep::exponential, Sweep::linear})
    if (name_of(shape) == name) return shape;
  return refuse("shape must be exponential or linear, not \"" + std::string(name) + "\"");
}

Result<RangeStudy> test(const study::Runner& runner, const SweepOptions& given) {
  if (const std::string wrong = check(given); !wrong.empty()) return refuse(wrong);
  if (const auto rule = range_rule_named(given.rule); !rule) return pass_on(rule.error());
  SweepOptions options = given;
  auto swept = sweep_all(runner, options);
  std::vector<std::string> notes;
  while (swept && swept->failure.empty() && options.extends) {
    const std::string note = widen(options, swept->sweeps);
    if (note.empty()) break;
    notes.push_back(note);
    swept = sweep_all(runner, options);
  }
  if (!swept) return pass_on(swept.error());
  RangeStudy study = study_of(std::move(swept->sweeps), options);
  study.notes = std::move(notes);
  read_off(study, options, swept->failure);
  const bool can_begin = swept->failure.empty() && unreadable(study, false).empty() &&
                         study.suggestion.answered == study.sweeps.size();  // an edge they find by themselves
  if (given.tunes && can_begin)
    if (auto good = tune_by_short_runs(study, runner, given); !good) return pass_on(good.error());
  return study;
}

Result<RangeStudy> read_sweeps(const std::vector<RecordedSweep>& sweeps, const SweepOptions& given) {
  if (const auto rule = range_rule_named(given.rule); !rule) return pass_on(rule.error());
  const auto options = spanned(sweeps, given);
  if (!options) return pass_on(options.error());
  std::vector<SeedSweep> all;
  for (const RecordedSweep& sweep : sweeps) all.push_back(analysed(sweep.seed, sweep.lr, sweep.loss));
  RangeStudy study = study_of(std::move(all), *options);
  read_off(study, *options, "");
  return study;
}

}  // namespace etude::range
