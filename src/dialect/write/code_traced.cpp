// Python whose step may be traced, by JAX, TensorFlow or torch.compile: a traced step cannot be branched on, so both sides
// of a condition are computed and `where` takes one. What is returned early is kept until the end, where the first that
// holds is taken. Whole numbers become real ones where it says so, since these libraries do not agree on when they do.

#include <algorithm>
#include <set>

#include "dialect/write/code.h"
#include "dialect/write/python.h"
#include "etude/base/pattern.h"

namespace etude::dialect::code {
namespace {

using Op = Term::Op;
using Does = Line::Does;

bool gives(const Line& line) { return line.does == Does::give || line.does == Does::fail; }

/// What the lines of a loop set that was there before it, each once, in the order in which it is set.
void add_carried(const std::vector<Line>& lines, std::set<std::string>& inside, std::vector<std::string>& carried) {
  for (const Line& each : lines) {
    if (each.is_new) inside.insert(each.name);
    const bool is_known = std::find(carried.begin(), carried.end(), each.name) != carried.end();
    if (!each.name.empty() && !inside.contains(each.name) && !is_known) carried.push_back(each.name);
    add_carried(each.inner, inside, carried);
  }
}

std::string listed(const std::vector<std::string>& names) {
  std::string all;
  for (const std::string& name : names) add_item(all, name);
  return all;
}

class Traced final : public Code {
 public:
  Traced() : Code(Tongue::traced, 4) {}

 protected:
  std::string function(const Function& function) const override;
  std::string line(const Line& line, bool is_last) const override;
  Piece other(const Term& term) const override;
  Piece real(const Term& term) const override;

 private:
  std::string call(const char* name, const Term& term, Type type) const;
  Piece between(const Term& term) const;
  std::string rate_of(const Line& line) const { return line.does == Does::fail ? "nan" : real(line.term).text; }
  std::string loop(const Line& line) const;
  std::string turn(const Line& line, const std::vector<std::string>& carried) const;
};

Piece Traced::real(const Term& term) const {
  if (term.type != Type::whole) return piece(term);
  if (term.op == Op::number) return {term.text + ".0"};
  return {filled("real({})", {bare(term)})};
}

/// name(a, b), each as that type.
std::string Traced::call(const char* name, const Term& term, Type type) const {
  return filled("{}({}, {})", {name, as_type(type, term.of[0]).text, as_type(type, term.of[1]).text});
}

/// Two terms with an operator between them, both real if one is.
Piece Traced::between(const Term& term) const {
  const bool are_whole = term.of[0].type == Type::whole && term.of[1].type == Type::whole;
  const Type type = are_whole ? Type::whole : Type::real;
  return joined(as_type(type, term.of[0]), term, as_type(type, term.of[1]));
}

Piece Traced::other(const Term& term) const {
  const Term& first = term.of[0];
  switch (term.op) {
    case Op::entry:
      return {filled("entry({}, {})", {term.text, bare(first)})};
    case Op::power:
      return {filled("{} ** {}", {at_least(Rank::tight, real(first)), at_least(Rank::sign, real(term.of[1]))}),
              Rank::sign};
    case Op::negate:
      return signed_by("-", piece(first));
    case Op::truncate:
      return first.type == Type::whole ? piece(first) : Piece{filled("whole({})", {bare(first)})};
    case Op::choose:
      return {filled("where({}, {}, {})",
                     {bare(term.of[1]), as_type(term.type, first).text, as_type(term.type, term.of[2]).text})};
    case Op::least:
      return {call("minimum", term, term.type)};
    case Op::most:
      return {call("maximum", term, term.type)};
    case Op::divide:
      return {call("divided", term, Type::real)};
    case Op::whole_divide:
      return {filled("{} // {}", {at_least(Rank::product, first), at_least(Rank::cast, term.of[1])}), Rank::product};
    default:
      return between(term);
  }
}

std::string Traced::line(const Line& line, bool) const {
  switch (line.does) {
    case Does::set:
      return filled("{} = {}\n", {line.name, bare(line.term)});
    case Does::list:
      return filled("{} = [\n{}]\n", {line.name, rows_of(line.numbers, 4)});
    case Does::count:
      return filled("{} = {}({}, {})\n",
                    {line.name, line.is_strict ? "count_below" : "count_up_to", line.text, real(line.term).text});
    case Does::loop:
      return loop(line);
    default:
      return "";
  }
}

/// What one turn of a loop makes of what it carries, and whether another may follow.
std::string Traced::turn(const Line& line, const std::vector<std::string>& carried) const {
  std::string lines, going = "True";
  const std::string names = listed(carried);
  for (const Line& each : line.inner) {
    if (each.does != Does::when) {
      lines += this->line(each, false);
      continue;
    }
    std::string leaving;
    for (const Line& inner : each.inner) leaving += this->line(inner, false);
    lines += filled("def leave({}):\n{}", {names, indented(leaving + filled("return {},\n", {names}), 4)});
    lines += filled("left, last = {}, leave({})\n", {bare(each.term), names});
    going = "left";
  }
  if (going == "left") return lines + filled("return go_on_unless(left, last, ({},))\n", {names});
  return lines + filled("return True, {}\n", {names});
}

std::string Traced::loop(const Line& line) const {
  std::vector<std::string> carried;
  std::set<std::string> inside;
  add_carried(line.inner, inside, carried);
  const std::string names = listed(carried);
  return filled("def holds({}):\n    return {}\n\ndef turn({}):\n{}\n{}, = loop(holds, turn, ({},))\n",
                {names, bare(line.term), names, indented(turn(line, carried), 4), names, names});
}

std::string Traced::function(const Function& function) const {
  std::string lines, early, after;
  int kept = 0;
  for (const Line& each : function.body) {
    if (each.does == Does::when) {
      const std::string is = filled("is_{}", {++kept}), rate = filled("rate_if_{}", {kept});
      lines += filled("{}, {} = {}, {}\n", {is, rate, bare(each.term), rate_of(each.inner[0])});
      early += filled("where({}, {}, ", {is, rate});
      after += ")";
    } else if (gives(each)) {
      lines += filled("return {}{}{}\n", {early, rate_of(each), after});
    } else {
      lines += line(each, false);
    }
  }
  return filled("def {}({}):{}\n{}",
                {function.name, function.parameter, function.about.empty() ? "" : filled("  # {}", {function.about}),
                 indented(lines, 4)});
}

/// Nothing under a condition but a rate, or in a loop what comes before it is left?
bool can_be_traced(const std::vector<Line>& lines, bool is_of_loop) {
  return std::all_of(lines.begin(), lines.end(), [&](const Line& each) {
    if (each.does == Does::loop) return !is_of_loop && can_be_traced(each.inner, true);
    if (each.does != Does::when) return true;
    return is_of_loop ? each.inner.back().does == Does::leave : each.inner.size() == 1 && gives(each.inner[0]);
  });
}

}  // namespace

std::optional<std::string> in_traced(const Formula& formula) {
  for (const Function& each : formula.functions)
    if (!can_be_traced(each.body, false)) return std::nullopt;
  return Traced().text_of(formula);
}

}  // namespace etude::dialect::code
