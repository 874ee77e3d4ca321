// etude.Driver: what gives an optimizer its numbers, update after update; a plan and a position.

#include "driver.h"

#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>
#include <nanobind/stl/vector.h>

#include <algorithm>

#include "base/words.h"
#include "etude/dialect/controllers.h"
#include "specs.h"

namespace etude::binding {
namespace {

using driver::Driver;

constexpr const char* about_driver =
    "What gives an optimizer its numbers, update after update: a schedule or plan, a controller where there is one, "
    "and a position, which counts updates done.";

std::optional<Controller> controller_from(nb::handle from) {
  if (from.is_none()) return std::nullopt;
  if (!nb::isinstance<nb::str>(from)) throw nb::type_error("a controller is a text such as 'plateau(patience=5)'");
  return value_or_raise(dialect::read_controller(nb::cast<std::string>(from))).controller;
}

void make_driver(Driver* self, nb::handle plan, nb::handle controller, nb::kwargs keywords) {
  const Run run = run_of("Driver", keywords);
  auto heard = controller_from(controller);
  new (self) Driver(spec_from(plan, run), std::move(heard));
}

/// Does the line leave its rate to the optimizer, of which nobody said it?
bool leaves_rate(const Driver& driver) { return driver.spec().optimizer && driver.spec().optimizer->is_missing; }

/// The number of the next update; None where the group has none of that name.
std::optional<double> next_number(const Driver& driver, std::string_view name, std::string_view group) {
  return driver.value(hyper_parameter_of(name), value_or_raise(driver.group(group)));
}

std::vector<std::string> names_driven(const Driver& driver, std::string_view group) {
  std::vector<std::string> names;
  for (const driver::Driven& each : driver.driven(value_or_raise(driver.group(group))))
    names.emplace_back(name_of(each.which));
  return names;
}

std::vector<std::string> names_of_groups(const Driver& driver) {
  std::vector<std::string> names;
  for (const Group& group : driver.spec().computed.groups) names.push_back(group.name);
  return names;
}

}  // namespace

nb::object state_of(const Driver& driver) { return to_python(driver.state()); }

Json state_from(nb::handle state) {
  nb::object written;
  try {
    written = nb::module_::import_("json").attr("dumps")(state);
  } catch (const nb::python_error&) {
    throw Refusal("this is no state of a driver: give what state_dict() gave");
  }
  return value_or_raise(read_json(nb::cast<std::string>(written)));
}

driver::Loading loading_of(std::string_view policy, bool continuous) {
  return {value_or_raise(value_of_word<ResumePolicy>("policy", policy)), continuous};
}

nb::list texts_of(const std::vector<Note>& notes) {
  nb::list texts;
  for (const Note& note : notes) texts.append(text(note.text + (note.advice.empty() ? "" : "; " + note.advice)));
  return texts;
}

HyperParameter hyper_parameter_of(std::string_view name) {
  return value_or_raise(value_of_word<HyperParameter>("number", name));
}

void bind_driver(nb::module_& module) {
  const std::string signature =
      "def __init__(self, plan: str | Schedule | Plan, controller: str | None = None, " + run_arguments() + ") -> None";
  nb::class_<Driver>(module, "Driver", about_driver)
      .def("__init__", &make_driver, nb::arg("plan"), nb::arg("controller") = nb::none(), nb::arg("keywords"),
           nb::sig(signature.c_str()))
      .def_prop_ro("step", &Driver::step, "Updates done; the next update is step `step`.")
      .def_prop_ro("scale", &Driver::scale, "What the controller multiplies rates by; 1 where there is none.")
      .def_prop_ro(
          "spec", [](const Driver& d) { return text(d.spec().name); }, "The text of what it follows.")
      .def_prop_ro(
          "line", [](const Driver& d) { return text(d.spec().line); }, "A framework's line, whole; or nothing.")
      .def_prop_ro("leaves_rate", &leaves_rate, "Is its rate a multiple of the optimizer's, which nobody said?")
      .def_prop_ro(
          "has_controller", [](const Driver& d) { return d.controller().has_value(); }, "Does it hear metrics?")
      .def_prop_ro("groups", &names_of_groups, "The names of the plan's groups.")
      .def(
          "check_group", [](const Driver& d, std::string_view name) { value_or_raise(d.group(name)); }, nb::arg("name"),
          "Raises etude.Error where the plan has no group of that name, with those that it has.")
      .def("driven", &names_driven, nb::arg("group") = "", "What is driven in a group of the plan, lr first.")
      .def("value", &next_number, nb::arg("name") = "lr", nb::arg("group") = "",
           "The number for the next update; NaN past the end of a schedule that ends with an error.")
      .def(
          "check", [](const Driver& d) { value_or_raise(d.check()); },
          "Raises etude.Error where a number for the next update is not finite.")
      .def(
          "advance", [](Driver& d, Step updates) { value_or_raise(d.advance(updates)); }, nb::arg("updates") = 1,
          "So many updates are done.")
      .def(
          "advance_to", [](Driver& d, Step done) { value_or_raise(d.advance_to(done)); }, nb::arg("updates_done"),
          "So many updates are done in all. Raises etude.Error where that is fewer than are done.")
      .def(
          "report", [](Driver& d, double metric) { value_or_raise(d.report(metric)); }, nb::arg("metric"),
          "A metric of the last update, for the controller.")
      .def("state", &state_of, "What a checkpoint must hold, as plain dicts, lists, numbers and texts.")
      .def_static(
          "check_policy", [](std::string_view policy) { loading_of(policy, false); }, nb::arg("policy"),
          "Raises etude.Error for a word that is no policy of load().")
      .def(
          "load",
          [](Driver& d, nb::handle state, std::string_view policy, bool continuous) {
            return texts_of(value_or_raise(d.load(state_from(state), loading_of(policy, continuous))));
          },
          nb::arg("state"), nb::arg("policy") = "refuse", nb::arg("continuous") = false,
          nb::sig("def load(self, state: dict[str, object], policy: str = 'refuse', continuous: bool = False) -> "
                  "list[str]"),
          "Goes on where the state was saved, under the policy: refuse, keep, extend or rebase. Gives what its user "
          "should know.");
}

}  // namespace etude::binding
