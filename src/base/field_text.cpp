// A field's value as a flag is typed, and back: 0.1, 1e6, yes, 64,64.

#include <algorithm>
#include <cmath>

#include "base/words.h"
#include "etude/base/field.h"
#include "etude/base/number.h"

namespace etude {
namespace {

/// A range to the last whole number that there is has 2^63, which is no Step, as its most.
Step at_most(const Range& range) {
  if (std::isinf(range.most)) return max_step;
  return range.most < 0x1p63 ? static_cast<Step>(range.most) : endless;
}

std::string within(const std::string& what, const Range& range) {
  if (std::isinf(range.least)) return what;
  if (!range.above_least && std::isfinite(range.most))
    return what + " from " + shortest(range.least) + " to " + shortest(range.most);
  const std::string least = what + (range.above_least ? " above " : " of at least ") + shortest(range.least);
  return std::isfinite(range.most) ? least + " and at most " + shortest(range.most) : least;
}

/// "a", "a or b", "a, b or c"; but "yes or no", as one says it.
std::string either(std::span<const std::string_view> choices) {
  if (std::equal(choices.begin(), choices.end(), words<Switch>.begin(), words<Switch>.end())) return "yes or no";
  return joined(choices, ", ", " or ");
}

/// "1 to 9", of a field that takes whole numbers.
std::string whole_range(const Range& range) {
  return std::to_string(static_cast<Step>(range.least)) + " to " + std::to_string(at_most(range));
}

/// What a text must be in which `field` is said.
std::string wanted(const Field& field) {
  switch (field.unit) {
    case Unit::steps:
    case Unit::count:
      return "a whole number from " + whole_range(field.range);
    case Unit::milestones:
    case Unit::counts:
      return "whole numbers from " + whole_range(field.range) + " with commas between them, or none";
    case Unit::numbers:
    case Unit::durations:
      return within("numbers", field.range) + " with commas between them, or none";
    case Unit::choice:
      return either(field.choices);
    case Unit::rate:
    case Unit::number:
    case Unit::fraction:
    case Unit::duration:
      return within("a number", field.range);
    case Unit::text:
    case Unit::texts:
    case Unit::schedules:
      break;
  }
  return std::string(name_of(field.unit));
}

constexpr std::pair<char, std::string_view> thousands[] = {{'k', "e3"}, {'K', "e3"}, {'M', "e6"}};

/// 10k as 10e3, which is read without a rounding.
std::string without_thousands(std::string_view text) {
  for (const auto& [sign, exponent] : thousands)
    if (text.ends_with(sign)) return std::string(text.substr(0, text.size() - 1)) += exponent;
  return std::string(text);
}

std::optional<Step> whole_in(std::string_view text) {
  if (const auto integer = to_integer(text)) return integer;
  const auto number = to_double(without_thousands(text));
  if (!number || !(std::abs(*number) <= 0x1p62) || *number != std::floor(*number)) return std::nullopt;
  return static_cast<Step>(*number);
}

std::optional<Value> step_in(const Field& field, std::string_view text) {
  const auto step = whole_in(text);
  const bool is_good = step && *step >= static_cast<Step>(field.range.least) && *step <= at_most(field.range);
  return is_good ? std::optional<Value>(*step) : std::nullopt;
}

std::optional<Value> number_in(const Field& field, std::string_view text) {
  const auto number = to_double(text);
  const bool is_good = number && std::isfinite(*number) && field.range.contains(*number);
  return is_good ? std::optional<Value>(*number) : std::nullopt;
}

std::optional<Value> choice_in(const Field& field, std::string_view text) {
  const auto word = std::find(field.choices.begin(), field.choices.end(), text);
  if (word == field.choices.end()) return std::nullopt;
  return Choice{static_cast<std::size_t>(word - field.choices.begin())};
}

/// The parts between commas; the empty text has none.
std::vector<std::string> parts_of(std::string_view text) {
  std::vector<std::string> all;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    all.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return all;
}

/// A list of what `item` reads one by one.
template <class T, class Item>
std::optional<Value> list_in(const Field& field, std::string_view text, Item item) {
  std::vector<T> items;
  if (text == "none") return items;
  for (const std::string& part : parts_of(text)) {
    const auto value = item(field, part);
    if (!value) return std::nullopt;
    items.push_back(std::get<T>(*value));
  }
  return items.empty() ? std::nullopt : std::optional<Value>(std::move(items));
}

std::optional<Value> value_in(const Field& field, std::string_view text) {
  switch (field.unit) {
    case Unit::steps:
    case Unit::count:
      return step_in(field, text);
    case Unit::milestones:
    case Unit::counts:
      return list_in<Step>(field, text, step_in);
    case Unit::numbers:
    case Unit::durations:
      return list_in<double>(field, text, number_in);
    case Unit::choice:
      return choice_in(field, text);
    case Unit::text:
      return std::string(text);
    case Unit::texts:
      return parts_of(text);
    case Unit::schedules:
      return std::nullopt;
    case Unit::rate:
    case Unit::number:
    case Unit::fraction:
    case Unit::duration:
      return number_in(field, text);
  }
  return std::nullopt;
}

template <class T>
std::string joined(const std::vector<T>& items) {
  std::string text;
  for (const T& item : items) text += (text.empty() ? "" : ",") + value_text({}, Value(item));
  return text;
}

/// How a count that may be large is written, where the text is none.
std::string as_in(const Field& field, std::string_view text) {
  const bool may_be_large = (field.unit == Unit::steps || field.unit == Unit::count) && at_most(field.range) >= 10'000;
  return !may_be_large || to_double(without_thousands(text)) ? "" : " (written as 300, 1e6, 10k or 2M)";
}

}  // namespace

Result<Value> value_from_text(const Field& field, std::string_view text) {
  auto value = value_in(field, text);
  if (!value) return refuse(wanted(field) + as_in(field, text) + ", not \"" + std::string(text.substr(0, 40)) + "\"");
  return *std::move(value);
}

std::string typed_text(const Field& field, const Value& value) {
  if (const auto* texts = std::get_if<std::vector<std::string>>(&value)) return joined(*texts);
  std::string text;
  if (const auto* numbers = std::get_if<std::vector<double>>(&value))
    text = joined(*numbers);
  else if (const auto* steps = std::get_if<std::vector<Step>>(&value))
    text = joined(*steps);
  else
    return value_text(field, value);
  return text.empty() ? "none" : text;
}

std::string flag_of(std::string_view name) {
  std::string flag(name);
  std::replace(flag.begin(), flag.end(), '_', '-');
  return flag;
}

}  // namespace etude
