#include "etude/notation/notation.h"
#include "etude/schedule/compose.h"

namespace etude::notation {
namespace {

std::string joined(std::span<const Schedule> schedules, const char* between) {
  std::string text;
  for (const Schedule& schedule : schedules) text += (text.empty() ? "" : between) + print(schedule);
  return text;
}

}  // namespace

std::string print(const Schedule& schedule) {
  if (schedule.as<Then>()) return joined(schedule.inner(), " then ");
  if (std::string label = schedule.label(); !label.empty()) return label;
  const Kind& kind = schedule.kind();
  const std::vector<Value> values = schedule.arguments();
  std::string arguments = joined(schedule.inner(), ", ");
  for (std::size_t i = 0; i < values.size(); ++i)
    if (is_unset(kind.defaults[i]) || values[i] != kind.defaults[i])
      arguments += (arguments.empty() ? "" : ", ") + std::string(kind.fields[i].name) + "=" +
                   value_text(kind.fields[i], values[i]);
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
