// A table as text. Idea: measure every column, then place every cell, on as many lines as it needs.
// Edges: a row may lack its last cells; more cells than columns are not drawn; a line never ends in blanks.
// Too wide: whichever text column is widest shrinks and wraps, down to 20 columns; then the gaps narrow from two blanks
// to one; then titles of numbers wrap; then text as far as its words go; then words are broken, down to 8 columns.
// Wider still: the columns go on in another table below, which begins with the first column again.
// Numbers and words of their titles are never cut, so a narrower table than two columns have does not exist: its lines
// are longer than `width`.

#include "etude/report/table.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "report/text.h"

namespace etude::report {
namespace {

constexpr std::size_t kNarrowestText = 8;
constexpr std::size_t kEasyText = 20;  // long text shrinks to this before the gaps narrow
constexpr std::size_t kHang = 2;       // how much further in the first column goes on, so that no row seems two

struct Layout {
  std::vector<std::size_t> widths;
  std::size_t gap = 2;

  std::size_t total() const {
    std::size_t sum = widths.empty() ? 0 : gap * (widths.size() - 1);
    for (const std::size_t width : widths) sum += width;
    return sum;
  }
};

/// Every cell and title in the characters that will be drawn.
Table spelled(Table table, bool ascii) {
  const auto spell = [ascii](std::string& text) { text = ascii ? plain_ascii(text) : utf8(code_points(text)); };
  for (Column& column : table.columns) spell(column.title);
  for (auto& row : table.rows) {
    row.resize(table.columns.size());
    for (std::string& cell : row) spell(cell);
  }
  for (std::string& note : table.notes) spell(note);
  return table;
}

std::size_t hang_of(std::size_t column) { return column == 0 ? kHang : 0; }

/// The width of the longest word of a text that hangs, as far in as it may come to stand.
std::size_t longest_word(const std::string& text, std::size_t hang) {
  std::size_t longest = 0;
  for (const std::string& line : wrap(text, 1, LongWord::stays, hang)) longest = std::max(longest, display_width(line));
  return longest;
}

/// How narrow a column may become.
struct Limits {
  std::size_t whole = 0;   // nothing wraps
  std::size_t easy = 0;    // long text wraps
  std::size_t titles = 0;  // so do the titles of numbers
  std::size_t words = 0;   // so does all text
  std::size_t broken = 0;  // so do words
};

Limits limits_of(const Table& table, std::size_t i) {
  const Column& column = table.columns[i];
  std::size_t cells = 0, words = 0;
  for (const auto& row : table.rows) {
    cells = std::max(cells, display_width(row[i]));
    words = std::max(words, longest_word(row[i], hang_of(i)));
  }
  const std::size_t title = longest_word(column.title, hang_of(i));
  const std::size_t whole = std::max(display_width(column.title), cells);
  const std::size_t numbers = std::max(cells, title);
  if (!column.is_text) return {whole, whole, numbers, numbers, numbers};
  words = std::max({words, title, std::min(whole, kNarrowestText)});
  if (column.is_whole) return {whole, whole, whole, whole, words};
  const std::size_t easy = std::max(words, std::min(whole, kEasyText));
  return {whole, easy, easy, words, std::min(whole, kNarrowestText)};
}

/// Takes column after column from the widest that is above its limit until all fit, or none is.
void shrink(Layout& layout, std::size_t width, const std::vector<Limits>& limits, std::size_t Limits::*least) {
  for (std::size_t total = layout.total(); total > width; --total) {
    std::size_t* found = nullptr;
    for (std::size_t i = 0; i < limits.size(); ++i)
      if (layout.widths[i] > limits[i].*least && (!found || layout.widths[i] > *found)) found = &layout.widths[i];
    if (!found) return;
    --*found;
  }
}

Layout lay_out(const Table& table, std::size_t width) {
  Layout layout;
  std::vector<Limits> limits;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    limits.push_back(limits_of(table, i));
    layout.widths.push_back(limits.back().whole);
  }
  shrink(layout, width, limits, &Limits::easy);
  if (layout.total() > width) layout.gap = 1;
  for (const auto least : {&Limits::titles, &Limits::words, &Limits::broken}) shrink(layout, width, limits, least);
  return layout;
}

/// The first column, and those from `first` to before `end`.
Table part_of(const Table& table, std::size_t first, std::size_t end) {
  const auto picked = [&](const auto& all) {
    auto some = std::decay_t<decltype(all)>{all[0]};
    for (std::size_t i = first; i < end; ++i) some.push_back(all[i]);
    return some;
  };
  Table part{picked(table.columns), {}, {}};
  for (const auto& row : table.rows) part.rows.push_back(picked(row));
  return part;
}

/// The place behind this column and those that go with it.
std::size_t after(const Table& table, std::size_t column) {
  ++column;
  while (column < table.columns.size() && table.columns[column].goes_with_last) ++column;
  return column;
}

/// The table itself, or where it can't be as narrow as that, tables of as many columns as can.
std::vector<Table> parts_of(const Table& table, std::size_t width) {
  const std::size_t count = table.columns.size();
  Layout least{{}, 1};
  for (std::size_t i = 0; i < count; ++i) least.widths.push_back(limits_of(table, i).broken);
  if (count < 3 || least.total() <= width) return {table};
  const auto fits = [&](std::size_t first, std::size_t end) {
    Layout part{{least.widths[0]}};
    part.widths.insert(part.widths.end(), &least.widths[first], &least.widths[first] + (end - first));
    return part.total() <= width;
  };
  std::vector<Table> parts;
  for (std::size_t first = 1, end = 1; first < count; first = end) {
    for (end = after(table, first); end < count && fits(first, after(table, end));) end = after(table, end);
    parts.push_back(part_of(table, first, end));
  }
  return parts;
}

std::string padded(const std::string& cell, std::size_t width, bool is_text) {
  const std::string blanks(width - std::min(width, display_width(cell)), ' ');
  return is_text ? cell + blanks : blanks + cell;
}

/// The lines of a cell; one that fits stands as it is.
std::vector<std::string> lines_of(const std::string& cell, std::size_t width, std::size_t column) {
  if (display_width(cell) <= width) return {cell};
  return wrap(cell, width, LongWord::is_broken, hang_of(column));
}

void end_line(std::string& out) {
  out.erase(out.find_last_not_of(' ') + 1);
  out += '\n';
}

/// A row of cells or titles, on as many lines as the longest cell has.
void draw_row(std::string& out, const Table& table, const Layout& layout, const std::vector<std::string>& row) {
  std::vector<std::vector<std::string>> cells;
  std::size_t height = 1;
  for (std::size_t i = 0; i < row.size(); ++i) {
    cells.push_back(lines_of(row[i], layout.widths[i], i));
    height = std::max(height, cells.back().size());
  }
  for (std::size_t k = 0; k < height; ++k) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) line.append(layout.gap, ' ');
      line += padded(k < cells[i].size() ? cells[i][k] : "", layout.widths[i], table.columns[i].is_text);
    }
    end_line(line);
    out += line;
  }
}

