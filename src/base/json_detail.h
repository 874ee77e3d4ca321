#pragma once
// What the writer and the reader of JSON share: UTF-8 and the escapes of one letter.

#include <cstddef>
#include <string_view>

namespace etude::json_detail {

/// How many bytes at the start of `text` spell one code point in UTF-8 (shortest form, no surrogates); 0 if none do.
std::size_t utf8_length(std::string_view text);

/// escapes[i] after a backslash stands for escaped[i].
inline constexpr std::string_view escapes = "\"\\/bfnrt";
inline constexpr std::string_view escaped = "\"\\/\b\f\n\r\t";

inline constexpr std::string_view hex_digits = "0123456789abcdef";

}  // namespace etude::json_detail
