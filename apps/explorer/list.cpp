// What there is: kinds, dialects, recipes, optimizers, landscapes, rules and fields of a task, as each states itself.

#include "answers.h"
#include "etude/dialect/write.h"
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

Json dialect_json(const dialect::Dialect& dialect) {
  return Json::Object{{"name", dialect.name}, {"library", dialect.library}, {"written", dialect.is_written}};
}

Json optimizer_json(const optim::RuleEntry& rule) {
  return Json::Object{
      {"name", rule.name}, {"formula", rule.formula}, {"meaning", rule.meaning}, {"options", fact_json(rule.options)}};
}

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
                      {"formats", fact_json(dialect::targets())},
                      {"optimizers", listed(optim::rules(), optimizer_json)},
                      {"landscapes", fact_json(optim::landscapes())},
                      {"rules", fact_json(range::range_rules())},
                      {"task", listed(train::task_fields(), field_json)}};
}

}  // namespace etude::explorer
