#include "command_line.h"

#include "etude/base/result.h"

namespace etude::cli {
namespace {

std::string replaced(std::string_view word, std::string_view characters, auto by) {
  std::string text;
  for (const char c : word) text += characters.find(c) == std::string_view::npos ? std::string(1, c) : by(c);
  return text;
}

/// A word as it would be typed: in quotes where a shell would read it otherwise.
std::string typed(const std::string& word) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=+./,:@%";
  if (!word.empty() && word.find_first_not_of(plain) == std::string_view::npos) return word;
  if (one_line(word) == word) return "'" + replaced(word, "'", [](char) { return "'\\''"; }) + "'";
  return "$'" + one_line(replaced(word, "'\\", [](char c) { return std::string{'\\', c}; })) + "'";
}

}  // namespace

std::string CommandLine::text() const {
  std::string line = typed(program);
  for (const std::string& word : words) line += " " + typed(word);
  return line;
}

CommandLine CommandLine::with(std::string_view flag, const std::string& value) const {
  CommandLine other{program, {}};
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == flag)
      ++i;  // and what stands behind it
    else if (!words[i].starts_with(std::string(flag) + "="))
      other.words.push_back(words[i]);
  }
  other.words.insert(other.words.end(), {std::string(flag), value});
  return other;
}

}  // namespace etude::cli
