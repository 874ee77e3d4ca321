// etude.Plan: the schedules of all hyper-parameters of a run.

#include "etude/schedule/plan.h"

#include <nanobind/stl/string.h>

#include "objects.h"

namespace etude::binding {
namespace {

constexpr const char* about_plan =
    "The schedules of all hyper-parameters of a run, and of its parameter groups; a number stands for a constant.\n\n"
    "    >>> plan = etude.Plan(etude.cosine(from_=0.1, steps=100), weight_decay=0.01, groups={'head': {'lr': 0.5}})\n"
    "    >>> plan(0)\n"
    "    {'lr': 0.1, 'weight_decay': 0.01, 'head.lr': 0.5}\n\n"
    "What is left out is the optimizer's own; what a group leaves out is the plan's. momentum is SGD's, beta1 and "
    "beta2\n"
    "are Adam's. Plans can be compared, hashed, copied and pickled; str() gives the text in etude's notation.";

[[noreturn]] void raise_no_parameter(std::string_view where, const std::string& name) {
  std::string known;
  for (const HyperParameter each : hyper_parameters) known += (known.empty() ? "" : ", ") + std::string(name_of(each));
  throw nb::type_error((std::string(where) + " has no " + name + "; there are " + known).c_str());
}

/// Gives `to`, a plan or a group, the schedules that stand in a dict under the names of hyper-parameters.
template <class Driven>
void drive_all(std::string_view where, nb::handle named, bool of_group, Driven& to) {
  for (const auto& [key, given] : nb::cast<nb::dict>(named)) {
    const auto name = nb::cast<std::string>(key);
    const auto which = hyper_parameter_named(name);
    if (!which || (of_group && !is_of_a_group(*which))) raise_no_parameter(where, name);
    if (!given.is_none()) drive(to, *which, part_from(given));
  }
}

/// A name that the notation reads as one.
void check_group_name(const std::string& name) {
  const std::string plan = "plan(lr=constant(0), group(" + name + ", lr=constant(0)))";
  const auto read = notation::parse_plan(plan);
  if (read && read->groups.size() == 1 && read->groups[0].name == name) return;
  throw Refusal("a group's name is a word, such as head or no_decay; read \"" + one_line(name) + "\"");
}

std::vector<Group> groups_from(nb::handle named) {
  if (!nb::isinstance<nb::dict>(named)) throw nb::type_error("groups is a dict of dicts: groups={'head': {'lr': 0.1}}");
  std::vector<Group> groups;
  for (const auto& [name, own] : nb::cast<nb::dict>(named)) {
    if (!nb::isinstance<nb::dict>(own)) throw nb::type_error("a group is a dict, such as {'lr': 0.1}");
    groups.push_back({nb::cast<std::string>(name)});
    check_group_name(groups.back().name);
    drive_all("group " + groups.back().name, own, true, groups.back());
  }
  return groups;
}

void make_plan(PlanObject* to, nb::handle lr, nb::handle groups, const nb::kwargs& others) {
  Plan plan{part_from(lr)};
  drive_all("a plan", others, false, plan);
  if (!groups.is_none()) plan.groups = groups_from(groups);
  new (to) PlanObject{dialect::spec_of(plan)};
}

std::string constructor() {
  std::string text =
      "def __init__(self, lr: Schedule | float, *, groups: dict[str, dict[str, Schedule | float]] | None = None";
  for (const HyperParameter each : hyper_parameters)
    if (each != HyperParameter::lr) text += ", " + std::string(name_of(each)) + ": Schedule | float | None = None";
  return text + ") -> None";
}

nb::object schedule_object(const Schedule* schedule) {
  return schedule ? nb::cast(ScheduleObject{dialect::spec_of(Plan{*schedule})}) : nb::none();
}

nb::dict driven_at(const PlanObject& plan, const nb::int_& step) {
  nb::dict all;
  for (const auto& [name, schedule] : parts(plan.spec.computed)) all[text(name)] = schedule(step_of(step));
  return all;
}

nb::dict groups_of(const PlanObject& plan) {
  nb::dict all;
  for (const Group& group : plan.spec.computed.groups) {
    nb::dict own;
    for (const HyperParameter each : hyper_parameters)
      if (const Schedule* schedule = schedule_of(group, each)) own[text(name_of(each))] = schedule_object(schedule);
    all[text(group.name)] = own;
  }
  return all;
}

void bind_hyper_parameter(nb::class_<PlanObject>& bound, HyperParameter which) {
  const std::string name(name_of(which));
  const std::string signature = "def " + name + "(self) -> Schedule" + (which == HyperParameter::lr ? "" : " | None");
  bound.def_prop_ro(
      name.c_str(), [which](const PlanObject& plan) { return schedule_object(schedule_of(plan.spec.computed, which)); },
      nb::sig(signature.c_str()));
}

}  // namespace

void bind_plan(nb::module_& module) {
  nb::class_<PlanObject> bound(module, "Plan", about_plan);
  bind_value(bound);
  bound.def("__init__", &make_plan, nb::arg("lr"), nb::kw_only(), nb::arg("groups") = nb::none(), nb::arg("others"),
            nb::sig(constructor().c_str()));
  bound.def("__call__", &driven_at, nb::sig("def __call__(self, step: int, /) -> dict[str, float]"),
            "What is driven at a step, by name: lr, momentum, head.lr.");
  for (const HyperParameter each : hyper_parameters) bind_hyper_parameter(bound, each);
  bound.def_prop_ro("groups", &groups_of, nb::sig("def groups(self) -> dict[str, dict[str, Schedule]]"),
                    "What each group has of its own.");
}

}  // namespace etude::binding
