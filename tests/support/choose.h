#pragma once
// The words of golden files as values of enumerations.

#include <string>
#include <string_view>

#include "etude/base/field.h"
#include "etude/base/result.h"

namespace etude::testing {

/// The value of an enumeration by its word, or a refusal that lists the words.
template <class Enum>
Result<Enum> choose(std::string_view what, std::string_view name) {
  std::string listed;
  for (std::size_t i = 0; i < words<Enum>.size(); ++i) {
    if (words<Enum>[i] == name) return static_cast<Enum>(i);
    listed += (i ? ", " : "") + std::string(words<Enum>[i]);
  }
  return refuse("there is no " + std::string(what) + " \"" + std::string(name) + "\"; there is: " + listed);
}

}  // namespace etude::testing
