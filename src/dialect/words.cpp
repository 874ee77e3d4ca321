#include "dialect/words.h"

#include <algorithm>

#include "etude/base/number.h"

namespace etude::dialect {

void Word::append_to(std::string& text) const {
  text += before_;
  switch (type_) {
    case Type::text:
      text += text_;
      break;
    case Type::real:
      text += dialect::real(number_);
      break;
    case Type::whole:
      text += std::to_string(whole_);
      break;
    case Type::plain:
      text += shortest(number_);
      break;
  }
}

Word plain(double number) {
  Word word = number;
  word.type_ = Word::Type::plain;
  return word;
}

Word when(bool holds, const char* before, Word word) {
  if (!holds) return {};
  word.before_ = before;
  return word;
}

std::string filled(const char* pattern, std::initializer_list<Word> words) {
  std::string_view rest = pattern;
  std::string text;
  for (const Word& word : words) {
    const std::size_t gap = rest.find("{}");
    text += rest.substr(0, gap);
    word.append_to(text);
    rest.remove_prefix(gap + 2);
  }
  return text += rest;
}

std::string arguments_text(std::initializer_list<NamedWord> arguments) {
  std::string text;
  for (const auto& [name, value] : arguments) {
    if (value.is_empty()) continue;
    add_item(text, name);
    text += '=';
    value.append_to(text);
  }
  return text;
}

void add_item(std::string& list, Word item, const char* between) {
  if (!list.empty()) list += between;
  item.append_to(list);
}

std::vector<std::string> said(std::initializer_list<std::string> texts) {
  std::vector<std::string> all(texts);
  std::erase(all, "");
  return all;
}

std::string real(double value) {
  const std::string text = shortest(value);
  return text.find_first_of(".en") == std::string::npos ? text + ".0" : text;
}

std::string indented(const std::string& text, int spaces) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (end > at) out += std::string(static_cast<std::size_t>(spaces), ' ') + text.substr(at, end - at);
    out += "\n";
    at = end + 1;
  }
  return out;
}

}  // namespace etude::dialect
