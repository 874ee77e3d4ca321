// A value is read as the unit of its field says, and held against what the field takes.

#include "notation/values.h"

#include <cmath>

#include "base/words.h"
#include "etude/base/number.h"

namespace etude::notation {
namespace {

std::string name_in(const Field& field) { return std::string(field.name); }

bool counts_steps(Unit unit) { return unit == Unit::steps || unit == Unit::duration; }

/// What a list of that unit holds; nothing where it is no list.
std::optional<Unit> item_of(Unit unit) {
  switch (unit) {
    case Unit::milestones:
      return Unit::steps;
    case Unit::durations:
      return Unit::duration;
    case Unit::numbers:
      return Unit::number;
    default:
      return std::nullopt;
  }
}

}  // namespace

Result<Value> Values::take(const Field& field) {
  const Token at = tokens_.next();
  auto value = item_of(field.unit) ? read_list(field) : read(field);
  if (!value) return value;
  if (const std::string reason = complaint(field, *value); !reason.empty()) return tokens_.refuse_at(at, reason);
  tokens_.take();
  return value;
}

/// Here and in what it calls, the last token of the value is left standing.
Result<Value> Values::read(const Field& field) {
  if (field.unit == Unit::choice) return read_choice(field);
  if (counts_steps(field.unit))
    if (auto amount = read_amount(field)) return *amount;
  return field.unit == Unit::steps || field.unit == Unit::count ? read_whole(field) : read_number(field);
}

Result<Value> Values::read_choice(const Field& field) const {
  for (std::size_t i = 0; i < field.choices.size(); ++i)
    if (field.choices[i] == tokens_.next().text) return Value(Choice{i});
  return tokens_.refuse_next(name_in(field) + " is one of " + joined(field.choices) + "; read " +
                             shown(tokens_.next()));
}

/// [1, 2, 3]
Result<Value> Values::read_list(const Field& field) {
  if (!tokens_.is_next(TokenKind::open_list))
    return tokens_.refuse_next(name_in(field) + " needs a list, as in [30, 60]; read " + shown(tokens_.next()));
  std::vector<double> numbers;
  std::vector<Step> steps;
  Field item = field;
  item.unit = *item_of(field.unit);
  tokens_.take();
  while (!tokens_.is_next(TokenKind::close_list)) {
    const auto value = read(item);
    if (!value) return value;
    if (const auto* number = std::get_if<double>(&*value)) numbers.push_back(*number);
    if (const auto* step = std::get_if<Step>(&*value)) steps.push_back(*step);
    tokens_.take();
    if (tokens_.is_next(TokenKind::comma)) {
      tokens_.take();
    } else if (!tokens_.is_next(TokenKind::close_list)) {
      return tokens_.unexpected(", or ]");
    }
  }
  return item.unit == Unit::steps ? Value(std::move(steps)) : Value(std::move(numbers));
}

Result<double> Values::read_finite(const Field& field, const std::string& expected) const {
  const Token& token = tokens_.next();
  const std::optional<double> number = to_double(token.text);
  if (!number) return tokens_.refuse_next(expected + ", read " + shown(token));
  if (std::isnan(*number)) return tokens_.refuse_next(name_in(field) + " must be a finite number, not nan");
  if (std::isinf(*number) && token.kind == TokenKind::number)
    return tokens_.refuse_next(name_in(field) + "=" + shown(token) + " overflows; give a number below 1.8e308");
  return *number;
}

Result<Value> Values::read_number(const Field& field) const {
  const auto number = read_finite(field, name_in(field) + " needs a number");
  if (!number) return pass_on(number.error());
  return Value(*number);
}

Result<Value> Values::read_whole(const Field& field) const {
  const std::string expected = name_in(field) + " needs a whole number";
  const auto number = read_finite(field, expected);
  if (!number) return pass_on(number.error());
  if (const auto integer = to_integer(tokens_.next().text)) return Value(Step{*integer});
  if (!(std::abs(*number) <= 0x1p62)) return tokens_.refuse_next(name_in(field) + " must be at most 2^62");
  if (*number != std::floor(*number)) return tokens_.refuse_next(expected + ", read " + shown(tokens_.next()));
  return Value(static_cast<Step>(*number));
}

/// 5%, 3ep, rest: what only a horizon can turn into steps. Nothing where a plain number stands.
std::optional<Result<Value>> Values::read_amount(const Field& field) {
  const Token& at = tokens_.next();
  if (at.text == "endless" && field.unit == Unit::steps) return Value(endless);
  if (at.text == "rest") return read_rest(field);
  if (at.kind != TokenKind::number || to_double(at.text)) return std::nullopt;
  const auto measure = read_measure(at.text);
  if (!measure) return std::nullopt;
  const auto updates = run_.updates_of(*measure, begin);
  if (!updates) return tokens_.refuse_next(std::string(at.text) + ": " + updates.error().message);
  if (!(std::abs(*updates) <= 0x1p62)) return tokens_.refuse_next(name_in(field) + " must be at most 2^62");
  return resolved(field, *updates);
}

Result<Value> Values::read_rest(const Field& field) {
  const auto total = run_.updates();
  if (!total) return tokens_.refuse_next(total.error().message);
  if (begin > *total)
    return tokens_.refuse_next("nothing is left of " + std::to_string(*total) + " steps: the pieces before have " +
                               std::to_string(begin));
  return resolved(field, static_cast<double>(*total - begin));
}

Value Values::resolved(const Field& field, double updates) {
  const auto steps = static_cast<Step>(std::floor(updates + 0.5));
  const Token& at = tokens_.next();
  if (resolved_) resolved_->push_back({std::string(at.text), tokens_.column_of(at), updates, steps});
  return field.unit == Unit::duration ? Value(updates) : Value(steps);
}

}  // namespace etude::notation
