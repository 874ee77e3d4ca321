// etude lint: what will surprise you, before you train.

#include <cstdio>
#include <memory>

#include "apps/cli/flags.h"
#include "apps/cli/rate.h"
#include "apps/cli/spec.h"
#include "apps/cli/terminal.h"
#include "etude/base/json.h"
#include "etude/dialect/controllers.h"

namespace etude::cli {
namespace {

struct LintOptions {
  std::string spec, controller;
  Step every = 1;
  HorizonFlags horizon;
  RateFlag rate;
  bool json = false, ascii = false;

  static constexpr auto fields(auto...) {
    return std::array{
        field<&LintOptions::every>(Unit::steps, {.least = 1}, "steps between two metrics that it is told")};
  }
};

/// What is wrong with the controller for this run, before the note on the sum.
Result<void> add_controller_notes(const LintOptions& options, const dialect::Spec& spec, Step steps,
                                  std::vector<Note>& notes) {
  if (options.controller.empty()) return {};
  const auto read = dialect::read_controller(options.controller);
  if (!read) return pass_on(read.error());
  std::vector<Note> found = read->notes;
  for (Note& note : lint(read->controller, spec.computed.lr, steps, options.every)) found.push_back(std::move(note));
  notes.insert(notes.end() - 1, found.begin(), found.end());
  return {};
}

Json json_of(const dialect::Spec& spec, Step steps, const std::vector<Note>& notes) {
  return Json::Object{{"schedule", spec.name}, {"steps", steps}, {"notes", fact_json(notes)}};
}

void print_notes(const dialect::Spec& spec, const Horizon& horizon, const std::vector<Note>& notes, bool ascii) {
  const report::TerminalStyle style = terminal_style(ascii);
  print_line(spec.name, style);
  if (const std::string run = horizon_text(horizon); !run.empty()) print_line(run, style);
  std::size_t warnings = 0;
  for (const Note& note : notes) {
    const bool is_sum = note.id == "sum";
    warnings += is_sum ? 0 : 1;
    const std::string step = note.step ? "step " + std::to_string(*note.step) + ": " : "";
    print_line("\n" + std::string(is_sum ? "note" : "warning") + " [" + note.id + "] " + step + note.text + ".\n  " +
                   note.advice + ".",
               style);
  }
  print_line(warnings == 0 ? "\nnothing surprising"
                           : "\n" + std::to_string(warnings) + (warnings == 1 ? " warning" : " warnings"),
             style);
}

Result<void> lint_one(const LintOptions& options, const Typed& typed, const Horizon& horizon) {
  dialect::Spec spec = typed.spec;
  spec.name = typed.label();
  if (typed.found) spec.notes.insert(spec.notes.end(), typed.found->notes.begin(), typed.found->notes.end());
  const auto steps = run_length(horizon, {spec}, most_counted);
  if (!steps) return refuse((typed.found ? spec.name + ": " : "") + steps.error().message);
  auto notes = dialect::surprises(spec, *steps);
  if (auto more = add_controller_notes(options, spec, *steps, notes); !more) return more;
  say_missing_rates({spec}, options.json, terminal_style(options.ascii));
  if (options.json) {
    std::puts(write_json(json_of(spec, *steps, notes)).c_str());
  } else {
    print_notes(spec, horizon, notes, options.ascii);
  }
  return {};
}

Result<void> run(const LintOptions& options, const Flags& flags) {
  const auto horizon = options.horizon.read(flags);
  if (!horizon) return pass_on(horizon.error());
  const auto lr = options.rate.read();
  if (!lr) return pass_on(lr.error());
  const auto known = options.horizon.known(*lr);
  if (!known) return pass_on(known.error());
  const auto typed = read_all({options.spec}, *horizon, *known);
  if (!typed) return pass_on(typed.error());
  if (auto good = check_is_used(*lr, specs_of(*typed)); !good) return good;
  for (const Typed& each : *typed)
    if (auto done = lint_one(options, each, run_of(*horizon, {each})); !done) return done;
  return {};
}

}  // namespace

Action lint_verb(Flags flags) {
  auto options = std::make_shared<LintOptions>();
  flags.required_argument("SPEC", options->spec,
                          "a schedule: etude's notation, a dialect's line, recipe:NAME or @file");
  options->horizon.add_to(flags, "how long the run is [the schedule's own length]");
  options->rate.add_to(flags, "the optimizer's own rate, for a line that leaves it out");
  flags.option("--controller", options->controller, "and a controller over it (etude list controllers)");
  flags.field(*options, "every");
  flags.flag("--json", options->json, "as JSON on standard output");
  flags.flag("--ascii", options->ascii, "plain ASCII characters");
  return [options, flags] { return run(*options, flags); };
}

}  // namespace etude::cli
