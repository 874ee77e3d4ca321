#ifndef ETUDE_SCHEDULE_KIND_BATCH_SCALED_H
#define ETUDE_SCHEDULE_KIND_BATCH_SCALED_H
// A rate that follows a schedule of batch sizes.

#include <algorithm>
#include <cmath>

#include "etude/schedule/compose.h"

namespace etude::inline schedule {

/// How the rate follows the batch size: in proportion (SGD), or by its root (Adam).
enum class BatchRule { linear, sqrt };
constexpr auto words_of(BatchRule) { return std::array<std::string_view, 2>{"linear", "sqrt"}; }

/// v(t) = a(t) batch(t) / base, or a(t) sqrt(batch(t) / base): a rate that was tuned at batch size `base`, under a
/// schedule of batch sizes. As long as the longer of both.
struct BatchScaled {
  std::vector<Schedule> of = {};       // the rate, and the batch size
  double base = unset;                 // the batch size at which the rate was tuned
  BatchRule rule = BatchRule::linear;  // in proportion or by the root

  double operator()(Step t) const {
    const double ratio = of[1](t) / base;
    return of[0](t) * (rule == BatchRule::linear ? ratio : std::sqrt(ratio));
  }
  Step length() const { return std::max(of[0].length(), of[1].length()); }
  Traits traits() const { return {.states_its_rates = false, .is_product = true}; }
  std::string in_python(python::Functions& functions) const;

  static constexpr std::string_view name = "batch_scaled";
  static constexpr std::string_view formula = "a(t) batch(t) / base, or by its root";
  static constexpr std::string_view meaning = "a rate that follows a schedule of batch sizes";
  static constexpr std::string_view source = "Goyal et al. 2017 (linear); Malladi et al. 2022 (square root, for Adam)";
  static constexpr Field takes = schedules({.least = 2, .most = 2}, "the rate, and the batch size");
  static constexpr Example example{
      "batch_scaled(constant(value=0.1), multistep(from=32, milestones=[2], gamma=2), base=32)", "0.1, 0.1, 0.2, 0.2"};
  static constexpr auto fields(auto...) {
    return std::array{
        field<&BatchScaled::base>(Unit::number, {.above_least = true}, "the batch size at which the rate was tuned"),
        field<&BatchScaled::rule>(Unit::choice, {}, "in proportion, or by the root")};
  }
};

inline Result<Schedule> batch_scaled(const Result<Schedule>& lr, const Result<Schedule>& batch_size, double base,
                                     BatchRule rule = BatchRule::linear) {
  return detail::compose(BatchScaled{.of = {}, .base = base, .rule = rule}, {lr, batch_size});
}

}  // namespace etude::schedule

#endif

ETUDE_KIND(BatchScaled, batch_scaled, inner_values)
