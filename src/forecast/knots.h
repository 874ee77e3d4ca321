#pragma once
// The points at which a search moves a curve, and the curve through them.

#include <span>
#include <vector>

#include "forecast/pressed.h"

namespace etude::forecast {

/// Rates that never rise, or any below the peak.
enum class Freedom { falling, any };

/// A curve after the warm-up: knots closer and closer towards the end, straight lines between, told by numbers of at
/// least 0: rate_i = peak exp(-z_i) where any are sought; where falling ones are, peak exp(-(z_1 + ... + z_i)), and knot 0
/// stays at the peak, unless the curve may start lower: then z_0 is one of the numbers.
class Knots {
 public:
  Knots(const RunShape& run, const Pressed& pressed, Freedom freedom, bool may_start_lower = false);

  /// The steps of the knots, counted from the warm-up's end.
  const std::vector<double>& at() const { return at_; }

  std::vector<double> rates_at_knots(std::span<const double> z) const;
  /// The rates of the pressed run.
  std::vector<double> rates(std::span<const double> z) const;
  /// From the derivative by each of those rates to that by each z.
  void gradient(std::span<const double> z, std::span<const double> by_rate, std::span<double> by_z) const;

  /// The sum of squares of how much the fall from knot to knot changes, rates in logarithms; adds `weight` times its
  /// derivatives.
  double roughness(std::span<const double> z, double weight, std::span<double> by_z) const;

  /// The z of a curve that is given at the knots, as shares of the peak.
  std::vector<double> numbers_of(std::vector<double> shares) const;

 private:
  struct Place {
    std::size_t before;  // the knot
    double share;        // of the way to the next
  };
  double peak_;
  Freedom freedom_;
  bool is_held_;  // knot 0, at the peak
  std::vector<double> at_;
  std::vector<Place> places_;
};

}  // namespace etude::forecast
