#pragma once
// JSON as a value: what the core, which has no dependencies, needs of RFC 8259 and no more.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "etude/base/copied_by_hand.h"
#include "etude/base/result.h"

namespace etude {

/// One JSON value. Objects keep the order in which their members were added.
class Json {
 public:
  using Array = std::vector<Json>;
  using Member = std::pair<std::string, Json>;
  using Object = std::vector<Member>;

  Json() = default;  // null
  Json(bool value) : value_(value) {}
  Json(double value) : value_(value) {}  // NaN and infinity are written as null: JSON has no such numbers
  Json(int value) : value_(static_cast<std::int64_t>(value)) {}
  Json(std::int64_t value) : value_(value) {}
  Json(std::size_t value) : value_(static_cast<std::int64_t>(value)) {}
  Json(const char* value) : value_(std::string(value)) {}
  Json(std::string_view value) : value_(std::string(value)) {}
  Json(std::string value) : value_(std::move(value)) {}
  Json(Array value) : value_(std::move(value)) {}
  Json(Object value) : value_(std::move(value)) {}
  Json(const std::vector<double>& values);  // an array of numbers

  bool is_null() const { return std::holds_alternative<Null>(value_); }
  /// The value as T (bool, double, std::int64_t, std::string, Array, Object), or nullptr where it is something else.
  template <class T>
  const T* as() const {
    return std::get_if<T>(&value_);
  }
  /// A number, whether it was written 3 or 3.0; nothing where it is no number.
  std::optional<double> number() const;
  /// The member of that name, or nullptr where there is none (or this is no object).
  const Json* find(std::string_view name) const;

  friend bool operator==(const Json&, const Json&) = default;

 private:
  using Null = CopiedByHand;
  std::variant<Null, bool, double, std::int64_t, std::string, Array, Object> value_;
};

/// RFC 8259 text, without a line break at its end. `indent` 0 gives one line; otherwise that many blanks a level,
/// with arrays of plain numbers on one line. Numbers are written as shortest() does, so 3.0 is written 3. Bytes that
/// are not UTF-8 are replaced by U+FFFD, so that the text is always valid.
std::string write_json(const Json& value, int indent = 2);

/// Reads one JSON text. Refused, with line and column and what was expected: bad syntax, trailing text,
/// nesting deeper than 64, a doubled member name, bad UTF-8, half a surrogate pair, a number beyond the largest double.
/// Integers that fit become std::int64_t, other numbers (3.0, -0, 1e2, 2^64) double. Lines and columns count from 1,
/// columns in characters: "line 1, column 5: expected ',' or ']' after an item, not '2'".
Result<Json> read_json(std::string_view text);

}  // namespace etude
