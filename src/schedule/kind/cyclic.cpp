// In bulk a triangle is a ramp up and one down, which repeat.

#include "etude/schedule/kind/cyclic.h"

#include "schedule/bulk.h"

namespace etude::inline schedule {

void Cyclic::Compiled::values(Step first, std::span<double> out) const {
  if (mode_ == CyclicMode::triangular) return triangle_values(first, out);
  for (double& value : out) value = (*this)(first++);
}

/// Up and down by turns, until all has been there once.
void Cyclic::Compiled::triangle_values(Step first, std::span<double> out) const {
  const Step period = up_ + down_;
  const math::Ramp rise{math::Weight::done, static_cast<double>(up_), high_, low_};
  const math::Ramp fall{math::Weight::done, static_cast<double>(down_), high_, low_};
  std::span<double> once = out.first(static_cast<std::size_t>(std::min(period, static_cast<Step>(out.size()))));
  while (!once.empty()) {
    const Step at = first % period;
    const std::span<double> part = detail::take(once, at < up_ ? up_ - at : period - at);
    at < up_ ? rise.values(at, 1, part) : fall.values(period - at, -1, part);
    first += static_cast<Step>(part.size());
  }
  detail::repeat_first(out, period);
}

std::string Cyclic::in_python() const {
  const Step back = down > 0 ? down : up;
  const std::string height = python::one_of(mode, {"1", "0.5 ** cycle", arithmetic("{} ** t", {gamma})});
  return python::lines("cycle, at = divmod(t, {})\nw = min(at / {}, ({} - at) / {}) * {}\n{}\n",
                       {up + back, up, up + back, back, height, python::mixed(high, low)});
}

}  // namespace etude::schedule
