// What a SPEC is, is seen at its beginning: recipe:, { with "etude" in it, a name that a dialect has; all else is
// notation.

#include "etude/dialect/spec.h"

#include <algorithm>

#include "etude/base/number.h"
#include "etude/notation/recipes.h"

namespace etude::dialect {
namespace {

Result<Spec> of_reading(const Result<Reading>& read) {
  if (!read) return pass_on(read.error());
  Spec spec = spec_of(read->plan);
  spec.computed.lr = read->lr();
  spec.name = notation::print(spec.computed);
  spec.notes = read->notes;
  spec.arguments = read->arguments;
  spec.optimizer = read->optimizer;
  spec.line = read->line;
  return spec;
}

Result<Spec> of_text(std::string_view text, const Horizon& horizon) {
  std::vector<notation::Resolved> resolved;
  const auto plan = notation::parse_plan(text, horizon, &resolved);
  if (!plan) return pass_on(plan.error());
  Spec spec = spec_of(*plan);
  spec.resolved = std::move(resolved);
  return spec;
}

Result<Spec> of_json(std::string_view text, const Horizon& horizon, std::optional<double> lr) {
  const auto json = read_json(text);
  if (!json) return pass_on(json.error());
  const Json* line = json->find("dialect");
  if (line && line->as<std::string>()) return of_reading(read_dialect(*line->as<std::string>(), horizon, lr));
  const auto plan = notation::plan_from_json(*json);
  if (!plan) return pass_on(plan.error());
  return spec_of(*plan);
}

bool is_own_json(std::string_view text) {
  const auto json = read_json(text);
  return json && json->find("etude");
}

Json line_json(const Spec& spec) { return Json::Object{{"etude", notation::json_version}, {"dialect", spec.line}}; }

/// A note on each amount that is less than half a step.
std::vector<Note> notes_of_rounding(const std::vector<notation::Resolved>& resolved) {
  std::vector<Note> notes;
  for (const notation::Resolved& r : resolved) {
    if (r.text == "rest" || r.steps != 0 || !(r.exact > 0)) continue;
    const std::string is = r.text + " of this run is " + significant(r.exact, 4) + " steps";
    notes.push_back({"rounds-to-nothing",
                     is + ": it rounds to 0 and is left out",
                     "give it at least 1 step, or " + r.text + " of a longer run",
                     {}});
  }
  return notes;
}

}  // namespace

Spec spec_of(const Plan& plan) { return {notation::print(plan), plan, plan, {}, {}, {}, {}}; }

Result<Spec> parse_spec(std::string_view text, const Horizon& horizon, std::optional<double> lr) {
  const std::size_t start = std::min(text.find_first_not_of(" \t\r\n"), text.size());
  const std::size_t end = text.find_last_not_of(" \t\r\n");
  const std::string_view trimmed = start < text.size() ? text.substr(start, end - start + 1) : "";
  if (notation::is_recipe(trimmed)) {
    const auto written = notation::recipe_text(trimmed);
    if (!written) return pass_on(written.error());
    return of_text(*written, horizon);
  }
  if (trimmed.starts_with('{') && is_own_json(trimmed)) return of_json(trimmed, horizon, lr);
  if (is_dialect(trimmed)) return of_reading(read_dialect(trimmed, horizon, lr));
  return of_text(text, horizon);
}

std::optional<Note> missing_rate(const Spec& spec) {
  if (!spec.optimizer || !spec.optimizer->is_missing) return std::nullopt;
  return Note{"no-lr",
              "the line leaves the rate to the optimizer and does not say it; 1 stands for it",
              "give the optimizer's rate: --lr 3e-4, or lr=3e-4 in the line",
              {}};
}

bool has_function(const Schedule& schedule) {
  const auto inner = schedule.inner();
  const auto has = [](const Schedule& each) { return has_function(each); };
  return !schedule.label().empty() || std::any_of(inner.begin(), inner.end(), has);
}

bool has_function(const Plan& plan) {
  const auto all = parts(plan);
  return std::any_of(all.begin(), all.end(), [](const auto& part) { return has_function(part.second); });
}

Json to_json(const Spec& spec) {
  return spec.line.empty() || !has_function(spec.meaning) ? notation::to_json(spec.meaning) : line_json(spec);
}

bool is_said_by_its_line(const Spec& spec) { return has_function(spec.computed) && !spec.line.empty(); }

Json computed_json(const Spec& spec) {
  if (is_said_by_its_line(spec)) return line_json(spec);
  return has_function(spec.computed) ? Json() : notation::to_json(spec.computed);
}

std::vector<Note> surprises(const Spec& spec, Evidence evidence) {
  std::vector<Note> said = spec.notes;
  for (const Note& note : notes_of_rounding(spec.resolved)) said.push_back(note);
  evidence.arguments = spec.arguments;
  evidence.meaning = spec.meaning.lr;
  return lint(spec.computed, evidence, said);
}

std::vector<Note> all_surprises(const Spec& spec, Evidence evidence) {
  std::vector<Note> notes = surprises(spec, std::move(evidence));
  if (auto missing = missing_rate(spec)) notes.insert(notes.begin(), *std::move(missing));
  return notes;
}

}  // namespace etude::dialect
