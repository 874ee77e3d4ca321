// Patterns are filled from left to right: the first {} takes the first word.

#include "dialect/words.h"

#include "base/words.h"

namespace etude::dialect {

std::string arguments_text(const std::initializer_list<NamedWord>& arguments) {
  std::string text;
  for (const auto& [name, value] : arguments) {
    if (value.is_empty()) continue;
    add_item(text, name);
    text += '=';
    value.append_to(text);
  }
  return text;
}

std::string call_text(const char* name, const std::initializer_list<NamedWord>& arguments) {
  return filled("{}({})", {name, arguments_text(arguments)});
}

std::vector<std::string> said(std::initializer_list<std::string> texts) {
  std::vector<std::string> all(texts);
  std::erase(all, "");
  return all;
}

std::string instead_of(std::string_view word, const char* what, const std::vector<std::string_view>& names) {
  std::string all;
  for (const std::string_view name : names) add_item(all, name);
  const std::string_view nearest = nearest_name(word, names);
  const std::string question = nearest.empty() ? "" : filled("did you mean {}? ", {nearest});
  return filled("{}{}: {}", {question, what, all});
}

}  // namespace etude::dialect
