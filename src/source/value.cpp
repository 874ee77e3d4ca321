// Values back to text, and places to text.

#include "source/value.h"

#include "etude/base/number.h"
#include "etude/base/pattern.h"

namespace etude::inline source {
namespace {

using Type = Value::Type;

std::string quoted(std::string_view text) {
  std::string all = "'";
  for (const char c : text) all += c == '\'' ? '"' : c == '\n' || c == '\r' ? ' ' : c;
  return all + "'";
}

/// 3 -> "3", 3.0 -> "3.0": a dialect tells Python's ints from its floats.
std::string number_in_python(const Value& value) {
  return value.is_whole ? shortest(value.number) : filled("{}", {value.number});
}

std::string items_in_python(const Value& value) {
  std::string all;
  for (const Value& item : value.items) add_item(all, in_python(item));
  return all;
}

std::string map_in_python(const Value& map) {
  std::string all;
  for (const auto& [name, value] : map.named)
    add_item(all, filled("{}: {}", {to_double(name) ? name : quoted(name), in_python(value)}));
  return filled("{{}}", {all});
}

std::string call_in_python(const Value& call) {
  std::string all = items_in_python(call);
  for (const auto& [name, value] : call.named) add_item(all, filled("{}={}", {name, in_python(value)}));
  return filled("{}({})", {call.text, all});
}

}  // namespace

Value::Value() = default;
Value::Value(const Value& other) = default;
Value::Value(Value&& other) noexcept = default;
Value& Value::operator=(const Value& other) = default;
Value& Value::operator=(Value&& other) noexcept = default;
Value::~Value() = default;

const Value* Value::find(std::string_view name) const {
  for (const auto& [key, value] : named)
    if (key == name) return &value;
  return nullptr;
}

std::string in_python(const Value& value) {
  switch (value.type) {
    case Type::none:
      return "None";
    case Type::boolean:
      return value.number != 0 ? "True" : "False";
    case Type::number:
      return number_in_python(value);
    case Type::text:
      return quoted(value.text);
    case Type::unknown:
      return value.text;
    case Type::list:
      return filled("[{}]", {items_in_python(value)});
    case Type::map:
      return map_in_python(value);
    case Type::call:
      break;
  }
  return call_in_python(value);
}

std::string text_of(const Place& place) {
  if (place.file.empty()) return filled("line {}, column {}", {place.line, place.column});
  return filled("{}:{}:{}", {place.file, place.line, place.column});
}

}  // namespace etude::source
