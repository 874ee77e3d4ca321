#pragma once
// Text to tokens. A token knows where it stands, so that an error can name the column.

#include <string>
#include <string_view>

namespace etude::notation {

enum class TokenKind { name, number, open, close, open_list, close_list, comma, equals, end, rubbish };

struct Token {
  TokenKind kind = TokenKind::end;
  std::string_view text;   // what was read
  std::size_t offset = 0;  // bytes before it
};

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}
  Token next();

 private:
  Token take(TokenKind kind, std::size_t length);

  std::string_view text_;
  std::size_t at_ = 0;
};

/// The column of a byte offset, counted in characters from 1.
std::size_t column_of(std::string_view text, std::size_t offset);

/// `text` in quotes and fit for a one-line message: bytes that are not printable ASCII as \xNN, long text cut short.
std::string quoted(std::string_view text);

}  // namespace etude::notation
