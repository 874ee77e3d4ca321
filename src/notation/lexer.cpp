// A token is as long as its first character says.

#include "notation/lexer.h"

namespace etude::notation {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_number_start(char c) { return is_digit(c) || c == '.' || c == '-' || c == '+'; }
bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

/// A number's characters: digits, points, letters (an exponent, or a mistake to be named whole), a sign after e.
std::size_t number_length(std::string_view text) {
  std::size_t length = 1;
  while (length < text.size()) {
    const char c = text[length];
    const char before = text[length - 1];
    const bool sign_of_exponent = (c == '-' || c == '+') && (before == 'e' || before == 'E');
    if (!is_digit(c) && !is_letter(c) && c != '.' && c != '%' && !sign_of_exponent) break;
    ++length;
  }
  return length;
}

std::size_t name_length(std::string_view text) {
  std::size_t length = 1;
  while (length < text.size() && (is_letter(text[length]) || is_digit(text[length]) || text[length] == '.')) ++length;
  return length;
}

std::size_t rubbish_length(std::string_view text) {
  std::size_t length = 1;
  while (length < text.size() && is_continuation(text[length])) ++length;
  return length;
}

}  // namespace

Token Lexer::take(TokenKind kind, std::size_t length) {
  const Token token{kind, text_.substr(at_, length), at_};
  at_ += length;
  return token;
}

Token Lexer::next() {
  while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  if (at_ == text_.size()) return {TokenKind::end, "", at_};
  const std::string_view rest = text_.substr(at_);
  switch (rest[0]) {
    case '(':
      return take(TokenKind::open, 1);
    case ')':
      return take(TokenKind::close, 1);
    case '[':
      return take(TokenKind::open_list, 1);
    case ']':
      return take(TokenKind::close_list, 1);
    case ',':
      return take(TokenKind::comma, 1);
    case '=':
      return take(TokenKind::equals, 1);
    default:
      break;
  }
  if (is_letter(rest[0])) return take(TokenKind::name, name_length(rest));
  if (is_number_start(rest[0])) return take(TokenKind::number, number_length(rest));
  return take(TokenKind::rubbish, rubbish_length(rest));
}

std::size_t column_of(std::string_view text, std::size_t offset) {
  std::size_t column = 1;
  for (const char c : text.substr(0, offset)) column += is_continuation(c) ? 0 : 1;
  return column;
}

std::string quoted(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  constexpr std::size_t longest = 40;
  std::string result = "\"";
  for (const char c : text.substr(0, longest)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7f) {
      result += c;
    } else {
      result += {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
    }
  }
  return result + (text.size() > longest ? "...\"" : "\"");
}

}  // namespace etude::notation
