// C, and C++ alike: whole numbers become doubles by themselves, but in a division of two.

#include "dialect/write/code.h"
#include "dialect/write/python.h"
#include "etude/base/pattern.h"

namespace etude::dialect::code {
namespace {

using Op = Term::Op;
using Does = Line::Does;

class C final : public Code {
 public:
  C() : Code(Tongue::c, 2) {}

 protected:
  std::string function(const Function& function) const override;
  std::string line(const Line& line, bool is_last) const override;
  Piece other(const Term& term) const override;

 private:
  Piece divided(const Term& term) const;
  Piece extreme(const Term& term) const;
  std::string setting(const Line& line) const;
  std::string counting(const Line& line) const;
};

const char* type_name(Type type) { return type == Type::whole ? "long long " : "double "; }

/// Of two wholes one is made a double.
Piece C::divided(const Term& term) const {
  const Term &a = term.of[0], &b = term.of[1];
  const bool are_whole = a.type == Type::whole && b.type == Type::whole;
  if (are_whole && b.op == Op::number) return joined(piece(a), term, {b.text + ".0"});
  if (are_whole && a.op == Op::number) return joined({a.text + ".0"}, term, piece(b));
  return joined(are_whole ? signed_by("(double)", piece(a)) : piece(a), term, piece(b));
}

/// Of two wholes.
Piece C::extreme(const Term& term) const {
  const std::string a = at_least(Rank::sum, term.of[0]), b = at_least(Rank::sum, term.of[1]);
  return {filled("{} {} {} ? {} : {}", {a, term.op == Op::least ? "<" : ">", b, a, b}), Rank::choice};
}

Piece C::other(const Term& term) const {
  const Term& first = term.of[0];
  switch (term.op) {
    case Op::entry:
      return {filled("{}[{}]", {term.text, bare(first)})};
    case Op::negate:
      return signed_by("-", {at_least(Rank::tight, first)});
    case Op::truncate:
      return first.type == Type::whole ? piece(first) : signed_by("(long long)", piece(first));
    case Op::choose:
      return {filled("{} ? {} : {}", {at_least(Rank::either, term.of[1]), at_least(Rank::either, first),
                                      at_least(Rank::choice, term.of[2])}),
              Rank::choice};
    case Op::least:
    case Op::most:
      return extreme(term);
    case Op::divide:
      return divided(term);
    default:
      return joined(piece(first), term, piece(term.of[1]));
  }
}

std::string C::setting(const Line& line) const {
  return filled("{}{} = {};\n", {line.is_new ? type_name(line.term.type) : "", line.name, bare(line.term)});
}

std::string C::counting(const Line& line) const {
  return filled("{}{} = 0;\nwhile ({} < {} && {}[{}] {} {}) ++{};\n",
                {line.is_new ? "long long " : "", line.name, line.name, line.numbers.size(), line.text, line.name,
                 line.is_strict ? "<" : "<=", at_least(Rank::sum, line.term), line.name});
}

std::string C::line(const Line& line, bool) const {
  switch (line.does) {
    case Does::set:
      return setting(line);
    case Does::list:
      return filled("static const double {}[] = {\n{}};\n", {line.name, rows_of(line.numbers, 2)});
    case Does::count:
      return counting(line);
    case Does::when:
      return filled("if ({}) {\n{}}\n", {bare(line.term), block(line.inner, false)});
    case Does::loop:
      return filled("while ({}) {\n{}}\n", {bare(line.term), block(line.inner, false)});
    case Does::leave:
      return "break;\n";
    case Does::give:
      return filled("return {};\n", {bare(line.term)});
    case Does::fail:
      return "return NAN;\n";
  }
  return "";
}

std::string C::function(const Function& function) const {
  const bool is_whole = function.about.empty();
  const std::string about = is_whole ? "/* The rate of that step, from 0 on. */" : filled("/* {} */", {function.about});
  return filled(
      "{}\n{}double {}(long long {}) {\n{}{}}\n",
      {about, is_whole ? "" : "static ", function.name, function.parameter,
       function.reads_parameter ? "" : filled("  (void){};\n", {function.parameter}), block(function.body, true)});
}

}  // namespace

std::string in_c(const Formula& formula) { return C().text_of(formula); }

}  // namespace etude::dialect::code
