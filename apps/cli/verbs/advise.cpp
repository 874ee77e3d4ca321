// etude advise: a schedule for somebody's own case, each sentence with what it stands on.

#include "etude/advice/advice.h"

#include <unistd.h>

#include <cmath>
#include <memory>

#include "advise_case.h"
#include "advise_logs.h"
#include "apps/cli/help.h"
#include "apps/cli/output.h"
#include "apps/cli/terminal.h"
#include "etude/base/number.h"
#include "etude/claims/recorded.h"
#include "etude/notation/notation.h"
#include "forecast_schedule.h"

namespace etude::cli {
namespace {

struct AdviseOptions {
  CaseFlags of;
  LogFlags logs;
  ProgramFlag program;
  std::string json;
};

/// "etude show 'SPEC' --steps 10000".
std::string command_of(const char* verb, const std::string& spec, const advice::Case& given) {
  CommandLine line{"etude", {verb, spec}};
  if (given.steps) line.words.insert(line.words.end(), {"--steps", std::to_string(*given.steps)});
  return line.text();
}

std::string optimizer_text(const advice::Case& given) {
  return given.optimizer ? std::string(name_of(*given.optimizer)) : "not known";
}

/// What is known of the case, in words.
std::string case_text(const advice::Case& given) {
  std::vector<std::string> known;
  if (given.model != advice::Model::unknown) known.emplace_back(name_of(given.model));
  if (given.optimizer) known.emplace_back(name_of(*given.optimizer));
  if (given.start != advice::Start::unknown) known.emplace_back(name_of(given.start));
  if (given.noise != advice::Noise::unknown)
    known.emplace_back(given.noise == advice::Noise::yes ? "with noise" : "without noise");
  if (given.steps) known.push_back(std::to_string(*given.steps) + " steps");
  if (given.batch) known.push_back("a batch of " + shortest(*given.batch));
  std::string text;
  for (const std::string& each : known) text += (text.empty() ? "" : ", ") + each;
  return text.empty() ? "nothing is known of it" : text;
}

/// "Not known: the noise (--noise), ..."; empty where all is.
std::string unknown_text(const advice::Case& given) {
  std::string text;
  for (const Unknown& each : unknown_of(given)) text += (text.empty() ? "" : ", ") + each.what + " (" + each.flag + ")";
  return text.empty() ? "" : "Not known: " + text + ".";
}

/// " [C43 supported; recipe:llama]".
std::string grounds_text(const advice::Said& said, const advice::Advice& advice) {
  std::string text;
  for (const std::string& ground : said.grounds) {
    text += (text.empty() ? "" : "; ") + ground;
    for (const advice::Source& source : advice.sources)
      if (source.name == ground && !source.verdict.empty()) text += " " + source.verdict;
  }
  return text.empty() ? "" : " [" + text + "]";
}

std::string heading_of(advice::Topic topic) {
  constexpr const char* headings[] = {"The schedule", "The peak", "Warm-up", "Watch"};
  return headings[static_cast<std::size_t>(topic)];
}

void print_said(const advice::Advice& advice, const report::TerminalStyle& style) {
  std::optional<advice::Topic> last;
  for (const advice::Said& said : advice.said) {
    if (last != said.topic) {
      print_line("", style);
      print_line(Tone::strong, heading_of(said.topic), "", style);
    }
    last = said.topic;
    print_line(Tone::strong, "", "- " + said.text + grounds_text(said, advice), style, 2);
  }
}

std::string signed_percent(double percent) {
  const double tenths = std::round(10 * std::abs(percent)) / 10;
  if (tenths == 0) return "0 %";
  return (percent < 0 ? "−" : "+") + significant(tenths, 2) + " %";
}

report::Table costs_table(const advice::Advice& advice) {
  report::Table table{
      {{"Instead", true}, {"Loss"}, {"95 %"}, {"Told", true}, {"Beside", true}, {"Under", true}, {"Claim", true}},
      {},
      {}};
  for (const advice::Alternative& other : advice.alternatives)
    for (const advice::Cost& cost : other.costs)
      table.rows.push_back({&cost == &other.costs.front() ? other.name : "", signed_percent(cost.percent),
                            signed_percent(cost.low) + " … " + signed_percent(cost.high), cost.told, cost.beside,
                            cost.where, cost.claim});
  table.notes = {
      "Loss: how far a run under it ended above one under what stands beside it, each at its own peak, on the claim's "
      "small task. Told: does the claim's test tell it?"};
  return table;
}

void print_alternatives(const advice::Advice& advice, const report::TerminalStyle& style) {
  if (advice.alternatives.empty()) return;
  print_line("", style);
  print_table(costs_table(advice), style);
  print_line("", style);
  for (const advice::Alternative& other : advice.alternatives)
    print_line(other.name + ": " + (other.spec.empty() ? other.note : other.spec), style);
}

void print_sources(const advice::Advice& advice, const report::TerminalStyle& style) {
  print_line("", style);
  for (const advice::Source& source : advice.sources) {
    const std::string verdict = source.verdict.empty() ? "" : ", " + source.verdict;
    print_line(Tone::strong, source.name, verdict + (source.says.empty() ? "" : ": " + source.says), style, 2);
  }
  print_line(
      "\nBehind what was measured stand the ratio of the losses and its 95 % interval, on the small task of the claim: "
      "a run of your own model stands above it. etude claims C43 runs a claim anew; docs/evidence.md has all.",
      style);
}

/// What is advised, and what it is advised of.
struct Advised {
  advice::Case given;
  advice::Advice advice;
  std::optional<Contest> by_logs = {};
  std::vector<std::string> warnings = {};
};

Result<Advised> advised(const AdviseOptions& options, advice::Case given) {
  Advised all{.given = std::move(given), .advice = {}};
  if (!options.logs.logs.empty()) {
    auto told = advice_of_logs(options.logs, all.given);
    if (!told) return pass_on(told.error());
    all.given = std::move(told->given);
    all.by_logs = std::move(told->contest);
    all.warnings = std::move(told->warnings);
  }
  auto advice = advice::advise(all.given, claims::recorded());
  if (!advice) return pass_on(advice.error());
  all.advice = *std::move(advice);
  return all;
}

void print(const Advised& advised, const report::TerminalStyle& style) {
  const auto& [given, advice, by_logs, warnings] = advised;
  print_line(Tone::strong, "The case: ", case_text(given), style);
  if (const std::string unknown = unknown_text(given); !unknown.empty()) print_line(unknown, style);
  print_line("", style);
  print_line(Tone::good, "  " + advice.spec, "", style);
  if (given.steps) print_command("  ", command_of("show", advice.spec, given), style);
  print_said(advice, style);
  if (by_logs) {
    print_line("", style);
    print_table(contest_table(*by_logs), style);
  }
  print_alternatives(advice, style);
  print_sources(advice, style);
}

Json case_json(const advice::Case& given) {
  return Json::Object{
      {"model", std::string(name_of(given.model))},          {"optimizer", optimizer_text(given)},
      {"start", std::string(name_of(given.start))},          {"noise", std::string(name_of(given.noise))},
      {"steps", given.steps ? Json(*given.steps) : Json()},  {"batch", given.batch ? Json(*given.batch) : Json()},
      {"peak", given.peak ? Json(given.peak->rate) : Json()}};
}

Json json(const Advised& advised) {
  Json::Object object{{"case", case_json(advised.given)}};
  for (Json::Member& member : facts_json(advised.advice)) object.push_back(std::move(member));
  if (advised.by_logs) object.emplace_back("by_logs", contest_json(*advised.by_logs));
  return object;
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
  auto given = options.of.read(flags);
  if (!given) return pass_on(given.error());
  auto output = Destination::open(options.json);
  if (!output) return pass_on(output.error());
  if (may_ask(options)) given = asked_for(*std::move(given), terminal);
  const auto made = advised(options, *std::move(given));
  if (!made) return pass_on(made.error());
  if (options.program.is_wanted()) return write_program(options, *made, terminal);
  if (output->is_wanted()) {
    auto written = output->write(write_json(json(*made)) + "\n");
    if (!written) return written;
  }
  if (!output->is_stdout()) print(*made, terminal.out);
  print_warnings(made->warnings, output->is_stdout(), terminal);
  return {};
}

}  // namespace

Action advise_verb(Flags flags) {
  auto options = std::make_shared<AdviseOptions>();
  options->of.add_to(flags);
  options->logs.add_where_given_to(flags);
  options->program.add_to(flags);
  flags.output("--json", options->json, "JSON on standard output, or in =FILE");
  return [options, flags](const Terminal& terminal) { return run(*options, flags, terminal); };
}

}  // namespace etude::cli
