// Logs in, laws out: the runs of each peak get the laws one by one, and those of all peaks together the joint law.

#include <algorithm>
#include <array>
#include <cmath>
#include <list>
#include <utility>

#include "etude/base/math.h"
#include "forecast/advice.h"
#include "forecast/laws.h"
#include "forecast/observe.h"
#include "forecast/systematic.h"

namespace etude::forecast {
namespace {

constexpr std::array always{&pplq, &mplq, &mpl};
constexpr std::array start_rates{1.0, 0.1, 10.0};     // times the centre of the kernel's rate,
constexpr std::array start_variances{1.0, 0.1, 3.0};  //   or of SGD's first mode, which diverges above 2
constexpr double let_go = 1. / 30;                    // of the weights of priors, where the logs have no noise

/// The runs of one peak.
using Group = std::vector<const LoggedRun*>;

/// From the lowest peak up; in each the run of the highest first, whose peak is the group's.
std::vector<Group> by_peak(std::span<const LoggedRun> runs) {
  std::vector<Group> groups;
  for (const LoggedRun& run : runs) {
    std::size_t i = 0;
    while (i < groups.size() && groups[i][0]->peak() < run.peak() && !is_same_peak(groups[i][0]->peak(), run.peak()))
      ++i;
    if (i == groups.size() || !is_same_peak(groups[i][0]->peak(), run.peak()))
      groups.insert(groups.begin() + static_cast<std::ptrdiff_t>(i), Group());
    Group& group = groups[i];
    group.insert(group.empty() || run.peak() <= group[0]->peak() ? group.end() : group.begin(), &run);
  }
  return groups;
}

/// Runs as observations, which stay where they are.
struct Observed {
  std::list<Observations> kept;
  std::vector<const Observations*> all, sparse;

  void add(const LoggedRun& run, Step from, const Weighing& weighing, const Law& law) {
    const Step first = first_step_of(run, from);
    all.push_back(&kept.emplace_back(observe(run, first, 1, weighing, law)));
    sparse.push_back(&kept.emplace_back(observe(run, first, 4, weighing, law)));
  }
};

Observed observed(const Law& law, const Group& runs, Step from, const Weighing& weighing = {}) {
  Observed observed;
  for (const LoggedRun* run : runs) observed.add(*run, from, weighing, law);
  return observed;
}

/// The fit of one law to runs, which is given its priors.
class Fitting {
 public:
  Fitting(const Law& law, const Group& runs, double peak, const Observed& observed) : runs_(runs), observed_(observed) {
    problem_ = {.law = &law, .unit = unit_of(law, peak), .runs = observed_.all, .sparse = observed_.sparse};
    for (const Parameter& each : law.parameters) problem_.priors.push_back({each.centre, each.prior_weight});
  }

  Problem& problem() { return problem_; }

  LawFit fitted(double peak) const {
    std::vector<std::vector<double>> starts;
    for (const double factor : is_by_modes() ? start_variances : start_rates) {
      starts.push_back(start());
      for (std::size_t j = 0; j < starts.back().size(); ++j)
        if (role(j) == Role::kernel_rate || role(j) == Role::memory) starts.back()[j] *= factor;
    }
    return fitted(peak, starts);
  }

  LawFit fitted(double peak, std::span<const std::vector<double>> starts) const {
    LawFit fit = solve(problem_, starts);
    fit.peak = peak;
    return fit;
  }

  Prior& prior(Role of) {
    std::size_t j = 0;
    while (role(j) != of) ++j;
    return problem_.priors[j];
  }

 private:
  bool is_by_modes() const { return problem_.law->kernel == Kernel::modes; }
  Role role(std::size_t j) const { return problem_.law->parameters[j].role; }

