#pragma once
// A text of a table that only help, lists and reports about the table show. It is written where what it is about is stated;
// a program that shows none of it, such as the explorer's page, is built with ETUDE_WITHOUT_HELP and carries none of it.

#include <string_view>

namespace etude {

/// The text, or "" where the program is built without.
class HelpText : public std::string_view {
 public:
  constexpr HelpText() = default;
  constexpr HelpText(const char* text) : HelpText(std::string_view(text)) {}
#ifdef ETUDE_WITHOUT_HELP
  constexpr HelpText(std::string_view) {}
#else
  constexpr HelpText(std::string_view text) : std::string_view(text) {}
#endif
};

}  // namespace etude
