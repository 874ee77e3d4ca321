#pragma once
// Text by display columns: every code point counts as one. Whatever is not UTF-8 becomes U+FFFD, a control character a
// blank, so that no name can break a line, a terminal or an XML file.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace etude::report {

/// The code points of `text`, cleaned as above.
std::u32string code_points(std::string_view text);

std::string utf8(std::u32string_view text);

std::size_t display_width(std::string_view text);

/// `text` in ASCII: "Σlr" is "sum lr", "±" is "+-", "§2" is "sec. 2"; what has no likeness is "?".
std::string plain_ascii(std::string_view text);

/// `text` in at most `width` columns, `dots` in place of its middle where it is longer: both ends of a name tell it
/// apart.
std::string elide(std::string_view text, std::size_t width, std::string_view dots);

/// 1234567 as "1,234,567".
std::string grouped(std::int64_t count);

/// 1 and "seed" as "1 seed", 20 as "20 seeds".
std::string counted(std::size_t count, std::string_view what);

/// What becomes of a word that is longer than a line: it stays whole on a line of its own, so that what is pasted from a
/// terminal is what it was, or it is broken, behind a comma or the like if it has one, so that a column keeps its width.
enum class LongWord { stays, is_broken };

/// Lines of at most `width` columns, broken at blanks. All stand as far in as the text does, and all but the first
/// `hang` columns further.
std::vector<std::string> wrap(std::string_view text, std::size_t width, LongWord long_word = LongWord::stays,
                              std::size_t hang = 0);

}  // namespace etude::report
