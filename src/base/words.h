#pragma once
// Words that somebody typed, held against those that there are.

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "etude/base/field.h"
#include "etude/base/result.h"

namespace etude {

/// The index of `name` among `names`, or a refusal that lists them.
Result<std::size_t> index_of(std::string_view what, std::string_view name, std::span<const std::string_view> names);

/// The value of an enumeration that has that word, or a refusal that lists its words.
template <class Enum>
Result<Enum> value_of_word(std::string_view what, std::string_view word) {
  return index_of(what, word, words<Enum>).map([](std::size_t i) { return static_cast<Enum>(i); });
}

/// The name of `names` that is nearest to `word` by edit distance; empty where none is near.
std::string_view nearest_name(std::string_view word, const std::vector<std::string_view>& names);

/// "a, b, c"; with another `last`, "a, b or c".
template <class Words>
std::string joined(const Words& words, std::string_view between = ", ", std::string_view last = "") {
  std::string text;
  std::size_t left = std::size(words);
  for (const auto& word : words) {
    text += word;
    if (--left > 0) text += left > 1 || last.empty() ? between : last;
  }
  return text;
}

/// The same of a part of each: joined_of(rules(), &RuleEntry::name).
template <class Entries, class Part>
std::string joined_of(const Entries& entries, Part part, std::string_view between = ", ", std::string_view last = "") {
  std::vector<std::string> words;
  for (const auto& entry : entries) words.emplace_back(std::invoke(part, entry));
  return joined(words, between, last);
}

/// Without blanks, tabs and carriage returns at both ends.
std::string_view trimmed(std::string_view text);

/// A ... Z as a ... z; all other bytes stay, whatever the locale.
std::string lower_case(std::string_view text);

}  // namespace etude
