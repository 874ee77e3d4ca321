#include "etude/range/range.h"

#include <algorithm>
#include <cmath>

#include "etude/base/math.h"
#include "etude/base/number.h"
#include "etude/schedule/kinds.h"
#include "etude/train/train.h"

namespace etude::range {
namespace {

std::string check(const RangeOptions& options) {
  if (!(options.from > 0) || !std::isfinite(options.to) || !(options.to > options.from)) {
    return "the sweep must grow from a positive rate, not from " + shortest(options.from) + " to " +
           shortest(options.to) + "; type --from 1e-6 --to 1";
  }
  return options.steps >= 2 ? "" : "a sweep needs at least 2 steps, not " + std::to_string(options.steps);
}

/// True once the last loss is above `explosion` times the best of those before it.
bool exploded(const std::vector<double>& losses, double explosion) {
  const double best =
      losses.size() > 1 ? *std::min_element(losses.begin(), losses.end() - 1) : std::numeric_limits<double>::infinity();
  return losses.back() > explosion * best;
}

/// The running mean m <- 0.9 m + 0.1 x, divided by 1 - 0.9^n.
std::vector<double> smoothed(const std::vector<double>& losses) {
  constexpr double beta = 0.9;
  std::vector<double> means;
  double mean = 0;
  for (const double loss : losses) {
    mean = beta * mean + (1 - beta) * loss;
    means.push_back(mean / (1 - math::pow(beta, static_cast<double>(means.size() + 1))));
  }
  return means;
}

/// dy/dx at point i of an uneven grid: of second order inside, of first at the ends, as numpy.gradient has it.
double slope(const std::vector<double>& x, const std::vector<double>& y, std::size_t i) {
  if (i == 0) return (y[1] - y[0]) / (x[1] - x[0]);
  if (i + 1 == x.size()) return (y[i] - y[i - 1]) / (x[i] - x[i - 1]);
  const double before = x[i] - x[i - 1];
  const double after = x[i + 1] - x[i];
  return (before * before * y[i + 1] + (after * after - before * before) * y[i] - after * after * y[i - 1]) /
         (before * after * (before + after));
}

std::optional<double> steepest(const std::vector<double>& lr, const std::vector<double>& losses) {
  if (lr.size() < 2) return std::nullopt;
  std::vector<double> log_lr;
  for (const double rate : lr) log_lr.push_back(math::log(rate) / math::log(10));
  std::size_t best = 0;
  for (std::size_t i = 1; i < lr.size(); ++i)
    if (slope(log_lr, losses, i) < slope(log_lr, losses, best)) best = i;
  return lr[best];
}

}  // namespace

Result<RangeTest> range_test(const train::Prepared& prepared, const RangeOptions& options) {
  if (const std::string reason = check(options); !reason.empty()) return refuse(reason);
  const double growth = math::pow(options.to / options.from, 1 / static_cast<double>(options.steps));
  auto sweep = exponential({.from = options.from, .rate = growth});
  if (!sweep) return pass_on(sweep.error());

  const auto stop = [&](const Record& record) { return exploded(record.loss, options.explosion); };
  const train::Task& task = prepared.task();
  const auto run = prepared.with(options.steps, task.backward);
  if (!run) return pass_on(run.error());
  auto trained = train::train(*run, {*sweep}, options.seed, {.stop = stop});
  if (!trained) return pass_on(trained.error());
  Record record = std::move(trained->record);

  RangeTest test{task.name, std::string(name_of(task.backward)), record.lr, record.loss, {}, {}, {}};
  if (record.diverged_at || exploded(record.loss, options.explosion))
    test.stopped_at = static_cast<Step>(record.loss.size()) - 1;
  if (record.diverged_at) {
    test.lr.pop_back();
    test.loss.pop_back();
  }
  test.smoothed = smoothed(test.loss);
  test.suggested = steepest(test.lr, test.smoothed);
  return test;
}

}  // namespace etude::range
