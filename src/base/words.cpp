// A name that is not there is refused with the nearest that is.

#include "base/words.h"

#include <string>
#include <vector>

namespace etude {

Result<std::size_t> index_of(std::string_view what, std::string_view name, std::span<const std::string_view> names) {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == name) return i;
  const std::string_view nearest = nearest_name(name, {names.begin(), names.end()});
  const std::string hint = nearest.empty() ? "" : "did you mean " + std::string(nearest) + "? ";
  return refuse("there is no " + std::string(what) + " \"" + std::string(name) + "\"; " + hint +
                "there is: " + joined(names));
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

}  // namespace etude
