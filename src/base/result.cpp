// Messages are one line, whatever they quote, and change neither the terminal nor the order of the letters on it.
//
// What is escaped: control characters (C0, DEL, C1), what turns the direction of writing (U+061C, U+200E ... U+2069),
//       line and paragraph separators, the byte order mark, and bytes that are no UTF-8.
// Source: The Unicode Standard 15, chapter 23; Boucher and Anderson 2021, "Trojan Source".

#include "etude/base/result.h"

#include <algorithm>
#include <string_view>

namespace etude {
namespace {

constexpr std::pair<char32_t, char32_t> unseen[] = {
    {0, 0x1f}, {0x7f, 0x9f}, {0x61c, 0x61c}, {0x200e, 0x200f}, {0x2028, 0x202e}, {0x2066, 0x2069}, {0xfeff, 0xfeff}};

/// A character's code, and how many bytes it has.
struct Character {
  char32_t code;
  std::size_t bytes;
};

/// The character that `text` begins with. A byte with which no UTF-8 begins stands for itself, as a control character.
Character first_of(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t bytes = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  if (bytes == 0 || bytes > text.size()) return {0, 1};
  char32_t code = bytes == 1 ? lead : lead & (0x7fU >> bytes);
  for (const char c : text.substr(1, bytes - 1)) {
    if ((c & 0xc0) != 0x80) return {0, 1};
    code = code << 6 | (c & 0x3f);
  }
  return {code, bytes};
}

bool is_seen(char32_t code) {
  return std::none_of(std::begin(unseen), std::end(unseen),
                      [&](const auto& range) { return code >= range.first && code <= range.second; });
}

}  // namespace

std::string one_line(std::string text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string line;
  for (std::string_view rest = text; !rest.empty();) {
    const auto [code, bytes] = first_of(rest);
    const std::string_view character = rest.substr(0, bytes);
    if (is_seen(code))
      line += character;
    else
      for (const char c : character) line += {'\\', 'x', digits[static_cast<unsigned char>(c) >> 4], digits[c & 15]};
    rest.remove_prefix(bytes);
  }
  return line;
}

Error::Error(std::string text) : message(one_line(std::move(text))) {}

Refused refuse(std::string message) { return {Error(std::move(message))}; }

}  // namespace etude
