#pragma once
// The minimum of a smooth function over numbers that have a least value each, by a quasi-Newton method.

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace etude::forecast {

/// f(x), and its derivatives by each x into `gradient`.
using Objective = std::function<double(std::span<const double> x, std::span<double> gradient)>;

struct Minimum {
  std::vector<double> x;
  double value = 0;
};

/// A local minimum over x >= least, sought from `x` with at most `most_calls` calls of f. A value that is not finite is
/// taken as too high. The same calls give the same bits.
Minimum minimise(const Objective& f, std::vector<double> x, double least, std::size_t most_calls);

}  // namespace etude::forecast
