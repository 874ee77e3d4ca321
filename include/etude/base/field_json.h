#pragma once
// Fields and their values as JSON.

#include <optional>
#include <string>

#include "etude/base/fact.h"
#include "etude/base/field.h"
#include "etude/base/json.h"

namespace etude {

/// The value: a number, a word, a text, or an array of those.
Json to_json(const Field& field, const Value& value);

/// And back. Refused: what is of another type; the message begins with `path`, as in "of[1].steps must be a whole ...".
/// Whether the field takes the value, complaint() says.
Result<Value> value_from_json(const Field& field, const Json& json, const std::string& path);

/// What is stated of a field, for who reads no C++.
struct FieldStatement {
  std::string_view name, unit;  // "steps"; "rate", "list of numbers", "word"
  bool required = false;
  Json default_ = {};  // null: none
  double least = -std::numeric_limits<double>::infinity(), most = -least;
  bool above_least = false;
  std::span<const std::string_view> choices = {};
  std::string_view meaning = {};

  static constexpr auto facts(auto...) {
    return facts_of<&FieldStatement::name, &FieldStatement::unit, &FieldStatement::required, &FieldStatement::default_,
                    &FieldStatement::least, &FieldStatement::most, &FieldStatement::above_least,
                    &FieldStatement::choices, &FieldStatement::meaning>();
  }
};
/// The statement of a field with that default. Without one it is required.
FieldStatement statement_of(const Field& field, const std::optional<Value>& fallback);

}  // namespace etude
