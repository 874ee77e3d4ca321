// etude lint: what will surprise you, before you train.

#include <algorithm>
#include <cstdio>
#include <memory>

#include "apps/cli/flags.h"
#include "apps/cli/rate.h"
#include "apps/cli/spec.h"
#include "apps/cli/terminal.h"
#include "base/words.h"
#include "etude/dialect/controllers.h"
#include "etude/schedule/samples_seen.h"
#include "findings.h"

namespace etude::cli {
namespace {

struct LintOptions {
  std::vector<std::string> specs, disabled;
  std::string controller;
  Step every = 1, done = 0;
  HorizonFlags horizon;
  RateFlag rate;
  NamingFlag naming;
  bool strict = false, json = false, sarif = false;

  static constexpr auto fields(auto...) {
    return std::array{
        field<&LintOptions::every>(Unit::steps, {.least = 1}, "steps between two metrics that it is told"),
        field<&LintOptions::done>(Unit::steps, {.least = 0},
                                  "updates made before, where the run goes on from a state")};
  }
};

Result<void> check_names(const std::vector<std::string>& disabled) {
  std::vector<std::string_view> names;
  for (const Lint& lint : lints()) names.push_back(lint.name);
  for (const std::string& name : disabled) {
    if (find_lint(name)) continue;
    const std::string_view nearest = nearest_name(name, names);
    return refuse("--disable: there is no lint \"" + name + "\"" +
                  (nearest.empty() ? "" : "; did you mean " + std::string(nearest) + "?") +
                  " (etude list lints shows them all)");
  }
  return {};
}

bool is_disabled(const LintOptions& options, std::string_view name) {
  return std::find(options.disabled.begin(), options.disabled.end(), name) != options.disabled.end();
}

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

/// Of what stands in a file the line, whose place is said beside it.
std::string linted_name(const LintOptions& options, const Typed& typed) {
  if (!options.naming.is_spelt_out && typed.found && typed.name.empty()) return typed.found->line;
  return options.naming.name_of(typed);
}

Result<Linted> linted(const LintOptions& options, const Typed& typed, const Horizon& horizon) {
  const dialect::Spec& spec = typed.spec;
  const auto steps = run_length(horizon, std::vector{typed}, most_counted);
  if (!steps) return pass_on(steps.error());
  if (options.done > 0 && options.done >= *steps)
    return refuse("--done " + std::to_string(options.done) + " leaves nothing of a run of " + std::to_string(*steps) +
                  " steps; give the whole run's length, as in --steps " + std::to_string(2 * options.done));
  const Evidence evidence{.steps = *steps, .done = options.done, .horizon = horizon};
  const bool is_for_machine = options.json || options.sarif;  // in text the missing rate is the first line already
  auto notes = is_for_machine ? dialect::all_surprises(spec, evidence) : dialect::surprises(spec, evidence);
  if (auto more = add_controller_notes(options, spec, *steps, notes); !more) return pass_on(more.error());
  std::erase_if(notes, [&](const Note& note) { return is_disabled(options, note.id); });
  const auto place = typed.found ? std::optional(typed.found->place) : std::nullopt;
  return Linted{linted_name(options, typed), place, *steps, std::move(notes), horizon_text(horizon, spec.meaning)};
}

Result<void> give(const LintOptions& options, const std::vector<Linted>& all, const report::TerminalStyle& style) {
  if (options.sarif) {
    std::puts(write_json(findings_sarif(all)).c_str());
  } else if (options.json) {
    std::puts(write_json(findings_json(all)).c_str());
  } else {
    print_findings(all, style);
  }
  const std::size_t warnings = warnings_of(all);
  if (!options.strict || warnings == 0) return {};
  return refuse("--strict: " + std::to_string(warnings) + (warnings == 1 ? " warning" : " warnings") +
                "; follow the advice, or switch a lint off by its name, as in --disable jump");
}

Result<void> run(const LintOptions& options, const Flags& flags, const Terminal& terminal) {
  if (options.json && options.sarif) return refuse("--json and --sarif both go to standard output; keep one");
  if (auto good = check_names(options.disabled); !good) return good;
  const auto said = read_said(options.horizon, options.rate, flags);
  if (!said) return pass_on(said.error());
  const auto typed = read_all(options.specs, said->horizon, said->known);
  if (!typed) return pass_on(typed.error());
  const auto specs = specs_of(*typed);
  if (auto good = check_is_used(said->lr, specs); !good) return good;
  if (!is_disabled(options, "no-lr")) say_missing_rates(specs, options.json || options.sarif, terminal);
  std::vector<Linted> all;
  for (const Typed& one : *typed) {
    auto each = linted(options, one, run_of(said->horizon, {one}));
    if (!each) return pass_on(each.error());
    all.push_back(*std::move(each));
  }
  return give(options, all, terminal.out);
}

}  // namespace

Action lint_verb(Flags flags) {
  auto options = std::make_shared<LintOptions>();
  flags.required_arguments("SPEC", options->specs,
                           "schedules: etude's notation, a dialect's line, recipe:NAME or @file");
  options->horizon.add_to(flags, "how long the run is [the schedule's own length]");
  flags.field(*options, "done");
  options->rate.add_to(flags, "the optimizer's own rate, for a line that leaves it out");
  flags.option("--controller", options->controller, "and a controller over it (etude list controllers)");
  flags.field(*options, "every");
  flags.list("--disable", options->disabled, "lints to leave out, by name (etude list lints; docs/lint.md)");
  options->naming.add_to(flags);
  flags.flag("--strict", options->strict, "exit with status 1 if there is a warning");
  flags.flag("--json", options->json, "as JSON on standard output");
  flags.flag("--sarif", options->sarif, "as SARIF 2.1.0 on standard output");
  return [options, flags](const Terminal& terminal) { return run(*options, flags, terminal); };
}

}  // namespace etude::cli
