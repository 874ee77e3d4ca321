#pragma once
// A schedule and a plan as Python has them, and both out of whatever names one there. Each holds a whole spec: so the
// framework's own arithmetic and what its line says are still known where lint, convert or a driver asks for them.

#include "binding.h"
#include "etude/dialect/spec.h"

namespace etude::binding {

/// etude.Schedule: a spec that has the rate alone.
struct ScheduleObject {
  dialect::Spec spec;
  Step run = 0;  // the steps of the run that it was read for; 0 where they were not known

  /// What it gives.
  const Schedule& curve() const { return spec.computed.lr; }
};

/// etude.Plan: any other.
struct PlanObject {
  dialect::Spec spec;
  Step run = 0;
};

/// Does nothing but the rate follow a schedule?
bool is_rate_alone(const Plan& plan);

/// The Schedule or the Plan of a spec, read for a run of so many steps.
nb::object object_of(dialect::Spec spec, Step run = 0);

/// What is known of the run: the horizon, and the optimizer's own rate.
struct Run {
  Horizon horizon = {};
  double lr = unset;  // the optimizer's own rate, for a line that leaves it to the optimizer

  static constexpr auto fields(auto...) {
    constexpr auto horizon = fields_of<&Run::horizon>();
    return [&]<std::size_t... i>(std::index_sequence<i...>) {
      return std::array{horizon[i]...,
                        field<&Run::lr>(Unit::number, {.above_least = true}, "the optimizer's own rate")};
    }
    (std::make_index_sequence<horizon.size()>());
  }
  /// Nothing where it was not given.
  std::optional<double> own_rate() const;
};

/// The run that keywords tell of. Raises etude.Error where both steps and epochs say how long it is.
Run run_of(std::string_view function, const nb::kwargs& keywords);

/// The keywords of run_of() as a signature has them: "steps: int | None = None, ...".
std::string run_arguments();

/// How long a run of all of these is: as the run says, or the longest schedule's own length. Raises etude.Error where that
/// never ends.
Step steps_of(const Run& run, std::span<const dialect::Spec> specs);

/// The spec that `from` is: a Schedule, a Plan, or a text as the command line takes it.
dialect::Spec spec_from(nb::handle from, const Run& run = {});

/// What is to be made part of another schedule, in etude's kinds: a number stands for a constant. Raises etude.Error for a
/// framework's own function, which no kind says.
Schedule part_from(nb::handle from);
Schedule part_of(const dialect::Spec& spec);

}  // namespace etude::binding
