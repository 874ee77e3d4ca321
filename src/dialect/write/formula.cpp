// Idea: Python line by line; what a line stands under is seen by its indentation. t is whole, and no variable of a
//       kind's formula changes its type, so every type is known when its line is read.
// Edges: a line with several names on its left sets them one after another; where one of them is read by a later term
//        it is not read here, nor are lists that grow, functions within functions and whole numbers beyond 64 bits.

#include "dialect/write/formula.h"

#include <algorithm>
#include <utility>

#include "dialect/write/formula_terms.h"
#include "dialect/write/python.h"
#include "dialect/write/table.h"
#include "etude/base/pattern.h"

namespace etude::dialect::code {
namespace {

using Op = Term::Op;
using Does = Line::Does;

bool reads(const Term& term, std::string_view name) {
  if ((term.op == Op::name || term.op == Op::entry) && term.text == name) return true;
  return std::any_of(term.of.begin(), term.of.end(), [&](const Term& each) { return reads(each, name); });
}

bool reads(const std::vector<Line>& lines, std::string_view name) {
  return std::any_of(lines.begin(), lines.end(), [&](const Line& each) {
    return reads(each.term, name) || (each.does == Does::count && each.text == name) || reads(each.inner, name);
  });
}

bool sets(const std::vector<Line>& lines, std::string_view name) {
  return std::any_of(lines.begin(), lines.end(),
                     [&](const Line& each) { return each.name == name || sets(each.inner, name); });
}

struct Source {
  std::size_t indent;
  std::string_view text;
};

/// The lines of the text but empty ones.
std::vector<Source> lines_of(std::string_view text) {
  std::vector<Source> all;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    const std::size_t indent = line.find_first_not_of(' ');
    if (indent != std::string_view::npos) all.push_back({indent, line.substr(indent)});
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return all;
}

class Lines {
 public:
  explicit Lines(std::string_view python) : lines_(lines_of(python)) {}
  std::optional<Formula> functions();

 private:
  std::optional<Function> function();
  std::vector<Line> block(std::size_t indent);
  void read(std::string_view text, std::vector<Line>& block);
  void read_settings(std::string_view text, std::vector<Line>& block);
  Line under(Does does, std::string_view condition);
  Line setting(std::string_view name, Terms& terms);
  Line counted(std::string_view name, Terms& terms);
  Line named(Does does, std::string_view name, Type type, std::size_t size = 0);
  Term whole_line(std::string_view text);

