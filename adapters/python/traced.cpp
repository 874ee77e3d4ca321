// Formulas of a plan in Python that may be traced, for etude.optax and etude.keras, which define the words that they use.

#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>

#include "dialect/write/code.h"
#include "dialect/write/python.h"
#include "etude/schedule/samples_seen.h"
#include "specs.h"

namespace etude::binding {
namespace {

/// The framework's own arithmetic where it is a formula, else what it means in etude's kinds.
std::optional<std::string> traced_text(const Schedule& computed, const Schedule& meaning) {
  for (const Schedule* each : {&computed, &meaning}) {
    const auto python = dialect::python_formula(*each);
    const auto formula = python ? dialect::code::read_formula(*python) : std::nullopt;
    if (auto text = formula ? dialect::code::in_traced(*formula) : std::nullopt) return text;
  }
  return std::nullopt;
}

/// The kind inside it that says no formula.
std::string kind_without(const Schedule& schedule) {
  for (const Schedule& inner : schedule.inner())
    if (!traced_text(inner, inner)) return kind_without(inner);
  return std::string(schedule.kind().name);
}

[[noreturn]] void refuse_to_trace(const dialect::Spec& spec, const Schedule& meaning) {
  const std::string what = spec.line.empty() ? kind_without(meaning) : spec.line + ", which means no kind of etude's,";
  throw Refusal(
      what +
      " says no formula that can be traced; in JAX etude.optax.table(spec, steps=1000) looks up the rates of a "
      "run, elsewhere write etude.parse(spec)(step) into the optimizer before each update");
}

/// Refused where nobody has said the rate, since a function of the step cannot ask an optimizer.
dialect::Spec whole_spec(nb::handle from, nb::kwargs keywords) {
  dialect::Spec spec = spec_from(from, run_of("schedule", std::move(keywords)));
  if (dialect::missing_rate(spec))
    throw Refusal("the line leaves the rate to the optimizer and does not say it; type lr=3e-4");
  return spec;
}

/// Of each hyper-parameter of a group, "" being the plan's own, the text of `rate(step)`.
nb::dict traced(nb::handle from, const std::string& group, nb::kwargs keywords) {
  const dialect::Spec spec = whole_spec(from, std::move(keywords));
  const auto computed = parts(plan_of_group(spec.computed, group));
  const auto meaning = parts(plan_of_group(spec.meaning, group));
  nb::dict texts;
  for (std::size_t i = 0; i < computed.size(); ++i) {
    const auto text = traced_text(computed[i].second, meaning[i].second);
    if (!text) refuse_to_trace(spec, meaning[i].second);
    texts[computed[i].first.c_str()] = *text;
  }
  return texts;
}

/// A text that reads back to the same bits, whatever the run.
std::string saved(nb::handle from, nb::kwargs keywords) {
  return write_json(dialect::to_json(whole_spec(from, std::move(keywords))), 0);
}

/// The updates of a run under that plan, or of the rate alone; None where it has no end.
std::optional<Step> updates_of(nb::handle from, nb::kwargs keywords) {
  const Horizon horizon = run_of("table", keywords).horizon;
  const Step steps = value_or_raise(updates_of_run(horizon, whole_spec(from, std::move(keywords)).computed));
  return steps == endless ? std::nullopt : std::optional(steps);
}

/// The names of a plan's groups.
nb::list groups(nb::handle from, nb::kwargs keywords) {
  nb::list names;
  for (const Group& group : whole_spec(from, std::move(keywords)).computed.groups) names.append(group.name);
  return names;
}

}  // namespace

void bind_traced(nb::module_& module) {
  module.def("_traced", &traced,
             nb::sig("def _traced(spec: str | Schedule | Plan, group: str, **run: typing.Any) -> dict[str, str]"));
  module.def("_saved", &saved, nb::sig("def _saved(spec: str | Schedule | Plan, **run: typing.Any) -> str"));
  module.def("_updates_of", &updates_of,
             nb::sig("def _updates_of(spec: str | Schedule | Plan, **run: typing.Any) -> int | None"));
  module.def("_groups", &groups, nb::sig("def _groups(spec: str | Schedule | Plan, **run: typing.Any) -> list[str]"));
}

}  // namespace etude::binding
