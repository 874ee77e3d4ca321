// Trials and outcomes as lines of JSON. A schedule travels as its text where that reads back as the same; one that is a
// function of C++ travels as its values.

#include "travel.h"

#include <algorithm>
#include <map>
#include <memory>

#include "etude/base/json.h"
#include "etude/notation/notation.h"
#include "etude/schedule/callable.h"

namespace etude::mpi {
namespace {

Refused no_trials() { return refuse("a message between machines holds no trials: is etude the same on all?"); }

Json json_of(const Schedule& schedule, Step steps) {
  const std::string text = notation::print(schedule);
  const auto read = notation::parse_schedule(text);
  if (read && *read == schedule) return text;
  return schedule.values(steps);
}

Json json_of(const Plan& plan, Step steps) {
  Json::Object object;
  for (const auto& [name, schedule] : parts(plan)) object.emplace_back(name, json_of(schedule, steps));
  return object;
}

Result<Schedule> schedule_of(const Json& json) {
  if (const auto* text = json.as<std::string>()) return notation::parse_schedule(*text);
  const auto* array = json.as<Json::Array>();
  if (!array || array->empty()) return no_trials();
  const auto values = std::make_shared<std::vector<double>>();
  for (const Json& value : *array) values->push_back(value.number().value_or(0));
  const auto length = static_cast<Step>(values->size());
  return callable(
      {.function = [values,
                    length](Step t) { return (*values)[static_cast<std::size_t>(std::clamp(t, Step{0}, length - 1))]; },
       .length = length,
       .label = "values"});
}

/// Puts a schedule where its name says: "momentum", "head.lr".
bool put(Plan& plan, std::string_view name, const Schedule& schedule) {
  const std::size_t dot = name.rfind('.');
  const auto which = hyper_parameter_named(name.substr(dot + 1));  // npos + 1 is 0
  if (!which) return false;
  if (dot == std::string_view::npos) {
    drive(plan, *which, schedule);
    return true;
  }
  const std::string_view group = name.substr(0, dot);
  if (plan.groups.empty() || plan.groups.back().name != group) plan.groups.push_back({std::string(group)});
  drive(plan.groups.back(), *which, schedule);
  return is_of_a_group(*which);
}

Result<Plan> plan_of(const Json& json) {
  const auto* object = json.as<Json::Object>();
  if (!object || object->empty() || object->front().first != "lr") return no_trials();
  const auto lr = schedule_of(object->front().second);
  if (!lr) return pass_on(lr.error());
  Plan plan{*lr};
  for (const auto& [name, value] : *object) {
    const auto schedule = schedule_of(value);
    if (!schedule) return pass_on(schedule.error());
    if (!put(plan, name, *schedule)) return no_trials();
  }
  return plan;
}

/// [index, plan's number, steps, as written?, seed, points]
Result<Numbered> trial_of(const Json& json, const std::vector<Plan>& plans) {
  const auto* row = json.as<Json::Array>();
  if (!row || row->size() != 6) return no_trials();
  std::vector<std::int64_t> numbers;
  for (const Json& each : *row)
    if (const auto* number = each.as<std::int64_t>(); number && *number >= 0) numbers.push_back(*number);
  if (numbers.size() != 6 || static_cast<std::size_t>(numbers[1]) >= plans.size()) return no_trials();
  return Numbered{static_cast<std::size_t>(numbers[0]),
                  {.plan = plans[static_cast<std::size_t>(numbers[1])],
                   .steps = numbers[2],
                   .backward = numbers[3] ? train::Backward::as_written : train::Backward::corrected,
                   .seed = static_cast<std::uint32_t>(numbers[4]),
                   .curve_points = static_cast<std::size_t>(numbers[5])}};
}

}  // namespace

std::string to_text(std::span<const Numbered> trials) {
  Json::Array plans, rows;
  std::map<std::string, std::size_t> numbers;
  for (const auto& [index, trial] : trials) {
    Json plan = json_of(trial.plan, trial.steps);
    const auto [found, is_new] = numbers.emplace(write_json(plan, 0), plans.size());
    if (is_new) plans.push_back(std::move(plan));
    rows.emplace_back(Json::Array{
        index, found->second, trial.steps, trial.backward == train::Backward::as_written ? 1 : 0,
        static_cast<std::int64_t>(trial.seed), std::min<std::size_t>(trial.curve_points, std::size_t{1} << 62U)});
  }
  return write_json(Json::Object{{"plans", std::move(plans)}, {"trials", std::move(rows)}}, 0);
}

Result<std::vector<Numbered>> trials_from_text(std::string_view text) {
  const auto json = read_json(text);
  const Json* plan_list = json ? json->find("plans") : nullptr;
  const Json* rows = json ? json->find("trials") : nullptr;
  if (!plan_list || !rows || !plan_list->as<Json::Array>() || !rows->as<Json::Array>()) return no_trials();
  std::vector<Plan> plans;
  for (const Json& each : *plan_list->as<Json::Array>()) {
    auto plan = plan_of(each);
    if (!plan) return pass_on(plan.error());
    plans.push_back(*std::move(plan));
  }
  std::vector<Numbered> trials;
  for (const Json& each : *rows->as<Json::Array>()) {
    auto trial = trial_of(each, plans);
    if (!trial) return pass_on(trial.error());
    trials.push_back(*std::move(trial));
  }
  return trials;
}

}  // namespace etude::mpi
