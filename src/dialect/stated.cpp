// What the arguments of a line say of its schedule: a name says the same in every library, but for those that a call
// uses for something else.

#include <algorithm>

#include "dialect/arguments.h"
#include "etude/base/number.h"

namespace etude::dialect {
namespace {

struct Said {
  std::string_view name;  // "T_max", or "LinearLR.end" where it is so in that call alone
  Part part;
};

constexpr Said said_by_name[] = {
#define PART(name, part) {name, Part::part},
#include "dialect/parts.inc"
#undef PART
};

Part part_of(std::string_view call, std::string_view name) {
  const std::string full = filled("{}.{}", {call, name});
  for (const std::string_view each : {std::string_view(full), name}) {
    const Said* found = std::find_if(std::begin(said_by_name), std::end(said_by_name),
                                     [&](const Said& said) { return said.name == each; });
    if (found != std::end(said_by_name)) return found->part;
  }
  return Part::other;
}

/// A number, or the last of a list of them.
double number_of(const Literal& literal) {
  if (literal.type == Literal::Type::number) return literal.number;
  const bool is_list = literal.type == Literal::Type::list && !literal.items.empty();
  return is_list && literal.items.back().type == Literal::Type::number ? literal.items.back().number : not_a_number;
}

void add_calls(const Language& language, const Literal& literal, const Setting& setting, std::vector<Argument>& to) {
  if (literal.type == Literal::Type::list)
    for (const Literal& item : literal.items) add_calls(language, item, setting, to);
  if (literal.type != Literal::Type::call) return;
  for (const Entry& entry : language.entries) {
    if (entry.name != last_name(literal.text)) continue;
    for (Argument& each : Arguments(language, entry, literal, setting).stated()) to.push_back(std::move(each));
  }
}

}  // namespace

std::vector<Argument> Arguments::stated() const {
  std::vector<Argument> all;
  for (const std::string& name : order_) {
    const auto value = values_.find(name);
    if (value == values_.end()) continue;
    if (const Part part = part_of(entry_.name, name); part != Part::other)
      all.push_back({part, name, number_of(value->second), std::string(entry_.name)});
    add_calls(language_, value->second, setting_, all);
  }
  return all;
}

}  // namespace etude::dialect
