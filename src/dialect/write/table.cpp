#include "dialect/write/table.h"

#include <cmath>

#include "etude/base/pattern.h"
#include "etude/dialect/spec.h"

namespace etude::dialect {
namespace {

Result<void> replace_function(std::optional<Schedule>& schedule, Step steps) {
  if (!schedule || !has_function(*schedule)) return {};
  const auto table = table_of(*schedule, steps);
  if (!table) return pass_on(table.error());
  schedule = *table;
  return {};
}

template <class P>
Result<void> replace_functions(P& of, Step steps) {
  for (const HyperParameter each : hyper_parameters) {
    const Schedule* found = schedule_of(of, each);
    std::optional<Schedule> schedule = found ? std::optional(*found) : std::nullopt;
    if (auto good = replace_function(schedule, steps); !good) return good;
    if (schedule) drive(of, each, *schedule);
  }
  return {};
}

}  // namespace

Step steps_before_error(const Schedule& schedule, Step steps) {
  if (!std::isnan(schedule(steps - 1))) return steps;
  Step good = 0, bad = steps - 1;  // from where it raises on, it raises at every step
  while (good < bad) {
    const Step middle = good + (bad - good) / 2;
    (std::isnan(schedule(middle)) ? bad : good) = std::isnan(schedule(middle)) ? middle : middle + 1;
  }
  return bad;
}

Result<std::vector<double>> rates_of(const Schedule& schedule, Step steps) {
  if (steps > longest_table)
    return refuse(filled("no formula says this, and a table of {} steps is too long; give at most --steps {}",
                         {steps, longest_table}));
  const Step written = steps_before_error(schedule, steps);
  if (written == 0) return refuse("the framework raises an error at step 0, so there is nothing to write");
  return schedule.values(written);
}

Result<Schedule> table_of(const Schedule& schedule, Step steps) {
  const auto rates = rates_of(schedule, steps);
  if (!rates) return pass_on(rates.error());
  Piecewise table{{}, {}, Interpolation::hold};
  for (std::size_t t = 0; t < rates->size(); ++t) {
    if (t > 0 && (*rates)[t] == table.values.back()) continue;
    table.at.push_back(static_cast<double>(t));
    table.values.push_back((*rates)[t]);
  }
  const auto made = make_schedule(std::move(table));
  const auto end = static_cast<Step>(rates->size());
  return end == steps ? made : past_end(made, Beyond::error, end);
}

Result<Plan> with_tables(const Plan& plan, Step steps) {
  Plan all = plan;
  if (auto good = replace_functions(all, steps); !good) return pass_on(good.error());
  for (Group& group : all.groups)
    if (auto good = replace_functions(group, steps); !good) return pass_on(good.error());
  return all;
}

}  // namespace etude::dialect
