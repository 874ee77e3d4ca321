#include "specs.h"

#include <nanobind/stl/string.h>

#include <algorithm>
#include <cmath>

#include "base/keywords.h"
#include "etude/schedule/samples_seen.h"

namespace etude::binding {
namespace {

bool is_number(nb::handle from) {
  return (PyFloat_Check(from.ptr()) || PyIndex_Check(from.ptr())) && !PyBool_Check(from.ptr());
}

}  // namespace

bool is_rate_alone(const Plan& plan) { return plan == Plan{plan.lr}; }

nb::object object_of(dialect::Spec spec, Step run) {
  if (is_rate_alone(spec.computed)) return nb::cast(ScheduleObject{std::move(spec), run});
  return nb::cast(PlanObject{std::move(spec), run});
}

std::optional<double> Run::own_rate() const { return std::isnan(lr) ? std::nullopt : std::optional(lr); }

Run run_of(std::string_view function, const nb::kwargs& keywords) {
  static constexpr auto members = Run::fields();
  Run run;
  read_keywords(function, members, &run, keywords);
  if (run.horizon.steps > 0 && run.horizon.epochs > 0)
    throw Refusal("steps and epochs both say how long the run is; keep one");
  return run;
}

Refusal::Refusal(const std::string& message) : std::runtime_error(with_keywords(message, Run::fields())) {}

std::string run_arguments() {
  static constexpr auto members = Run::fields();
  const Run unknown;
  return optional_arguments(members, &unknown);
}

Schedule part_from(nb::handle from) {
  if (is_number(from)) return value_or_raise(constant({.value = nb::cast<double>(nb::float_(from))}));
  return part_of(spec_from(from));
}

Schedule part_of(const dialect::Spec& spec) {
  if (!is_rate_alone(spec.computed))
    throw Refusal("a plan is no part of a schedule; take one of its schedules, as plan.lr");
  if (!dialect::has_function(spec.computed.lr)) return spec.computed.lr;
  if (!dialect::has_function(spec.meaning.lr)) return spec.meaning.lr;
  throw Refusal("no kinds say " + spec.line + ", so it cannot be made part of another schedule");
}

Step steps_of(const Run& run, std::span<const dialect::Spec> specs) {
  Step longest = 0;
  for (const dialect::Spec& spec : specs)
    longest = std::max(longest, value_or_raise(updates_of_run(run.horizon, spec.meaning)));
  if (longest == endless) throw Refusal("the schedule never ends; say how long the run is, as in steps=300");
  return longest;
}

dialect::Spec spec_from(nb::handle from, const Run& run) {
  const ScheduleObject* schedule = nullptr;
  const PlanObject* plan = nullptr;
  if (nb::try_cast(from, schedule) && schedule) return schedule->spec;
  if (nb::try_cast(from, plan) && plan) return plan->spec;
  if (!nb::isinstance<nb::str>(from))
    throw nb::type_error(
        "a schedule is an etude.Schedule, an etude.Plan or a text such as 'cosine(from=0.1, steps=300)'");
  return value_or_raise(dialect::parse_spec(nb::cast<std::string>(from), run.horizon, run.own_rate()));
}

}  // namespace etude::binding
