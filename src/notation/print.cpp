// Schedules and plans as text: the opposite of parse.cpp.

#include "etude/notation/notation.h"

namespace etude::notation {
namespace {

std::string side_by_side(std::span<const Schedule> schedules, const std::string& between) {
  std::string text;
  for (const Schedule& schedule : schedules) text += (text.empty() ? "" : between) + print(schedule);
  return text;
}

}  // namespace

std::string print(const Schedule& schedule) {
  const Kind& kind = schedule.kind();
  if (schedule.traits().is_sequence) return side_by_side(schedule.inner(), " " + std::string(kind.name) + " ");
  if (std::string label = schedule.label(); !label.empty()) return label;
  const std::vector<Value> values = schedule.arguments();
  std::string arguments = side_by_side(schedule.inner(), ", ");
  for (std::size_t i = 0; i < values.size(); ++i)
    if (is_unset(kind.defaults[i]) || values[i] != kind.defaults[i])
      arguments += (arguments.empty() ? "" : ", ") + std::string(kind.fields[i].name) + "=" +
                   value_text(kind.fields[i], values[i]);
  return std::string(kind.name) + "(" + arguments + ")";
}

namespace {

template <class P>
std::string parts_text(const P& of) {
  std::string text;
  for (const HyperParameter each : hyper_parameters)
    if (const Schedule* schedule = schedule_of(of, each))
      text += (text.empty() ? "" : ", ") + std::string(name_of(each)) + "=" + print(*schedule);
  return text;
}

}  // namespace

std::string print(const Plan& plan) {
  if (parts(plan).size() == 1) return print(plan.lr);
  std::string text = parts_text(plan);
  for (const Group& group : plan.groups)
    if (const std::string own = parts_text(group); !own.empty()) text += ", group(" + group.name + ", " + own + ")";
  return "plan(" + text + ")";
}

}  // namespace etude::notation
