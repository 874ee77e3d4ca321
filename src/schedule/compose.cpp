// What is asked of several schedules together: the sum and the longest of their lengths, the first that was refused.

#include "etude/schedule/compose.h"

namespace etude::inline schedule::detail {

Step add_lengths(Step a, Step b) { return a > max_step - std::min(b, max_step) ? endless : a + b; }

Step longest(const std::vector<Schedule>& schedules) {
  Step length = 0;
  for (const Schedule& schedule : schedules) length = std::max(length, schedule.length());
  return length;
}

Result<std::vector<Schedule>> all_of(std::initializer_list<Result<Schedule>> schedules) {
  std::vector<Schedule> all;
  for (const Result<Schedule>& schedule : schedules) {
    if (!schedule) return pass_on(schedule.error());
    all.push_back(*schedule);
  }
  return all;
}

}  // namespace etude::schedule::detail
