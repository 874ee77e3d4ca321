#pragma once
// A line of text as cells, and the numbers in them as languages print them: what every reader of a log shares.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace etude::inline record {

/// A number as some language prints it: what to_double() reads, Infinity as of Java and JavaScript, nan(ind) as of C++ on
/// Windows.
std::optional<double> printed_number(std::string_view text);

/// In quotes, at most 40 bytes of it.
std::string quoted_text(std::string_view text);

/// Without the byte order mark that some editors and shells put before a text in UTF-8.
std::string_view without_mark(std::string_view text);

/// How many first bytes tell whether it is one.
constexpr std::size_t text_head = 256;

/// Why a text that begins so is none in UTF-8: it is UTF-16, packed by gzip, or has bytes of no text; empty where it
/// seems to be one.
std::string no_utf8(std::string_view begin);

/// The next line, taken off `text`, without blanks at its ends.
std::string_view take_line(std::string_view& text);

/// What stands between the separators of a line, without blanks around it.
std::vector<std::string_view> cells_of(std::string_view line, char separator = ',');

/// The same, where a cell in "quotes" may hold separators, and "" for a quote.
std::vector<std::string> quoted_cells_of(std::string_view line, char separator);

/// A tab, a semicolon or a comma: what `line` has most of.
char separator_of(std::string_view line);

}  // namespace etude::record