  /// The priors' centres; and L0, A and B as the longest run tells them, if progress goes by the centres.
  std::vector<double> start() const {
    double lowest = runs_[0]->losses.back();
    for (const LoggedRun* run : runs_) lowest = std::min(lowest, run->losses.back());
    std::vector<double> start;
    for (std::size_t j = 0; j < problem_.priors.size(); ++j) {
      const double centre = problem_.priors[j].centre;
      const Role what = role(j);
      if (what == Role::floor)
        start.push_back(lowest * (is_by_modes() ? 0.5 : 0.93));
      else if (what == Role::noise)
        start.push_back(0.5 * lowest);
      else if (what == Role::height)
        start.push_back(height(lowest));
      else if (what == Role::drop_height && centre == 0)
        start.push_back(0.08 * lowest * drop_scale());
      else
        start.push_back(centre);
    }
    return start;
  }

  /// What A must be if half of the first point's way down is progress.
  double height(double lowest) const {
    const Observations& run = *observed_.all[0];
    if (is_by_modes()) return math::exp(run.log_losses.front()) * std::sqrt(run.outline.sums.front() / problem_.unit);
    const double above = math::exp(run.log_losses.front()) - 0.93 * lowest;
    return std::max(above, 0.05 * lowest) * std::sqrt(run.outline.sums.front());
  }

  double drop_scale() const {
    const double peak = runs_.back()->peak();
    const double per_rate = problem_.law->unit == RateUnit::one ? 1 / peak : 1;
    return problem_.law->kernel == Kernel::forgetting ? per_rate / 500 : per_rate;
  }

