#pragma once
// What is known of the terminal, if there is one.

#include <string>
#include <string_view>

#include "etude/report/figure.h"
#include "etude/report/table.h"

namespace etude::cli {

/// The style for standard output: the terminal's width (or COLUMNS, or 100), characters that its locale can show,
/// colours on a terminal unless NO_COLOR is set. `ascii` asks for plain ASCII wherever it is.
report::TerminalStyle terminal_style(bool ascii);

/// Prints a table, a figure or a line to standard output as that style can show it.
void print_table(const report::Table& table, const report::TerminalStyle& style);
void print_figure(const report::Figure& figure, const report::TerminalStyle& style);
void print_line(std::string_view text, const report::TerminalStyle& style);

/// Open MPI gives ranks a terminal of its own making, wherever the output goes: that is none.
bool is_terminal(int descriptor);

}  // namespace etude::cli
