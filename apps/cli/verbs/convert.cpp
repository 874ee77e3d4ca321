// etude convert: running code for another framework. The code alone goes to standard output; what cannot be the same
// is said on standard error.

#include <cstdio>
#include <memory>

#include "apps/cli/flags.h"
#include "apps/cli/spec.h"

namespace etude::cli {
namespace {

struct ConvertOptions {
  std::string spec, to;
  HorizonFlags horizon;
  bool phrase = false, quiet = false;
};

Result<void> run(const ConvertOptions& options, const Flags& flags) {
  auto horizon = options.horizon.read(flags);
  if (!horizon) return pass_on(horizon.error());
  const auto known = options.horizon.known();
  if (!known) return pass_on(known.error());
  const auto typed = read_one(options.spec, *horizon, *known);
  if (!typed) return pass_on(typed.error());
  const dialect::Spec* spec = &typed->spec;
  horizon = run_of(*horizon, {*typed});
  const bool needs_length = options.to != "text" && options.to != "json";
  const auto steps = needs_length ? run_length(*horizon, {*spec}, most_counted) : Result<Step>(1);
  if (!steps) return pass_on(steps.error());
  const auto program = dialect::write_dialect(spec->meaning, options.to, *steps);
  if (!program) return pass_on(program.error());
  if (options.phrase && program->phrase.empty()) {
    return refuse(options.to + " has no schedule of its own for this; leave --phrase out to get it as a function");
  }
  std::fputs(options.phrase ? (program->phrase + "\n").c_str() : program->code.c_str(), stdout);
  for (const Note& note : program->notes)
    if (!options.quiet)
      std::fprintf(stderr, "etude: note [%s] %s; %s\n", note.id.c_str(), note.text.c_str(), note.advice.c_str());
  return {};
}

std::string targets() {
  std::string all;
  for (const std::string_view name : dialect::written_dialects()) all += (all.empty() ? "" : ", ") + std::string(name);
  return all;
}

}  // namespace

Action convert_verb(Flags flags) {
  auto options = std::make_shared<ConvertOptions>();
  flags.required_argument("SPEC", options->spec,
                          "a schedule: etude's notation, a dialect's line, recipe:NAME or @file");
  flags.required_option("--to", options->to, "one of " + targets());
  options->horizon.add_to(flags, "how long the run is [the schedule's own length]");
  flags.flag("--phrase", options->phrase, "only the framework's own call, not the program around it");
  flags.flag("--quiet", options->quiet, "no notes on standard error");
  return [options, flags] { return run(*options, flags); };
}

}  // namespace etude::cli
