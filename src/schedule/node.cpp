#include "etude/schedule/node.h"

namespace etude::inline schedule::detail {

Kind describe(const Statement& statement, const void* defaults) {
  const auto& [name, formula, meaning, source, members, make] = statement;
  Kind kind{name, formula, meaning, source, {}, values_of(members, defaults), make};
  for (const Member& each : members) kind.fields.push_back(each.field);
  return kind;
}

Refused refuse_options(std::string_view kind, const std::string& reason) {
  return refuse(std::string(kind) + ": " + reason);
}

}  // namespace etude::schedule::detail
