#include "etude/lab/statistics.h"

#include <algorithm>
#include <cmath>

#include "etude/base/math.h"

namespace etude {
namespace {

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double sd_of(const std::vector<double>& values, double mean) {
  double sum = 0;
  for (const double value : values) sum += (value - mean) * (value - mean);
  return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

/// P(|T| <= sqrt(n) tan(angle)) for n degrees of freedom: the finite sums of Abramowitz and Stegun 26.7.3 and 26.7.4.
double student_probability(double angle, int degrees) {
  const double cosine = math::cos(angle);
  const bool odd = degrees % 2 == 1;
  double term = odd ? cosine : 1;
  double sum = degrees > 1 ? term : 0;
  for (int k = odd ? 3 : 2; k < degrees; k += 2) {
    term *= cosine * cosine * (k - 1) / k;
    sum += term;
  }
  return odd ? (angle + math::sin(angle) * sum) * 2 / math::pi : math::sin(angle) * sum;
}

}  // namespace

double student_quantile(double probability, int degrees) {
  double low = 0, high = math::pi / 2;
  for (int halvings = 0; halvings < 60; ++halvings) {
    const double middle = (low + high) / 2;
    (student_probability(middle, degrees) < probability ? low : high) = middle;
  }
  return std::sqrt(static_cast<double>(degrees)) * math::sin(low) / math::cos(low);
}

Summary summarise(std::vector<double> values) {
  std::erase_if(values, [](double value) { return std::isnan(value); });
  Summary summary;
  if (values.empty()) return summary;
  std::sort(values.begin(), values.end());
  const std::size_t n = values.size();
  summary.median = n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
  summary.mean = mean_of(values);
  if (n < 2) return summary;
  summary.sd = sd_of(values, summary.mean);
  summary.ci95 = student_quantile(0.95, static_cast<int>(n) - 1) * summary.sd / std::sqrt(static_cast<double>(n));
  return summary;
}

}  // namespace etude
