// Algorithm 1 of Defazio et al. 2023, over every step of the run.

#include "etude/forecast/refinement.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>

#include "etude/base/number.h"

namespace etude::forecast {
namespace {

/// The median of an odd number of values of which one comes and one goes.
class SlidingMedian {
 public:
  explicit SlidingMedian(std::size_t width) : half_(width / 2) {}

  void add(double value) {
    (lower_.empty() || value <= *lower_.rbegin() ? lower_ : upper_).insert(value);
    balance();
  }
  void remove(double value) {
    std::multiset<double>& side = value <= *lower_.rbegin() ? lower_ : upper_;
    side.erase(side.find(value));
    balance();
  }
  double median() const { return *lower_.rbegin(); }

 private:
  /// The lower side is to have half of the width and one more, as soon as there are so many.
  void balance() {
    while (lower_.size() > half_ + 1) move(lower_, std::prev(lower_.end()), upper_);
    while (lower_.size() <= half_ && !upper_.empty()) move(upper_, upper_.begin(), lower_);
  }
  static void move(std::multiset<double>& from, std::multiset<double>::iterator which, std::multiset<double>& to) {
    to.insert(from.extract(which));
  }

  std::size_t half_;
  std::multiset<double> lower_, upper_;
};

/// The value at a place that may lie before the first, which is repeated, or behind the last, where the values turn back.
double beyond(std::span<const double> values, std::ptrdiff_t i) {
  const auto size = static_cast<std::ptrdiff_t>(values.size());
  if (i >= size) i = 2 * size - 1 - i;
  return values[static_cast<std::size_t>(std::max(i, std::ptrdiff_t{0}))];
}

std::vector<double> medians(std::span<const double> values, std::size_t width) {
  const auto half = static_cast<std::ptrdiff_t>(width / 2), size = static_cast<std::ptrdiff_t>(values.size());
  SlidingMedian window(width);
  for (std::ptrdiff_t i = -half; i <= half; ++i) window.add(beyond(values, i));
  std::vector<double> all{window.median()};
  for (std::ptrdiff_t i = 1; i < size; ++i) {
    window.add(beyond(values, i + half));
    window.remove(beyond(values, i - half - 1));
    all.push_back(window.median());
  }
  return all;
}

/// The norms of a run of so many steps.
std::vector<double> norms_of_steps(const LoggedNorms& log, std::size_t steps) {
  std::vector<double> at(log.steps.size());
  const double stretch = static_cast<double>(steps - 1) / static_cast<double>(log.steps.back());
  for (std::size_t i = 0; i < at.size(); ++i) at[i] = static_cast<double>(log.steps[i]) * stretch;
  const Piecewise curve{at, log.norms};
  std::vector<double> norms;
  for (std::size_t t = 0; t < steps; ++t) norms.push_back(curve(static_cast<Step>(t)));
  return norms;
}

Result<void> check(const LoggedNorms& log) {
  if (log.norms.size() < 2 || log.steps.size() != log.norms.size())
    return refuse("a schedule is refined from at least two gradient norms, each with its step; the log has " +
                  std::to_string(log.norms.size()) + "; give a longer one");
  for (std::size_t i = 0; i < log.norms.size(); ++i) {
    const std::string step = std::to_string(log.steps[i]);
    if (log.steps[i] < 0 || (i > 0 && log.steps[i] <= log.steps[i - 1]))
      return refuse("step " + step + " comes after step " + std::to_string(i > 0 ? log.steps[i - 1] : 0) +
                    "; give the norms of one run, in the order of its steps");
    if (!(std::isfinite(log.norms[i]) && log.norms[i] > 0))
      return refuse("the gradient norm at step " + step + " is " + shortest(log.norms[i]) +
                    "; norms are finite and above 0: leave such lines out");
  }
  return {};
}

/// The options with the length of the run in them.
Result<RefinementOptions> resolved(RefinementOptions options, const LoggedNorms& log) {
  if (options.steps == unset_steps) options.steps = log.steps.back() + 1;
  static constexpr auto fields = RefinementOptions::fields();
  if (const std::string bad = complaint(fields, &options); !bad.empty()) return refuse(bad);
  return options;
}

/// One over the norm or its square, of norms as multiples of the least: at most 1.
std::vector<double> weights(std::vector<double> norms, NormsOf optimizer) {
  const double least = *std::min_element(norms.begin(), norms.end());
  for (double& norm : norms) norm = optimizer == NormsOf::sgd ? (least / norm) * (least / norm) : least / norm;
  return norms;
}

}  // namespace

Result<std::vector<double>> refined_rates(const LoggedNorms& log, const RefinementOptions& given) {
  if (auto good = check(log); !good) return pass_on(good.error());
  const auto options = resolved(given, log);
  if (!options) return pass_on(options.error());
  const double half = std::floor(options->smoothing * static_cast<double>(options->steps) / 2);
  const std::vector<double> norms = norms_of_steps(log, static_cast<std::size_t>(options->steps));
  std::vector<double> rates = weights(medians(norms, 2 * static_cast<std::size_t>(half) + 1), options->optimizer);
  double rest = 0;
  for (std::size_t t = rates.size(); t-- > 0;) {
    const double weight = rates[t];
    rates[t] *= rest;
    rest += weight;
  }
  const double highest = *std::max_element(rates.begin(), rates.end());
  if (!(highest > 0))
    return refuse("the gradient norms are too far apart for a schedule; look at the log's first lines");
  for (double& rate : rates) rate /= highest;
  return rates;
}

}  // namespace etude::forecast
