#pragma once
// A table, and its forms: text for a terminal, CSV for a program.

#include <string>
#include <vector>

#include "etude/base/fact.h"

namespace etude::report {

struct Column {
  std::string title;
  bool is_text = false;         // text stands to the left, numbers to the right
  bool is_whole = false;        // text that wraps only where nothing else helps
  bool goes_with_last = false;  // is not parted from the column before, as its interval

  static constexpr auto facts(auto...) { return facts_of<&Column::title, &Column::is_text>(); }
};

/// Cells are text already: who fills the table decides how many digits a number has.
struct Table {
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> notes;  // one sentence each, under the table

  static constexpr auto facts(auto...) { return facts_of<&Table::columns, &Table::rows, &Table::notes>(); }
};

/// A value as a cell: null as nothing (in a list: nan), a text as it is, numbers at full precision, of a list with
/// blanks between them; a list of objects as JSON.
std::string cell_of(const Json& value);

/// Columns aligned, two blanks apart, a rule under the titles, notes wrapped at `width` display columns.
/// Too wide for `width`: the widest text columns wrap their cells at words (in the first column two blanks further in),
/// then the gaps narrow to one blank, then words are broken (down to 8 columns); what is wider still goes on in more
/// tables, each with the first column. Nothing is left out, and numbers and words of their titles stay whole. `ascii`
/// spells everything in ASCII: "-", "sum lr" for "Σlr".
std::string draw_table(const Table& table, int width, bool ascii = false);

/// RFC 4180: a title row, then the rows; quotes where they are needed; "\n" ends a line. Notes are left out.
std::string write_csv(const Table& table);

}  // namespace etude::report
