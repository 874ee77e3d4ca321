// Idea: L-BFGS among the numbers that are free. One that stands at its least value and would go below it is held; the
//       others move along -H g, H from the last few moves and the changes of the gradient that they brought, and what
//       would pass its least value stops there.
// Formula: the two loops over pairs (s, y), s = x' - x and y = g' - g, each taken on the free numbers alone; a step is
//          halved until f falls by 1e-4 of what the gradient promises.
// Edges: where a way does not lead down, the pairs are forgotten and -g is tried; where that gains nothing either, it ends.
// Cost: a call or two of f an iteration, and 4 * pairs products of vectors.
// Source: Nocedal and Wright 2006, algorithm 7.4; Bertsekas 1982 for the projection.

#include "forecast/minimise.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>

namespace etude::forecast {
namespace {

using Place = std::vector<double>;

constexpr std::size_t pairs_kept = 16;
constexpr double least_gain = 1e-11;  // of |f|, below which two steps in a row end the search

double product(const Place& a, const Place& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

Place difference(const Place& a, const Place& b) {
  Place rest = a;
  for (std::size_t i = 0; i < rest.size(); ++i) rest[i] -= b[i];
  return rest;
}

void add(double factor, const Place& more, Place& to) {
  for (std::size_t i = 0; i < to.size(); ++i) to[i] += factor * more[i];
}

class QuasiNewton {
 public:
  QuasiNewton(const Objective& f, Place x, double least, std::size_t most_calls)
      : f_(f), least_(least), calls_left_(most_calls), x_(std::move(x)), gradient_(x_.size()) {
    value_ = call(x_, gradient_);
  }

  Minimum sought() {
    for (int small = 0; small < 2 && calls_left_ > 0;) {
      const double before = value_;
      if (!step()) break;
      small = before - value_ <= least_gain * std::abs(value_) ? small + 1 : 0;
    }
    return {x_, value_};
  }

 private:
  struct Pair {
    Place moved, turned;  // s and y
  };

  double call(const Place& x, Place& gradient) {
    --calls_left_;
    const double value = f_(x, gradient);
    return std::isfinite(value) ? value : std::numeric_limits<double>::infinity();
  }

  bool is_held(std::size_t i) const { return x_[i] <= least_ && gradient_[i] >= 0; }

  Place on_the_free(Place numbers) const {
    for (std::size_t i = 0; i < numbers.size(); ++i)
      if (is_held(i)) numbers[i] = 0;
    return numbers;
  }

  /// One step down; false where none is found.
  bool step() {
    const Place slope = on_the_free(gradient_);
    const double steepness = std::sqrt(product(slope, slope));
    if (!(steepness > 0)) return false;
    if (!pairs_.empty() && goes_down(newton_way(slope), slope, 1)) return true;
    pairs_.clear();
    Place down = slope;
    for (double& each : down) each = -each;
    return goes_down(down, slope, 1 / steepness);
  }

  /// -H slope by the two loops.
  Place newton_way(Place way) const {
    struct Used {
      Place moved, turned;
      double curvature, share;
    };
    std::vector<Used> used;
    for (std::size_t i = pairs_.size(); i-- > 0;) {
      Used pair{on_the_free(pairs_[i].moved), on_the_free(pairs_[i].turned), 0, 0};
      pair.curvature = product(pair.moved, pair.turned);
      if (!(pair.curvature > 1e-14 * std::sqrt(product(pair.moved, pair.moved) * product(pair.turned, pair.turned))))
        continue;
      pair.share = product(pair.moved, way) / pair.curvature;
      add(-pair.share, pair.turned, way);
      used.push_back(std::move(pair));
    }
    if (!used.empty()) {
      const double scale = used.front().curvature / product(used.front().turned, used.front().turned);
      for (double& each : way) each *= scale;
    }
    for (std::size_t i = used.size(); i-- > 0;)
      add(used[i].share - product(used[i].turned, way) / used[i].curvature, used[i].moved, way);
    for (double& each : way) each = -each;
    return way;
  }

  /// Moves along the way as far as f falls; false where it does not lead down.
  bool goes_down(const Place& way, const Place& slope, double length) {
    if (!(product(way, slope) < 0)) return false;
    Place x(x_.size()), gradient(x_.size());
    for (int halved = 0; halved < 30 && calls_left_ > 0; ++halved, length /= 2) {
      for (std::size_t i = 0; i < x.size(); ++i) x[i] = is_held(i) ? x_[i] : std::max(least_, x_[i] + length * way[i]);
      const Place moved = difference(x, x_);
      const double promised = product(moved, gradient_);
      if (!(promised < 0)) return false;
      const double value = call(x, gradient);
      if (!(value <= value_ + 1e-4 * promised)) continue;
      pairs_.push_back({moved, difference(gradient, gradient_)});
      if (pairs_.size() > pairs_kept) pairs_.pop_front();
      x_.swap(x);
      gradient_.swap(gradient);
      value_ = value;
      return true;
    }
    return false;
  }

  const Objective& f_;
  double least_;
  std::size_t calls_left_;
  Place x_, gradient_;
  double value_ = 0;
  std::deque<Pair> pairs_;
};

}  // namespace

Minimum minimise(const Objective& f, std::vector<double> x, double least, std::size_t most_calls) {
  return QuasiNewton(f, std::move(x), least, most_calls).sought();
}

}  // namespace etude::forecast
