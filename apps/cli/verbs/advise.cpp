// etude advise: a schedule for somebody's own case, each sentence with what it stands on.

#include "etude/advice/advice.h"

#include <unistd.h>

#include <memory>

#include "advise_case.h"
#include "advise_claims.h"
#include "advise_logs.h"
#include "advise_output.h"
#include "apps/cli/output.h"
#include "apps/cli/terminal.h"
#include "base/words.h"
#include "etude/claims/recorded.h"
#include "etude/notation/notation.h"
#include "forecast_schedule.h"

namespace etude::cli {
namespace {

struct AdviseOptions {
  CaseFlags of;
  LogFlags logs;
  ProgramFlag program;
  std::string claims, json;
};

/// Verdicts of one's own, if there are any, and a warning of claims that have none.
Result<std::optional<advice::OwnClaims>> own_claims(const std::string& path, std::vector<std::string>& warnings) {
  if (path.empty()) return std::nullopt;
  auto read = read_claims(path);
  if (!read) return pass_on(read.error());
  if (!read->without.empty())
    warnings.push_back(path + " has no verdict on " + joined(read->without) + "; of those the recorded one stands");
  return std::move(read->own);
}

Result<Advised> advised(const AdviseOptions& options, advice::Case given) {
  Advised all{.given = std::move(given), .advice = {}};
  auto own = own_claims(options.claims, all.warnings);
  if (!own) return pass_on(own.error());
  all.given.own_claims = *std::move(own);
  if (!options.logs.logs.empty()) {
    auto told = advice_of_logs(options.logs, all.given);
    if (!told) return pass_on(told.error());
    all.given = std::move(told->given);
    all.by_logs = std::move(told->contest);
    all.warnings.insert(all.warnings.end(), told->warnings.begin(), told->warnings.end());
  }
  auto advice = advice::advise(all.given, claims::recorded());
  if (!advice) return pass_on(advice.error());
  all.advice = *std::move(advice);
  return all;
}

Result<void> write_program(const AdviseOptions& options, const Advised& advised, const Terminal& terminal) {
  const auto& [given, advice, by_logs, warnings] = advised;
  if (!given.steps) return refuse("a program needs the length of the run; give --steps");
  const auto lr = notation::parse_schedule(advice.spec, Horizon{.steps = *given.steps});
  if (!lr) return pass_on(lr.error());
  return options.program.write(*lr, *given.steps, warnings, terminal);
}

/// Where there is somebody to answer, and nothing but the answers would be read by a machine.
bool may_ask(const AdviseOptions& options) {
  return is_terminal(STDIN_FILENO) && is_terminal(STDOUT_FILENO) && is_terminal(STDERR_FILENO) &&
         options.json.empty() && !options.program.is_wanted();
}

Result<void> run(const AdviseOptions& options, const Flags& flags, const Terminal& terminal) {
  if (!options.json.empty() && options.program.is_wanted())
    return refuse("--to writes a program and --json the advice; give one of them");
  if (auto good = options.logs.check_used(flags); !good) return good;
  auto given = options.of.read(flags);
  if (!given) return pass_on(given.error());
  auto output = Destination::open(options.json);
  if (!output) return pass_on(output.error());
  if (may_ask(options)) given = asked_for(*std::move(given), terminal);
  const auto made = advised(options, *std::move(given));
  if (!made) return pass_on(made.error());
  if (options.program.is_wanted()) return write_program(options, *made, terminal);
  if (output->is_wanted()) {
    auto written = output->write(write_json(advice_json(*made)) + "\n");
    if (!written) return written;
  }
  if (!output->is_stdout()) print_advice(*made, terminal.out);
  print_warnings(made->warnings, output->is_stdout(), terminal);
  return {};
}

/// What needs a case says nothing of all of them.
Result<void> run_guide(const AdviseOptions& options, const Flags& flags, const Terminal& terminal) {
  if (!options.logs.logs.empty()) return refuse("--guide is of common cases; leave the logs out, or --guide");
  for (const char* of_a_case :
       {"--model", "--optimizer", "--start", "--noise", "--steps", "--epochs", "--samples", "--batch", "--accumulation",
        "--devices", "--drop-last", "--peak", "--range", "--to", "--manifest", "--loss", "--warmup"})
    if (flags.given(of_a_case))
      return refuse(std::string("--guide is of common cases; leave out ") + of_a_case + ", or --guide");
  auto output = Destination::open(options.json);
  if (!output) return pass_on(output.error());
  std::vector<std::string> warnings;
  const auto own = own_claims(options.claims, warnings);
  if (!own) return pass_on(own.error());
  const advice::Guide guide = advice::guide(claims::recorded(), *own);
  if (output->is_wanted()) {
    auto written = output->write(write_json(guide_json(guide)) + "\n");
    if (!written) return written;
  }
  if (!output->is_stdout()) print_guide(guide, terminal.out);
  print_warnings(warnings, output->is_stdout(), terminal);
  return {};
}

}  // namespace

Action advise_verb(Flags flags) {
  auto options = std::make_shared<AdviseOptions>();
  options->of.add_to(flags);
  options->logs.add_where_given_to(flags);
  options->program.add_to(flags);
  flags.file("--claims", options->claims, FileUse::read,
             "verdicts of yours, as etude claims --json=FILE writes them, in place of those of docs/evidence.md");
  flags.output("--json", options->json, "JSON on standard output, or in =FILE");
  const Preset guide{"--guide", "a schedule for each of the common cases, and what holds of most",
                     [options, flags](const Terminal& terminal) { return run_guide(*options, flags, terminal); }};
  return with_presets(flags, {guide},
                      [options, flags](const Terminal& terminal) { return run(*options, flags, terminal); });
}

}  // namespace etude::cli
