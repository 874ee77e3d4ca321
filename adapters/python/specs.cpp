#include "specs.h"

#include <cmath>

namespace etude::binding {

bool is_rate_alone(const Plan& plan) { return plan == Plan{plan.lr}; }

nb::object object_of(dialect::Spec spec) {
  if (is_rate_alone(spec.computed)) return nb::cast(ScheduleObject{std::move(spec)});
  return nb::cast(PlanObject{std::move(spec)});
}

std::optional<double> Run::own_rate() const { return std::isnan(lr) ? std::nullopt : std::optional(lr); }

Run run_of(std::string_view function, nb::kwargs keywords) {
  static constexpr auto members = Run::fields();
  Run run;
  read_keywords(function, members, &run, keywords);
  if (run.horizon.steps > 0 && run.horizon.epochs > 0)
    throw Refusal("steps and epochs both say how long the run is; keep one");
  return run;
}

std::string run_arguments() {
  static constexpr auto members = Run::fields();
  const Run unknown;
  return "*, " + optional_arguments(members, &unknown);
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
