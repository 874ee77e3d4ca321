#pragma once
// The words of golden files as values of enumerations.

#include "base/words.h"
#include "etude/base/field.h"

namespace etude::testing {

/// The value of an enumeration by its word, or a refusal that lists the words.
template <class Enum>
Result<Enum> choose(std::string_view what, std::string_view name) {
  return index_of(what, name, words<Enum>).map([](std::size_t index) { return static_cast<Enum>(index); });
}

}  // namespace etude::testing
