// etude convert: running code for another framework. The code alone goes to standard output; what cannot be the same
// is said on standard error.

#include <cstdio>
#include <memory>

#include "apps/cli/flags.h"
#include "apps/cli/rate.h"
#include "apps/cli/spec.h"
#include "apps/cli/terminal.h"
#include "base/words.h"
#include "etude/base/number.h"
#include "etude/dialect/write.h"

namespace etude::cli {
namespace {

struct ConvertOptions {
  std::string spec, to;
  HorizonFlags horizon;
  RateFlag rate;
  bool nearest = false, phrase = false, quiet = false;
};

/// Etude's own forms of what kinds say have the length that they say.
Result<Step> steps_of(const ConvertOptions& options, const Horizon& horizon, const Typed& typed) {
  const dialect::Spec& spec = typed.spec;
  const bool is_form = options.to == "text" || options.to == "json";
  if (is_form && !dialect::has_function(spec.meaning) && !dialect::has_function(spec.computed)) return Step{1};
  return run_length(horizon, std::vector{typed}, most_counted);
}

Result<void> check_rate(std::optional<double> lr, const dialect::Spec& spec) {
  if (!lr || !spec.optimizer || spec.optimizer->lr == *lr) return {};
  return refuse("--lr " + shortest(*lr) + " and lr=" + shortest(spec.optimizer->lr) +
                " in the line both say the optimizer's rate; keep one");
}

Result<dialect::Program> program_of(const ConvertOptions& options, const Flags& flags) {
  const auto said = read_said(options.horizon, options.rate, flags);
  if (!said) return pass_on(said.error());
  const auto typed = read_one(options.spec, said->horizon, said->known);
  if (!typed) return pass_on(typed.error());
  const dialect::Spec* spec = &typed->spec;
  if (auto good = check_rate(said->lr, *spec); !good) return pass_on(good.error());
  const auto steps = steps_of(options, run_of(said->horizon, {*typed}), *typed);
  if (!steps) return pass_on(steps.error());
  return dialect::write_dialect(*spec, {.to = options.to, .steps = *steps, .lr = said->lr, .nearest = options.nearest});
}

Result<void> run(const ConvertOptions& options, const Flags& flags, const Terminal& terminal) {
  const auto program = program_of(options, flags);
  if (!program) return pass_on(program.error());
  if (options.phrase && program->phrase.empty()) {
    return refuse(options.to + " has no schedule of its own for this; leave --phrase out to get it as a function");
  }
  std::fputs(options.phrase ? (program->phrase + "\n").c_str() : program->code.c_str(), stdout);
  for (const Note& note : program->notes)
    if (!options.quiet) print_aside(note, terminal);
  return {};
}

}  // namespace

Action convert_verb(Flags flags) {
  auto options = std::make_shared<ConvertOptions>();
  flags.required_argument("SPEC", options->spec,
                          "a schedule: etude's notation, a dialect's line, recipe:NAME or @file");
  flags.required_option("--to", options->to, "one of " + joined(dialect::targets()));
  options->horizon.add_to(flags, "how long the run is [the schedule's own length]");
  options->rate.add_to(flags, "the optimizer's own rate [the line's lr=, else the highest of the run]");
  flags.flag("--nearest", options->nearest, "where it cannot be said exactly, the call that comes nearest");
  flags.flag("--phrase", options->phrase, "only the framework's own call, not the program around it");
  flags.flag("--quiet", options->quiet, "no notes on standard error");
  return [options, flags](const Terminal& terminal) { return run(*options, flags, terminal); };
}

}  // namespace etude::cli
