// The first step of Adam whose variance can be rectified is looked for once.

#include "etude/schedule/kind/radam_warmup.h"

#include <cmath>

#include "etude/base/math.h"

namespace etude::inline schedule {

RadamWarmup::Compiled::Compiled(const RadamWarmup& options)
    : to_(options.to), beta2_(options.beta2), limit_(2 / (1 - options.beta2) - 1) {
  while (!(rho(offset_) > 4) && offset_ < 1000) ++offset_;
}

double RadamWarmup::Compiled::rho(double s) const {
  const double power = math::pow(beta2_, s);
  return limit_ - 2 * s * power / (1 - power);
}

double RadamWarmup::Compiled::operator()(Step t) const {
  const double r = rho(static_cast<double>(t) + offset_);
  return to_ * std::sqrt((r - 4) * (r - 2) * limit_ / ((limit_ - 4) * (limit_ - 2) * r));
}

std::string RadamWarmup::in_python() const {
  return python::lines(
      "s = t + {}\n"
      "limit = 2 / (1 - {}) - 1\n"
      "power = {} ** s\n"
      "r = limit - 2 * s * power / (1 - power)\n"
      "return {} * math.sqrt((r - 4) * (r - 2) * limit / ((limit - 4) * (limit - 2) * r))\n",
      {Compiled(*this).first(), beta2, beta2, to});
}

}  // namespace etude::schedule
