#include "schedule/loss_trend.h"

#include <cmath>

#include "etude/base/math.h"

namespace etude::inline schedule {
namespace {

/// Recursive least squares of a line through (0, y0), (1, y1), ...: dlib's running_gradient.
class Line {
 public:
  void add(double y) {
    const double rx = r00_ * n_ + r01_, ry = r01_ * n_ + r11_;  // R x for x = (n, 1)
    const double temp = 1 + (rx * n_ + ry);
    r00_ -= rx * rx / temp;
    r01_ -= rx * ry / temp;
    r11_ -= ry * ry / temp;
    const double miss = y - (n_ * slope_ + level_);
    slope_ += (r00_ * n_ + r01_) * miss;
    level_ += (r01_ * n_ + r11_) * miss;
    const double left = y - (n_ * slope_ + level_);
    squares_ += left * left * temp;
    ++n_;
  }
  double count() const { return n_; }

  /// P(the slope is above 0), for at least 3 values.
  double rises() const {
    const double adjust = 12.0 / (n_ * n_ * n_ - n_);
    const double error = std::sqrt(squares_ / (n_ - 2) * adjust);
    if (error == 0) return slope_ > 0 ? 1 : slope_ < 0 ? 0 : 0.5;
    return 1 - normal_cdf(-slope_ / error);
  }

 private:
  double n_ = 0;
  double r00_ = 1e6, r01_ = 0, r11_ = 1e6;
  double slope_ = 0, level_ = 0, squares_ = 0;
};

}  // namespace

/// Marsaglia's series: 1/2 + phi(x) (x + x^3/3 + x^5/(3 5) + ...).
double normal_cdf(double x) {
  if (!(std::abs(x) < 8.5)) return x < 0 ? 0 : 1;
  double sum = x, term = x;
  for (double k = 3; sum + term != sum || k == 3; k += 2) sum += term *= x * x / k;
  return 0.5 + sum * math::exp(-0.5 * x * x) / std::sqrt(2 * math::pi);
}

/// From the newest back, as dlib looks: so what falls in time rises here.
double probability_of_fall(const std::vector<double>& values, double most) {
  Line line;
  for (auto value = values.rbegin(); value != values.rend(); ++value)
    if (*value <= most) line.add(*value);
  return line.count() > 2 ? line.rises() : 1;
}

double upper_quantile(std::vector<double> values, double discard) {
  const double rank = std::round(static_cast<double>(values.size() - 1) * (1 - discard));
  math::sort(values);
  return values[static_cast<std::size_t>(rank)];
}

}  // namespace etude::schedule
