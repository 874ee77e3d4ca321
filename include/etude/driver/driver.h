#pragma once
// A driver: what gives an optimizer its numbers, update after update. It is a plan, a controller where there is one, and a
// position, which is all that a checkpoint must hold. Every window on a framework drives through it, so all resume alike:
//
//   - The position counts updates done: never epochs, processes, micro-batches or skipped updates.
//   - Loading a state makes the driver the one that saved it, in whatever order things are loaded; twice is as once.
//   - A state of another schedule is refused with what differs, unless a policy says how to go on.

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "etude/base/json.h"
#include "etude/dialect/spec.h"
#include "etude/schedule/controller.h"
#include "etude/schedule/resume.h"

namespace etude::driver {

/// One number of an optimizer, and the schedule that it follows.
struct Driven {
  HyperParameter which = HyperParameter::lr;
  Schedule schedule;
};

/// How a run goes on whose state was saved under another schedule.
struct Loading {
  ResumePolicy policy = ResumePolicy::refuse;
  bool continuous = false;  // multiply the new rate so that it goes on from the old one's
};

class Driver {
 public:
  /// At step 0. The numbers are those of spec.computed, what the framework itself would give.
  explicit Driver(dialect::Spec spec, std::optional<Controller> controller = {});

  /// The spec that it follows: as it was made, or after load() as the policy has it.
  const dialect::Spec& spec() const { return spec_; }
  const std::optional<Controller>& controller() const { return controller_; }

  /// Updates done; the next update is step `step()`.
  Step step() const { return step_; }
  /// What the controller multiplies rates by; 1 where there is none.
  double scale() const { return state_.scale; }

  /// The place of a group: 0 of the plan's own, which has the name ""; k of the plan's k-th. Refused where it has none of
  /// that name, with those that it has.
  Result<std::size_t> group(std::string_view name) const;
  /// How many places there are: 1 + the plan's groups.
  std::size_t groups() const { return driven_.size(); }
  /// What is driven there: the group's own schedules, the plan's for the rest; what no group has, at place 0 only.
  std::span<const Driven> driven(std::size_t group) const { return driven_[group]; }

  /// The number for the next update. NaN past the end of a schedule that says so (past_end = error); see check().
  double value(const Driven& each) const {
    const double v = each.schedule(step_);
    return each.which == HyperParameter::lr ? controlled_rate(state_, v) : v;
  }
  /// The same of that name at a place; nothing where it is not driven there.
  std::optional<double> value(HyperParameter which, std::size_t group) const;
  /// Refused where a number for the next update is not finite: which, at which step, and what to do.
  Result<void> check() const;

  /// One update is done, or so many. Refused: a negative count, more than max_step in all.
  void advance() { ++step_; }
  Result<void> advance(Step updates);
  /// So many updates are done in all. Refused where that is fewer than are done.
  Result<void> advance_to(Step updates_done);

  /// A metric of the last update. Refused without a controller, and before the first update.
  Result<void> report(double metric);

  /// {"etude": 1, "step": 120, "spec": {...}, "controller": {"rule": "plateau(...)", "state": {...}}}; where it follows
  /// another spec than it was made with, that too, as "made".
  Json state() const;

  /// Goes on where `state` was saved, under the policy, with what the saved controller had heard (under rebase only where
  /// the driver has the same one). Gives what the policy did that its user should know. Refused, and nothing is changed:
  /// what is no state, and a state of another schedule or controller under the policy refuse.
  Result<std::vector<Note>> load(const Json& state, const Loading& how = {});

 private:
  void follow(dialect::Spec spec, std::optional<Controller> controller);

  dialect::Spec made_;  // as it was made, which load() holds states against
  std::optional<Controller> made_controller_;
  dialect::Spec spec_;
  std::optional<Controller> controller_;
  std::vector<std::vector<Driven>> driven_;  // of each place
  Step step_ = 0;
  ControllerState state_;
};

}  // namespace etude::driver
