// Gaps are filled from left to right.

#include "etude/base/pattern.h"

#include <algorithm>
#include <cmath>

#include "etude/base/number.h"

namespace etude {
namespace {

/// 1 -> "1.0"
std::string python_float(double value) {
  const std::string text = shortest(value);
  return text.find_first_of(".en") == std::string::npos ? text + ".0" : text;
}

}  // namespace

Word::Word(const std::string& text) : Word(std::string_view(text)) {}

void Word::append_to(std::string& text, bool in_arithmetic) const {
  text += before_;
  if (type_ == Type::text) {
    text += text_;
  } else if (in_arithmetic && (type_ == Type::whole ? whole_ == endless : std::isinf(number_))) {
    text += "math.inf";
  } else if (type_ == Type::whole) {
    text += std::to_string(whole_);
  } else {
    text += in_arithmetic || type_ == Type::plain ? shortest(number_) : python_float(number_);
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

std::string put_together(const char* pattern, const std::initializer_list<Word>& words, bool in_arithmetic) {
  std::string_view rest = pattern;
  std::string text;
  for (const Word& word : words) {
    const std::size_t gap = rest.find("{}");
    text += rest.substr(0, gap);
    word.append_to(text, in_arithmetic);
    rest.remove_prefix(gap + 2);
  }
  return text += rest;
}

}  // namespace

std::string filled(const char* pattern, const std::initializer_list<Word>& words) {
  return put_together(pattern, words, false);
}

std::string arithmetic(const char* pattern, const std::initializer_list<Word>& words) {
  return put_together(pattern, words, true);
}

void add_item(std::string& list, Word item, const char* between) {
  if (!list.empty()) list += between;
  item.append_to(list);
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

}  // namespace etude
