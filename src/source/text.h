#pragma once
// What the readers of texts share: characters, lines, and what is no text.

#include <cstddef>
#include <string_view>

#include "etude/base/result.h"

namespace etude::inline source {

/// How many characters the UTF-8 text has.
std::size_t characters(std::string_view text);

/// How many bytes at the beginning are UTF-8 without a NUL.
std::size_t text_bytes(std::string_view text);

/// The longest script that is read: its grammar takes half a second for as much.
constexpr std::size_t longest_script = std::size_t{1} << 20;

/// Refused: what is longer than 16 MiB, is no UTF-8, or has a NUL in it.
Result<void> check_text(std::string_view text, std::string_view file);

}  // namespace etude::source
