// Source of the format: OASIS, Static Analysis Results Interchange Format 2.1.0, 2020.

#include "findings.h"

#include <algorithm>

namespace etude::cli {
namespace {

const char* severity_of(const Note& note) { return is_warning(note) ? "warning" : "note"; }

void print_linted(const Linted& linted, const report::TerminalStyle& style) {
  print_line(Tone::strong, linted.place ? text_of(*linted.place) + ":" : "", (linted.place ? " " : "") + linted.name,
             style);
  if (!linted.run.empty()) print_line(linted.run, style);
  for (const Note& note : linted.notes) {
    const std::string step = note.step ? "step " + std::to_string(*note.step) + ": " : "";
    print_line("", style);
    print_line(is_warning(note) ? Tone::warning : Tone::note, std::string(severity_of(note)) + " [" + note.id + "]",
               " " + step + note.text + ".", style);
    print_line("  " + note.advice + ".", style);
  }
  print_line("", style);
}

Json note_json(const Note& note) {
  Json::Object json = facts_json(note);
  json.insert(json.begin() + 1, {"severity", severity_of(note)});
  return json;
}

Json linted_json(const Linted& linted) {
  Json::Array notes;
  for (const Note& note : linted.notes) notes.push_back(note_json(note));
  Json::Object json{{"schedule", linted.name}};
  if (const auto& place = linted.place)
    json.push_back({"place", Json::Object{{"file", place->file}, {"line", place->line}, {"column", place->column}}});
  json.push_back({"steps", linted.steps});
  json.push_back({"notes", std::move(notes)});
  return json;
}

Json text_json(std::string text) { return Json::Object{{"text", std::move(text)}}; }

Json sarif_rule(const Lint& lint) {
  return Json::Object{
      {"id", std::string(lint.name)},
      {"shortDescription", text_json(std::string(lint.meaning) + ".")},
      {"defaultConfiguration", Json::Object{{"level", lint.severity == Severity::warning ? "warning" : "note"}}}};
}

/// A path as a URI reference: what no path segment may hold is written %XX.
std::string uri(const std::string& path) {
  constexpr std::string_view plain = "/-._~!$&'()*+,;=@";
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string text;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (is_letter || plain.find(c) != std::string_view::npos) {
      text += c;
    } else {
      text += {'%', digits[byte >> 4U], digits[byte & 15U]};
    }
  }
  return text;
}

Json location_json(const Linted& linted) {
  if (!linted.place)
    return Json::Object{{"logicalLocations", Json::Array{Json::Object{{"fullyQualifiedName", linted.name}}}}};
  const Json region = Json::Object{{"startLine", linted.place->line}, {"startColumn", linted.place->column}};
  return Json::Object{
      {"physicalLocation",
       Json::Object{{"artifactLocation", Json::Object{{"uri", uri(linted.place->file)}}}, {"region", region}}}};
}

Json result_json(const Linted& linted, const Note& note) {
  const Lint* rule = find_lint(note.id);
  Json::Object json{{"ruleId", note.id}};
  if (rule) json.push_back({"ruleIndex", static_cast<std::int64_t>(rule - lints().data())});
  json.push_back({"level", severity_of(note)});
  json.push_back({"message", text_json(note.text + "; " + note.advice + ".")});
  json.push_back({"locations", Json::Array{location_json(linted)}});
  return json;
}

}  // namespace

std::size_t warnings_of(const std::vector<Linted>& all) {
  std::size_t count = 0;
  for (const Linted& linted : all)
    count += static_cast<std::size_t>(std::count_if(linted.notes.begin(), linted.notes.end(), is_warning));
  return count;
}

void print_findings(const std::vector<Linted>& all, const report::TerminalStyle& style) {
  for (const Linted& linted : all) print_linted(linted, style);
  const std::size_t warnings = warnings_of(all);
  if (warnings == 0) return print_line(Tone::good, "nothing surprising", "", style);
  print_line(Tone::warning, std::to_string(warnings) + (warnings == 1 ? " warning" : " warnings"), "", style);
}

Json findings_json(const std::vector<Linted>& all) {
  Json::Array each;
  for (const Linted& linted : all) each.push_back(linted_json(linted));
  return Json::Object{{"warnings", static_cast<std::int64_t>(warnings_of(all))}, {"linted", std::move(each)}};
}

Json findings_sarif(const std::vector<Linted>& all) {
  Json::Array rules, results;
  for (const Lint& lint : lints()) rules.push_back(sarif_rule(lint));
  for (const Linted& linted : all)
    for (const Note& note : linted.notes)
      if (note.id != "sum") results.push_back(result_json(linted, note));
  const Json driver = Json::Object{{"name", "etude"}, {"version", ETUDE_VERSION}, {"rules", std::move(rules)}};
  return Json::Object{
      {"$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"},
      {"version", "2.1.0"},
      {"runs", Json::Array{Json::Object{{"tool", Json::Object{{"driver", driver}}}, {"results", std::move(results)}}}}};
}

}  // namespace etude::cli
