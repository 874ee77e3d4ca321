// What the command line's verbs lint, diff and convert do, and resuming: values out of values, and nothing printed.

#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>
#include <nanobind/stl/vector.h>

#include <algorithm>

#include "base/words.h"
#include "etude/base/number.h"
#include "etude/dialect/controllers.h"
#include "etude/dialect/write.h"
#include "etude/schedule/resume.h"
#include "specs.h"

namespace etude::binding {
namespace {

/// The most steps of a run whose formulas are looked at, and of one that is summed step by step.
constexpr Step most_counted = Step{1} << 40, most_summed = 10'000'000;

Step run_length(const Run& run, const std::vector<dialect::Spec>& specs, Step most) {
  const Step steps = steps_of(run, specs);
  if (steps > most)
    throw Refusal("the run has " + std::to_string(steps) + " steps; at most " + std::to_string(most) +
                  " are looked at, so give steps");
  return steps;
}

void add_controller_notes(std::string_view controller, const Schedule& lr, Step steps, Step every,
                          std::vector<Note>& notes) {
  const auto read = value_or_raise(dialect::read_controller(controller));
  std::vector<Note> found = read.notes;
  for (Note& note : etude::lint(read.controller, lr, steps, every)) found.push_back(std::move(note));
  notes.insert(notes.end() - 1, found.begin(), found.end());
}

std::vector<Note> lint(nb::handle schedule, std::optional<std::string_view> controller, Step every, Step done,
                       const nb::kwargs& keywords) {
  if (every < 1) throw Refusal("lint: every must be at least 1, not " + std::to_string(every));
  const Run run = run_of("lint", keywords);
  const dialect::Spec spec = spec_from(schedule, run);
  const Step steps = run_length(run, {spec}, most_counted);
  if (done < 0 || done >= steps)
    throw Refusal("lint: done must be at least 0 and less than the run's " + std::to_string(steps) + " steps, not " +
                  std::to_string(done));
  auto notes = dialect::all_surprises(spec, {.steps = steps, .done = done, .horizon = run.horizon});
  if (controller) add_controller_notes(*controller, spec.computed.lr, steps, every, notes);
  return notes;
}

Difference diff(nb::handle a, nb::handle b, double tolerance, const nb::kwargs& keywords) {
  if (!(tolerance > 0)) throw Refusal("diff: tolerance must be above 0, not " + shortest(tolerance));
  const Run run = run_of("diff", keywords);
  const std::vector<dialect::Spec> both{spec_from(a, run), spec_from(b, run)};
  return difference(both[0].computed.lr, both[1].computed.lr, run_length(run, both, most_summed), tolerance);
}

/// Etude's own forms of what kinds say have the length that they say.
bool is_own_form(std::string_view to, const dialect::Spec& spec) {
  return (to == "text" || to == "json") && !dialect::has_function(spec.meaning) &&
         !dialect::has_function(spec.computed);
}

dialect::Program convert(nb::handle schedule, std::string_view to, bool nearest, const nb::kwargs& keywords) {
  const Run run = run_of("convert", keywords);
  const dialect::Spec spec = spec_from(schedule, run);
  if (run.own_rate() && spec.optimizer && spec.optimizer->lr != run.lr)
    throw Refusal("lr=" + shortest(run.lr) + " and lr=" + shortest(spec.optimizer->lr) +
                  " in the line both say the optimizer's rate; keep one");
  const Step steps = is_own_form(to, spec) ? 1 : run_length(run, {spec}, most_counted);
  return value_or_raise(dialect::write_dialect(spec, {to, steps, run.own_rate(), nearest}));
}

Resumed resume(nb::handle before, nb::handle after, Step at, std::string_view policy, bool continuous) {
  const Resume how{value_or_raise(value_of_word<ResumePolicy>("policy", policy)), at, continuous};
  return value_or_raise(etude::resume(part_from(before), part_from(after), how));
}

std::vector<std::string> changes_of(nb::handle before, nb::handle after) {
  return changes(part_from(before), part_from(after));
}

/// "warning [jump] step 31: what happens; what to type", as the command line says it.
std::string note_text(const Note& note) {
  const std::string where = note.step ? " step " + std::to_string(*note.step) : "";
  return (is_warning(note) ? "warning [" : "note [") + note.id + "]" + where + ": " + note.text + "; " + note.advice +
         ".";
}

void bind_note(nb::module_& module) {
  nb::class_<Note>(module, "Note", "One finding: what happens, and what to type instead.")
      .def_ro("id", &Note::id, "The name of the lint, as in docs/lint.md.")
      .def_ro("text", &Note::text)
      .def_ro("advice", &Note::advice)
      .def_ro("step", &Note::step, "Where it happens; None where it is nowhere.")
      .def_prop_ro("is_warning", &is_warning, "Is something wrong, as far as can be seen?")
      .def("__str__", &note_text)
      .def("__repr__", [](const Note& note) { return "<etude.Note " + note_text(note) + ">"; });
}

void bind_difference(nb::module_& module) {
  nb::class_<Difference>(module, "Difference", "How two curves differ over a run.")
      .def_ro("parts_at", &Difference::parts_at, "The first step where they differ; None where they never do.")
      .def_ro("joins_at", &Difference::joins_at, "The first step from which they agree again to the end.")
      .def_ro("steps_apart", &Difference::steps_apart, "How many steps differ.")
      .def_ro("largest_at", &Difference::largest_at, "The step where the gap is largest.")
      .def_ro("largest_gap", &Difference::largest_gap)
      .def_ro("largest_a", &Difference::largest_a)
      .def_ro("largest_b", &Difference::largest_b)
      .def_ro("sum_a", &Difference::sum_a, "The sum of the rates of a.")
      .def_ro("sum_b", &Difference::sum_b)
      .def(
          "__bool__", [](const Difference& d) { return d.parts_at.has_value(); }, "Do they differ?")
      .def("__repr__", [](const Difference& d) {
        if (!d.parts_at) return std::string("<etude.Difference none>");
        return "<etude.Difference from step " + std::to_string(*d.parts_at) + ": " + std::to_string(d.steps_apart) +
               " steps apart, by at most " + significant(d.largest_gap, 6) + " at step " +
               std::to_string(d.largest_at) + ">";
      });
}

void bind_program(nb::module_& module) {
  nb::class_<dialect::Program>(module, "Program", "A schedule as running code; str() is the code.")
      .def_ro("code", &dialect::Program::code)
      .def_ro("phrase", &dialect::Program::phrase, "The framework's own expression; empty where none says it.")
      .def_ro("notes", &dialect::Program::notes, "Steps that cannot be the same, and why.")
      .def("__str__", [](const dialect::Program& program) { return program.code; });
}

void bind_resumed(nb::module_& module) {
  nb::class_<Resumed>(module, "Resumed", "A run that goes on under another schedule.")
      .def_prop_ro(
          "schedule", [](const Resumed& resumed) { return object_of(dialect::spec_of(Plan{resumed.schedule})); },
          nb::sig("def schedule(self) -> Schedule"), "Of the whole run, old steps and new.")
      .def_ro("factor", &Resumed::factor, "What `continuous` multiplies the new one by.")
      .def_ro("notes", &Resumed::notes);
}

/// A signature that ends with the run's keywords.
std::string with_run(const std::string& head, const std::string& result) {
  return head + ", " + run_arguments() + ") -> " + result;
}

void bind_curve_verbs(nb::module_& module) {
  const std::string any = "Schedule | Plan | str";
  module.def("lint", &lint, nb::arg("schedule"), nb::kw_only(), nb::arg("controller") = nb::none(),
             nb::arg("every") = 1, nb::arg("done") = 0, nb::arg("keywords"),
             nb::sig(with_run("def lint(schedule: " + any +
                                  ", *, controller: str | None = None, every: int = 1, done: int = 0",
                              "list[Note]")
                         .c_str()),
             "What will surprise you, before you train: every finding of docs/lint.md, the sum of the rates last.\n\n"
             "    >>> [note.id for note in etude.lint('torch.CosineAnnealingLR(lr=0.1, T_max=30)', steps=300)]\n"
             "    ['rises-after-end', 'sum']\n\n"
             "`controller` lies over it and is told a metric `every` so many steps; `done` updates were made before.");
  module.def(
      "diff", &diff, nb::arg("a"), nb::arg("b"), nb::kw_only(), nb::arg("tolerance") = 1e-12, nb::arg("keywords"),
      nb::sig(with_run("def diff(a: " + any + ", b: " + any + ", *, tolerance: float = 1e-12", "Difference").c_str()),
      "Where the rates of two schedules part, and by how much; the tolerance is a share of the larger.");
  module.def(
      "convert", &convert, nb::arg("schedule"), nb::arg("to"), nb::kw_only(), nb::arg("nearest") = false,
      nb::arg("keywords"),
      nb::sig(with_run("def convert(schedule: " + any + ", to: str, *, nearest: bool = False", "Program").c_str()),
      "Running code for a framework or a language: 'torch', 'optax', 'python', ..., held against the curve at every\n"
      "step. Where it cannot be said exactly it is refused; `nearest` takes the call that comes nearest.");
}

void bind_resume(nb::module_& module) {
  module.def(
      "resume", &resume, nb::arg("before"), nb::arg("after"), nb::kw_only(), nb::arg("at"),
      nb::arg("policy") = "refuse", nb::arg("continuous") = false,
      nb::sig("def resume(before: Schedule | str, after: Schedule | str, *, at: int, policy: "
              "typing.Literal['keep', 'extend', 'rebase', 'refuse'] = 'refuse', continuous: bool = False) -> Resumed"),
      "The run that began under `before`, did `at` updates, and goes on under `after`. keep: the old schedule goes\n"
      "on; extend: as if the run had always been under the new one; rebase: the new one from its own beginning;\n"
      "refuse: an error where both differ. `continuous` multiplies the new one so that the rate does not jump.");
  module.def("changes", &changes_of, nb::arg("before"), nb::arg("after"),
             nb::sig("def changes(before: Schedule | str, after: Schedule | str) -> list[str]"),
             "What changed from one to the other, a line a field.");
}

}  // namespace

void bind_verbs(nb::module_& module) {
  bind_note(module);
  bind_difference(module);
  bind_program(module);
  bind_resumed(module);
  bind_curve_verbs(module);
  bind_resume(module);
}

}  // namespace etude::binding
