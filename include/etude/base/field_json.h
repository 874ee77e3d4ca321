#pragma once
// Fields and their values as JSON.

#include <optional>
#include <string>

#include "etude/base/field.h"
#include "etude/base/json.h"

namespace etude {

/// The value: a number, a word, a text, or an array of those.
Json to_json(const Field& field, const Value& value);

/// And back. Refused: what is of another type; the message begins with `path`, as in "of[1].steps must be a whole ...".
/// Whether the field takes the value, complaint() says.
Result<Value> value_from_json(const Field& field, const Json& json, const std::string& path);

/// What is stated of a field: {"name", "unit", "required", "default", "least", "most" (null: none), "above_least",
/// "choices", "meaning"}. Without a default it is required.
Json statement_json(const Field& field, const std::optional<Value>& fallback);

}  // namespace etude
