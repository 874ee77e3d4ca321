// Characters are counted, and bytes that are none are refused where they stand.

#include "source/text.h"

#include <algorithm>

#include "base/json_detail.h"
#include "etude/base/pattern.h"
#include "etude/source/source.h"

namespace etude::inline source {
namespace {

constexpr std::size_t longest = std::size_t{16} << 20;

std::string said_of(std::string_view file) { return file.empty() ? "the text" : std::string(file); }

/// Where the text's byte `at` stands.
Place place_of(std::string_view text, std::size_t at, std::string_view file) {
  const std::string_view before = text.substr(0, at);
  const std::size_t line = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  return {std::string(file), static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1,
          characters(before.substr(line)) + 1};
}

}  // namespace

std::size_t text_bytes(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t length = text[at] == 0 ? 0 : json_detail::utf8_length(text.substr(at));
    if (length == 0) break;
    at += length;
  }
  return at;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

Result<void> check_text(std::string_view text, std::string_view file) {
  if (text.size() > longest)
    return refuse(filled("{} is longer than 16 MiB; give the part that has the schedule", {said_of(file)}));
  const std::size_t good = text_bytes(text);
  if (good < text.size())
    return refuse(
        filled("{}: this byte is no UTF-8 text; save the file as UTF-8", {text_of(place_of(text, good, file))}));
  return {};
}

}  // namespace etude::source
