// A schedule drawn: as SVG by the room report, which notebooks show, and by matplotlib where it is installed.

#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>

#include <algorithm>

#include "etude/report/figure.h"
#include "objects.h"

namespace etude::binding {
namespace {

constexpr Step shown_of_endless = 1000;  // steps of a schedule that never ends
constexpr Step most_points = 20'000;     // that are drawn; of a longer run every so-many-th step

Step shown_steps(const dialect::Spec& spec, std::optional<Step> steps) {
  if (steps && *steps < 1) throw Refusal("steps must be at least 1, not " + std::to_string(*steps));
  const Step own = spec.computed.lr.length();
  return std::min(steps.value_or(own == endless ? shown_of_endless : std::max(own, Step{1})), max_step);
}

report::Line line_of(const std::string& name, const Schedule& schedule, Step steps) {
  const Step stride = (steps - 1) / most_points + 1;
  report::Line line;
  line.name = name;
  for (Step step = 0; step < steps; step += stride) {
    line.x.push_back(static_cast<double>(step));
    line.y.push_back(schedule(step));
  }
  return line;
}

/// The rate, and those of groups.
report::Figure figure_of(const dialect::Spec& spec, std::optional<Step> steps, bool is_log) {
  report::Figure figure{.title = text_of(spec), .x = {"step"}, .y = {"lr", is_log}};
  for (const auto& [name, schedule] : parts(spec.computed))
    if (name == "lr" || name.ends_with(".lr"))
      figure.lines.push_back(line_of(name, schedule, shown_steps(spec, steps)));
  return figure;
}

template <class Object>
void bind_drawing(nb::object type) {
  auto bound = nb::borrow<nb::class_<Object>>(type);
  bound.def(
      "svg",
      [](const Object& object, std::optional<Step> steps, bool log) {
        return report::draw_svg(figure_of(object.spec, steps, log));
      },
      nb::kw_only(), nb::arg("steps") = nb::none(), nb::arg("log") = false,
      "The curve as a picture: of its own length, of 1000 steps where it never ends, or of `steps`.");
  bound.def("_repr_svg_", [](const Object& object) { return report::draw_svg(figure_of(object.spec, {}, false)); });
  bound.def(
      "plot",
      [](nb::handle self, const nb::kwargs& keywords) {
        return nb::module_::import_("etude._plot").attr("plot")(self, **keywords);
      },
      nb::sig(
          "def plot(self, *, steps: int | None = None, axes: typing.Any = None, **style: typing.Any) -> typing.Any"),
      "Draws the curve with matplotlib, into the current axes or `axes`, and gives these; `style` is that of their "
      "plot().");
}

}  // namespace

void bind_figure(nb::module_& module) {
  bind_drawing<ScheduleObject>(module.attr("Schedule"));
  bind_drawing<PlanObject>(module.attr("Plan"));
}

}  // namespace etude::binding
