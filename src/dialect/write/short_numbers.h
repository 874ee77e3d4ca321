#pragma once
// Numbers as people write them: 3e-06, not 2.9999999999999997e-06. Arithmetic leaves such a tail in the last of 17
// digits; whoever writes a text without it holds what the text means against what was meant.

#include <string>

namespace etude::dialect {

/// The text with every decimal number of 15 digits or more that is near one of 11 or fewer written as that one.
std::string with_short_numbers(const std::string& text);

}  // namespace etude::dialect
