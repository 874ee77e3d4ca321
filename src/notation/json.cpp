// Schedules and plans as JSON, there and back, by what their kinds state.

#include <algorithm>

#include "etude/base/field_json.h"
#include "etude/notation/notation.h"

namespace etude::notation {
namespace {

Result<Schedule> read(const Json& json, const std::string& path, int depth);

Result<std::vector<Schedule>> read_schedules(const Json& json, const std::string& path, int depth) {
  const auto* array = json.as<Json::Array>();
  if (!array) return refuse(path + " must be an array of schedules");
  std::vector<Schedule> schedules;
  for (std::size_t i = 0; i < array->size(); ++i) {
    auto schedule = read((*array)[i], path + "[" + std::to_string(i) + "].", depth + 1);
    if (!schedule) return pass_on(schedule.error());
    schedules.push_back(*std::move(schedule));
  }
  return schedules;
}

/// Every member is "kind" or a field.
std::string stranger(const Kind& kind, const Json::Object& object) {
  for (const auto& [name, value] : object) {
    bool known = name == "kind" || (kind.takes && kind.takes->name == name);
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
  std::vector<Schedule> of;
  if (const Json* member = kind->takes ? json.find(kind->takes->name) : nullptr) {
    auto schedules = read_schedules(*member, path + std::string(kind->takes->name), depth);
    if (!schedules) return pass_on(schedules.error());
    of = *std::move(schedules);
  }
  std::vector<Value> values;
  for (std::size_t i = 0; i < kind->fields.size(); ++i) {
    const Json* member = json.find(kind->fields[i].name);
    if (!member) {
      values.push_back(kind->defaults[i]);
      continue;
    }
    auto value = value_from_json(kind->fields[i], *member, path + std::string(kind->fields[i].name));
    if (!value) return pass_on(value.error());
    values.push_back(*std::move(value));
  }
  auto schedule = kind->make(std::move(of), values);
  if (!schedule) return refuse(path + schedule.error().message);
  return schedule;
}

}  // namespace

Json to_json(const Schedule& schedule) {
  const Kind& kind = schedule.kind();
  const std::vector<Value> values = schedule.arguments();
  Json::Object object{{"kind", std::string(kind.name)}};
  if (std::string label = schedule.label(); !label.empty()) object.emplace_back("label", std::move(label));
  if (kind.takes) {
    Json::Array of;
    for (const Schedule& each : schedule.inner()) of.push_back(to_json(each));
    object.emplace_back(kind.takes->name, std::move(of));
  }
  for (std::size_t i = 0; i < kind.fields.size(); ++i) {
    if (!is_unset(kind.defaults[i]) && values[i] == kind.defaults[i]) continue;
    object.emplace_back(kind.fields[i].name, to_json(kind.fields[i], values[i]));
  }
  return Json(std::move(object));
}

Result<Schedule> from_json(const Json& json) { return read(json, "", 0); }

namespace {

template <class P>
void append_parts(const P& of, Json::Object& object) {
  for (const HyperParameter each : hyper_parameters)
    if (const Schedule* schedule = schedule_of(of, each)) object.emplace_back(name_of(each), to_json(*schedule));
}

}  // namespace

Json to_json(const Plan& plan) {
  Json::Object object{{"etude", json_version}};
  append_parts(plan, object);
  Json::Array groups;
  for (const Group& each : plan.groups) {
    Json::Object group{{"name", each.name}};
    append_parts(each, group);
    if (group.size() > 1) groups.push_back(std::move(group));
  }
  if (!groups.empty()) object.emplace_back("groups", std::move(groups));
  return Json(std::move(object));
}

namespace {

/// Reads the named schedules into `into`; every other member must be one of `others`.
template <class P>
Result<void> read_members(const Json& json, const std::string& path, const std::vector<std::string_view>& others,
                          P& into) {
  for (const auto& [name, value] : *json.as<Json::Object>()) {
    if (std::find(others.begin(), others.end(), name) != others.end()) continue;
    const auto which = hyper_parameter_named(name);
    if (!which || (std::is_same_v<P, Group> && !is_of_a_group(*which)))
      return refuse(path + name + " is no part of a plan");
    const auto schedule = read(value, path + name + ".", 0);
    if (!schedule) return pass_on(schedule.error());
    drive(into, *which, *schedule);
  }
  return {};
}

Result<Group> read_group(const Json& json, const std::string& path) {
  const Json* name = json.find("name");
  if (!name || !name->as<std::string>()) return refuse(path + "name must be given");
  Group group{*name->as<std::string>()};
  if (auto read = read_members(json, path, {"name"}, group); !read) return pass_on(read.error());
  return group;
}

}  // namespace

Result<Plan> plan_from_json(const Json& json) {
  const Json* version = json.find("etude");
  if (!version)
    return refuse("no \"etude\" with the version of the form; was this written by etude convert --to json?");
  if (version->number() != json_version)
    return refuse("the form has another version than " + std::to_string(json_version) +
                  "; write it again with this etude");
  const Json* lr = json.find("lr");
  if (!lr) return refuse("lr must be given");
  auto rate = read(*lr, "lr.", 0);
  if (!rate) return pass_on(rate.error());
  Plan plan{*std::move(rate)};
  if (auto read = read_members(json, "", {"etude", "lr", "groups"}, plan); !read) return pass_on(read.error());
  if (const Json* groups = json.find("groups")) {
    if (!groups->as<Json::Array>()) return refuse("groups must be an array");
    for (const Json& each : *groups->as<Json::Array>()) {
      auto group = read_group(each, "groups[" + std::to_string(plan.groups.size()) + "].");
      if (!group) return pass_on(group.error());
      plan.groups.push_back(*std::move(group));
    }
  }
  return plan;
}

KindStatement statement_of(const Kind& kind) {
  KindStatement stated{kind.name, kind.formula, kind.meaning, kind.source};
  if (kind.takes) stated.fields.push_back(statement_of(*kind.takes, std::nullopt));
  for (std::size_t i = 0; i < kind.fields.size(); ++i)
    stated.fields.push_back(statement_of(kind.fields[i], kind.defaults[i]));
  return stated;
}

}  // namespace etude::notation
