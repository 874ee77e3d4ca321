// Every rate is multiplied.

#include "study/scaled.h"

#include <algorithm>
#include <vector>

namespace etude::study {

Plan scaled(const Plan& plan, Factor by) {
  Plan result = plan;
  result.lr = rescaled(plan.lr, by);
  for (Group& group : result.groups)
    if (group.lr) group.lr = rescaled(*group.lr, by);
  return result;
}

double peak_of(const Plan& plan, Step steps) {
  const std::vector<double> rates = plan.lr.values(steps);
  return *std::max_element(rates.begin(), rates.end());
}

}  // namespace etude::study
