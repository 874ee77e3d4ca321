// JSON has fewer types than fields: the unit says which of them is meant.

#include "etude/base/field_json.h"

#include <cmath>

namespace etude {
namespace {

Result<Value> read_choice(const Field& field, const Json& json, const std::string& path) {
  const auto* word = json.as<std::string>();
  std::string words;
  for (std::size_t i = 0; i < field.choices.size(); ++i) {
    if (word && *word == field.choices[i]) return Value(Choice{i});
    words += (i ? ", " : "") + std::string(field.choices[i]);
  }
  return refuse(path + " must be one of " + words);
}

Result<Value> read_steps(const Json& json, const std::string& path) {
  if (const auto* integer = json.as<std::int64_t>()) return Value(Step{*integer});
  const auto number = json.number();
  if (!number || *number != std::floor(*number) || !(std::abs(*number) <= 0x1p62)) {
    return refuse(path + " must be a whole number of at most 2^62");
  }
  return Value(static_cast<Step>(*number));
}

Result<Value> read_text(const Json& json, const std::string& path) {
  const auto* text = json.as<std::string>();
  if (!text) return refuse(path + " must be a text");
  return Value(*text);
}

/// An array of what `item` reads one by one.
template <class T, class Item>
Result<Value> read_list(const Json& json, const std::string& path, const char* what, Item item) {
  const auto* array = json.as<Json::Array>();
  if (!array) return refuse(path + " must be an array of " + what);
  std::vector<T> items;
  for (std::size_t i = 0; i < array->size(); ++i) {
    const Result<Value> value = item((*array)[i], path + "[" + std::to_string(i) + "]");
    if (!value) return value;
    items.push_back(std::get<T>(*value));
  }
  return Value(std::move(items));
}

Result<Value> read_number(const Json& json, const std::string& path) {
  const auto number = json.number();
  if (!number) return refuse(path + " must be a number");
  return Value(*number);
}

Json default_json(const Field& field, const std::optional<Value>& fallback) {
  if (!fallback || is_unset(*fallback)) return {};
  const auto* steps = std::get_if<Step>(&*fallback);
  return steps && *steps == endless ? Json(value_text(field, *fallback)) : to_json(field, *fallback);
}

}  // namespace

Json to_json(const Field& field, const Value& value) {
  if (const auto* number = std::get_if<double>(&value)) return Json(*number);
  if (const auto* steps = std::get_if<Step>(&value)) return Json(*steps);
  if (std::holds_alternative<Choice>(value)) return Json(value_text(field, value));
  if (const auto* numbers = std::get_if<std::vector<double>>(&value)) return Json(*numbers);
  if (const auto* steps = std::get_if<std::vector<Step>>(&value)) return Json::Array(steps->begin(), steps->end());
  if (const auto* texts = std::get_if<std::vector<std::string>>(&value))
    return Json::Array(texts->begin(), texts->end());
  return std::get<std::string>(value);
}

Result<Value> value_from_json(const Field& field, const Json& json, const std::string& path) {
  switch (field.unit) {
    case Unit::choice:
      return read_choice(field, json, path);
    case Unit::steps:
    case Unit::count:
      return read_steps(json, path);
    case Unit::milestones:
    case Unit::counts:
      return read_list<Step>(json, path, "numbers", read_steps);
    case Unit::numbers:
    case Unit::durations:
      return read_list<double>(json, path, "numbers", read_number);
    case Unit::text:
      return read_text(json, path);
    case Unit::texts:
      return read_list<std::string>(json, path, "texts", read_text);
    case Unit::schedules:
      return refuse(path + " is no value");
    case Unit::rate:
    case Unit::number:
    case Unit::fraction:
    case Unit::duration:
      return read_number(json, path);
  }
  return refuse(path + " is no value");
}

FieldStatement statement_of(const Field& field, const std::optional<Value>& fallback) {
  return {.name = field.name,
          .unit = name_of(field.unit),
          .required = !fallback || is_unset(*fallback),
          .default_ = default_json(field, fallback),
          .least = field.range.least,
          .most = field.range.most,
          .above_least = field.range.above_least,
          .choices = field.choices,
          .meaning = field.meaning};
}

}  // namespace etude
