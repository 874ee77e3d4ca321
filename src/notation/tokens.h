#pragma once
// The text as a row of tokens, of which one stands next; and refusals that name its column.

#include <string>
#include <string_view>
#include <utility>

#include "etude/base/result.h"
#include "notation/lexer.h"

namespace etude::notation {

class Tokens {
 public:
  explicit Tokens(std::string_view text) : text_(text), lexer_(text), next_(lexer_.next()) {}

  /// The one that stands next, and the one behind it.
  const Token& next() const { return next_; }
  Token after_next() const { return Lexer(lexer_).next(); }
  bool is_next(TokenKind kind) const { return next_.kind == kind; }
  /// Is it a name with an opening parenthesis behind it?
  bool is_call(std::string_view name) const { return next_.text == name && after_next().kind == TokenKind::open; }

  /// The one that stands next, which is passed.
  Token take() { return std::exchange(next_, lexer_.next()); }

  std::size_t column_of(const Token& token) const { return notation::column_of(text_, token.offset); }

  /// "column 5: message", of a token and of the one that stands next.
  Refused refuse_at(const Token& token, const std::string& message) const;
  Refused refuse_next(const std::string& message) const { return refuse_at(next_, message); }
  /// "expected ..., read ..."
  Refused unexpected(const std::string& expected) const;
  Refused not_closed(const Token& open) const;

  /// After an argument: passes a comma that something follows, or leaves the closing parenthesis.
  Result<void> separator();

 private:
  std::string_view text_;
  Lexer lexer_;
  Token next_;
};

/// The token as a message shows it.
std::string shown(const Token& token);

}  // namespace etude::notation
