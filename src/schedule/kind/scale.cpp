// A factor is said in a schedule's own rates, where they can say it.
//
// Idea. Most formulas are sums, products by plain numbers, maxima or minima of their rates: so many times the rates is so
// many times the values. Which fields are rates, the kinds state by their units; what is otherwise, by their traits.
// Edges. A product is multiplied in its first factor alone. What refuses the larger rates (a momentum above 1), and what
// has no fields (a function), keeps a scale() around it, as small as can be: a then scale(b, by). A rate as large as a
// number can be is no limit, and stays none.

#include "etude/schedule/kind/scale.h"

#include <limits>

#include "schedule/remade.h"

namespace etude::inline schedule {
namespace {

constexpr double unlimited = std::numeric_limits<double>::max();

void multiply_rate(double& rate, Factor by) {
  if (rate != unlimited) rate = by.times(rate);
}

void multiply_rates(const Field& field, Value& value, Factor by) {
  if (field.unit == Unit::rate) multiply_rate(std::get<double>(value), by);
  if (field.unit == Unit::numbers)
    for (double& rate : std::get<std::vector<double>>(value)) multiply_rate(rate, by);
}

/// Nothing where its rates cannot say the factor.
std::optional<Schedule> said_in_rates(const Schedule& schedule, Factor by) {
  const Traits traits = schedule.traits();
  if (!traits.scales_by_rates) return std::nullopt;
  std::vector<Schedule> of(schedule.inner().begin(), schedule.inner().end());
  for (std::size_t i = 0; i < (traits.is_product ? 1 : of.size()); ++i) of[i] = rescaled(of[i], by);
  return detail::remade(schedule, std::move(of),
                        [by](const Field& field, Value& value) { multiply_rates(field, value, by); });
}

}  // namespace

Schedule rescaled(const Schedule& schedule, Factor by) {
  if (by.to == by.from) return schedule;
  if (const Scale* given = schedule.as<Scale>()) return rescaled(given->of[0], {by.to * given->by, by.from});
  if (auto said = said_in_rates(schedule, by)) return *std::move(said);
  return scale(schedule, by.value()).value_or(schedule);
}

}  // namespace etude::schedule
