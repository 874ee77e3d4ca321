// What a field takes, and its values as text.

#include "etude/base/field.h"

#include <cmath>

#include "etude/base/number.h"

namespace etude {
namespace {

std::string bounds_text(const Range& range) {
  const std::string least = (range.above_least ? "above " : "at least ") + shortest(range.least);
  return std::isfinite(range.most) ? least + " and at most " + shortest(range.most) : least;
}

std::string number_complaint(const Field& field, double x) {
  const std::string name(field.name);
  if (std::isnan(x)) return name + " must be given";
  if (std::isfinite(x) && field.range.contains(x)) return "";
  return name + " must be a finite number, " + bounds_text(field.range) + ", not " + shortest(x);
}

std::string steps_complaint(const Field& field, Step x) {
  const std::string name(field.name);
  if (x == unset_steps) return name + " must be given";
  if (x == endless || (field.range.contains(static_cast<double>(x)) && x <= max_step)) return "";
  if (x > max_step) return name + " must be at most 2^62, not " + std::to_string(x);
  return name + " must be " + bounds_text(field.range) + ", not " + std::to_string(x);
}

/// The complaint about the first item that has one, and about a list without items.
template <class T>
std::string list_complaint(const Field& field, const std::vector<T>& items) {
  if (items.empty()) return std::string(field.name) + " must be given";
  Field item = field;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string name = std::string(field.name) + "[" + std::to_string(i) + "]";
    item.name = name;
    if (std::string reason = complaint(item, Value(items[i])); !reason.empty()) return reason;
  }
  return "";
}

template <class T>
std::string list_text(const std::vector<T>& items) {
  std::string text;
  for (const T& item : items) text += (text.empty() ? "" : ", ") + value_text({}, Value(item));
  return "[" + text + "]";
}

}  // namespace

std::string complaint(const Field& field, const Value& value) {
  if (const auto* number = std::get_if<double>(&value)) return number_complaint(field, *number);
  if (const auto* steps = std::get_if<Step>(&value)) return steps_complaint(field, *steps);
  if (const auto* numbers = std::get_if<std::vector<double>>(&value)) return list_complaint(field, *numbers);
  if (const auto* steps = std::get_if<std::vector<Step>>(&value)) return list_complaint(field, *steps);
  if (const auto* choice = std::get_if<Choice>(&value))
    return choice->index < field.choices.size() ? "" : std::string(field.name) + " is none of its words";
  return "";
}

std::string_view name_of(Unit unit) {
  switch (unit) {
    case Unit::rate:
      return "rate";
    case Unit::number:
      return "number";
    case Unit::fraction:
      return "fraction";
    case Unit::steps:
      return "steps";
    case Unit::duration:
      return "steps (any fraction)";
    case Unit::count:
      return "count";
    case Unit::choice:
      return "word";
    case Unit::text:
      return "text";
    case Unit::numbers:
      return "list of numbers";
    case Unit::durations:
      return "list of steps (any fraction)";
    case Unit::milestones:
      return "list of steps";
    case Unit::counts:
      return "list of counts";
    case Unit::texts:
      return "list of texts";
    case Unit::schedules:
      return "schedules";
  }
  return "";
}

std::string value_text(const Field& field, const Value& value) {
  if (const auto* number = std::get_if<double>(&value)) return shortest(*number);
  if (const auto* steps = std::get_if<Step>(&value)) return *steps == endless ? "endless" : std::to_string(*steps);
  if (const auto* choice = std::get_if<Choice>(&value)) return std::string(field.choices[choice->index]);
  if (const auto* numbers = std::get_if<std::vector<double>>(&value)) return list_text(*numbers);
  if (const auto* steps = std::get_if<std::vector<Step>>(&value)) return list_text(*steps);
  if (const auto* texts = std::get_if<std::vector<std::string>>(&value)) return list_text(*texts);
  return std::get<std::string>(value);
}

bool is_unset(const Value& value) {
  if (const auto* number = std::get_if<double>(&value)) return std::isnan(*number);
  if (const auto* steps = std::get_if<Step>(&value)) return *steps == unset_steps;
  return std::holds_alternative<std::vector<double>>(value) || std::holds_alternative<std::vector<Step>>(value);
}

std::vector<Value> values_of(std::span<const Member> members, const void* options) {
  std::vector<Value> values;
  values.reserve(members.size());
  for (const Member& each : members) values.push_back(each.read(options));
  return values;
}

void set_values(std::span<const Member> members, void* options, std::span<const Value> values) {
  for (std::size_t i = 0; i < members.size(); ++i) members[i].write(options, values[i]);
}

std::string complaint(std::span<const Member> members, const void* options) {
  for (const Member& each : members)
    if (std::string reason = complaint(each.field, each.read(options)); !reason.empty()) return reason;
  return "";
}

}  // namespace etude
