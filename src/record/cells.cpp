#include "record/cells.h"

#include <algorithm>

#include "base/words.h"
#include "etude/base/number.h"

namespace etude::inline record {

std::optional<double> printed_number(std::string_view text) {
  if (const auto number = to_double(text)) return number;
  const bool has_sign = text.starts_with('-') || text.starts_with('+');
  const std::string word = lower_case(text.substr(has_sign ? 1 : 0));
  if (word == "nan(ind)") return not_a_number;
  if (word == "infinity") return to_double(text.starts_with('-') ? "-inf" : "inf");
  return std::nullopt;
}

std::string quoted_text(std::string_view text) { return "\"" + std::string(text.substr(0, 40)) + "\""; }

std::string_view without_mark(std::string_view text) {
  constexpr std::string_view mark = "\xef\xbb\xbf";
  return text.starts_with(mark) ? text.substr(mark.size()) : text;
}

std::string no_utf8(std::string_view begin) {
  if (begin.starts_with("\xff\xfe") || begin.starts_with("\xfe\xff")) return " is UTF-16; write it as UTF-8";
  if (begin.starts_with("\x1f\x8b")) return " is packed by gzip; unpack it with gunzip";
  const auto is_of_no_text = [](char c) { return (c >= 0 && c < '\t') || (c > '\r' && c < ' ' && c != '\x1b'); };
  begin = begin.substr(0, text_head);
  if (std::none_of(begin.begin(), begin.end(), is_of_no_text)) return "";
  return begin.find('\0') < 2 ? " is no text, or UTF-16; write it as UTF-8"
                              : " is no text; export it as text, such as CSV";
}

std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return trimmed(line);
}

std::vector<std::string_view> cells_of(std::string_view line, char separator) {
  std::vector<std::string_view> cells;
  for (std::size_t end = 0; end != std::string_view::npos;) {
    end = line.find(separator);
    cells.push_back(trimmed(line.substr(0, end)));
    line.remove_prefix(end == std::string_view::npos ? line.size() : end + 1);
  }
  return cells;
}

std::vector<std::string> quoted_cells_of(std::string_view line, char separator) {
  std::vector<std::string> cells(1);
  bool is_quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') {
      const bool is_doubled = is_quoted && line.substr(i + 1, 1) == "\"";
      if (is_doubled) cells.back() += line[i++];
      if (!is_doubled) is_quoted = !is_quoted;
    } else if (line[i] == separator && !is_quoted) {
      cells.emplace_back();
    } else {
      cells.back() += line[i];
    }
  }
  for (std::string& cell : cells) cell = trimmed(cell);
  return cells;
}

char separator_of(std::string_view line) {
  char most = ',';
  for (const char mark : {';', '\t'})
    if (std::count(line.begin(), line.end(), mark) > std::count(line.begin(), line.end(), most)) most = mark;
  return most;
}

}  // namespace etude::record
