// The range test on sweeps that Python runs: which rates it sweeps, where it stops, and what is read off are etude's own.

#include "etude/range/range.h"

#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <cmath>
#include <exception>

#include "binding.h"
#include "etude/report/range.h"
#include "range/curve.h"

namespace etude::binding {
namespace {

using range::EdgeFinder;
using range::SweepOptions;

constexpr auto sweep_fields = SweepOptions::fields();

/// One sweep, by Python: sweep(seed, rates, ends) gives its losses, and ends where ends(rate, loss) is true.
Outcome swept_by(nb::handle sweep, const study::Trial& trial, const std::string& group) {
  const Schedule& rate = group.empty() ? trial.plan.lr : *trial.plan.groups[0].lr;
  Outcome outcome;
  outcome.curve.loss = nb::cast<std::vector<double>>(sweep(trial.seed, rate.values(trial.steps), EdgeFinder()));
  outcome.steps = static_cast<Step>(outcome.curve.loss.size());
  for (Step step = 0; step < outcome.steps; ++step) {
    double& loss = outcome.curve.loss[static_cast<std::size_t>(step)];
    outcome.curve.step.push_back(step);
    if (!std::isfinite(loss)) loss = not_a_number;
  }
  return outcome;
}

/// What Python raised in a sweep ends the test, and goes on as it is.
RangeStudy range_test(nb::handle sweep, const std::vector<std::uint32_t>& seeds, bool is_adaptive,
                      nb::kwargs keywords) {
  SweepOptions options{.task = "model", .seeds = seeds, .is_adaptive = is_adaptive};
  read_keywords("range_test", sweep_fields, &options, keywords);
  std::exception_ptr raised;
  const study::Runner runner = [&](std::span<const study::Trial> trials, const study::Finished& done) -> Result<void> {
    try {
      for (std::size_t i = 0; i < trials.size(); ++i)
        if (auto good = done(i, swept_by(sweep, trials[i], options.group)); !good) return good;
      return {};
    } catch (...) {
      raised = std::current_exception();
      return refuse("a sweep was not finished");
    }
  };
  auto study = range::test(runner, options);
  if (raised) std::rethrow_exception(raised);
  return value_or_raise(std::move(study));
}

std::optional<double> if_finite(double value) { return std::isfinite(value) ? std::optional(value) : std::nullopt; }

std::optional<double> suggested_rate(const RangeStudy& study) {
  return study.suggestion.refusal.empty() ? if_finite(study.suggestion.rate.value) : std::nullopt;
}

std::optional<std::pair<double, double>> interval_of_range(const RangeStudy& study) {
  const auto ends = study.suggestion.rate.ci95();
  return suggested_rate(study) && ends ? std::optional(std::pair((*ends)[0], (*ends)[1])) : std::nullopt;
}

std::string text_of_range(const RangeStudy& study, bool all_rules, int width) {
  std::string drawn = report::draw_table(report::range_table(study), width);
  return all_rules ? drawn + "\n" + report::draw_table(report::range_rules_table(study), width) : drawn;
}

nb::object json_of_range(const RangeStudy& study) { return to_python(report::range_json(study)); }

nb::object plot_range(const RangeStudy& study, nb::object axes) {
  return nb::module_::import_("etude._range")
      .attr("plot")(study.lr, study.mean, study.low, study.high, suggested_rate(study), axes);
}

}  // namespace

void bind_range(nb::module_& module) {
  nb::class_<EdgeFinder>(module, "_Edge",
                         "Ends a sweep: called with a rate and its loss, true a decade beyond the edge.")
      .def("__call__", &EdgeFinder::is_cut_at, nb::arg("rate"), nb::arg("loss"));
  nb::class_<RangeStudy>(module, "RangeTest", "What a range test over several seeds found.")
      .def_prop_ro("suggestion", &suggested_rate,
                   "The peak rate that its rule suggests; None where it cannot, see `refusal`.")
      .def_prop_ro(
          "interval", &interval_of_range,
          "The 95 % interval of what the rule gives from seed to seed, not of the best peak; None with one seed.")
      .def_prop_ro(
          "rule", [](const RangeStudy& s) { return s.suggestion.rule; }, "The rule that suggests.")
      .def_prop_ro(
          "refusal", [](const RangeStudy& s) { return s.suggestion.refusal; }, "Why no rate is suggested; or nothing.")
      .def_prop_ro(
          "finding", [](const RangeStudy& s) { return report::range_finding(s); }, "All that in a sentence.")
      .def_prop_ro(
          "edge", [](const RangeStudy& s) { return if_finite(s.edge.value); },
          "The first rate at which the loss explodes.")
      .def_prop_ro(
          "basin", [](const RangeStudy& s) { return if_finite(s.basin.value); },
          "The rate of the lowest smoothed loss.")
      .def_ro("notes", &RangeStudy::notes, "What was extended, and what was not seen.")
      .def("table", &text_of_range, nb::kw_only(), nb::arg("all_rules") = false, nb::arg("width") = 80,
           "What `etude range` prints: edge, basin and suggestion; with `all_rules` what each rule says.")
      .def("__str__", [](const RangeStudy& s) { return text_of_range(s, false, 80); })
      .def("__repr__", [](const RangeStudy& s) { return "<etude.RangeTest: " + report::range_finding(s) + ">"; })
      .def(
          "csv", [](const RangeStudy& s) { return report::range_csv(s); },
          "seed,step,lr,loss,smoothed at full precision.")
      .def("json", &json_of_range, "What `etude range --json` gives, as dicts, lists and numbers.")
      .def(
          "svg", [](const RangeStudy& s) { return report::draw_svg(report::range_figure(s)); },
          "The figure of `--svg`.")
      .def("_repr_svg_", [](const RangeStudy& s) { return report::draw_svg(report::range_figure(s)); })
      .def("plot", &plot_range, nb::arg("axes") = nb::none(),
           "Draws it with matplotlib, into `axes` where they are given.");
  const SweepOptions defaults;
  const std::string signature =
      "def _range_test(sweep: typing.Callable[[int, list[float], _Edge], list[float]], seeds: list[int], is_adaptive: "
      "bool, *, " +
      optional_arguments(sweep_fields, &defaults) + ") -> RangeTest";
  module.def("_range_test", &range_test, nb::arg("sweep"), nb::arg("seeds"), nb::arg("is_adaptive"), nb::arg("options"),
             nb::sig(signature.c_str()), "A range test whose sweeps are run by `sweep`.");
}

}  // namespace etude::binding
