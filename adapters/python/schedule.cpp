// etude.Schedule, and parse(), which makes one or a plan.

#include "etude/schedule/schedule.h"

#include <nanobind/operators.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include "arrays.h"
#include "objects.h"

namespace etude::binding {
namespace {

constexpr const char* about_schedule =
    "A schedule v(t): a value that is a function of the step.\n\n"
    "Called with a step it gives a float; with an array of steps (NumPy, PyTorch, JAX, any buffer) an array of "
    "float64\n"
    "of the same shape, with a sequence or range a list. Steps below 0 count as 0; past its end it holds its last "
    "value.\n\n"
    "    >>> lr = etude.warmup(to=0.1, steps=10) >> etude.cosine(from_=0.1, steps=90)\n"
    "    >>> lr(9), lr(99), 2 * lr == etude.scale(lr, by=2)\n"
    "    (0.1, 0.0, True)\n\n"
    "`a >> b` is b after a, `2 * a` and `a * b` multiply; the kinds that are made of schedules are methods as well:\n"
    "a.clamp(low=1e-4), a.repeat(times=3). Schedules can be compared, hashed, copied and pickled; str() gives the text "
    "in\n"
    "etude's notation or, of a framework's line, the line.";

constexpr const char* about_parse =
    "The schedule or plan that a text spells: etude's notation or its JSON, a framework's line, a recipe's name.\n\n"
    "    >>> etude.parse('warmup(to=0.1, steps=5%) then cosine(from=0.1, steps=rest)', steps=1000)\n"
    "    etude.parse('warmup(to=0.1, steps=50) then cosine(from=0.1, steps=950)')\n\n"
    "The keywords say how long the run is, where the text needs it: steps, or epochs with samples and batch. lr is "
    "the\n"
    "optimizer's own rate, for a framework's line that leaves it to the optimizer. Raises etude.Error with the "
    "column,\n"
    "what stands there and what was expected.";

/// The value at a step, which may be larger than 64 bits hold.
double value(const ScheduleObject& schedule, const nb::int_& step) { return schedule.curve()(step_of(step)); }

nb::list values_of_list(const ScheduleObject& schedule, const nb::list& steps) {
  return nb::cast<nb::list>(values_at(schedule.curve(), steps));
}

nb::object values(const ScheduleObject& schedule, nb::handle steps) { return values_at(schedule.curve(), steps); }

ScheduleObject made(const Result<Schedule>& schedule) { return {dialect::spec_of(Plan{value_or_raise(schedule)})}; }

ScheduleObject follow(const ScheduleObject& first, const ScheduleObject& second) {
  return made(then(part_of(first.spec), part_of(second.spec)));
}

ScheduleObject times(const ScheduleObject& schedule, const ScheduleObject& other) {
  return made(multiply(part_of(schedule.spec), part_of(other.spec)));
}

ScheduleObject scaled(const ScheduleObject& schedule, double by) { return made(scale(part_of(schedule.spec), by)); }

nb::list pieces(const ScheduleObject& schedule) {
  nb::list all;
  for (const Schedule& each : schedule.curve().inner()) all.append(nb::cast(made(each)));
  return all;
}

nb::dict fields(const ScheduleObject& schedule) {
  const std::vector<Value> values = schedule.curve().arguments();
  const std::vector<Field>& stated = schedule.curve().kind().fields;
  nb::dict all;
  for (std::size_t i = 0; i < values.size(); ++i)
    all[text(python_name(stated[i].name))] = to_python(stated[i], values[i]);
  return all;
}

std::optional<Step> length(const ScheduleObject& schedule) {
  const Step steps = schedule.curve().length();
  return steps == endless ? std::nullopt : std::optional(steps);
}

/// A line that leaves the rate to the optimizer where nobody said it: 1 stands for it, which Python's user is told.
void warn_of_missing_rate(const dialect::Spec& spec) {
  const auto note = dialect::missing_rate(spec);
  if (!note) return;
  const std::string message = note->text + "; give the optimizer's rate: lr=3e-4";
  if (PyErr_WarnEx(PyExc_UserWarning, message.c_str(), 1) < 0) nb::raise_python_error();
}

dialect::Spec parsed(nb::handle from, const Run& run) {
  dialect::Spec spec = spec_from(from, run);
  if (run.own_rate() && !spec.optimizer)
    throw Refusal(
        "lr is for a line that leaves the rate to the optimizer, and this says its rates itself; leave it out");
  warn_of_missing_rate(spec);
  return spec;
}

nb::object parse(nb::handle from, const nb::kwargs& keywords) {
  const Run run = run_of("parse", keywords);
  return object_of(parsed(from, run), total_updates(run.horizon).value_or(0));
}

}  // namespace

void bind_schedule(nb::module_& module) {
  nb::class_<ScheduleObject> bound(module, "Schedule", about_schedule);
  bind_value(bound);
  bound
      .def("__call__", &value, nb::sig("def __call__(self, step: int, /) -> float"),
           "The value at a step, or the values at many.")
      .def("__call__", &values_of_list,
           nb::sig("def __call__(self, steps: collections.abc.Sequence[int], /) -> list[float]"))
      .def("__call__", &values, nb::arg().none(), nb::sig("def __call__(self, steps: typing.Any, /) -> typing.Any"))
      .def("__rshift__", &follow, nb::is_operator(), "One after the other: then(self, other).")
      .def("__mul__", &times, nb::is_operator(), "So many times its values: multiply(self, other), or scale(self, by).")
      .def("__mul__", &scaled, nb::is_operator())
      .def("__rmul__", &scaled, nb::is_operator())
      .def_prop_ro(
          "kind", [](const ScheduleObject& s) { return text(s.curve().kind().name); }, nb::sig("def kind(self) -> str"),
          "The name of its kind.")
      .def_prop_ro("length", &length, "The steps of its own that it has; None where it never ends.")
      .def_prop_ro("pieces", &pieces, nb::sig("def pieces(self) -> list[Schedule]"),
                   "The schedules that it is made of.")
      .def_prop_ro("fields", &fields, nb::sig("def fields(self) -> dict[str, typing.Any]"),
                   "The values of its kind's fields, by name.");
  const std::string signature = "def parse(text: str | Schedule | Plan, *, " + run_arguments() + ") -> Schedule | Plan";
  module.def("parse", &parse, nb::sig(signature.c_str()), about_parse);
}

}  // namespace etude::binding
