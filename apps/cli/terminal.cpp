#include "terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "etude/base/number.h"
#include "etude/base/result.h"

namespace etude::cli {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

int terminal_width() {
  winsize size{};
  if (is_terminal(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return static_cast<int>(std::clamp<std::int64_t>(to_integer(environment("COLUMNS")).value_or(100), 20, 1000));
}

/// The first of the three that is set decides, as in every POSIX program.
bool locale_is_utf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    std::string value = environment(name);
    if (value.empty()) continue;
    std::transform(value.begin(), value.end(), value.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; });
    return value.find("utf-8") != std::string::npos || value.find("utf8") != std::string::npos;
  }
  return false;
}

/// The few signs that etude uses beyond ASCII, in ASCII.
std::string plain(std::string text) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> signs{
      {{"Σlr", "sum lr"}, {"Σ", "sum "}, {"§", "sec. "}, {"…", "..."}, {"×", "x"}, {"±", "+-"}, {"·", "|"}}};
  for (const auto& [sign, replacement] : signs) {
    for (std::size_t at = text.find(sign); at != std::string::npos; at = text.find(sign, at + replacement.size())) {
      text.replace(at, sign.size(), replacement);
    }
  }
  return text;
}

/// A text of some lines as a terminal may be given it: names and lines that somebody typed are in it.
std::string shown(const std::string& text, bool ascii) {
  std::string lines;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines += (begin == 0 ? "" : "\n") + one_line(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return ascii ? plain(lines) : lines;
}

report::Table shown(report::Table table, bool ascii) {
  for (report::Column& column : table.columns) column.title = shown(column.title, ascii);
  for (auto& row : table.rows)
    for (std::string& cell : row) cell = shown(cell, ascii);
  for (std::string& note : table.notes) note = shown(note, ascii);
  return table;
}

report::Figure shown(report::Figure figure, bool ascii) {
  for (std::string* text : {&figure.title, &figure.x.label, &figure.y.label, &figure.mark_label})
    *text = shown(*text, ascii);
  for (report::Line& line : figure.lines) line.name = shown(line.name, ascii);
  return figure;
}

}  // namespace

bool is_terminal(int descriptor) { return isatty(descriptor) && environment("OMPI_COMM_WORLD_SIZE").empty(); }

report::TerminalStyle terminal_style(bool ascii) {
  report::TerminalStyle style;
  style.width = terminal_width();
  style.height = 18;
  style.ascii = ascii || !locale_is_utf8();
  style.colour = is_terminal(STDOUT_FILENO) && environment("NO_COLOR").empty() && environment("TERM") != "dumb";
  return style;
}

void print_table(const report::Table& table, const report::TerminalStyle& style) {
  const std::string text = report::draw_table(shown(table, style.ascii), style.width, style.ascii);
  std::fputs(text.c_str(), stdout);
}

void print_figure(const report::Figure& figure, const report::TerminalStyle& style) {
  const std::string text = report::draw_terminal(shown(figure, style.ascii), style);
  std::fputs(text.c_str(), stdout);
}

void print_line(std::string_view text, const report::TerminalStyle& style) {
  const std::string line = shown(std::string(text), style.ascii);
  std::fprintf(stdout, "%s\n", line.c_str());
}

}  // namespace etude::cli
