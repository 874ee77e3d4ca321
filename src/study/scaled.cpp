// Every rate is multiplied; a schedule that is scaled already has its factor multiplied.

#include "study/scaled.h"

#include <algorithm>
#include <vector>

namespace etude::study {
namespace {

Schedule scaled(const Schedule& schedule, double factor) {
  const auto* given = schedule.as<Scale>();
  return (given ? scale(given->of[0], given->by * factor) : scale(schedule, factor)).value_or(schedule);
}

}  // namespace

Plan scaled(const Plan& plan, double factor) {
  if (factor == 1) return plan;
  Plan result = plan;
  result.lr = scaled(plan.lr, factor);
  for (Group& group : result.groups)
    if (group.lr) group.lr = scaled(*group.lr, factor);
  return result;
}

double peak_of(const Plan& plan, Step steps) {
  std::vector<double> rates(static_cast<std::size_t>(steps));
  plan.lr.values(0, rates);
  return *std::max_element(rates.begin(), rates.end());
}

}  // namespace etude::study
