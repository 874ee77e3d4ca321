// The list of kinds, compiled: a schedule of each, and the table in which a name finds its kind.

#include "etude/schedule/kinds.h"

#undef ETUDE_KIND
#define ETUDE_KIND(Type, function, call) \
  template etude::Result<etude::Schedule> etude::schedule::make_schedule(etude::schedule::Type);
#include "etude/schedule/kind/list.h"

namespace etude::inline schedule {
namespace {

struct Row {
  std::string_view name;      // of the kind
  std::string_view function;  // in C++
  Call call;
};

constexpr Row rows[] = {
#undef ETUDE_KIND
#define ETUDE_KIND(Type, function, call) {Type::name, #function, Call::call},
#include "etude/schedule/kind/list.h"
};

}  // namespace

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all = {
#undef ETUDE_KIND
#define ETUDE_KIND(Type, function, call) detail::kind_of<Type>(),
#include "etude/schedule/kind/list.h"
  };
  return all;
}

const Kind* find_kind(std::string_view name) {
  for (const Kind& kind : kinds())
    if (kind.name == name) return &kind;
  return nullptr;
}

Kind detail::describe(const Statement& statement, const Traits& traits, const void* defaults) {
  Kind kind{.name = statement.name,
            .formula = statement.formula,
            .meaning = statement.meaning,
            .source = statement.source,
            .example = statement.example,
            .traits = traits,
            .takes = statement.takes,
            .defaults = values_of(statement.members, defaults),
            .make = statement.make};
  for (const Member& each : statement.members) kind.fields.push_back(each.field);
  for (const Row& row : rows)
    if (row.name == kind.name) kind.function = row.function, kind.call = row.call;
  return kind;
}

}  // namespace etude::schedule
