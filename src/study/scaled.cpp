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
  std::vector<double> rates(static_cast<std::size_t>(steps));
  plan.lr.values(0, rates);
  return *std::max_element(rates.begin(), rates.end());
}

}  // namespace etude::study
