// timm draws from a normal distribution until the share is below noise_pct.

#include "dialect/read/timm_noise.h"

#include <cmath>

#include "dialect/read/torch_normal.h"

namespace etude::dialect::timm {
namespace {

struct Noise {
  double begin, end;  // it lies on the steps begin <= t < end
  double most, deviation;
  Step seed;

  /// The constructor sets the rate at 0, and asks for no noise.
  bool lies_on(Step t) const { return t > 0 && begin <= static_cast<double>(t) && static_cast<double>(t) < end; }
  double share(Step t) const {
    TorchNormal draw(seed + t);
    double share = 0;
    do share = static_cast<double>(draw()) * deviation;
    while (!(std::abs(share) < most));
    return share;
  }
};

Noise noise_of(Arguments& a) {
  const std::vector<double> range = a.numbers("noise_range_t");
  const bool is_list = a.literal("noise_range_t").type == Literal::Type::list;
  a.require(!is_list || range.size() >= 2, "noise_range_t is a step, or two: [first, end]");
  const Noise noise{range.empty() ? 0 : range[0], is_list && range.size() > 1 ? range[1] : HUGE_VAL,
                    a.number("noise_pct"), a.number("noise_std"),
                    a.is_none("noise_seed") ? 42 : a.steps("noise_seed", -max_step)};
  a.require(noise.most > 0, "timm draws noise until it is below noise_pct, and never ends where that is 0 or less");
  a.require(std::abs(noise.deviation) <= 1000 * noise.most,
            "noise_pct is so far below noise_std that timm draws thousands of times for every step");
  a.require(std::abs(static_cast<double>(noise.seed)) < 0x1p53, "noise_seed must be below 2^53");
  return noise;
}

}  // namespace

Result<Reading> with_noise(Arguments& a, Result<Reading> read) {
  if (!read || a.is_none("noise_range_t")) return read;
  const Noise noise = noise_of(a);
  if (a.error()) return refused();
  const Schedule trunk = read->plan.lr;
  return own_reading(
      a,
      [trunk, noise](Step t) {
        const double rate = trunk(t);
        return noise.lies_on(t) ? rate + rate * noise.share(t) : rate;
      },
      trunk.length());
}

}  // namespace etude::dialect::timm
