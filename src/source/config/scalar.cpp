// A bare word of YAML, of a command line or of a key=value line. PyYAML takes 1e-4 for a string, and every program makes
// a number of it again; here it is a number at once.

#include "base/words.h"
#include "etude/base/number.h"
#include "source/config/forms.h"

namespace etude::inline source::configs {
namespace {

Value of_type(Value::Type type, Place place) {
  Value value;
  value.type = type;
  value.place = std::move(place);
  return value;
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words)
    if (text == word) return true;
  return false;
}

Value boolean(bool holds, Place place) {
  Value value = of_type(Value::Type::boolean, std::move(place));
  value.number = holds ? 1 : 0;
  return value;
}

/// 1_000 without its underscores; only digits may stand around one.
std::string without_underscores(std::string_view text) {
  std::string digits;
  for (const char c : text)
    if (c != '_') digits += c;
  return digits;
}

bool may_be_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789+-.eE_") == std::string_view::npos && text[0] != '_' &&
         text.find_first_of("0123456789") != std::string_view::npos;
}

}  // namespace

Value text_value(std::string_view text, Place place) {
  Value value = of_type(Value::Type::text, std::move(place));
  value.text = text;
  return value;
}

/// "(60, 80)": what yacs and other readers evaluate as a tuple.
static Value tuple(std::string_view inside, const Place& place) {
  Value list = of_type(Value::Type::list, place);
  while (!inside.empty()) {
    const std::size_t comma = std::min(inside.find(','), inside.size());
    if (const auto item = trimmed(inside.substr(0, comma)); !item.empty()) list.items.push_back(scalar(item, place));
    inside.remove_prefix(std::min(comma + 1, inside.size()));
  }
  return list;
}

Value scalar(std::string_view text, Place place) {
  if (text.size() > 2 && text.size() < 4096 && (text.front() == '(' || text.front() == '[') &&
      text.find_first_of("([", 1) == std::string_view::npos && text.back() == (text.front() == '(' ? ')' : ']'))
    return tuple(text.substr(1, text.size() - 2), place);
  if (is_one_of(text, {"", "~", "null", "Null", "NULL", "None"})) return of_type(Value::Type::none, std::move(place));
  if (is_one_of(text, {"true", "True", "TRUE", "yes", "Yes", "on", "On"})) return boolean(true, std::move(place));
  if (is_one_of(text, {"false", "False", "FALSE", "no", "No", "off", "Off"})) return boolean(false, std::move(place));
  if (!may_be_number(text)) return text_value(text, std::move(place));
  const std::string digits = without_underscores(text);
  const auto number = to_double(digits);
  if (!number) return text_value(text, std::move(place));
  Value value = of_type(Value::Type::number, std::move(place));
  value.number = *number;
  value.is_whole = to_integer(digits).has_value();
  return value;
}

void set_member(Value& map, std::string_view name, Value value) {
  for (auto& [known, old] : map.named)
    if (known == name) {
      old = std::move(value);
      return;
    }
  map.named.emplace_back(name, std::move(value));
}

Refused refuse_at(const Place& place, std::string_view message) {
  return refuse(text_of(place) + ": " + std::string(message));
}

}  // namespace etude::source::configs
