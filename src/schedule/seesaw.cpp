// The steps of the run are walked once, an update of the new plan at a time; what comes of it is one list of milestones,
// at which the rate falls and the batch doubles.

#include "etude/schedule/seesaw.h"

#include <algorithm>
#include <cmath>

#include "etude/base/number.h"

namespace etude::inline schedule {
namespace {

bool is_held(const Schedule& schedule, Step steps) {
  for (Step t = 1; t < steps; ++t)
    if (schedule(t) != schedule(0)) return false;
  return true;
}

/// The first step at the largest rate, after which the rate only falls.
Result<Step> peak_of(const Schedule& lr, Step steps) {
  Step peak = 0;
  for (Step t = 0; t < steps; ++t)
    if (lr(t) > lr(peak)) peak = t;
  if (!(lr(peak) > 0) || !std::isfinite(lr(peak))) return refuse("seesaw needs a rate that is above 0 somewhere");
  for (Step t = peak + 1; t < steps; ++t)
    if (!(lr(t) <= lr(t - 1)))
      return refuse("seesaw is for rates that fall after their peak; this one rises at step " + std::to_string(t));
  return peak;
}

/// How often the peak has been halved where a rate has come to `rate`.
int halvings(double peak, double rate) {
  int k = 0;
  while (k < 62 && rate <= std::ldexp(peak, -(k + 1))) ++k;
  return k;
}

/// Where batches double, in updates of the new plan, and how many of these there are.
struct Course {
  std::vector<Step> doubled;
  Step updates = 0;
};

/// `seen` counts steps of the run before, of which an update sees 2^k.
Course course_of(const Schedule& lr, Step peak, Step steps) {
  Course course{{}, peak + 1};
  Step seen = peak + 1;
  int k = 0;
  const auto is_due = [&] {
    const bool has_room = seen + (Step{2} << k) <= steps;
    return has_room && halvings(lr(peak), lr(seen)) > k;
  };
  while (seen < steps) {
    for (; is_due(); ++k) course.doubled.push_back(course.updates);
    const Step taken = Step{1} << k;
    if (seen + taken > steps && 2 * (steps - seen) < taken) break;
    seen += taken;
    ++course.updates;
  }
  return course;
}

Result<double> batch_of(const Plan& plan, const SeesawOptions& options) {
  if (plan.batch_size && !is_held(*plan.batch_size, options.steps))
    return refuse("seesaw doubles the batch itself; give the plan a constant batch_size, or none");
  const double batch = plan.batch_size ? (*plan.batch_size)(0) : options.batch;
  if (batch >= 1 && std::isfinite(batch)) return batch;
  return refuse("seesaw needs the samples of an update, at least 1, such as 256, not " + shortest(batch));
}

Result<void> check_rest(const Plan& plan, Step steps) {
  for (const auto& [name, schedule] : parts(plan))
    if (name != name_of(HyperParameter::lr) && !is_held(schedule, steps))
      return refuse("seesaw changes the clock of the plan, by which " + name +
                    " changes too; make it constant, or leave it out");
  return {};
}

}  // namespace

Result<Seesaw> seesaw(const Plan& plan, const SeesawOptions& options) {
  if (options.steps < 1) return refuse("seesaw needs the length of the run; say steps = 1000");
  const auto batch = batch_of(plan, options);
  if (!batch) return pass_on(batch.error());
  if (auto good = check_rest(plan, options.steps); !good) return pass_on(good.error());
  const auto peak = peak_of(plan.lr, options.steps);
  if (!peak) return pass_on(peak.error());
  const Course course = course_of(plan.lr, *peak, options.steps);
  Seesaw made{plan, course.updates};
  if (course.doubled.empty()) {
    made.plan.batch_size = *constant({.value = *batch});
    return made;
  }

  std::vector<Step> after_peak = course.doubled;
  for (Step& step : after_peak) step -= *peak;
  const auto falls = multistep({.from = plan.lr(*peak), .milestones = after_peak, .gamma = std::sqrt(0.5)});
  const auto lr = *peak == 0 ? falls : then(window(plan.lr, 0, *peak), falls);
  const auto batch_size = multistep({.from = *batch, .milestones = course.doubled, .gamma = 2});
  if (!lr) return pass_on(lr.error());
  if (!batch_size) return pass_on(batch_size.error());
  made.plan.lr = *lr;
  made.plan.batch_size = *batch_size;
  return made;
}

}  // namespace etude::schedule
