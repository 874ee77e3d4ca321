// Idea: with the exact loss and its exact derivative, the best rates are a smooth search under bounds. In logarithms of
//       rate and of distance to the end a power decay is a straight line and a hold a flat one, so few knots do for a run
//       of any length.
// Formula: x <- x + step (P(x - a g) - x), P the projection on x <= log(most), g the gradient of log(loss), a = s s / s y
//          of the last move s and the change y of g; `step` is halved until the loss falls below the largest of the last
//          ten by 1e-4 of what g promises. No rate moves by more than a factor of e at a time: far below its best it
//          has hardly a gradient in its logarithm, and would not come back.
// Edges: where s y is not above 0, a is its largest. A loss that is not finite is refused by the halving.
// Cost: about two gradients an iteration, O(steps groups) each.
// Source: Birgin, Martinez and Raydan 2000.

#include <algorithm>
#include <cmath>

#include "etude/base/math.h"
#include "etude/base/number.h"
#include "etude/optim/power_law.h"

namespace etude::optim {
namespace {

using Numbers = std::vector<double>;

constexpr std::size_t remembered_losses = 10;

double dot(const Numbers& a, const Numbers& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

/// a + by d.
Numbers moved(Numbers a, double by, const Numbers& d) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] += by * d[i];
  return a;
}

/// The rates of all steps, from their logarithms at the knots.
class Knots {
 public:
  explicit Knots(const BestRatesOptions& options) : options_(options) {
    const double whole = math::log(static_cast<double>(options.steps));
    for (Step t = 0; t < options.steps; ++t) {
      const double share = whole > 0 ? math::log(static_cast<double>(options.steps - t)) / whole : 1;
      const double place = share * static_cast<double>(options.knots - 1);
      const double below = std::min(std::floor(place), static_cast<double>(options.knots - 2));
      places_.push_back({static_cast<std::size_t>(below), place - below});
    }
  }

  std::vector<SgdStep> steps(const Numbers& logs) const {
    std::vector<SgdStep> steps;
    for (const auto& [below, share] : places_)
      steps.push_back({math::exp(math::mix(share, logs[below + 1], logs[below])), options_.batch});
    return steps;
  }

  /// By the knots, from the derivative by each rate.
  Numbers gradient(const std::vector<SgdStep>& steps, const Numbers& by_lr) const {
    Numbers gradient(options_.knots);
    for (std::size_t t = 0; t < steps.size(); ++t) {
      const double by_log = steps[t].lr * by_lr[t];
      gradient[places_[t].below] += (1 - places_[t].share) * by_log;
      gradient[places_[t].below + 1] += places_[t].share * by_log;
    }
    return gradient;
  }

 private:
  struct Place {
    std::size_t below;
    double share;  // of the knot after it
  };
  const BestRatesOptions& options_;
  std::vector<Place> places_;
};

class Search {
 public:
  Search(const PowerLaw& problem, const BestRatesOptions& options)
      : problem_(problem), highest_(math::log(options.most)), knots_(options) {
    for (std::size_t k = 0; k < options.knots; ++k)  // falls in proportion to what is left
      logs_.push_back(highest_ - math::log(static_cast<double>(options.steps)) *
                                     (1 - static_cast<double>(k) / static_cast<double>(options.knots - 1)));
    look(logs_, loss_, gradient_);
    losses_ = {loss_};
  }

  /// One iteration; false where nothing is to be gained.
  bool improve() {
    Numbers way = moved(projected(moved(logs_, -scale_, gradient_)), -1, logs_);
    for (double& each : way) each = std::clamp(each, -1.0, 1.0);
    const double promised = dot(way, gradient_);
    if (!(promised < -1e-14)) return false;
    const double worst = *std::max_element(losses_.begin(), losses_.end());
    for (double step = 1; step > 1e-9; step /= 2) {
      const Numbers logs = moved(logs_, step, way);
      double loss = 0;
      Numbers gradient;
      look(logs, loss, gradient);
      if (!(loss <= worst + 1e-4 * step * promised)) continue;
      accept(logs, loss, std::move(gradient));
      return true;
    }
    return false;
  }

  BestRates best(int iterations) const {
    BestRates best{{}, math::exp(best_loss_), iterations};
    for (const SgdStep& step : knots_.steps(best_logs_)) best.lr.push_back(step.lr);
    return best;
  }

 private:
  Numbers projected(Numbers logs) const {
    for (double& x : logs) x = std::min(x, highest_);
    return logs;
  }

  void look(const Numbers& logs, double& loss, Numbers& gradient) {
    const auto steps = knots_.steps(logs);
    const PowerLawSlope slope = power_law_slope(problem_, steps);
    loss = math::log(slope.loss);
    gradient = knots_.gradient(steps, slope.by_lr);
    for (double& each : gradient) each /= slope.loss;
    if (!(loss >= best_loss_)) {
      best_loss_ = loss;
      best_logs_ = logs;
    }
  }

  void accept(const Numbers& logs, double loss, Numbers gradient) {
    const Numbers s = moved(logs, -1, logs_), y = moved(gradient, -1, gradient_);
    const double curvature = dot(s, y);
    scale_ = curvature > 0 ? std::clamp(dot(s, s) / curvature, 1e-4, 1e4) : 1e4;
    logs_ = logs;
    loss_ = loss;
    gradient_ = std::move(gradient);
    losses_.push_back(loss);
    if (losses_.size() > remembered_losses) losses_.erase(losses_.begin());
  }

  const PowerLaw& problem_;
  double highest_;
  Knots knots_;
  Numbers logs_, gradient_, losses_;
  double loss_ = 0, scale_ = 1;
  double best_loss_ = not_a_number;
  Numbers best_logs_;
};

}  // namespace

Result<BestRates> best_power_law_rates(const PowerLaw& problem, const BestRatesOptions& options) {
  if (auto good = check(problem); !good) return pass_on(good.error());
  if (options.steps < 1) return refuse("a run has at least 1 step; say steps = 1000");
  if (options.knots < 2) return refuse("rates have at least 2 knots; say knots = 48");
  if (!(options.batch > 0)) return refuse("a batch has more than 0 samples; say batch = 1");
  const double edge = power_law_edge(problem, options.batch);
  if (!(options.most > 0 && options.most < edge))
    return refuse("the largest rate must be above 0 and below the edge of stability, " + shortest(edge) + ", not " +
                  shortest(options.most));
  Search search(problem, options);
  int iterations = 0;
  while (iterations < options.iterations && search.improve()) ++iterations;
  return search.best(iterations);
}

double decay_power(std::span<const double> lr) {
  double all = 0, left = 0, weight = 0, x1 = 0, y1 = 0, xx = 0, xy = 0;
  for (const double rate : lr) all += rate;
  for (std::size_t t = lr.size(); t-- > 0;) {
    left += lr[t];
    if (left < 10 || left > all / 2) continue;
    const double x = math::log(left), y = math::log(lr[t]), w = lr[t] / left;
    weight += w, x1 += w * x, y1 += w * y, xx += w * x * x, xy += w * x * y;
  }
  const double q = (weight * xy - x1 * y1) / (weight * xx - x1 * x1);
  return q / (1 - q);
}

}  // namespace etude::optim
