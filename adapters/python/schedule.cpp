// etude.Schedule, etude.Plan, and parse(), which makes one of them.

#include "etude/schedule/schedule.h"

#include <nanobind/operators.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>

#include "arrays.h"
#include "specs.h"

namespace etude::binding {
namespace {

/// The value at a step, which may be larger than 64 bits hold; or, of what is no step, the values at many.
nb::object call(const ScheduleObject& schedule, nb::handle step) {
  if (PyLong_Check(step.ptr())) {
    int overflow = 0;
    const long long value = PyLong_AsLongLongAndOverflow(step.ptr(), &overflow);
    return nb::float_(schedule.curve()(overflow == 0 ? value : overflow > 0 ? max_step : 0));
  }
  return values_at(schedule.curve(), step);
}

nb::object parse(nb::handle from, nb::kwargs keywords) { return object_of(spec_from(from, run_of("parse", keywords))); }

void bind_schedule_class(nb::module_& module) {
  nb::class_<ScheduleObject>(module, "Schedule", "A schedule: a function of the step, and a value.")
      .def("__call__", &call, nb::arg("step"));
}

}  // namespace

void bind_schedule(nb::module_& module) {
  bind_schedule_class(module);
  nb::class_<PlanObject>(module, "Plan", "The schedules of all hyper-parameters of a run, and of its groups.");
  const std::string parse_signature =
      "def parse(text: str | Schedule | Plan, " + run_arguments() + ") -> Schedule | Plan";
  module.def("parse", &parse, nb::sig(parse_signature.c_str()), "The schedule or plan that a text spells.");
}

}  // namespace etude::binding