std::string repeated(std::string_view mark, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += mark;
  return out;
}

/// Titles, a rule and rows.
void draw_part(std::string& out, const Table& table, const Layout& layout, bool ascii) {
  if (table.columns.empty()) return;
  std::vector<std::string> titles;
  for (const Column& column : table.columns) titles.push_back(column.title);
  draw_row(out, table, layout, titles);
  out += repeated(ascii ? "-" : "─", layout.total()) + '\n';
  for (const auto& row : table.rows) draw_row(out, table, layout, row);
}

void write_cell(std::string& out, std::string_view cell) {
  if (cell.find_first_of(",\"\n\r") == std::string_view::npos) {
    out += cell;
    return;
  }
  out += '"';
  for (const char c : cell) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  out += '"';
}

void write_row(std::string& out, const std::vector<std::string>& cells) {
  if (cells.size() == 1 && cells[0].empty()) out += "\"\"";  // a bare line end would be no row at all
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out += ',';
    write_cell(out, cells[i]);
  }
  out += '\n';
}

}  // namespace

std::string draw_table(const Table& raw, int width, bool ascii) {
  const Table table = spelled(raw, ascii);
  const auto columns = static_cast<std::size_t>(std::max(width, 1));
  std::string out;
  for (const Table& part : parts_of(table, columns)) {
    if (!out.empty()) out += '\n';
    draw_part(out, part, lay_out(part, columns), ascii);
  }
  if (!table.notes.empty() && !out.empty()) out += '\n';
  for (const std::string& note : table.notes) {
    for (const std::string& line : wrap(note, columns)) out += line + '\n';
  }
  return out;
}

std::string cell_of(const Json& value) {
  if (value.is_null()) return "";
  if (const auto* text = value.as<std::string>()) return *text;
  const auto* list = value.as<Json::Array>();
  const bool has_objects = list && !list->empty() && list->front().as<Json::Object>();
  if (!list || has_objects) return write_json(value, 0);
  std::string cell;
  for (const Json& each : *list) cell += (cell.empty() ? "" : " ") + (each.is_null() ? "nan" : cell_of(each));
  return cell;
}

std::string write_csv(const Table& table) {
  std::string out;
  std::vector<std::string> titles;
  for (const Column& column : table.columns) titles.push_back(column.title);
  write_row(out, titles);
  for (std::vector<std::string> row : table.rows) {
    row.resize(table.columns.size());
    write_row(out, row);
  }
  return out;
}

}  // namespace etude::report
