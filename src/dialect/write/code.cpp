#include "dialect/write/code.h"

#include "etude/base/pattern.h"

namespace etude::dialect::code {

std::string Code::text_of(const Formula& formula) const {
  std::string text;
  for (const Function& each : formula.functions) add_item(text, function(each), "\n");
  return text;
}

std::string Code::block(const std::vector<Line>& lines, bool is_body) const {
  std::string text;
  for (const Line& each : lines) text += line(each, is_body && &each == &lines.back());
  return indented(text, spaces);
}

std::string Code::at_least(Rank rank, const Piece& piece) {
  return piece.rank >= rank ? piece.text : filled("({})", {piece.text});
}

Piece Code::joined(const Piece& left, const std::string& with, const Piece& right, Rank rank) {
  const Rank above = static_cast<Rank>(static_cast<int>(rank) + 1);
  return {filled("{} {} {}", {at_least(rank, left), with, at_least(above, right)}), rank};
}

Piece Code::called(const std::string& name, std::initializer_list<Piece> arguments) {
  std::string text;
  for (const Piece& each : arguments) add_item(text, each.text);
  return {filled("{}({})", {name, text})};
}

Sign sign_of(const Term& term) {
  switch (term.op) {
    case Term::Op::either:
      return {"||", Rank::either};
    case Term::Op::both:
      return {"&&", Rank::both};
    case Term::Op::compare:
      return {term.text.c_str(), Rank::compare};
    case Term::Op::add:
      return {"+", Rank::sum};
    case Term::Op::subtract:
      return {"-", Rank::sum};
    case Term::Op::multiply:
      return {"*", Rank::product};
    case Term::Op::remainder:
      return {"%", Rank::product};
    default:
      return {"/", Rank::product};
  }
}

}  // namespace etude::dialect::code
