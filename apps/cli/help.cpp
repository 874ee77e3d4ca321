#include "help.h"

#include <algorithm>
#include <utility>

#include "report/text.h"
#include "terminal.h"

namespace etude::cli {
namespace {

constexpr std::size_t widest_column = 28;

/// Where meanings begin: behind the longest name, if that is not too long.
std::size_t column_of(const Help& help) {
  std::size_t column = 0;
  for (const Help::Group& group : help.groups)
    for (const Help::Row& row : group.rows) column = std::max(column, row.name.size() + 4);
  return std::min(column, widest_column);
}

void print_row(const Help::Row& row, std::size_t indent, const report::TerminalStyle& style) {
  const std::size_t room = static_cast<std::size_t>(std::max(style.width, narrowest)) - indent;
  std::string line = "  " + row.name;
  if (line.size() + 2 > indent || row.meaning.empty()) print_line(std::exchange(line, ""), style);
  for (const std::string& part : report::wrap(row.meaning, room)) {
    line.resize(indent, ' ');
    print_line(line + part, style);
    line.clear();
  }
}

/// The words of a command as a shell has them: blanks in single quotes part none.
std::vector<std::string> shell_words(const std::string& command) {
  std::vector<std::string> words(1);
  bool is_quoted = false;
  for (const char c : command) {
    is_quoted ^= c == '\'';
    if (c == ' ' && !is_quoted) {
      words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  return words;
}

}  // namespace

void print_command(const std::string& before, const std::string& command, const report::TerminalStyle& style) {
  const auto width = static_cast<std::size_t>(style.width);
  std::string line = before;
  if (before.size() + command.size() <= width) return print_line(before + command, style);
  for (const std::string& word : shell_words(command)) {
    if (line.size() + word.size() + 2 > width && line != before) {
      print_line(line + "\\", style);
      line = "    ";
    }
    line += word + " ";
  }
  line.pop_back();
  print_line(line, style);
}

void print_help(const Help& help, const report::TerminalStyle& style) {
  const std::size_t column = column_of(help);
  print_line(help.meaning, style);
  print_line("Usage: " + help.usage, style);
  for (const Help::Group& group : help.groups) {
    print_line("", style);
    print_line(Tone::strong, group.title + ":", "", style);
    for (const Help::Row& row : group.rows) print_row(row, column, style);
  }
  print_line("", style);
  print_command(help.last, help.command, style);
}

}  // namespace etude::cli
