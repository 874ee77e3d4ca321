// TOML by toml++.

#include <toml++/toml.h>

#include "source/config/forms.h"

namespace etude::inline source::configs {
namespace {

Place place_of(const toml::source_position& at, std::string_view file) {
  return {std::string(file), std::max<std::size_t>(at.line, 1), std::max<std::size_t>(at.column, 1)};
}

Value number_of(double number, bool is_whole, Value value) {
  value.type = Value::Type::number;
  value.number = number;
  value.is_whole = is_whole;
  return value;
}

Value of_node(const toml::node& node, std::string_view file) {
  Value value;
  value.place = place_of(node.source().begin, file);
  if (const auto* text = node.as_string()) return text_value(text->get(), value.place);
  if (const auto* whole = node.as_integer()) return number_of(static_cast<double>(whole->get()), true, value);
  if (const auto* real = node.as_floating_point()) return number_of(real->get(), false, value);
  if (const auto* flag = node.as_boolean()) {
    value.type = Value::Type::boolean;
    value.number = flag->get() ? 1 : 0;
  } else if (const auto* list = node.as_array()) {
    value.type = Value::Type::list;
    for (const toml::node& item : *list) value.items.push_back(of_node(item, file));
  } else if (const auto* table = node.as_table()) {
    value.type = Value::Type::map;
    for (const auto& [key, member] : *table) {
      value.named.emplace_back(key.str(), of_node(member, file));
      value.named.back().second.place = place_of(key.source().begin, file);
    }
  }
  return value;
}

}  // namespace

Result<Value> read_toml(std::string_view text, std::string_view file) {
  try {
    return of_node(toml::parse(text), file);
  } catch (const toml::parse_error& error) {
    return refuse_at(place_of(error.source().begin, file), "this is no TOML: " + std::string(error.description()));
  }
}

}  // namespace etude::source::configs
