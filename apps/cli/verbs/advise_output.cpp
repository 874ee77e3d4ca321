// Advice as sentences under the heads of their topics, each with what it stands on behind it in brackets.

#include "advise_output.h"

#include <algorithm>
#include <cmath>

#include "advise_case.h"
#include "apps/cli/command_line.h"
#include "apps/cli/help.h"
#include "base/words.h"
#include "etude/base/number.h"
#include "etude/notation/notation.h"
#include "report/text.h"

namespace etude::cli {
namespace {

/// The rates along the run, and the commands that draw and write it.
void print_rates(const std::string& spec, Step steps, const report::TerminalStyle& style) {
  if (const auto lr = notation::parse_schedule(spec, Horizon{.steps = steps})) {
    const auto rate_at = [&](Step step) { return std::to_string(step) + ": " + significant((*lr)(step), 3); };
    std::vector<Step> at{0, steps / 100, steps / 4, steps / 2, steps - steps / 4, steps - 1};
    at.erase(std::unique(at.begin(), at.end()), at.end());
    print_line("  The rate at step " + joined_of(at, rate_at, ", ", " and ") + ".", style);
  }
  const std::string length = std::to_string(steps);
  print_command("  ", CommandLine{"etude", {"show", spec, "--steps", length}}.text(), style);
  print_command("  ", CommandLine{"etude", {"convert", spec, "--to", "torch", "--steps", length}}.text(), style);
}

std::string evidence_text(const advice::OwnClaims& own) {
  return "Evidence: " + report::counted(own.results.size(), "verdict") + " of " + own.source + "; all others of " +
         std::string(advice::recorded_evidence) + ".";
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
  return known.empty() ? "nothing is known of it" : joined(known);
}

/// "Not known: the noise (--noise), ..."; empty where all is.
std::string unknown_text(const advice::Case& given) {
  const auto unknown = unknown_of(given);
  const auto with_flag = [](const Unknown& each) { return each.what + " (" + each.flag + ")"; };
  return unknown.empty() ? "" : "Not known: " + joined_of(unknown, with_flag) + ".";
}

/// "supported", and whose verdict it is where that is one's own: "supported (mine.json)".
std::string verdict_text(const advice::Source& source) {
  const bool is_recorded = source.evidence == advice::recorded_evidence;
  return source.verdict + (is_recorded ? "" : " (" + source.evidence + ")");
}

/// " [C43 supported; recipe:llama]".
std::string grounds_text(const advice::Said& said, const std::vector<advice::Source>& sources) {
  const auto with_verdict = [&](const std::string& ground) {
    for (const advice::Source& source : sources)
      if (source.name == ground && !source.verdict.empty()) return ground + " " + verdict_text(source);
    return ground;
  };
  return said.grounds.empty() ? "" : " [" + joined_of(said.grounds, with_verdict, "; ") + "]";
}

std::string heading_of(advice::Topic topic) {
  constexpr const char* headings[] = {"The schedule", "The peak", "Warm-up", "The batch", "The optimizer", "Watch"};
  return headings[static_cast<std::size_t>(topic)];
}

std::string text_of(const advice::Said& said) {
  return said.text + (said.measured.empty() ? "" : " Measured: " + said.measured + ".");
}

void print_said(const advice::Advice& advice, const report::TerminalStyle& style) {
  std::optional<advice::Topic> last;
  for (const advice::Said& said : advice.said) {
    if (last != said.topic) {
      print_line("", style);
      print_line(Tone::strong, heading_of(said.topic), "", style);
    }
    last = said.topic;
    print_line(Tone::strong, "", "- " + text_of(said) + grounds_text(said, advice.sources), style, 2);
  }
}

std::string signed_percent(double percent) {
  const double tenths = std::round(10 * std::abs(percent)) / 10;
  if (tenths == 0) return "0 %";
  return (percent < 0 ? "−" : "+") + significant(tenths, 2) + " %";
}

report::Table costs_table(const advice::Advice& advice, const advice::Case& given) {
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
  if (given.start == advice::Start::fine_tuning) table.notes.back() += " All of it was measured from scratch.";
  return table;
}

void print_alternatives(const advice::Advice& advice, const advice::Case& given, const report::TerminalStyle& style) {
  if (advice.alternatives.empty()) return;
  print_line("", style);
  print_table(costs_table(advice, given), style);
  print_line("", style);
  for (const advice::Alternative& other : advice.alternatives)
    print_line(other.name + ": " + (other.spec.empty() ? other.note : other.spec), style);
}

void print_sources(const advice::Advice& advice, const report::TerminalStyle& style) {
  print_line("", style);
  for (const advice::Source& source : advice.sources) {
    const std::string verdict = source.verdict.empty() ? "" : ", " + verdict_text(source);
    print_line(Tone::strong, source.name, verdict + (source.says.empty() ? "" : ": " + source.says), style, 2);
  }
  const auto claim = std::find_if(advice.sources.begin(), advice.sources.end(),
                                  [](const advice::Source& source) { return !source.verdict.empty(); });
  const std::string anew = claim == advice.sources.end() ? "" : "etude claims " + claim->name + " runs a claim anew; ";
  print_line(
      "\nBehind what was measured stand the ratio of the losses and its 95 % interval, on the small task of the claim: "
      "a run of your own model stands above it. What is told is told among all effects of the claim (Holm), "
      "so an interval may leave 1 out and nothing be told. " +
          anew + "docs/evidence.md has all.",
      style);
}

/// What is said first of the schedule, by which claims, and whose peak it has.
std::string reason_of(const advice::Advice& advice) {
  advice::Said reason = advice.said.front();
  std::erase_if(reason.grounds, [](const std::string& ground) { return ground.starts_with("recipe:"); });
  reason.grounds.push_back(advice.is_placeholder ? "peak: to be found" : "peak: " + advice.peak_from);
  return reason.text + grounds_text(reason, advice.sources);
}

std::vector<advice::Source> sources_of(const advice::Guide& guide) {
  std::vector<advice::Source> all;
  for (const advice::Example& example : guide.examples)
    all.insert(all.end(), example.advice.sources.begin(), example.advice.sources.end());
  return all;
}

Json case_json(const advice::Case& given) {
  return Json::Object{
      {"model", std::string(name_of(given.model))},          {"optimizer", optimizer_text(given)},
      {"start", std::string(name_of(given.start))},          {"noise", std::string(name_of(given.noise))},
      {"steps", given.steps ? Json(*given.steps) : Json()},  {"batch", given.batch ? Json(*given.batch) : Json()},
      {"peak", given.peak ? Json(given.peak->rate) : Json()}};
}

/// The case, and the facts of what is advised of it.
Json::Object of_case(const advice::Case& given, const advice::Advice& advice) {
  Json::Object object{{"case", case_json(given)}};
  for (Json::Member& member : facts_json(advice)) object.push_back(std::move(member));
  return object;
}

}  // namespace

void print_advice(const Advised& advised, const report::TerminalStyle& style) {
  const auto& [given, advice, by_logs, warnings] = advised;
  print_line(Tone::strong, "The case: ", case_text(given), style);
  if (const std::string unknown = unknown_text(given); !unknown.empty()) print_line(unknown, style);
  if (given.own_claims) print_line(evidence_text(*given.own_claims), style);
  print_line("", style);
  print_line(Tone::good, "  " + advice.spec, "", style);
  if (given.steps) print_rates(advice.spec, *given.steps, style);
  print_said(advice, style);
  if (by_logs) {
    print_line("", style);
    print_table(contest_table(*by_logs), style);
  }
  print_alternatives(advice, given, style);
  print_sources(advice, style);
}

Json advice_json(const Advised& advised) {
  Json::Object object = of_case(advised.given, advised.advice);
  if (advised.by_logs) object.emplace_back("by_logs", contest_json(*advised.by_logs));
  return object;
}

void print_guide(const advice::Guide& guide, const report::TerminalStyle& style) {
  for (const advice::Example& example : guide.examples) {
    print_line(Tone::strong, example.name, "", style);
    print_line(Tone::good, "  " + example.advice.spec, "", style);
    print_line("  " + reason_of(example.advice), style);
    print_line("", style);
  }
  print_line(Tone::strong, "In most of these cases", "", style);
  const std::vector<advice::Source> sources = sources_of(guide);
  for (const advice::Said& rule : guide.rules)
    print_line(Tone::strong, "", "- " + rule.text + grounds_text(rule, sources), style, 2);
}

Json guide_json(const advice::Guide& guide) {
  Json::Array examples;
  for (const advice::Example& example : guide.examples) {
    Json::Object object = of_case(example.given, example.advice);
    object.insert(object.begin(), {"name", example.name});
    examples.emplace_back(std::move(object));
  }
  return Json::Object{{"examples", std::move(examples)}, {"rules", fact_json(guide.rules)}};
}

}  // namespace etude::cli
