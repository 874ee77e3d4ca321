// The driver's numbers and its position.

#include "etude/driver/driver.h"

#include <cmath>

namespace etude::driver {
namespace {

/// What is driven at a place: everything that its plan drives, but for the batch, which is one for all groups.
std::vector<Driven> driven_by(const Plan& plan, bool is_group) {
  std::vector<Driven> all;
  for (const HyperParameter which : hyper_parameters) {
    const Schedule* schedule = is_group && !is_of_a_group(which) ? nullptr : schedule_of(plan, which);
    if (schedule) all.push_back({which, *schedule});
  }
  return all;
}

std::string names_of_groups(const Plan& plan) {
  std::string names;
  for (const Group& group : plan.groups) names += (names.empty() ? "it has " : ", ") + group.name;
  return names.empty() ? "it has none: say plan(lr=..., group(NAME, lr=...))" : names;
}

}  // namespace

Driver::Driver(dialect::Spec spec, std::optional<Controller> controller)
    : made_(std::move(spec)), made_controller_(std::move(controller)), spec_(made_) {
  follow(made_, made_controller_);
}

void Driver::follow(dialect::Spec spec, std::optional<Controller> controller) {
  spec_ = std::move(spec);
  controller_ = std::move(controller);
  const Plan& plan = spec_.computed;
  driven_ = {driven_by(plan, false)};
  for (const Group& group : plan.groups) driven_.push_back(driven_by(plan_of_group(plan, group.name), true));
}

Result<std::size_t> Driver::group(std::string_view name) const {
  const std::vector<Group>& groups = spec_.computed.groups;
  if (name.empty()) return 0;
  for (std::size_t i = 0; i < groups.size(); ++i)
    if (groups[i].name == name) return i + 1;
  return refuse("the plan has no group \"" + std::string(name) + "\"; " + names_of_groups(spec_.computed));
}

std::optional<double> Driver::value(HyperParameter which, std::size_t group) const {
  for (const Driven& each : driven_[group])
    if (each.which == which) return value(each);
  return std::nullopt;
}

Result<void> Driver::check() const {
  for (std::size_t place = 0; place < driven_.size(); ++place) {
    for (const Driven& each : driven_[place]) {
      if (std::isfinite(value(each))) continue;
      const std::string of = place ? spec_.computed.groups[place - 1].name + "." : "";
      return refuse("step " + std::to_string(step_) + " is past the end of the schedule of " + of +
                    std::string(name_of(each.which)) +
                    ", which ends with an error there; make the schedule longer, or say " + "past_end(..., does=hold)");
    }
  }
  return {};
}

Result<void> Driver::advance(Step updates) {
  if (updates < 0) return refuse("a position does not go back; load the state that was saved there");
  if (updates > max_step - step_) return refuse("a run has at most 2^62 updates");
  step_ += updates;
  return {};
}

Result<void> Driver::advance_to(Step updates_done) {
  if (updates_done < step_)
    return refuse("the position is step " + std::to_string(step_) + " and does not go back to " +
                  std::to_string(updates_done) + "; load the state that was saved there");
  return advance(updates_done - step_);
}

Result<void> Driver::report(double metric) {
  if (!controller_)
    return refuse("there is no controller to hear a metric: make the driver with one, plateau(patience=5)");
  if (step_ == 0) return refuse("a metric is reported after an update, and none is done yet");
  const double rate = spec_.computed.lr(step_ - 1);
  state_ = observe(*controller_, state_, {.step = step_ - 1, .metric = metric, .scheduled_rate = rate});
  return {};
}

}  // namespace etude::driver
