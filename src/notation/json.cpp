#include <cmath>

#include "etude/notation/notation.h"

namespace etude {
namespace {

Json value_to_json(const Field& field, const Value& value) {
  if (const auto* number = std::get_if<double>(&value)) return Json(*number);
  if (const auto* steps = std::get_if<Step>(&value)) return Json(*steps);
  if (std::holds_alternative<Choice>(value)) return Json(value_text(field, value));
  Json::Array schedules;
  for (const Schedule& schedule : std::get<std::vector<Schedule>>(value)) schedules.push_back(to_json(schedule));
  return Json(std::move(schedules));
}

Result<Schedule> read(const Json& json, const std::string& path, int depth);

Result<Value> read_schedules(const Json& json, const std::string& path, int depth) {
  const auto* array = json.as<Json::Array>();
  if (!array) return refuse(path + " must be an array of schedules");
  std::vector<Schedule> schedules;
  for (std::size_t i = 0; i < array->size(); ++i) {
    auto schedule = read((*array)[i], path + "[" + std::to_string(i) + "].", depth + 1);
    if (!schedule) return tl::unexpected<Error>(schedule.error());
    schedules.push_back(*std::move(schedule));
  }
  return Value(std::move(schedules));
}

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

Result<Value> read_value(const Field& field, const Json& json, const std::string& path, int depth) {
  if (field.unit == Unit::schedules) return read_schedules(json, path, depth);
  if (field.unit == Unit::choice) return read_choice(field, json, path);
  if (field.unit == Unit::steps) return read_steps(json, path);
  const auto number = json.number();
  if (!number) return refuse(path + " must be a number");
  return Value(*number);
}

/// Every member is "kind" or a field.
std::string stranger(const Kind& kind, const Json::Object& object) {
  for (const auto& [name, value] : object) {
    bool known = name == "kind";
    for (const Field& field : kind.fields) known = known || field.name == name;
    if (!known) return name;
  }
  return "";
}

Result<Schedule> read(const Json& json, const std::string& path, int depth) {
  if (depth > deepest_nesting) return refuse(path + " is nested deeper than " + std::to_string(deepest_nesting));
  const auto* object = json.as<Json::Object>();
  const Json* name = json.find("kind");
  if (!object || !name || !name->as<std::string>()) return refuse(path + "kind must name a kind");
  const Kind* kind = find_kind(*name->as<std::string>());
  if (!kind) return refuse(path + "kind: there is no kind \"" + *name->as<std::string>() + "\"");
  if (const std::string extra = stranger(*kind, *object); !extra.empty()) {
    return refuse(path + extra + " is no field of " + std::string(kind->name));
  }
  std::vector<Value> values;
  for (std::size_t i = 0; i < kind->fields.size(); ++i) {
    const Json* member = json.find(kind->fields[i].name);
    if (!member) {
      values.push_back(kind->defaults[i]);
      continue;
    }
    auto value = read_value(kind->fields[i], *member, path + std::string(kind->fields[i].name), depth);
    if (!value) return tl::unexpected<Error>(value.error());
    values.push_back(*std::move(value));
  }
  auto schedule = kind->make(values);
  if (!schedule) return refuse(path + schedule.error().message);
  return schedule;
}

}  // namespace

Json to_json(const Schedule& schedule) {
  const Kind& kind = schedule.kind();
  const std::vector<Value> values = schedule.arguments();
  Json::Object object{{"kind", std::string(kind.name)}};
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!is_unset(kind.defaults[i]) && values[i] == kind.defaults[i]) continue;
    object.emplace_back(kind.fields[i].name, value_to_json(kind.fields[i], values[i]));
  }
  return Json(std::move(object));
}

Result<Schedule> from_json(const Json& json) { return read(json, "", 0); }

}  // namespace etude
