// Messages are one line, whatever they quote.

#include "etude/base/result.h"

#include <algorithm>
#include <string_view>

namespace etude {

std::string one_line(std::string text) {
  constexpr std::string_view digits = "0123456789abcdef";
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (std::none_of(text.begin(), text.end(), is_control)) return text;
  std::string line;
  for (const char c : text) {
    if (is_control(c)) {
      line += {'\\', 'x', digits[static_cast<unsigned char>(c) >> 4], digits[c & 15]};
    } else {
      line += c;
    }
  }
  return line;
}

Error::Error(std::string text) : message(one_line(std::move(text))) {}

Refused refuse(std::string message) { return Refused(Error{std::move(message)}); }

}  // namespace etude
