#pragma once
// z^e and ln z, for one e and many z.
//
// Idea:    z falls into one of 64 equal cells between 2^i and 2^(i+1). The first z of a cell asks for a logarithm and an
//          exponential at the cell's middle m; from there every z of it is a series away.
// Formula: s = (z - m) / m, so |s| < 1/128;  z^e = m^e (1 + s)^e, the binomial series to s^7, and ln z = ln m + ln(1 + s),
//          to s^7 too.
// Edges:   z outside of least ... most, 0 among them, is worked out by itself. For |e| <= 20 the error is below 1e-10 of
//          z^e, for |e| <= 3 below 1e-14. What z gives does not depend on what was asked before.
// Cost:    some 20 multiplications and additions, where the cell is known.

#include <array>
#include <bit>
#include <cstdint>
#include <vector>

#include "etude/base/math.h"

namespace etude::forecast {

class Power {
 public:
  /// One z in its cell.
  struct Near {
    double power_of_middle, log_of_middle, s;
    const std::array<double, 7>& binomials;

    double power() const {
      const auto& b = binomials;
      const double s2 = s * s, s4 = s2 * s2;  // pairs of terms, so that a processor works on several at once
      return power_of_middle *
             ((1 + s * b[0]) + s2 * (b[1] + s * b[2]) + s4 * ((b[3] + s * b[4]) + s2 * (b[5] + s * b[6])));
    }
    double log() const {
      const double s2 = s * s, s4 = s2 * s2;
      return log_of_middle +
             (s - s2 * (1. / 2 - s * (1. / 3)) - s4 * ((1. / 4 - s * (1. / 5)) + s2 * (1. / 6 - s * (1. / 7))));
    }
  };

  /// z is mostly least ... most, both above 0.
  Power(double exponent, double least, double most)
      : exponent_(exponent),
        first_(octave_of(least) << cell_bits),
        cells_(((octave_of(most) + 1) << cell_bits) - first_) {
    double factor = 1;
    for (std::size_t k = 0; k < binomials_.size(); ++k) {
      factor *= (exponent - static_cast<double>(k)) / static_cast<double>(k + 1);
      binomials_[k] = factor;
    }
  }

  Near operator()(double z) {
    const auto bits = std::bit_cast<std::uint64_t>(z);
    const std::uint64_t place = (bits >> rest_bits) - first_;
    if (place >= cells_.size()) return by_itself(z);
    const double middle = std::bit_cast<double>((bits >> rest_bits << rest_bits) | std::uint64_t{1} << (rest_bits - 1));
    Cell& cell = cells_[place];
    if (cell.share == 0) {
      const Near own = by_itself(middle);
      cell = {1 / middle, own.power_of_middle, own.log_of_middle};
    }
    return {cell.power, cell.log, (z - middle) * cell.share, binomials_};
  }

 private:
  struct Cell {
    double share = 0;  // 1 / m; 0: nobody has asked
    double power = 0, log = 0;
  };
  static constexpr int cell_bits = 6, rest_bits = 52 - cell_bits;

  static std::uint64_t octave_of(double z) { return std::bit_cast<std::uint64_t>(z) >> 52; }

  Near by_itself(double z) const {
    if (z <= 0) return {0, 0, 0, binomials_};
    const double log = math::log(z);
    return {math::exp(exponent_ * log), log, 0, binomials_};
  }

  double exponent_;
  std::uint64_t first_;
  std::array<double, 7> binomials_{};  // of s, s^2, ...
  std::vector<Cell> cells_;
};

/// Of rates as shares of a unit: few are lower than 1e-4 of the peak.
inline Power power_of_rates(double exponent, double peak, double unit) {
  return {exponent, 1e-4 * peak / unit, peak / unit};
}

}  // namespace etude::forecast
