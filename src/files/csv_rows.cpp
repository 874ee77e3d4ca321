// Cell by cell: a cell ends at a comma or a line end outside of quotes, a row at the line end.

#include "files/csv_rows.h"

#include "data/refusals.h"
#include "files/formats.h"

namespace etude::files {

CsvRows::CsvRows(const File& file)
    : name_(file.name), text_(reinterpret_cast<const char*>(file.bytes.data()), file.bytes.size()) {
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  if (text_.starts_with(byte_order_mark)) at_ = byte_order_mark.size();
}

Result<bool> CsvRows::next(std::vector<std::string>& cells) {
  while (at_ < text_.size()) {
    cells.clear();
    row_line_ = line_;
    for (After after = After::cell; after != After::row;) {
      const auto read = read_cell(cells.emplace_back());
      if (!read) return pass_on(read.error());
      after = *read;
    }
    if (cells.size() > 1 || !cells[0].empty()) return true;
  }
  return false;
}

Result<CsvRows::After> CsvRows::read_cell(std::string& cell) {
  skip_blanks();
  if (at_ < text_.size() && text_[at_] == '"') return read_quoted(cell);
  const std::size_t begin = at_;
  while (at_ < text_.size() && text_[at_] != ',' && !at_line_end()) ++at_;
  const std::string_view text = text_.substr(begin, at_ - begin);
  cell = text.substr(0, text.find_last_not_of(" \t") + 1);
  return read_end();
}

Result<CsvRows::After> CsvRows::read_quoted(std::string& cell) {
  const std::size_t opened = line_;
  for (++at_; at_ < text_.size(); ++at_) {
    if (text_[at_] == '\n') ++line_;
    if (text_[at_] == '"') {
      const bool is_doubled = text_.substr(at_ + 1, 1) == "\"";
      ++at_;
      if (!is_doubled) return read_end();
    }
    cell += text_[at_];
  }
  return refuse(name_ + ", line " + std::to_string(opened) + ": a quote opens here and never closes; end it with \"");
}

Result<CsvRows::After> CsvRows::read_end() {
  skip_blanks();
  if (at_ == text_.size()) return After::row;
  const char end = text_[at_];
  if (end != ',' && !at_line_end())
    return refuse(name_ + ", line " + std::to_string(line_) + ": " + data::in_quotes(text_.substr(at_, 1)) +
                  " follows a closing quote; write a quote within a cell twice");
  ++at_;
  if (end == ',') return After::cell;
  if (end == '\r' && at_ < text_.size() && text_[at_] == '\n') ++at_;
  ++line_;
  return After::row;
}

void CsvRows::skip_blanks() {
  while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
}

}  // namespace etude::files
