#include "dialect/words.h"

#include <algorithm>
#include <cmath>

#include "etude/base/field.h"
#include "etude/base/number.h"

namespace etude::dialect {

Word::Word(const std::string& text) : Word(std::string_view(text)) {}

void Word::append_to(std::string& text, bool in_formula) const {
  text += before_;
  if (type_ == Type::text) {
    text += text_;
  } else if (in_formula && (type_ == Type::whole ? whole_ == endless : std::isinf(number_))) {
    text += "math.inf";
  } else if (type_ == Type::whole) {
    text += std::to_string(whole_);
  } else {
    text += in_formula || type_ == Type::plain ? shortest(number_) : real(number_);
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

namespace {

std::string put_together(const char* pattern, const std::initializer_list<Word>& words, bool in_formula) {
  std::string_view rest = pattern;
  std::string text;
  for (const Word& word : words) {
    const std::size_t gap = rest.find("{}");
    text += rest.substr(0, gap);
    word.append_to(text, in_formula);
    rest.remove_prefix(gap + 2);
  }
  return text += rest;
}

}  // namespace

std::string filled(const char* pattern, const std::initializer_list<Word>& words) {
  return put_together(pattern, words, false);
}

std::string formula(const char* pattern, const std::initializer_list<Word>& words) {
  return put_together(pattern, words, true);
}

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
