// Idea: recursive descent, a function a rank of operators. Types follow from those of the variables and from the
//       operations; what the text says of a list is looked up: its length, and where its end is.

#include "dialect/write/formula_terms.h"

#include <algorithm>
#include <cctype>

#include "etude/base/number.h"

namespace etude::dialect::code {
namespace {

using Op = Term::Op;

bool is_of_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.'; }
bool is_number(std::string_view token) { return !token.empty() && std::isdigit(static_cast<unsigned char>(token[0])); }
bool is_name(std::string_view token) { return !token.empty() && is_of_name(token[0]) && !is_number(token); }

/// Where the name, the number or the operator that begins the text ends.
std::size_t end_of_token(std::string_view text) {
  std::size_t end = 1;
  if (is_of_name(text[0])) {
    while (end < text.size() && (is_of_name(text[end]) || (is_number(text) && text[end - 1] == 'e'))) ++end;
    return end;
  }
  const std::string_view two = text.substr(0, 2);
  return two == "**" || two == "//" || two == "<=" || two == ">=" || two == "==" || two == "!=" ? 2 : 1;
}

Type wider(Type a, Type b) { return a == Type::whole && b == Type::whole ? Type::whole : Type::real; }

Type type_of(Op op, const std::vector<Term>& of) {
  switch (op) {
    case Op::either:
    case Op::both:
    case Op::compare:
      return Type::truth;
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::least:
    case Op::most:
      return wider(of[0].type, of[1].type);
    case Op::choose:
      return wider(of[0].type, of[2].type);
    case Op::negate:
      return of[0].type;
    case Op::whole_divide:
    case Op::remainder:
    case Op::truncate:
      return Type::whole;
    default:
      return Type::real;
  }
}

struct Operator {
  std::string_view token;
  Op op;
};

/// The operators of each rank, from those that bind least.
const std::vector<std::vector<Operator>>& ranks() {
  static const std::vector<std::vector<Operator>> all = {
      {{"or", Op::either}},
      {{"and", Op::both}},
      {{"<", Op::compare},
       {"<=", Op::compare},
       {">", Op::compare},
       {">=", Op::compare},
       {"==", Op::compare},
       {"!=", Op::compare}},
      {{"+", Op::add}, {"-", Op::subtract}},
      {{"*", Op::multiply}, {"/", Op::divide}, {"//", Op::whole_divide}, {"%", Op::remainder}}};
  return all;
}

constexpr Operator functions[] = {{"math.cos", Op::cosine},    {"math.tanh", Op::tangent},    {"math.sqrt", Op::root},
                                  {"math.log", Op::logarithm}, {"math.exp", Op::exponential}, {"math.floor", Op::floor},
                                  {"int", Op::truncate}};

}  // namespace

std::vector<std::string_view> tokens_of(std::string_view text) {
  std::vector<std::string_view> tokens;
  while (!text.empty()) {
    const std::size_t size = text[0] == ' ' ? 1 : end_of_token(text);
    if (text[0] != ' ') tokens.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return tokens;
}

bool Terms::take(std::string_view token) {
  const bool is_there = begins(token);
  at_ += is_there ? 1 : 0;
  return is_there;
}

Term Terms::made(Op op, std::vector<Term> of, std::string_view text) {
  const auto is_whole = [](const Term& each) { return each.type == Type::whole; };
  const bool takes_whole = op == Op::whole_divide || op == Op::remainder || op == Op::call;
  if (takes_whole && !std::all_of(of.begin(), of.end(), is_whole)) failed_ = true;
  if ((op == Op::least || op == Op::most) && of[1].op == Op::infinity && op == Op::least) return of[0];
  const Type type = type_of(op, of);
  return {op, std::string(text), type, std::move(of)};
}

Term Terms::term() {
  Term value = ranked(0);
  if (!take("if")) return value;
  Term condition = ranked(0);
  if (!take("else")) failed_ = true;
  return made(Op::choose, {std::move(value), std::move(condition), term()});
}

Term Terms::ranked(std::size_t rank) {
  if (rank == ranks().size()) return signed_term();
  Term left = ranked(rank + 1);
  for (;;) {
    const auto& operators = ranks()[rank];
    const auto found =
        std::find_if(operators.begin(), operators.end(), [&](const Operator& each) { return begins(each.token); });
    if (failed_ || found == operators.end()) return left;
    const std::string_view token = next();
    Term right = ranked(rank + 1);
    left = made(found->op, {std::move(left), std::move(right)}, found->op == Op::compare ? token : "");
  }
}

Term Terms::signed_term() { return take("-") ? made(Op::negate, {signed_term()}) : raised(); }

Term Terms::raised() {
  Term base = primary();
  return take("**") ? made(Op::power, {std::move(base), signed_term()}) : base;
}

Term Terms::primary() {
  if (failed_ || at_ == tokens_.size()) return refuse(), Term{};
  const std::string_view token = next();
  if (token == "(") {
    Term inner = term();
    if (!take(")")) failed_ = true;
    return inner;
  }
  if (is_number(token)) {
    const bool is_whole = token.find_first_of(".e") == std::string_view::npos;
    if (is_whole && token.size() > 18) failed_ = true;
    return {Op::number, std::string(token), is_whole ? Type::whole : Type::real, {}};
  }
  if (!is_name(token)) return refuse(), Term{};
  if (token == "math.pi") return {Op::pi, "", Type::real, {}};
  if (token == "math.inf") return {Op::infinity, "", Type::real, {}};
  if (take("(")) return call(token);
  return take("[") ? entry(token) : named(token);
}

Term Terms::call(std::string_view name) {
  if (name == "max" || name == "min") return extreme(name == "max" ? Op::most : Op::least);
  if (name == "len") {
    const auto list = variables_.find(next());
    if (list == variables_.end() || !take(")")) return refuse(), Term{};
    return {Op::number, std::to_string(list->second.size), Type::whole, {}};
  }
  Term inside = term();
  if (!take(")")) failed_ = true;
  if (name == "float") return inside;
  for (const Operator& each : functions)
    if (each.token == name) return made(each.op, {std::move(inside)});
  if (!name.starts_with("rate")) failed_ = true;
  return made(Op::call, {std::move(inside)}, name);
}

/// Of two or more, with brackets around them or not.
Term Terms::extreme(Op op) {
  const bool has_brackets = take("[");
  Term all = term();
  while (take(",")) all = made(op, {std::move(all), term()});
  if ((has_brackets && !take("]")) || !take(")")) failed_ = true;
  return all;
}

Term Terms::named(std::string_view name) {
  const auto variable = variables_.find(name);
  if (variable == variables_.end() || variable->second.type == Type::list) return refuse(), Term{};
  return {Op::name, std::string(name), variable->second.type, {}};
}

Term Terms::entry(std::string_view name) {
  const auto list = variables_.find(name);
  if (list == variables_.end() || list->second.type != Type::list) return refuse(), Term{};
  Term index = term();
  if (!take("]") || index.type != Type::whole) failed_ = true;
  if (index.op == Op::negate)  // of a number: counted from the end
    index = {Op::number,
             std::to_string(list->second.size - static_cast<std::size_t>(*to_double(index.of[0].text))),
             Type::whole,
             {}};
  return made(Op::entry, {std::move(index)}, name);
}

std::vector<double> Terms::numbers() {
  std::vector<double> all;
  if (!take("[")) failed_ = true;
  while (!failed_ && !take("]")) {
    const bool is_negative = take("-");
    const auto number = to_double(next());
    if (!number) return refuse(), all;
    all.push_back(is_negative ? -*number : *number);
    if (!take(",") && !begins("]")) failed_ = true;
  }
  return all;
}

}  // namespace etude::dialect::code
