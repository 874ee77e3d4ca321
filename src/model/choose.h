#pragma once

#include <span>
#include <string>
#include <string_view>

#include "etude/base/result.h"

namespace etude::model {

/// The member of an enumeration by its name, or a refusal that lists the names.
template <class Enum>
Result<Enum> choose(std::string_view what, std::string_view name, std::span<const std::string_view> names) {
  std::string listed;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return static_cast<Enum>(i);
    listed += (i ? ", " : "") + std::string(names[i]);
  }
  return refuse("there is no " + std::string(what) + " \"" + std::string(name) + "\"; there is: " + listed);
}

}  // namespace etude::model
