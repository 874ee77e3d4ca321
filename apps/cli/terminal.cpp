#include "terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <utility>
#include <vector>

#include "flags.h"
#include "report/text.h"

namespace etude::cli {
namespace {

constexpr int width_of_pipe = 80, unwrapped = std::numeric_limits<int>::max();

/// In the order of Tone: colours of the 256 that read on black and on white, as figures have them.
constexpr const char* codes[] = {"\x1b[1m", "\x1b[1;38;5;64m", "\x1b[1;38;5;33m", "\x1b[1;38;5;166m",
                                 "\x1b[1;38;5;160m"};

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

}  // namespace

bool is_terminal(int descriptor) { return isatty(descriptor) && environment("OMPI_COMM_WORLD_SIZE").empty(); }

namespace {

/// The width of the terminal that it is; where it is none, or says nothing, the other one.
int width_of(int descriptor, int otherwise) {
  winsize size{};
  const bool is_known = is_terminal(descriptor) && ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return is_known ? size.ws_col : otherwise;
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

bool shows_colour(int descriptor) {
  return is_terminal(descriptor) && environment("NO_COLOR").empty() && environment("TERM") != "dumb";
}

report::TerminalStyle style_of(int descriptor, int width_of_other, const TerminalFlags& flags) {
  report::TerminalStyle style;
  style.width = width_of(descriptor, width_of_other);
  style.height = 18;
  style.ascii = flags.ascii || !locale_is_utf8();
  style.colour = flags.color == "auto" ? shows_colour(descriptor) : flags.color == "always";
  return style;
}

/// A line as a terminal may be given it: names and lines that somebody typed are in it.
std::string spelled(std::string_view text, const report::TerminalStyle& style) {
  const std::string line = one_line(std::string(text));
  return style.ascii ? report::plain_ascii(line) : report::utf8(report::code_points(line));
}

/// The same of a text of some lines.
std::string harmless(const std::string& text) {
  std::string lines;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines += (begin == 0 ? "" : "\n") + one_line(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

report::Table harmless(report::Table table) {
  for (report::Column& column : table.columns) column.title = harmless(column.title);
  for (auto& row : table.rows)
    for (std::string& cell : row) cell = harmless(cell);
  for (std::string& note : table.notes) note = harmless(note);
  return table;
}

report::Figure harmless(report::Figure figure) {
  for (std::string* text : {&figure.title, &figure.x.label, &figure.y.label, &figure.mark_label})
    *text = harmless(*text);
  for (report::Line& line : figure.lines) line.name = harmless(line.name);
  return figure;
}

/// The lines of one line, which stands as it is where it fits.
std::vector<std::string> wrapped(const std::string& line, std::size_t hang, const report::TerminalStyle& style) {
  const auto width = static_cast<std::size_t>(style.width);
  if (report::display_width(line) <= width) return {line};
  return report::wrap(line, width, report::LongWord::stays, hang);
}

/// A line of which the first `left` signs that are no blanks have a colour; those that it had not stay in `left`.
std::string painted(const std::string& line, std::size_t& left, std::string_view code) {
  const std::u32string signs = report::code_points(line);
  const std::size_t begin = std::min(signs.find_first_not_of(U' '), signs.size());
  std::size_t end = begin;
  for (; end < signs.size() && left > 0; ++end) left -= signs[end] != U' ';
  if (end == begin) return line;
  const std::u32string_view all = signs;
  return report::utf8(all.substr(0, begin)) + std::string(code) + report::utf8(all.substr(begin, end - begin)) +
         "\x1b[0m" + report::utf8(all.substr(end));
}

/// A line with the head that has its colour.
struct Headed {
  Tone tone;
  std::string_view head, text;
  std::size_t hang = 0;
};

void write(std::FILE* to, const Headed& headed, const report::TerminalStyle& style) {
  const std::string head = spelled(headed.head, style);
  const std::string_view code = codes[static_cast<std::size_t>(headed.tone)];
  std::size_t left = report::display_width(head) - static_cast<std::size_t>(std::count(head.begin(), head.end(), ' '));
  for (const std::string& line : wrapped(head + spelled(headed.text, style), headed.hang, style))
    std::fprintf(to, "%s\n", style.colour ? painted(line, left, code).c_str() : line.c_str());
}

std::string said(const Note& note) { return " " + note.text + "; " + note.advice + "."; }

}  // namespace

void TerminalFlags::add_to(Flags& flags) {
  const std::string group = "Of what is printed";
  flags.option("--width", width, "columns, 60 or more [the terminal's; in a pipe 80]", group);
  flags.option("--color", color, "auto (on a terminal, unless NO_COLOR is set), always or never", group);
  flags.flag("--ascii", ascii, "plain ASCII characters", group);
}

Result<Terminal> terminal_of(const TerminalFlags& flags) {
  const auto& color = flags.color;
  if (color != "auto" && color != "always" && color != "never")
    return refuse("--color must be auto, always or never, not \"" + color + "\"");
  Terminal terminal{style_of(STDOUT_FILENO, width_of_pipe, flags), style_of(STDERR_FILENO, unwrapped, flags)};
  if (flags.width.empty()) return terminal;
  const Field columns{"width", Unit::count, {.least = narrowest, .most = widest}, ""};
  const auto width = value_from_text(columns, flags.width);
  if (!width) return refuse("--width must be " + width.error().message);
  terminal.out.width = static_cast<int>(std::get<Step>(*width));
  return terminal;
}

void print_table(const report::Table& table, const report::TerminalStyle& style) {
  std::fputs(report::draw_table(harmless(table), style.width, style.ascii).c_str(), stdout);
}

void print_figure(const report::Figure& figure, const report::TerminalStyle& style) {
  std::fputs(report::draw_terminal(harmless(figure), style).c_str(), stdout);
}

void print_line(std::string_view text, const report::TerminalStyle& style) {
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    print_line(Tone::strong, "", text.substr(begin, end - begin), style);
    begin = end + 1;
  }
}

void print_line(Tone tone, std::string_view head, std::string_view text, const report::TerminalStyle& style,
                std::size_t hang) {
  write(stdout, {tone, head, text, hang}, style);
}

void print_note(const Note& note, bool is_warning, const report::TerminalStyle& style) {
  const std::string head = (is_warning ? "warning [" : "note [") + note.id + "]";
  write(stdout, {is_warning ? Tone::warning : Tone::note, head, said(note)}, style);
}

void print_aside(const Note& note, const Terminal& terminal) {
  write(stderr, {Tone::note, "etude: note [" + note.id + "]", said(note)}, terminal.errors);
}

int complain(std::string_view message, int status, const Terminal& terminal) {
  write(stderr, {Tone::error, "etude:", " " + std::string(message)}, terminal.errors);
  return status;
}

}  // namespace etude::cli
