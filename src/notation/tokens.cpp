// What is refused, with its column.

#include "notation/tokens.h"

namespace etude::notation {

Refused Tokens::refuse_at(const Token& token, const std::string& message) const {
  return refuse("column " + std::to_string(column_of(token)) + ": " + message);
}

Refused Tokens::unexpected(const std::string& expected) const {
  return refuse_next("expected " + expected + ", read " + shown(next_));
}

Refused Tokens::not_closed(const Token& open) const {
  return unexpected(") to close the ( of column " + std::to_string(column_of(open)));
}

Result<void> Tokens::separator() {
  if (is_next(TokenKind::close)) return {};
  if (!is_next(TokenKind::comma)) return unexpected(", or )");
  take();
  if (is_next(TokenKind::close)) return refuse_next("expected another argument after the comma");
  return {};
}

std::string shown(const Token& token) {
  return token.kind == TokenKind::end ? "the end of the text" : quoted(token.text);
}

}  // namespace etude::notation
