#pragma once
// How the readers of files refuse.

#include <string>
#include <string_view>

#include "etude/data/dataset.h"

namespace etude::data {

/// What a file holds, in quotes, for a message: cut where it is long.
inline std::string in_quotes(std::string_view text) {
  constexpr std::size_t most = 40;
  return "\"" + std::string(text.substr(0, most)) + (text.size() > most ? "...\"" : "\"");
}

/// `data` if it passes check(), otherwise the refusal with the file's name before it.
inline Result<Dataset> checked(Dataset data, const std::string& name) {
  if (const auto fine = check(data); !fine) return refuse(name + ": " + fine.error().message);
  return data;
}

}  // namespace etude::data
