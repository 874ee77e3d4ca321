// C, and C++ alike: whole numbers become doubles by themselves, but in a division of two.

#include "dialect/write/code.h"
#include "dialect/write/python.h"
#include "etude/base/pattern.h"

namespace etude::dialect::code {
namespace {

using Op = Term::Op;
using Does = Line::Does;

class C final : public Code {
 protected:
  std::string function(const Function& function) const override;
  Piece piece(const Term& term) const override;
  std::string line(const Line& line, bool is_last) const override;

 private:
  Piece real(const Term& term) const;
  Piece divided(const Term& term) const;
  Piece extreme(const Term& term) const;
  std::string setting(const Line& line) const;
  std::string counting(const Line& line) const;
};

const char* type_name(Type type) { return type == Type::whole ? "long long " : "double "; }

/// One of two wholes that are divided, as a double.
Piece C::real(const Term& term) const {
  if (term.type != Type::whole) return piece(term);
  if (term.op == Op::number) return {term.text + ".0"};
  return {"(double)" + at_least(Rank::sign, term), Rank::sign};
}

Piece C::divided(const Term& term) const {
  const Term &a = term.of[0], &b = term.of[1];
  if (b.op == Op::number) return joined(piece(a), "/", real(b), Rank::product);
  return joined(b.type == Type::whole ? real(a) : piece(a), "/", piece(b), Rank::product);
}

Piece C::extreme(const Term& term) const {
  const bool is_least = term.op == Op::least;
  const Piece a = piece(term.of[0]), b = piece(term.of[1]);
  if (term.type != Type::whole) return called(is_least ? "fmin" : "fmax", {a, b});
  return {filled("{} {} {} ? {} : {}", {at_least(Rank::sum, a), is_least ? "<" : ">", at_least(Rank::sum, b),
                                        at_least(Rank::sum, a), at_least(Rank::sum, b)}),
          Rank::choice};
}

Piece C::piece(const Term& term) const {
  const auto of = [&](std::size_t i) { return piece(term.of[i]); };
  const auto call = [&](const char* name) { return called(name, {of(0)}); };
  switch (term.op) {
    case Op::number:
    case Op::name:
      return {term.text};
    case Op::pi:
      return {"3.141592653589793"};
    case Op::infinity:
      return {"INFINITY"};
    case Op::entry:
      return {filled("{}[{}]", {term.text, bare(term.of[0])})};
    case Op::call:
      return called(term.text, {of(0)});
    case Op::power:
      return called("pow", {of(0), of(1)});
    case Op::negate:
      return {"-" + at_least(Rank::tight, term.of[0]), Rank::sign};
    case Op::choose:
      return {filled("{} ? {} : {}",
                     {at_least(Rank::either, of(1)), at_least(Rank::either, of(0)), at_least(Rank::choice, of(2))}),
              Rank::choice};
    case Op::least:
    case Op::most:
      return extreme(term);
    case Op::cosine:
      return call("cos");
    case Op::tangent:
      return call("tanh");
    case Op::root:
      return call("sqrt");
    case Op::logarithm:
      return call("log");
    case Op::exponential:
      return call("exp");
    case Op::floor:
      return call("floor");
    case Op::truncate:
      return term.of[0].type == Type::whole ? of(0) : Piece{"(long long)" + at_least(Rank::sign, of(0)), Rank::sign};
    case Op::divide:
      return divided(term);
    default:
      return joined(of(0), sign_of(term).text, of(1), sign_of(term).rank);
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
      return filled("static const double {}[] = {\n{}};\n", {line.name, rows_of(line.numbers, 4)});
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