  std::vector<Source> lines_;
  std::size_t at_ = 0;
  Variables variables_;
  bool failed_ = false;
};

/// Takes out the lines that set what nobody reads. Were there any?
bool leave_out_unread(std::vector<Line>& lines, const std::vector<Line>& all) {
  const auto is_unread = [&](const Line& each) { return !each.name.empty() && !reads(all, each.name); };
  bool found = std::erase_if(lines, is_unread) > 0;
  for (Line& each : lines) found = leave_out_unread(each.inner, all) || found;
  return found;
}

/// Says of each line that sets a name whether another does.
void mark_set_again(std::vector<Line>& lines, std::vector<Line>& all) {
  for (Line& each : lines) {
    if (each.is_new) {
      const std::string name = std::exchange(each.name, "");
      each.is_set_again = sets(all, name);
      each.name = name;
    }
    mark_set_again(each.inner, all);
  }
}

std::optional<Formula> Lines::functions() {
  Formula all;
  while (at_ < lines_.size()) {
    auto each = function();
    if (!each) return std::nullopt;
    all.functions.push_back(*std::move(each));
  }
  return all;
}

std::optional<Function> Lines::function() {
  std::string_view head = lines_[at_++].text;
  const std::size_t open = head.find('('), close = head.find("):");
  if (!head.starts_with("def ") || open == std::string_view::npos || close == std::string_view::npos) return {};
  Function made{std::string(head.substr(4, open - 4)), std::string(head.substr(open + 1, close - open - 1)), "", {}};
  if (const auto about = head.find("  # "); about != std::string_view::npos) made.about = head.substr(about + 4);
  variables_ = {{made.parameter, {Type::whole}}};
  made.body = block(4);
  if (failed_) return std::nullopt;
  while (leave_out_unread(made.body, made.body)) continue;
  mark_set_again(made.body, made.body);
  made.reads_parameter = reads(made.body, made.parameter);
  made.sets_parameter = sets(made.body, made.parameter);
  return made;
}

std::vector<Line> Lines::block(std::size_t indent) {
  std::vector<Line> all;
  while (!failed_ && at_ < lines_.size() && lines_[at_].indent == indent) read(lines_[at_++].text, all);
  if (at_ < lines_.size() && lines_[at_].indent > indent) failed_ = true;
  return all;
}

Term Lines::whole_line(std::string_view text) {
  Terms terms(text, variables_);
  Term term = terms.term();
  if (!terms.is_done()) failed_ = true;
  return term;
}

Line Lines::under(Does does, std::string_view condition) {
  const std::size_t indent = lines_[at_ - 1].indent;
  Line line{.does = does, .name = "", .text = "", .term = whole_line(condition.substr(0, condition.size() - 1))};
  if (line.term.type != Type::truth) failed_ = true;
  const Variables before = variables_;
  line.inner = block(indent + 4);
  variables_ = before;
  return line;
}

void Lines::read(std::string_view text, std::vector<Line>& block) {
  const auto add = [&](Line line) { block.push_back(std::move(line)); };
  if (text.starts_with("return "))
    return add({.does = Does::give, .name = "", .text = "", .term = whole_line(text.substr(7))});
  if (text.starts_with("raise ")) return add({.does = Does::fail, .name = "", .text = "", .term = {}});
  if (text == "break") return add({.does = Does::leave, .name = "", .text = "", .term = {}});
  if (text.ends_with(":") && text.starts_with("if ")) return add(under(Does::when, text.substr(3)));
  if (text.ends_with(":") && text.starts_with("while ")) return add(under(Does::loop, text.substr(6)));
  read_settings(text, block);
}

/// "a, b = X, Y", one after the other.
void Lines::read_settings(std::string_view text, std::vector<Line>& block) {
  const std::size_t equals = text.find(" = ");
  if (equals == std::string_view::npos) return void(failed_ = true);
  std::vector<std::string> names;
  for (const std::string_view token : tokens_of(text.substr(0, equals)))
    if (token != ",") names.emplace_back(token);
  std::string right(text.substr(equals + 3));
  if (right.starts_with("divmod(") && right.ends_with(")")) {
    const std::string inside = right.substr(7, right.size() - 8);
    const std::size_t comma = inside.find(", ");
    const std::string a = inside.substr(0, comma), b = inside.substr(comma + 2);
    right = filled("{} // {}, {} % {}", {a, b, a, b});
  }
  Terms terms(right, variables_);
  const std::size_t first = block.size();
  for (const std::string& name : names) {
    if (&name != &names.front() && !terms.take(",")) failed_ = true;
    block.push_back(setting(name, terms));
    for (std::size_t i = first; i + 1 < block.size(); ++i)
      if (reads(block.back().term, block[i].name)) failed_ = true;
  }
  if (!terms.is_done()) failed_ = true;
}

Line Lines::named(Does does, std::string_view name, Type type, std::size_t size) {
  const auto [variable, is_new] = variables_.try_emplace(std::string(name), Variable{type, size});
  if (variable->second.type != type || type == Type::truth || (!is_new && type == Type::list)) failed_ = true;
  return {.does = does, .name = std::string(name), .text = "", .term = {}, .is_new = is_new};
}

Line Lines::setting(std::string_view name, Terms& terms) {
  if (terms.take("sum")) return counted(name, terms);
  if (terms.begins("[")) {
    std::vector<double> numbers = terms.numbers();
    if (numbers.empty()) failed_ = true;
    Line line = named(Does::list, name, Type::list, numbers.size());
    line.numbers = std::move(numbers);
    return line;
  }
  Term term = terms.term();
  Line line = named(Does::set, name, term.type);
  line.term = std::move(term);
  return line;
}

/// "(t >= a for a in at)", after sum
Line Lines::counted(std::string_view name, Terms& terms) {
  bool is_whole = terms.take("(");
  Term term = terms.ranked(3);
  const std::string_view compared = terms.next(), each = terms.next();
  is_whole = is_whole && terms.take("for") && terms.next() == each && terms.take("in");
  const std::string_view list = terms.next();
  const auto variable = variables_.find(list);
  if (!is_whole || !terms.take(")") || (compared != ">=" && compared != ">") || variable == variables_.end())
    failed_ = true;
  Line line = named(Does::count, name, Type::whole);
  line.term = std::move(term);
  line.text = list;
  line.is_strict = compared == ">";
  if (!failed_) line.numbers.resize(variable->second.size);
  return line;
}

Formula table_of(std::vector<double> rates) {
  Formula table = *read_formula(
      filled("def rate(step):\n    rates = [0]\n    step = max(step, 0)\n    return rates[min(step, {})]\n",
             {rates.size() - 1}));
  table.functions[0].body[0].numbers = std::move(rates);
  table.is_table = true;
  return table;
}

}  // namespace

std::optional<Formula> read_formula(std::string_view python) { return Lines(python).functions(); }

Result<Formula> formula_of(const Schedule& schedule, Step steps) {
  if (const auto python = python_formula(schedule))
    if (auto read = read_formula(*python)) return *std::move(read);
  auto rates = rates_of(schedule, steps);
  if (!rates) return pass_on(rates.error());
  return table_of(*std::move(rates));
}

std::vector<Note> notes_of(const Formula& formula) {
  if (!formula.is_table) return {};
  const std::size_t steps = formula.functions.back().body[0].numbers.size();
  return {{"table",
           filled("no formula says this: the program has a table of the run's {} steps", {steps}),
           "past the run its last rate holds",
           {}}};
}

}  // namespace etude::dialect::code
