// Idea: a tick is an integer times 1, 2 or 5 times a power of ten. It is found as that integer, so that 0.3 is the
// double nearest to 0.3 and not 3 * 0.1, and its label is short. Edges: a span of nothing is widened around its value;
// spans below 1e-12 of the value's size count as nothing. Cost: O(points) to fit, O(ticks) for the ticks. Logarithms
// come from base, so positions have the same bits everywhere. Source: after P. Heckbert, "Nice numbers for graph
// labels", Graphics Gems (1990).

#include "report/drawing/scale.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "etude/base/math.h"
#include "etude/base/number.h"

namespace etude::report {
namespace {

constexpr int kSignificant = 15;      // digits of a label: more than any tick within a span of 1e-12 needs
constexpr double kSmallest = 1e-306;  // the least end of a log axis
constexpr double kLn10 = 2.302585092994046;

double log10_of(double value) { return math::log(value) / kLn10; }

double times_ten_to(double value, int exponent) {
  for (; exponent >= 22; exponent -= 22) value *= 1e22;
  for (; exponent <= -22; exponent += 22) value /= 1e22;
  double factor = 1;
  for (int i = std::abs(exponent); i > 0; --i) factor *= 10;
  return exponent < 0 ? value / factor : value * factor;
}

/// 1, 2 or 5 times 10^exponent.
struct Spacing {
  int leading = 1;
  int exponent = 0;

  double multiple(double k) const { return times_ten_to(k * leading, exponent); }
  double size() const { return multiple(1); }
};

/// The smallest spacing that is at least `least` > 0.
Spacing spacing_of_at_least(double least) {
  const int exponent = static_cast<int>(std::floor(log10_of(least))) - 1;
  for (int e = exponent;; ++e) {
    for (const int leading : {1, 2, 5}) {
      const Spacing spacing{leading, e};
      if (spacing.size() >= least * (1 - 1e-9)) return spacing;
    }
  }
}

Tick tick_at(double value) { return {value, significant(value == 0 ? 0 : value, kSignificant)}; }

std::vector<Tick> multiples(const Scale& scale, const Spacing& spacing) {
  const double tolerance = 1e-9;  // of a spacing: an end that is itself a tick counts as inside
  const double first = std::ceil(scale.low() / spacing.size() - tolerance);
  const double last = std::floor(scale.high() / spacing.size() + tolerance);
  std::vector<Tick> out;
  for (double k = first; k <= last; ++k) out.push_back(tick_at(spacing.multiple(k)));
  return out;
}

std::vector<Tick> linear_ticks(const Scale& scale, int at_most) {
  const double span = scale.high() - scale.low();
  Spacing spacing = spacing_of_at_least(span / at_most);
  std::vector<Tick> found = multiples(scale, spacing);
  while (static_cast<int>(found.size()) > at_most) {
    spacing = spacing_of_at_least(spacing.size() * 1.5);
    found = multiples(scale, spacing);
  }
  return found;
}

/// The ticks leading * 10^e for every e that is a multiple of `stride`.
std::vector<Tick> log_multiples(const Scale& scale, std::initializer_list<int> leadings, int stride) {
  const int first = static_cast<int>(std::floor(log10_of(scale.low()) / stride)) - 1;
  const int last = static_cast<int>(std::ceil(log10_of(scale.high()) / stride)) + 1;
  std::vector<Tick> out;
  for (int k = first; k <= last; ++k) {
    for (const int leading : leadings) {
      const double value = times_ten_to(leading, k * stride);
      if (value >= scale.low() * (1 - 1e-12) && value <= scale.high() * (1 + 1e-12)) out.push_back(tick_at(value));
    }
  }
  return out;
}

std::vector<Tick> log_ticks(const Scale& scale, int at_most) {
  const double decades = log10_of(scale.high()) - log10_of(scale.low());
  const auto fits = [at_most](const std::vector<Tick>& t) { return static_cast<int>(t.size()) <= at_most; };
  if (decades < 2) {
    std::vector<Tick> fine = log_multiples(scale, {1, 2, 5}, 1);
    if (fine.size() < 3) return linear_ticks(scale, at_most);
    if (fits(fine)) return fine;
  }
  Spacing stride = spacing_of_at_least(std::max(1.0, decades / (at_most + 1)));
  std::vector<Tick> coarse = log_multiples(scale, {1}, static_cast<int>(stride.size()));
  while (!fits(coarse)) {
    stride = spacing_of_at_least(stride.size() * 1.5);
    coarse = log_multiples(scale, {1}, static_cast<int>(stride.size()));
  }
  return coarse;
}

struct Extent {
  double low = kLargest;
  double high = -kLargest;

