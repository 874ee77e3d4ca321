// Sums go through the seeds in their order, so the same seeds give the same bits.

#include "study/statistics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "etude/base/math.h"

namespace etude::study {
namespace {

constexpr double power_quantile = 0.8416;  // of the normal, 80 %
constexpr double most_degrees = 200;       // beyond them Student's t is nearly normal

double sd_of(const std::vector<double>& values, double mean) {
  double sum = 0;
  for (const double value : values) sum += (value - mean) * (value - mean);
  return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

double half_width(double sd, std::size_t n) {
  return student_quantile(0.95, static_cast<int>(n) - 1) * sd / std::sqrt(static_cast<double>(n));
}

std::vector<double> finite_differences(std::span<const double> a, std::span<const double> b) {
  std::vector<double> differences;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (std::isfinite(a[i] - b[i])) differences.push_back(a[i] - b[i]);
  return differences;
}

/// The power of two just above the largest: divided by it, no square leaves the range of doubles.
int exponent_of(const std::vector<double>& values) {
  double largest = 0;
  for (const double value : values) largest = std::max(largest, std::abs(value));
  int exponent = 0;
  std::frexp(largest, &exponent);
  return exponent;
}

bool all_equal(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(), [&](double value) { return value == values[0]; });
}

PairedDifference without_spread(double difference, int pairs) {
  if (difference == 0) return {pairs, 0, 0, 0, 1};
  return {pairs, difference, 0, std::copysign(std::numeric_limits<double>::infinity(), difference), 0};
}

}  // namespace

double mean_of(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

Summary summarise(std::vector<double> values) {
  std::erase_if(values, [](double value) { return std::isnan(value); });
  Summary summary;
  if (values.empty()) return summary;
  math::sort(values);
  const std::size_t n = values.size();
  summary.median = n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
  summary.mean = mean_of(values);
  if (n < 2) return summary;
  summary.sd = sd_of(values, summary.mean);
  summary.ci95 = half_width(summary.sd, n);
  return summary;
}

PairedDifference paired_difference(std::span<const double> a, std::span<const double> b, bool is_exact) {
  std::vector<double> d = finite_differences(a, b);
  const int n = static_cast<int>(d.size());
  if (n == 0) return {};
  if (n == 1 && !is_exact) return {.pairs = 1, .mean = d[0]};
  if (all_equal(d)) return without_spread(d[0], n);
  const int exponent = exponent_of(d);
  for (double& value : d) value = std::ldexp(value, -exponent);
  const double mean = mean_of(d), sd = sd_of(d, mean);
  const double t = mean / (sd / std::sqrt(static_cast<double>(n)));
  return {.pairs = n,
          .mean = std::ldexp(mean, exponent),
          .ci95 = std::ldexp(half_width(sd, d.size()), exponent),
          .effect = mean / sd,
          .p = student_tail(t, n - 1)};
}

std::vector<double> holm(std::vector<double> p) {
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::erase_if(order, [&](std::size_t i) { return std::isnan(p[i]); });
  math::sort(order, [&](std::size_t i, std::size_t k) { return p[i] < p[k]; });
  double largest = 0;
  auto left = static_cast<double>(order.size());
  for (const std::size_t i : order) {
    largest = std::max(largest, std::min(1.0, left-- * p[i]));
    p[i] = largest;
  }
  return p;
}

double pairs_to_tell(double effect, double level) {
  if (effect == 0 || !std::isfinite(effect)) return not_a_number;
  double n = most_degrees;
  for (int i = 0; i < 6; ++i) {
    const int degrees = static_cast<int>(std::clamp(n - 1, 1.0, most_degrees));
    const double t = (student_quantile(1 - level, degrees) + power_quantile) / effect;
    n = std::max(2.0, std::ceil(t * t));
  }
  return n;
}

}  // namespace etude::study
