#pragma once
// How this call prints: width, colours and characters, chosen once in main from flags, environment and terminal, and
// handed to what prints. Nothing else asks the terminal, but for the bar that shows how far long work is.

#include <string>
#include <string_view>

#include "etude/base/result.h"
#include "etude/report/figure.h"
#include "etude/report/table.h"
#include "etude/schedule/lint.h"

namespace etude::cli {

class Flags;

constexpr int narrowest = 60, widest = 1000;  // columns that --width takes

/// The flags that every verb has.
struct TerminalFlags {
  std::string width, color = "auto";
  bool ascii = false;

  void add_to(Flags& flags);
};

/// Where a call prints.
struct Terminal {
  report::TerminalStyle out;     // standard output: the terminal's width, in a pipe 80, or --width
  report::TerminalStyle errors;  // standard error: the terminal's width; in a pipe a message is one line
};

/// Colours stand on a terminal unless NO_COLOR is set (https://no-color.org) or the terminal is dumb, or as --color
/// says; characters are those that the locale can show. Refused: a width or a word that is none.
Result<Terminal> terminal_of(const TerminalFlags& flags);

/// What the head of a line says, and so its colour.
enum class Tone { strong, good, note, warning, error };

/// Prints a table or a figure to standard output, as that style can show it.
void print_table(const report::Table& table, const report::TerminalStyle& style);
void print_figure(const report::Figure& figure, const report::TerminalStyle& style);

/// Prints lines to standard output, each wrapped at words as far in as it stands; a word is never broken.
void print_line(std::string_view text, const report::TerminalStyle& style);
/// The same of `head` and `text` on end, with the head in its colour, and all lines but the first `hang` further in.
void print_line(Tone tone, std::string_view head, std::string_view text, const report::TerminalStyle& style,
                std::size_t hang = 0);

/// "note [id] text; advice.", or "warning [id] ...".
void print_note(const Note& note, bool is_warning, const report::TerminalStyle& style);
/// The same to standard error, as a note and behind "etude: ".
void print_aside(const Note& note, const Terminal& terminal);

/// Prints "etude: message" to standard error and returns `status`.
int complain(std::string_view message, int status, const Terminal& terminal);

/// Open MPI gives ranks a terminal of its own making, wherever the output goes: that is none.
bool is_terminal(int descriptor);

}  // namespace etude::cli
