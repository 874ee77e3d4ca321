// Kinds that change the values of a schedule, or join those of several at the same step.

#include "etude/base/number.h"
#include "etude/schedule/kind/batch_scaled.h"
#include "etude/schedule/kind/clamp.h"
#include "etude/schedule/kind/max_min.h"
#include "etude/schedule/kind/multiply.h"
#include "etude/schedule/kind/scale.h"
#include "schedule/bulk.h"

namespace etude::inline schedule {

void Scale::values(Step first, std::span<double> out) const {
  detail::changed_values(of[0], first, out, [this](double value) { return math::times(by, value); });
}

void Clamp::values(Step first, std::span<double> out) const {
  detail::changed_values(of[0], first, out, [this](double value) { return std::min(std::max(value, low), high); });
}

std::string Clamp::check() const {
  return low <= high ? "" : "low (" + shortest(low) + ") must not be above high (" + shortest(high) + ")";
}

void Max::values(Step first, std::span<double> out) const {
  of[0].values(first, out);
  for (const Schedule& other : std::span(of).subspan(1)) detail::combine_values(other, first, out, &detail::larger);
}

void Min::values(Step first, std::span<double> out) const {
  of[0].values(first, out);
  for (const Schedule& other : std::span(of).subspan(1)) detail::combine_values(other, first, out, &detail::smaller);
}

void Multiply::values(Step first, std::span<double> out) const {
  of[0].values(first, out);
  for (const Schedule& other : std::span(of).subspan(1)) detail::combine_values(other, first, out, &math::times);
}

Step Max::length() const { return detail::longest(of); }
Step Min::length() const { return detail::longest(of); }

Step Multiply::length() const { return detail::longest(of); }

std::string BatchScaled::in_python(python::Functions& functions) const {
  const std::string ratio = arithmetic("{}(t) / {}", {functions.name_of(of[1]), base});
  const std::string factor = python::one_of(rule, {ratio, arithmetic("math.sqrt({})", {ratio})});
  return python::lines("return {}(t) * {}\n", {functions.name_of(of[0]), factor});
}

}  // namespace etude::schedule
