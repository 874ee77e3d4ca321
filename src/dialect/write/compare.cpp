#include "dialect/write/compare.h"

#include <algorithm>
#include <cmath>

namespace etude::dialect {
namespace {

constexpr Step most_compared = 200000;

Step stride_of(Step end) { return std::max(end / most_compared, Step{1}); }

}  // namespace

double peak_of(const Schedule& schedule, Step end) {
  double peak = 0;
  for (Step t = 0; t < end; t += stride_of(end)) peak = std::max(peak, schedule(t));
  return peak > 0 ? peak : 1;
}

std::optional<Step> first_apart(const Schedule& a, const Schedule& b, Step end, const Closeness& close) {
  double peak = 0;
  for (Step t = 0; t < end && close.of_peak > 0; t += stride_of(end)) peak = std::max(peak, std::abs(a(t)));
  for (Step t = 0; t < end; t += stride_of(end)) {
    const double x = a(t), y = b(t);
    if (std::isnan(x) && std::isnan(y)) continue;
    if (!(std::abs(x - y) <= close.share * std::max(std::abs(x), std::abs(y)) + close.of_peak * peak)) return t;
  }
  return std::nullopt;
}

Distance largest_gap(const Schedule& a, const Schedule& b, Step end) {
  Distance gap;
  for (Step t = 0; t < end; t += stride_of(end))
    if (const double size = std::abs(a(t) - b(t)); !(size <= gap.size)) gap = {size, t};
  return gap;
}

}  // namespace etude::dialect
