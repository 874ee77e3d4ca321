#include "etude/notation/notation.h"
#include "etude/schedule/compose.h"

namespace etude::notation {
namespace {

std::string print_sequence(const std::vector<Schedule>& pieces) {
  std::string text;
  for (const Schedule& piece : pieces) text += (text.empty() ? "" : " then ") + print(piece);
  return text;
}

/// "from=0.05", a schedule list as its schedules, nothing for a default.
std::string print_argument(const Field& field, const Value& value, const Value& fallback) {
  if (const auto* schedules = std::get_if<std::vector<Schedule>>(&value)) {
    std::string text;
    for (const Schedule& schedule : *schedules) text += (text.empty() ? "" : ", ") + print(schedule);
    return text;
  }
  if (!is_unset(fallback) && value == fallback) return "";
  return std::string(field.name) + "=" + value_text(field, value);
}

}  // namespace

std::string print(const Schedule& schedule) {
  if (const Then* sequence = schedule.as<Then>()) return print_sequence(sequence->of);
  if (std::string label = schedule.label(); !label.empty()) return label;
  const Kind& kind = schedule.kind();
  const std::vector<Value> values = schedule.arguments();
  std::string arguments;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::string argument = print_argument(kind.fields[i], values[i], kind.defaults[i]);
    if (!argument.empty()) arguments += (arguments.empty() ? "" : ", ") + argument;
  }
  return std::string(kind.name) + "(" + arguments + ")";
}

std::string print(const Plan& plan) {
  const auto all = parts(plan);
  if (all.size() == 1) return print(plan.lr);
  std::string text, group;
  for (const auto& [name, schedule] : all) {
    const std::size_t dot = name.rfind('.');
    const std::string of_group = dot == std::string::npos ? "" : name.substr(0, dot);
    if (of_group != group) text += (group.empty() ? "" : ")") + (", group(" + of_group);
    group = of_group;
    text +=
        (text.empty() ? "" : ", ") + (dot == std::string::npos ? name : name.substr(dot + 1)) + "=" + print(schedule);
  }
  return "plan(" + text + (group.empty() ? "" : ")") + ")";
}

}  // namespace etude::notation
