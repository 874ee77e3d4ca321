#pragma once
// The command line as it was typed, in one line that a shell reads to the same words.

#include <string>
#include <string_view>
#include <vector>

namespace etude::cli {

struct CommandLine {
  std::string program;  // as it was called
  std::vector<std::string> words;

  /// "etude show 'constant(1)'". A word with characters that must not reach a terminal is written as $'a\x1bb'.
  std::string text() const;
  /// The same with that value for a flag, whatever was typed for it.
  CommandLine with(std::string_view flag, const std::string& value) const;
};

}  // namespace etude::cli
