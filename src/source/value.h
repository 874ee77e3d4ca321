#pragma once
// A value as a text wrote it: the literals and calls of a script, the entries of YAML, TOML and JSON, and the flags of a
// command line all become this one tree, so that one reader of a program's settings serves every form in which they come.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "etude/source/source.h"

namespace etude::inline source {

struct Value {
  enum class Type { none, boolean, number, text, unknown, list, map, call };

  Type type = Type::none;
  double number = 0;         // of a number; 1 and 0 of a boolean
  bool is_whole = false;     // written as a whole number
  std::string text;          // of a text; a call's dotted name; of what is unknown, the name or expression
  std::vector<Value> items;  // of a list or tuple; a call's positional arguments
  std::vector<std::pair<std::string, Value>> named;  // a map's members; a call's named arguments
  Place place;

  Value();
  Value(const Value& other);
  Value(Value&& other) noexcept;
  Value& operator=(const Value& other);
  Value& operator=(Value&& other) noexcept;
  ~Value();

  /// The member of that name, or nullptr.
  const Value* find(std::string_view name) const;
};

/// The value as one expression of Python, as a dialect's line has it: numbers as shortest() writes them.
std::string in_python(const Value& value);

}  // namespace etude::source
