// What there is: kinds, dialects, recipes, optimizers, landscapes, rules and fields of a task, as each states itself.

#include "answers.h"
#include "etude/notation/recipes.h"
#include "etude/range/rules.h"
#include "etude/train/task.h"
#include "optim/landscape.h"

namespace etude::explorer {
namespace {

Json::Array listed(const auto& all, const auto& as_json) {
  Json::Array list;
  for (const auto& each : all) list.push_back(as_json(each));
  return list;
}

Json::Array names(const auto& all) {
  return listed(all, [](std::string_view name) { return Json(name); });
}

Json point_json(const optim::Point& point) { return Json::Array{point[0], point[1]}; }

Json dialect_json(const dialect::Dialect& dialect) {
  return Json::Object{{"name", dialect.name}, {"library", dialect.library}, {"written", dialect.is_written}};
}

Json optimizer_json(const optim::RuleEntry& rule) {
  return Json::Object{
      {"name", rule.name}, {"formula", rule.formula}, {"meaning", rule.meaning}, {"options", names(rule.options)}};
}

Json landscape_json(const optim::Landscape& landscape) {
  return Json::Object{{"name", landscape.name},
                      {"formula", landscape.formula},
                      {"meaning", landscape.meaning},
                      {"x", point_json(landscape.x)},
                      {"y", point_json(landscape.y)},
                      {"start", point_json(landscape.start)},
                      {"minima", listed(landscape.minima, point_json)}};
}

Json rule_json(const range::RangeRule& rule) { return Json::Object{{"name", rule.name}, {"formula", rule.formula}}; }

Json field_json(const train::TaskField& field) {
  return Json::Object{{"name", field.name},
                      {"group", field.group},
                      {"meaning", field.meaning()},
                      {"default", field.get(train::Task())}};
}

}  // namespace

Answer list(Memory&, Request&) {
  return Json::Object{{"version", ETUDE_VERSION},
                      {"kinds", listed(kinds(), [](const Kind& kind) { return notation::to_json(kind); })},
                      {"dialects", listed(dialect::dialects(), dialect_json)},
                      {"recipes", listed(notation::recipes(),
                                         [](const notation::Recipe& recipe) { return notation::to_json(recipe); })},
                      {"formats", names(dialect::written_dialects())},
                      {"optimizers", listed(optim::rules(), optimizer_json)},
                      {"landscapes", listed(optim::landscapes(), landscape_json)},
                      {"rules", listed(range::range_rules(), rule_json)},
                      {"task", listed(train::task_fields(), field_json)}};
}

}  // namespace etude::explorer
