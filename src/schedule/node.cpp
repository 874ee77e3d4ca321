#include "etude/schedule/node.h"

namespace etude::inline schedule::detail {

Kind describe(const Statement& statement, const void* defaults) {
  const auto& [name, formula, meaning, source, takes, members, make] = statement;
  Kind kind{name, formula, meaning, source, takes, {}, values_of(members, defaults), make};
  for (const Member& each : members) kind.fields.push_back(each.field);
  return kind;
}

std::string count_complaint(const Field& takes, std::size_t count) {
  if (takes.range.contains(static_cast<double>(count))) return "";
  const std::string least = shortest(takes.range.least);
  const std::string wanted = least == "1" ? "one schedule" : least + " schedules";
  return takes.range.most == takes.range.least ? "takes " + wanted + ", not " + std::to_string(count)
                                               : "takes at least " + wanted;
}

Refused refuse_options(std::string_view kind, const std::string& reason) {
  return refuse(std::string(kind) + ": " + reason);
}

}  // namespace etude::schedule::detail
