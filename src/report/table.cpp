// A table as text. Idea: measure every column, then place every cell.
// Edges: a row may lack its last cells; more cells than columns are not drawn; a line never ends in blanks.
// Too wide: the gaps narrow from two blanks to one, then whichever text column is widest shrinks, to 8 columns at the
// least; numbers are never cut, so a narrower table than that does not exist and its lines are longer than `width`.

#include "etude/report/table.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "report/text.h"

namespace etude::report {
namespace {

constexpr std::size_t kNarrowestText = 8;
constexpr std::size_t kEasyText = 20;  // the widest text is cut to this before the gaps narrow

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

/// The first of the widest columns of text that may be cut; past the last column where there is none.
std::size_t widest_text(const Table& table, const Layout& layout) {
  std::size_t found = table.columns.size();
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (table.columns[i].is_text && !table.columns[i].is_whole &&
        (found == table.columns.size() || layout.widths[i] > layout.widths[found]))
      found = i;
  return found;
}

/// Takes column after column from the widest text until all fit, or each has only `least` left.
void shrink(const Table& table, Layout& layout, std::size_t width, std::size_t least) {
  std::size_t total = layout.total();
  for (std::size_t i = widest_text(table, layout); i < table.columns.size() && total > width;
       i = widest_text(table, layout)) {
    if (layout.widths[i] <= least) return;
    --layout.widths[i];
    --total;
  }
}

Layout lay_out(const Table& table, std::size_t width) {
  Layout layout;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    std::size_t widest = display_width(table.columns[i].title);
    for (const auto& row : table.rows) widest = std::max(widest, display_width(row[i]));
    layout.widths.push_back(widest);
  }
  shrink(table, layout, width, kEasyText);
  if (layout.total() > width) layout.gap = 1;
  shrink(table, layout, width, kNarrowestText);
  return layout;
}

std::string padded(std::string_view text, std::size_t width, bool is_text, std::string_view dots) {
  const std::string cell = elide(text, width, dots);
  const std::string blanks(width - display_width(cell), ' ');
  return is_text ? cell + blanks : blanks + cell;
}

void end_line(std::string& out) {
  out.erase(out.find_last_not_of(' ') + 1);
  out += '\n';
}

std::string repeated(std::string_view mark, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += mark;
  return out;
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
  const Layout layout = lay_out(table, columns);
  const std::string_view dots = ascii ? "..." : "…";
  std::string out;
  const auto write_line = [&](auto&& cell_of) {
    std::string line;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      if (i > 0) line.append(layout.gap, ' ');
      line += padded(cell_of(i), layout.widths[i], table.columns[i].is_text, dots);
    }
    end_line(line);
    out += line;
  };
  if (!table.columns.empty()) {
    write_line([&](std::size_t i) -> const std::string& { return table.columns[i].title; });
    out += repeated(ascii ? "-" : "─", layout.total()) + '\n';
    for (const auto& row : table.rows) write_line([&](std::size_t i) -> const std::string& { return row[i]; });
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
  if (!list) return write_json(value, 0);
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
