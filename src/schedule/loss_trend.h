#pragma once
// Is a series falling? dlib's test, in dlib's own order of operations, for its verdict on a flat series hangs on the
// rounding.

#include <vector>

namespace etude::inline schedule {

/// P(the slope of the line through the values is below 0), of those that are not above `most`; 1 for fewer than 3.
/// dlib's count_steps_without_decrease() is the largest n for which this, of the last n, is below a probability: so it
/// reaches the length of its history where this, of the whole of it, is. Source: dlib/statistics/running_gradient.h.
double probability_of_fall(const std::vector<double>& values, double most);

/// The value at the quantile 1 - discard: dlib's find_upper_quantile(). The values must not be empty.
double upper_quantile(std::vector<double> values, double discard);

/// Phi(x) = P(a standard normal number < x), to 1e-15.
double normal_cdf(double x);

}  // namespace etude::schedule
