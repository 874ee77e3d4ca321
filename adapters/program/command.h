#pragma once
// The command of somebody's own trainer: one text, words, and what stands for their parts.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "etude/base/result.h"

namespace etude::program {

/// The words of a command as a POSIX shell reads blanks, 'single' and "double" quotes and backslashes. Nothing else has
/// a meaning: no variables, patterns, pipes or redirections. Refused, with the column from 1: a quote without its end,
/// a backslash at the end. No words at all.
Result<std::vector<std::string>> split_words(std::string_view command);

/// "{seed}" and what stands for it.
using Replacement = std::pair<std::string, std::string>;

/// `word` with each of the names replaced, from left to right; what was put in is not looked at again.
std::string filled_in(std::string_view word, const std::vector<Replacement>& replacements);

}  // namespace etude::program
