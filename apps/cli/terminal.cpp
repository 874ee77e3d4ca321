#include "terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "etude/base/number.h"

namespace etude::cli {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

/// Open MPI gives ranks a terminal of its own making, wherever the output goes.
bool is_terminal(int descriptor) { return isatty(descriptor) && environment("OMPI_COMM_WORLD_SIZE").empty(); }

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

report::Table plain(report::Table table) {
  for (report::Column& column : table.columns) column.title = plain(column.title);
  for (auto& row : table.rows)
    for (std::string& cell : row) cell = plain(cell);
  for (std::string& note : table.notes) note = plain(note);
  return table;
}

report::Figure plain(report::Figure figure) {
  for (std::string* text : {&figure.title, &figure.x.label, &figure.y.label, &figure.mark_label}) *text = plain(*text);
  for (report::Line& line : figure.lines) line.name = plain(line.name);
  return figure;
}

}  // namespace

report::TerminalStyle terminal_style(bool ascii) {
  report::TerminalStyle style;
  style.width = terminal_width();
  style.height = 18;
  style.ascii = ascii || !locale_is_utf8();
  style.colour = is_terminal(STDOUT_FILENO) && environment("NO_COLOR").empty() && environment("TERM") != "dumb";
  return style;
}

void print_table(const report::Table& table, const report::TerminalStyle& style) {
  const std::string text = report::draw_table(style.ascii ? plain(table) : table, style.width, style.ascii);
  std::fputs(text.c_str(), stdout);
}

void print_figure(const report::Figure& figure, const report::TerminalStyle& style) {
  const std::string text = report::draw_terminal(style.ascii ? plain(figure) : figure, style);
  std::fputs(text.c_str(), stdout);
}

void print_line(std::string_view text, const report::TerminalStyle& style) {
  const std::string line = style.ascii ? plain(std::string(text)) : std::string(text);
  std::fprintf(stdout, "%s\n", line.c_str());
}

ProgressBar::ProgressBar(std::string what) : what_(std::move(what)), visible_(is_terminal(STDERR_FILENO)) {}

ProgressBar::~ProgressBar() {
  if (drawn_) std::fputs("\r\033[K", stderr);
}

void ProgressBar::show(std::size_t done, std::size_t total) {
  const Clock::time_point now = Clock::now();
  if (!visible_ || now - shown_ < std::chrono::milliseconds(100)) return;
  shown_ = now;
  drawn_ = true;
  constexpr std::size_t cells = 30;
  const std::size_t full = done * cells / total;
  const double elapsed_seconds = std::chrono::duration<double>(now - begun_).count();
  const double left_seconds = elapsed_seconds / static_cast<double>(done) * static_cast<double>(total - done);
  std::fprintf(stderr, "\r\033[K[%s%s] %zu of %zu %s, %.0f s left", std::string(full, '#').c_str(),
               std::string(cells - full, '.').c_str(), done, total, what_.c_str(), left_seconds);
}

}  // namespace etude::cli
