// A config is held against the table of programs, in its order: the first whose marks it has reads it.

#include <algorithm>

#include "base/words.h"
#include "etude/base/number.h"
#include "etude/base/pattern.h"
#include "source/config/forms.h"
#include "source/config/settings.h"
#include "source/readers.h"

namespace etude::inline source {
namespace configs {
namespace {

#define PROGRAM(id) &id::program,
constexpr const Program* all_programs[] = {
#include "source/config/programs.inc"
};
#undef PROGRAM

/// The text up to the separator, which is taken off.
std::string_view next_part(std::string_view& text, char separator) {
  const std::size_t end = std::min(text.find(separator), text.size());
  const std::string_view part = trimmed(text.substr(0, end));
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

/// "TrainingArguments()" is a call whose name ends so; any other mark a key that is there.
bool has_mark(const Value& settings, std::string_view mark) {
  if (!mark.ends_with("()")) return at_path(settings, mark);
  return settings.type == Value::Type::call && settings.text.ends_with(mark.substr(0, mark.size() - 2));
}

bool has_all(const Value& settings, std::string_view marks) {
  while (!marks.empty())
    if (!has_mark(settings, next_part(marks, ' '))) return false;
  return true;
}

bool is_of(const Program& program, const Value& settings) {
  std::string_view alternatives = program.marks;
  while (!alternatives.empty())
    if (has_all(settings, next_part(alternatives, '|'))) return true;
  return false;
}

const Program* program_of(const Value& settings) {
  for (const Program* program : all_programs)
    if (is_of(*program, settings)) return program;
  return nullptr;
}

/// Where the settings of the rate begin: the first of the program's that is written.
Place place_of(const Program& program, const Value& settings) {
  for (const Setting& setting : program.settings)
    if (const Value* value = at_path(settings, setting.name)) return value->place;
  return settings.place;
}

/// Of a part that no setting is written for, which one would say it?
bool is_missed(Part part) { return part == Part::rate || part == Part::length || part == Part::warmup; }

/// A length below 1 is the program's word for another, and a warm-up below 1 a share.
double stated(const Settings& settings, const Setting& setting) {
  const Value* value = settings.value(setting.name);
  const double number = value && value->type == Value::Type::number ? value->number : not_a_number;
  const bool counts = setting.part == Part::length || setting.part == Part::warmup;
  return counts && !(number >= 1) ? not_a_number : number;
}

/// What the config says of its schedule, in its own words: the settings that are written, and those that would be.
std::vector<Argument> arguments_of(const Settings& settings) {
  std::vector<Argument> all;
  const auto& known = settings.program().settings;
  for (const Setting& each : known) {
    const bool is_written = settings.value(each.name);
    const bool is_said = std::any_of(known.begin(), known.end(), [&](const Setting& other) {
      return other.part == each.part && settings.value(other.name);
    });
    if (each.part != Part::other && (is_written || (!is_said && is_missed(each.part))))
      all.push_back({each.part, std::string(each.name), stated(settings, each), std::string(settings.program().title)});
  }
  return all;
}

/// The settings by what the line calls them.
std::map<std::string, std::string, std::less<>> settings_of(const Program& program) {
  std::map<std::string, std::string, std::less<>> all;
  for (const Setting& each : program.settings)
    for (std::string_view arguments = each.argument; !arguments.empty();)
      all.emplace(next_part(arguments, ' '), each.name);
  return all;
}

Result<Found> read_with(const Program& program, const Value& value, const Known& known) {
  Settings settings(program, value, known);
  if (settings.error()) return pass_on(*settings.error());
  const auto meaning = program.read(settings);
  if (settings.error()) return pass_on(*settings.error());
  if (!meaning) return pass_on(meaning.error());
  Found found{std::string(program.name), std::string(program.name), meaning->line, {}, place_of(program, value), {}};
  if (meaning->steps > 0) found.steps = meaning->steps;
  found.notes = settings.notes();
  found.arguments = arguments_of(settings);
  found.settings = settings_of(program);
  return found;
}

Refused refuse_stranger(const Value& settings) {
  std::string keys, names;
  for (std::size_t i = 0; i < settings.named.size() && i < 5; ++i) add_item(keys, settings.named[i].first);
  for (const Program* program : all_programs) add_item(names, program->name);
  const std::string read =
      keys.empty() ? "no settings are here" : filled("no program is known whose settings these are ({})", {keys});
  return refuse_at(settings.place, filled("{}; etude reads the configs of {}", {read, names}));
}

}  // namespace

std::span<const Program* const> programs() { return all_programs; }

}  // namespace configs

Result<std::vector<Found>> read_settings(const Value& settings, const Known& known) {
  const configs::Program* program = configs::program_of(settings);
  if (!program) return std::vector<Found>{};
  const auto found = configs::read_with(*program, settings, known);
  if (!found) return pass_on(found.error());
  return std::vector<Found>{*found};
}

bool is_config_block(std::string_view text) {
  if (text.size() > configs::longest_config_bytes) return false;
  const auto settings = configs::read_json_form(text, "");
  const configs::Program* program = settings ? configs::program_of(*settings) : nullptr;
  return program && (program != &configs::deepspeed::program || text.find("\"auto\"") != std::string_view::npos);
}

Result<std::vector<Found>> read_config(std::string_view text, std::string_view file, const Known& known) {
  const auto settings = configs::read_form(text, file);
  if (!settings) return pass_on(settings.error());
  auto found = read_settings(*settings, known);
  if (found && found->empty()) return configs::refuse_stranger(*settings);
  return found;
}

}  // namespace etude::source
