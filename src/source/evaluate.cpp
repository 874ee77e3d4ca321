// Python's arithmetic on numbers, int and float apart: 7 // 2 is 3, 7 / 2 is 3.5, and -7 // 2 is -4.

#include "source/evaluate.h"

#include <algorithm>
#include <cmath>

#include "etude/base/number.h"

namespace etude::inline source {
namespace {

using Type = Value::Type;

constexpr std::size_t most_values = 20'000;  // looked at for one expression: names of names of names have no end
constexpr std::size_t most_in_all = 500'000;
constexpr int deepest_value = 100;

Value of_type(Type type, Node node) {
  Value value;
  value.type = type;
  value.place = node.place();
  return value;
}

Value number_value(double number, bool is_whole, Node node) {
  if (!std::isfinite(number)) return unknown(node);
  Value value = of_type(Type::number, node);
  value.number = number;
  value.is_whole = is_whole;
  return value;
}

double remainder(double a, double b) { return a - b * std::floor(a / b); }

struct Operator {
  std::string_view sign;
  double (*compute)(double a, double b);
  bool keeps_whole;  // is it an int of two ints?
};

constexpr Operator operators[] = {
    {"+", [](double a, double b) { return a + b; }, true},
    {"-", [](double a, double b) { return a - b; }, true},
    {"*", [](double a, double b) { return a * b; }, true},
    {"/", [](double a, double b) { return a / b; }, false},
    {"//", [](double a, double b) { return std::floor(a / b); }, true},
    {"%", &remainder, true},
    {"**", [](double a, double b) { return std::pow(a, b); }, true},
};

/// Functions of one number.
struct Function {
  std::string_view name;
  double (*compute)(double x);
  bool is_whole;
};

constexpr Function functions[] = {
    {"int", [](double x) { return std::trunc(x); }, true},
    {"round", [](double x) { return std::nearbyint(x); }, true},
    {"math.ceil", [](double x) { return std::ceil(x); }, true},
    {"math.floor", [](double x) { return std::floor(x); }, true},
    {"float", [](double x) { return x; }, false},
    {"abs", [](double x) { return std::fabs(x); }, false},
    {"math.sqrt", [](double x) { return std::sqrt(x); }, false},
};

/// Of two optimizers only the rate is asked for.
bool is_same(const Value& a, const Value& b) {
  for (const char* name : {"lr", "learning_rate"})
    if (a.type == Type::call && b.type == Type::call && a.find(name) && b.find(name))
      return is_same(*a.find(name), *b.find(name));
  return a.type == b.type && a.type != Type::unknown && in_python(a) == in_python(b);
}

double integer_of(std::string digits) {
  const bool has_base = digits.size() > 2 && digits[0] == '0' && !(digits[1] >= '0' && digits[1] <= '9');
  const int base = !has_base                              ? 10
                   : digits[1] == 'x' || digits[1] == 'X' ? 16
                   : digits[1] == 'b' || digits[1] == 'B' ? 2
                                                          : 8;
  if (base == 10) return to_double(digits).value_or(not_a_number);
  double number = 0;
  for (const char c : digits.substr(2)) {
    const char low = static_cast<char>(c | 0x20);
    number = number * base + (low >= 'a' ? low - 'a' + 10 : c - '0');
  }
  return number;
}

}  // namespace

std::optional<double> computed(std::string_view sign, double a, double b) {
  for (const Operator& each : operators)
    if (each.sign == sign) return each.compute(a, b);
  return {};
}

bool is_number(const Value& value) { return value.type == Type::number || value.type == Type::boolean; }

Value unknown(Node node) {
  Value value = of_type(Type::unknown, node);
  value.text = without_blanks(node.text());
  return value;
}

Value unknown_for(Node node, const std::vector<const Value*>& parts) {
  Value value = unknown(node);
  for (const Value* part : parts) {
    if (part->type != Type::unknown) continue;
    if (part->items.empty()) value.items.push_back(*part);
    value.items.insert(value.items.end(), part->items.begin(), part->items.end());
  }
  return value;
}

Evaluator::Evaluator(const Names& names, const Known& known) : names_(names) {
  for (const auto& [name, value] : known) known_[without_blanks(name)] = value;
}

Value Evaluator::value(Node node) {
  if (!node) return {};
  if (depth_ == deepest_value || looked_at_ == most_in_all || (left_ == 0 && depth_ > 0)) return unknown(node);
  if (!known_.empty())
    if (const auto said = known_.find(without_blanks(node.text())); said != known_.end())
      return number_value(said->second, said->second == std::floor(said->second), node);
  if (depth_ == 0) left_ = most_values;
  --left_, ++looked_at_, ++depth_;
  Value value = unspread(node);
  --depth_;
  if (value.type != Type::call) value.place = node.place();
  return value;
}

std::optional<double> Evaluator::said(std::string_view name) const {
  const auto at = known_.find(name);
  return at == known_.end() ? std::nullopt : std::optional(at->second);
}

Value Evaluator::length_of(Node list) {
  const auto said = known_.find("len(" + without_blanks(list.text()) + ")");
  if (said != known_.end()) return number_value(said->second, true, list);
  const Value whole = value(list);
  return whole.type == Type::list ? number_value(static_cast<double>(whole.items.size()), true, list) : unknown(list);
}

Value Evaluator::unspread(Node node) {
  const std::string_view kind = node.kind();
  if (kind == "integer" || kind == "float") return literal_number(node);
  if (kind == "none") return of_type(Type::none, node);
  if (kind == "true" || kind == "false") {
    Value truth = of_type(Type::boolean, node);
    truth.number = kind == "true" ? 1 : 0;
    return truth;
  }
  if (kind == "string" || kind == "concatenated_string") {
    const auto text = string_text(node);
    if (!text) return unknown(node);
    Value value = of_type(Type::text, node);
    value.text = *text;
    return value;
  }
  if (kind == "identifier" || kind == "attribute") return name(node);
  if (kind == "parenthesized_expression" && node.children().size() == 1) return value(node.children()[0]);
  if (kind == "unary_operator" || kind == "binary_operator") return arithmetic(node);
  if (kind == "named_expression") return value(node.child("value"));
  if (kind == "list" || kind == "tuple" || kind == "set" || kind == "expression_list") return listed(node);
  if (kind == "dictionary") return members(node);
  if (kind == "subscript") return subscript(node);
  if (kind == "call") return call(node);
  return unknown(node);
}

Value Evaluator::literal_number(Node node) {
  std::string digits;
  for (const char c : node.text())
    if (c != '_') digits += c;
  if (node.is("float")) return number_value(to_double(digits).value_or(not_a_number), false, node);
  return number_value(integer_of(digits), true, node);
}

/// A name is known where all that it is given is the same.
Value Evaluator::name(Node node) {
  const std::string full = names_.full_name(node);
  if (full == "math.pi" || full == "np.pi" || full == "numpy.pi") return number_value(std::acos(-1.0), false, node);
  const Given given = names_.given(node);
  if (given.changes || given.values.empty()) return unknown(node);
  const Value first = value(given.values[0]);
  for (std::size_t i = 1; i < given.values.size(); ++i)
    if (!is_same(first, value(given.values[i]))) return unknown(node);
  if (first.type != Type::unknown) return first;
  return first.items.empty() && first.text == without_blanks(node.text()) ? first : unknown_for(node, {&first});
}

Value Evaluator::arithmetic(Node node) {
  const bool is_unary = node.is("unary_operator");
  const Node sign = node.child("operator");
  Value zero = of_type(Type::number, node);
  zero.is_whole = true;
  const Value a = is_unary ? zero : value(node.child("left"));
  const Value b = value(node.child(is_unary ? "argument" : "right"));
  if (!is_number(a) || !is_number(b)) return unknown_for(node, {&a, &b});
  if (is_unary && sign.text() == "-") return number_value(-b.number, b.is_whole, node);
  for (const Operator& each : operators)
    if (each.sign == sign.text())
      return number_value(each.compute(a.number, b.number),
                          each.keeps_whole && a.is_whole && b.is_whole && !(each.sign == "**" && b.number < 0), node);
  return unknown(node);
}

Value Evaluator::listed(Node list) {
  Value all = of_type(Type::list, list);
  for (const Node& each : list.children()) {
    if (!each.is("list_splat")) {
      all.items.push_back(value(each));
      continue;
    }
    const Value spread = each.children().empty() ? Value{} : value(each.children()[0]);
    if (spread.type != Type::list) return unknown_for(list, {&spread});
    all.items.insert(all.items.end(), spread.items.begin(), spread.items.end());
  }
  return all;
}

Value Evaluator::members(Node dictionary) {
  Value map = of_type(Type::map, dictionary);
  for (const Node& each : dictionary.children()) {
    if (each.is("dictionary_splat")) {
      const Value spread = each.children().empty() ? Value{} : value(each.children()[0]);
      if (spread.type != Type::map) return unknown_for(dictionary, {&spread});
      map.named.insert(map.named.end(), spread.named.begin(), spread.named.end());
      continue;
    }
    const Value key = value(each.child("key"));
    map.named.emplace_back(key.type == Type::text ? key.text : in_python(key), value(each.child("value")));
  }
  return map;
}

/// config["lr"] and values[0], of what the text writes out.
Value Evaluator::subscript(Node node) {
  const Value whole = value(node.child("value")), key = value(node.child("subscript"));
  if (whole.type == Type::map && key.type == Type::text)
    if (const Value* member = whole.find(key.text)) return *member;
  if (whole.type == Type::list && key.type == Type::number) {
    const double at = key.number < 0 ? key.number + static_cast<double>(whole.items.size()) : key.number;
    if (at >= 0 && at < static_cast<double>(whole.items.size())) return whole.items[static_cast<std::size_t>(at)];
  }
  return unknown(node);
}

Value Evaluator::builtin(Node node, const std::string& function) {
  std::vector<Value> arguments;
  for (const Node& each : positional(node)) arguments.push_back(value(each));
  if (arguments.size() == 1 && arguments[0].type == Type::list && function == "len")
    return number_value(static_cast<double>(arguments[0].items.size()), true, node);
  if (arguments.size() == 1 && arguments[0].type == Type::list && function != "len") arguments = arguments[0].items;
  std::vector<const Value*> parts;
  bool are_numbers = !arguments.empty();
  for (const Value& each : arguments) {
    parts.push_back(&each);
    are_numbers = are_numbers && is_number(each);
  }
  if (!are_numbers || function == "len") return function == "len" ? unknown(node) : unknown_for(node, parts);
  for (const Function& each : functions)
    if (each.name == function && arguments.size() == 1)
      return number_value(each.compute(arguments[0].number),
                          each.is_whole || (function == "abs" && arguments[0].is_whole), node);
  const auto less = [](const Value& a, const Value& b) { return a.number < b.number; };
  if (function == "min") return *std::min_element(arguments.begin(), arguments.end(), less);
  if (function == "max") return *std::max_element(arguments.begin(), arguments.end(), less);
  return unknown(node);
}

Value Evaluator::call(Node node) {
  std::string name = names_.full_name(node.child("function"));
  const bool is_builtin =
      name == "len" || name == "min" || name == "max" ||
      std::any_of(std::begin(functions), std::end(functions), [&](const Function& each) { return each.name == name; });
  if (is_builtin && !names_.own(name)) return builtin(node, name);
  if (name.empty()) return unknown(node);
  Value call = of_type(name == "dict" ? Type::map : Type::call, node);
  call.text = name == "dict" ? "" : name;
  const Node arguments = node.child("arguments");
  for (const Node& each : arguments ? arguments.children() : std::vector<Node>{}) add_argument(call, each);
  return call;
}

void Evaluator::add_argument(Value& call, Node argument) {
  if (argument.is("keyword_argument")) {
    call.named.emplace_back(argument.child("name").text(), value(argument.child("value")));
  } else if (argument.is("dictionary_splat") && !argument.children().empty()) {
    const Value spread = value(argument.children()[0]);
    if (spread.type != Type::map) call.named.emplace_back("**", unknown_for(argument, {&spread}));
    if (spread.type == Type::map) call.named.insert(call.named.end(), spread.named.begin(), spread.named.end());
  } else if (argument.is("list_splat") && !argument.children().empty()) {
    const Value spread = value(argument.children()[0]);
    if (spread.type == Type::list) call.items.insert(call.items.end(), spread.items.begin(), spread.items.end());
    if (spread.type != Type::list) call.items.push_back(unknown_for(argument, {&spread}));
  } else {
    call.items.push_back(value(argument));
  }
}

}  // namespace etude::source
