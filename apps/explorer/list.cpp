// What there is: kinds, dialects, recipes, optimizers, landscapes, rules and fields of a task, as each states itself.

#include "answers.h"
#include "etude/dialect/write.h"
#include "etude/train/task.h"
#include "replies.h"

namespace etude::explorer {
namespace {

template <class Info>
std::vector<Info> listed(const auto& all, Info (*info_of)(const std::decay_t<decltype(all.front())>&)) {
  std::vector<Info> list;
  for (const auto& each : all) list.push_back(info_of(each));
  return list;
}

DialectInfo dialect_info(const dialect::Dialect& dialect) {
  return {dialect.name, dialect.library, dialect.is_written};
}

OptimizerInfo optimizer_info(const optim::RuleEntry& rule) {
  return {rule.name, rule.formula, rule.meaning, rule.options};
}

TaskFieldInfo field_info(const train::TaskField& field) {
  return {field.name, field.group, field.meaning(), field.get(train::Task())};
}

}  // namespace

Answer list(Memory&, Request&) {
  return facts_json(CoreList{.version = ETUDE_VERSION,
                             .kinds = listed(kinds(), &notation::statement_of),
                             .dialects = listed(dialect::dialects(), &dialect_info),
                             .recipes = notation::recipes(),
                             .formats = dialect::targets(),
                             .optimizers = listed(optim::rules(), &optimizer_info),
                             .landscapes = optim::landscapes(),
                             .rules = range::range_rules(),
                             .task = listed(train::task_fields(), &field_info)});
}

}  // namespace etude::explorer
