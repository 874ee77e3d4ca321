// Alone in its file, since what it includes shares a name with the headers of schedules.

#include "base/json_detail.h"
#include "source/text.h"

namespace etude::inline source {

std::size_t text_bytes(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t length = text[at] == 0 ? 0 : detail::utf8_length(text.substr(at));
    if (length == 0) break;
    at += length;
  }
  return at;
}

}  // namespace etude::source
