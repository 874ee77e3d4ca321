#pragma once
// Texts out of patterns: a message, a call or a line of code is one pattern, and the words in its gaps.

#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>

#include "etude/base/step.h"

namespace etude {

/// What stands in a gap: a text (which must outlive the word), a whole number, or a Python float. Each may have a text
/// before it.
class Word {
 public:
  Word() : Word(std::string_view()) {}
  Word(std::string_view text) : type_(Type::text), text_(text) {}
  Word(const std::string& text);
  Word(const char* text) : Word(std::string_view(text)) {}
  Word(double number) : type_(Type::real), number_(number) {}
  template <std::integral T>
  Word(T number) : type_(Type::whole), whole_(static_cast<Step>(number)) {}

  bool is_empty() const { return type_ == Type::text && text_.empty() && *before_ == 0; }
  /// Appends it to the text. In arithmetic a number is as short as it can be, and infinity is math.inf.
  void append_to(std::string& text, bool in_arithmetic = false) const;

 private:
  friend Word plain(double number);
  friend Word when(bool holds, const char* before, Word word);

  enum class Type { text, real, whole, plain };

  Type type_;
  const char* before_ = "";
  union {
    std::string_view text_;
    double number_;
    Step whole_;
  };
};

/// The number as shortest() has it.
Word plain(double number);
/// The text and the word where `holds`, else nothing.
Word when(bool holds, const char* before, Word word = {});

/// filled("lr={}, T_max={}", {0.1, 99}) is "lr=0.1, T_max=99". A gap that has no word stays as it is.
std::string filled(const char* pattern, const std::initializer_list<Word>& words);

/// The same for Python's arithmetic: arithmetic("{} * t", {0.5}), where 1 is "1" and endless "math.inf".
std::string arithmetic(const char* pattern, const std::initializer_list<Word>& words);

/// Appends the item to the list, after `between` unless it is the first.
void add_item(std::string& list, Word item, const char* between = ", ");

/// `text` with every line moved by `spaces`.
std::string indented(const std::string& text, int spaces);

}  // namespace etude
