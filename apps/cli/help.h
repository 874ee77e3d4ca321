#pragma once
// Help as data, and as a page of the terminal.

#include <string>
#include <vector>

#include "etude/report/figure.h"

namespace etude::cli {

struct Help {
  struct Row {
    std::string name, meaning;
  };
  struct Group {
    std::string title;
    std::vector<Row> rows;
  };

  std::string meaning, usage;
  std::vector<Group> groups;
  std::string last, command;  // "Example: " and a line for a shell
};

/// Meanings stand beside names and wrap at words; the command is broken between its words, as a shell reads it.
/// A command behind `before`, its lines joined as a shell joins them: by a backslash, between its words.
void print_command(const std::string& before, const std::string& command, const report::TerminalStyle& style);

void print_help(const Help& help, const report::TerminalStyle& style);

}  // namespace etude::cli