  const Group& runs_;
  const Observed& observed_;
  Problem problem_;
};

/// A peak with one run: the numbers of another peak's runs, brought to this one, are its priors.
void lean_on(const LawFit& other, double peak, const LawFit& joint, Problem& problem) {
  const double ratio = peak / other.peak, in_rates = problem.law->unit == RateUnit::one ? 1 : 0;
  const double gamma = number_of(other, Role::kernel_scaling, 0);
  for (std::size_t j = 0; j < problem.priors.size(); ++j) {
    Prior& prior = problem.priors[j];
    const double value = other.parameters[j];
    switch (problem.law->parameters[j].role) {
      case Role::kernel_rate:
        prior = {value * math::pow(ratio, in_rates * (gamma - 1)), 0.01};
        break;
      case Role::kernel_power:
      case Role::kernel_scaling:
        prior = {value, 0.01};
        break;
      case Role::drop_power:
        prior = {value, 0.03};
        break;
      case Role::rate_power:
        prior = {std::min(value, 1.0), 0.03};  // above 1 it tells of the edge, and not of other peaks
        break;
      case Role::warmup_share:
        prior = {value, 0.005};
        break;
      case Role::decline:
        prior = {value * math::pow(ratio, 0.1), 0.07};
        break;
      case Role::drop_height:
        prior = {value * math::pow(ratio, number_of(joint, Role::drop_power, 1) - in_rates), 0.005};
        break;
      default:
        break;
    }
  }
}

LawFit joint_fit(std::span<const LoggedRun> runs, Step from) {
  Group all;
  for (const LoggedRun& run : runs) all.push_back(&run);
  const Observed seen = observed(joint, all, from, {.points = 120});
  Fitting fitting(joint, all, 0, seen);
  fitting.problem().delta = 5e-3;
  return fitting.fitted(0);
}

FittedRun summary_of(const LoggedRun& run, Step from) {
  const Step first = first_step_of(run, from);
  FittedRun summary{.name = run.name, .peak = run.peak(), .steps = run.steps.back(), .final_loss = run.losses.back()};
  for (const Step step : run.steps) summary.points += step >= first ? 1 : 0;
  Step at_peak = 0;
  for (std::size_t i = static_cast<std::size_t>(run.warmup_steps); i < run.rates.size(); ++i) {
    summary.lowest_share = std::min(summary.lowest_share, run.rates[i] / summary.peak);
    at_peak += run.rates[i] >= 0.999 * summary.peak ? 1 : 0;
  }
  summary.constant_share = static_cast<double>(at_peak) / static_cast<double>(run.rates.size());
  return summary;
}

bool tells_drops(const Group& group) {
  return std::any_of(group.begin(), group.end(), [](const LoggedRun* run) { return has_drop(summary_of(*run, 0)); });
}

/// The group nearest in ln(peak) to one of one run that has several; where none has, and that run tells no drops, the
/// nearest that does. nullptr: there is none.
const Group* to_lean_on(const std::vector<Group>& groups, const Group& alone) {
  const auto distance = [&](const Group& group) { return std::abs(math::log(group[0]->peak() / alone[0]->peak())); };
  const auto nearest_that = [&](const auto& serves) {
    const Group* nearest = nullptr;
    for (const Group& group : groups)
      if (serves(group) && (!nearest || distance(group) < distance(*nearest))) nearest = &group;
    return nearest;
  };
  const Group* several = nearest_that([](const Group& group) { return group.size() > 1; });
  return several || tells_drops(alone) ? several : nearest_that(tells_drops);
}

std::vector<const Law*> laws_to_fit(std::string_view asked) {
  std::vector<const Law*> chosen;
  for (const Law* law : laws())
    if (std::find(always.begin(), always.end(), law) != always.end() ||
        (law->word == asked && law != &joint && law != &sgd))
      chosen.push_back(law);
  return chosen;
}

/// SGD's own law on runs of all peaks. It holds from the start, so all points count. The number of modes is held at first:
/// far from the rest of the answer, few modes do for a spectrum, and from there no way leads back. At last the priors let
/// go, since losses without noise tell more than they do: of a large batch, how little the loss feeds the noise.
LawFit fit_by_modes(std::span<const LoggedRun> runs, double peak, const FitOptions& options) {
  Group all;
  for (const LoggedRun& run : runs) all.push_back(&run);
  const Observed seen = observed(sgd, all, std::max<Step>(options.from, 1));
  Fitting fitting(sgd, all, peak, seen);
  const double yielding = std::exchange(fitting.prior(Role::modes).weight, 1.0);
  const LawFit held = fitting.fitted(peak);
  fitting.prior(Role::modes).weight = yielding;
  const LawFit near = fitting.fitted(peak, std::array{held.parameters});
  for (Prior& prior : fitting.problem().priors) prior.weight *= let_go;
  return fitting.fitted(peak, std::array{near.parameters});
}

/// The same runs, if a loss was measured before its step's update.
std::vector<LoggedRun> measured_before(std::span<const LoggedRun> runs) {
  std::vector<LoggedRun> earlier(runs.begin(), runs.end());
  for (LoggedRun& run : earlier) {
    if (run.steps.front() == 0) run.steps.erase(run.steps.begin()), run.losses.erase(run.losses.begin());
    for (Step& step : run.steps) --step;
  }
  return earlier;
}

/// The law of all peaks, peak by peak. So exact a law tells whether losses were measured before updates or after them.
std::vector<LawFit> fits_by_modes(std::span<const LoggedRun> runs, const FitOptions& options) {
  const std::vector<Group> groups = by_peak(runs);
  const double unit = groups[0][0]->peak();
  const LawFit after = fit_by_modes(runs, unit, options), before = fit_by_modes(measured_before(runs), unit, options);
  const LawFit& fit = before.objective < after.objective ? before : after;
  std::vector<LawFit> fits;
  for (const Group& group : groups) {
    fits.push_back(fit);
    fits.back().peak = group[0]->peak();
    for (std::size_t j = 0; j < fit.parameters.size(); ++j)
      if (sgd.parameters[j].role == Role::kernel_rate) fits.back().parameters[j] *= fits.back().peak / unit;
  }
  return fits;
}

/// The median of ln(measured / fitted) of a run's points.
double misfit_of(const LoggedRun& run, const LawFit& fit, Step from) {
  const Law& law = *law_called(fit.law);
  const Observations seen = observe(run, first_step_of(run, from), 1, {}, law);
  auto losses = evaluate(law, numbers_of(law, fit.parameters), unit_of(law, fit.peak), seen.outline);
  for (std::size_t i = 0; i < losses.size(); ++i) losses[i] = seen.log_losses[i] - math::log(losses[i]);
  const auto middle = losses.begin() + static_cast<std::ptrdiff_t>(losses.size() / 2);
  std::nth_element(losses.begin(), middle, losses.end());
  return *middle;
}

/// Behind those of the same peak, and of lower ones.
void insert(LawFit fit, std::vector<LawFit>& fits) {
  const auto place = std::find_if(fits.begin(), fits.end(), [&](const LawFit& each) { return each.peak > fit.peak; });
  fits.insert(place, std::move(fit));
}

/// Where the leading law leaves a course and no noise, SGD's own takes its place if it leaves a third of that.
void look_for_modes(std::span<const LoggedRun> runs, const FitOptions& options, Forecast& forecast) {
  constexpr double better = 1. / 3;
  if (!options.law.empty()) return;
  const Deviations left = deviations_of(runs, forecast, leading_law(forecast));
  if (!is_systematic(left)) return;
  Forecast with = forecast;
  for (LawFit& fit : fits_by_modes(runs, options)) insert(std::move(fit), with.fits);
  const double left_by_modes = std::min(size_of(deviations_of(runs, with, sgd.word)),
                                        size_of(deviations_of(measured_before(runs), with, sgd.word)));
  if (!(left_by_modes < better * size_of(left))) return;
  with.law = sgd.word;
  forecast = std::move(with);
}

/// Adds the laws of one peak; where they lean, `other` has the runs whose laws they lean on.
void add_fits(const Group& group, const Group* other, const LawFit* over_peaks, const FitOptions& options,
              Forecast& forecast) {
  const double peak = group[0]->peak();
  const Observed shared = observed(pplq, group, options.from);
  for (const Law* law : laws_to_fit(options.law)) {
    const bool is_shared = see_alike(*law, pplq);
    const Observed own = is_shared ? Observed() : observed(*law, group, options.from);
    Fitting fitting(*law, group, peak, is_shared ? shared : own);
    if (other) lean_on(*forecast.fit_of(law->word, (*other)[0]->peak()), peak, *over_peaks, fitting.problem());
    insert(fitting.fitted(peak), forecast.fits);
  }
}

/// The laws of all peaks, those with several runs first, since the others lean on them; and the joint law.
void add_all_fits(std::span<const LoggedRun> runs, const FitOptions& options, Forecast& forecast) {
  const std::vector<Group> groups = by_peak(runs);
  std::optional<LawFit> over_peaks;
  if (groups.size() > 1) over_peaks = joint_fit(runs, options.from);
  for (const bool is_leaning : {false, true})
    for (const Group& group : groups) {
      const Group* other = group.size() == 1 && over_peaks ? to_lean_on(groups, group) : nullptr;
      if (is_leaning == (other != nullptr))
        add_fits(group, other, over_peaks ? &*over_peaks : nullptr, options, forecast);
    }
  if (options.law == sgd.word)
    for (LawFit& fit : fits_by_modes(runs, options)) insert(std::move(fit), forecast.fits);
  if (over_peaks) forecast.fits.push_back(*over_peaks);
}

}  // namespace

Result<Forecast> fit(std::span<const LoggedRun> runs, const FitOptions& options) {
  if (!options.law.empty())
    if (const auto law = asked_law(options.law); !law) return pass_on(law.error());
  Forecast forecast{.law = options.law.empty() ? std::string(pplq.word) : options.law, .from = options.from};
  for (const LoggedRun& run : runs) {
    if (const auto checked = check(run); !checked) return pass_on(checked.error());
    forecast.runs.push_back(summary_of(run, options.from));
  }
  if (const auto checked = check_runs(forecast.runs); !checked) return pass_on(checked.error());
  add_all_fits(runs, options, forecast);
  look_for_modes(runs, options, forecast);
  for (std::size_t i = 0; i < runs.size(); ++i)
    forecast.runs[i].misfit = misfit_of(runs[i], *forecast.fit_of(leading_law(forecast), runs[i].peak()), options.from);
  if (const auto checked = check_misfits(forecast); !checked) return pass_on(checked.error());
  forecast.warnings = warnings_of(forecast);
  return forecast;
}

}  // namespace etude::forecast
