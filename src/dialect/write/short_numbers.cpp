#include "dialect/write/short_numbers.h"

#include <cctype>

#include "dialect/words.h"
#include "etude/base/number.h"

namespace etude::dialect {
namespace {

bool is_decimal(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }
bool is_of_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.'; }

/// Where the number ends that begins at `at`.
std::size_t end_of_number(const std::string& text, std::size_t at) {
  while (at < text.size() && (is_of_word(text[at]) || ((text[at] == '-' || text[at] == '+') && text[at - 1] == 'e')))
    ++at;
  return at;
}

std::size_t digits_in(const std::string& number) {
  std::size_t digits = 0;
  for (const char c : number.substr(0, number.find('e'))) digits += is_decimal(c) ? 1 : 0;
  return digits;
}

std::string shorter(const std::string& number) {
  const auto value = digits_in(number) >= 15 ? to_double(number) : std::nullopt;
  if (!value || number.find_first_of(".e") == std::string::npos) return number;
  const std::string rounded = significant(*value, 14);
  return digits_in(rounded) <= 11 ? real(*to_double(rounded)) : number;
}

}  // namespace

std::string with_short_numbers(const std::string& text) {
  std::string all;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = is_of_word(text[at]) ? end_of_number(text, at + 1) : at + 1;
    const std::string word = text.substr(at, end - at);
    all += is_decimal(word[0]) ? shorter(word) : word;
    at = end;
  }
  return all;
}

}  // namespace etude::dialect