  void add(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
};

bool is_point(const Extent& extent) {
  return extent.high - extent.low <= 1e-12 * std::max(std::abs(extent.low), std::abs(extent.high)) ||
         extent.high - extent.low < 1 / kLargest;
}

Scale around(double value, bool is_log) {
  if (is_log) return {true, value / 3, value * 3};
  const double half = std::max(std::abs(value) / 2, 1e-290);
  return value == 0 ? Scale{false, -1, 1} : Scale{false, value - half, value + half};
}

/// `air` is the share of the span that stays free at both ends; zero stays an end where nothing is below it.
Scale spanning(const Extent& extent, bool is_log, double air) {
  if (extent.low > extent.high) return is_log ? Scale{true, 0.1, 10} : Scale{false, 0, 1};
  if (is_point(extent)) return around(extent.low, is_log);
  if (is_log) {
    const double factor = math::exp(air * (math::log(extent.high) - math::log(extent.low)));
    return {true, std::max(extent.low / factor, kSmallest), std::min(extent.high * factor, 1 / kSmallest)};
  }
  const double pad = air * (extent.high - extent.low);
  const double low = extent.low >= 0 ? std::max(0.0, extent.low - pad) : extent.low - pad;
  return {false, low, extent.low < 0 && extent.high <= 0 ? std::min(0.0, extent.high + pad) : extent.high + pad};
}

/// An end that lies within 2 % of the next tick moves there: steps 0 ... 299 show 300.
Scale snapped(const Scale& scale) {
  if (scale.is_log()) return scale;
  const double span = scale.high() - scale.low();
  const Spacing spacing = spacing_of_at_least(span / 8);
  const double low = spacing.multiple(std::floor(scale.low() / spacing.size()));
  const double high = spacing.multiple(std::ceil(scale.high() / spacing.size()));
  return {false, scale.low() - low <= 0.02 * span ? std::min(low, scale.low()) : scale.low(),
          high - scale.high() <= 0.02 * span ? std::max(high, scale.high()) : scale.high()};
}

void add_points(const Figure& figure, const Line& line, const std::vector<double>& values, Extent& x, Extent& y) {
  for (std::size_t i = 0; i < std::min(line.x.size(), values.size()); ++i) {
    if (!drawable(figure.x, line.x[i]) || !drawable(figure.y, values[i])) continue;
    x.add(line.x[i]);
    y.add(values[i]);
  }
}

}  // namespace

Scale::Scale(bool is_log, double low, double high)
    : is_log_(is_log),
      low_(low),
      high_(high),
      origin_(is_log ? math::log(low) : low),
      span_((is_log ? math::log(high) : high) - origin_) {}

double Scale::position(double value) const { return ((is_log_ ? math::log(value) : value) - origin_) / span_; }

bool has_chosen(const Figure& figure, const Line& line) {
  return line.chosen && *line.chosen < std::min(line.x.size(), line.y.size()) &&
         drawable(figure.x, line.x[*line.chosen]) && drawable(figure.y, line.y[*line.chosen]);
}

Scales fit(const Figure& figure, bool has_bands) {
  Extent x;
  Extent y;
  bool has_dots = false;
  for (const Line& line : figure.lines) {
    add_points(figure, line, line.y, x, y);
    if (has_bands) add_points(figure, line, line.low, x, y);
    if (has_bands) add_points(figure, line, line.high, x, y);
    has_dots = has_dots || line.has_dots;
  }
  const bool empty = x.low > x.high;
  for (const Line& line : figure.lines) {
    for (const double value : line.above) {
      if (!empty && drawable(figure.x, value)) x.add(value);
    }
  }
  if (figure.marked_x && drawable(figure.x, *figure.marked_x)) x.add(*figure.marked_x);
  return {snapped(spanning(x, figure.x.is_log, has_dots ? 0.03 : 0)), spanning(y, figure.y.is_log, 0.04), empty};
}

std::vector<Tick> ticks(const Scale& scale, int at_most) {
  at_most = std::max(at_most, 1);
  return scale.is_log() ? log_ticks(scale, at_most) : linear_ticks(scale, at_most);
}

}  // namespace etude::report
