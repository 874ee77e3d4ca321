#pragma once
// A CSV file cut into rows of cells.

#include <string>
#include <string_view>
#include <vector>

#include "files/formats.h"

namespace etude::files {

class CsvRows {
 public:
  explicit CsvRows(const File& file);

  /// Reads the next row that is not empty into `cells`; false at the end of the file. Refused: a quote that is not
  /// closed, or something between a closing quote and the cell's end.
  Result<bool> next(std::vector<std::string>& cells);

  /// "file, line 12": where the last row began.
  std::string place() const { return name_ + ", line " + std::to_string(row_line_); }

 private:
  enum class After { cell, row };
  Result<After> read_cell(std::string& cell);
  Result<After> read_quoted(std::string& cell);
  Result<After> read_end();
  bool at_line_end() const { return text_[at_] == '\n' || text_[at_] == '\r'; }
  void skip_blanks();

  std::string name_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::size_t row_line_ = 1;
};

}  // namespace etude::files
