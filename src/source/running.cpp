// A statement says whether it could be followed: where one could not, nothing is said of the function. The first return
// ends all.

#include "source/running.h"

#include <algorithm>
#include <cmath>

#include "dialect/literal.h"
#include "etude/base/number.h"
#include "source/schedules.h"

namespace etude::inline source {
namespace {

struct MathFunction {
  std::string_view name;
  double (*compute)(double x);
};
constexpr MathFunction math_functions[] = {
    {"cos", [](double x) { return std::cos(x); }},     {"sin", [](double x) { return std::sin(x); }},
    {"exp", [](double x) { return std::exp(x); }},     {"log", [](double x) { return std::log(x); }},
    {"sqrt", [](double x) { return std::sqrt(x); }},   {"tanh", [](double x) { return std::tanh(x); }},
    {"floor", [](double x) { return std::floor(x); }}, {"ceil", [](double x) { return std::ceil(x); }},
    {"int", [](double x) { return std::trunc(x); }},   {"float", [](double x) { return x; }},
    {"abs", [](double x) { return std::fabs(x); }},    {"round", [](double x) { return std::nearbyint(x); }},
};

struct MathOfTwo {
  std::string_view name;
  double (*compute)(double a, double b);
};
constexpr MathOfTwo math_of_two[] = {
    {"min", [](double a, double b) { return std::min(a, b); }},
    {"max", [](double a, double b) { return std::max(a, b); }},
    {"pow", [](double a, double b) { return std::pow(a, b); }},
};

std::optional<double> compared(std::string_view sign, double a, double b) {
  if (sign == "<") return a < b;
  if (sign == "<=") return a <= b;
  if (sign == ">") return a > b;
  if (sign == ">=") return a >= b;
  if (sign == "==") return a == b;
  if (sign == "!=") return a != b;
  return {};
}

/// group["lr"] = ...
bool is_rate_of_group(Node target) { return target.is("subscript") && string_text(target.child("subscript")) == "lr"; }

constexpr std::size_t most_turns = 64;

bool runs_over_groups(Node loop) { return loop.child("right").text().find("param_groups") != std::string_view::npos; }

/// Is it one of the optimizer's groups, in the loop over them?
bool is_group(Node name) {
  for (Node loop = name.around("for_statement"); loop; loop = loop.around("for_statement"))
    if (runs_over_groups(loop) && loop.child("left").text().find(name.text()) != std::string_view::npos) return true;
  return false;
}

/// The rate that the optimizer was made with, as its groups keep it: group["initial_lr"].
bool is_initial_rate(Node node) {
  return node.is("subscript") && string_text(node.child("subscript")) == "initial_lr" && is_group(node.child("value"));
}

/// "lr_scale" in group: has every optimizer's group a member of that name? Nothing where no group is asked.
std::optional<double> has_member(Node name, std::string_view sign, Node group) {
  const auto member = string_text(name);
  if (!member || !is_group(group) || (sign != "in" && sign != "not in")) return {};
  const bool has = *member == "lr" || *member == "initial_lr" || *member == "params";
  return has == (sign == "in");
}

}  // namespace

Running::Running(const Names& names, Evaluator& evaluator, Node function, std::string step)
    : names_(names), evaluator_(evaluator), function_(function), step_(std::move(step)) {}

std::optional<double> Running::operator()(double step) {
  locals_ = {{step_, step}};
  given_.reset();
  depth_ = 0;
  if (function_.is("lambda")) return value(function_.child("body"));
  return function_.is("function_definition") ? given_by(function_.child("body")) : value(function_);
}

std::optional<double> Running::given_by(Node body) { return block(body) ? given_ : std::nullopt; }

std::vector<double> Running::constants() {
  std::vector<double> all;
  for (const char* kind : {"integer", "float", "identifier", "attribute", "binary_operator"})
    for (const Node& each : function_.all_inside(kind)) {
      if (each.text() == step_) continue;
      const Value value = evaluator_.value(each);
      std::vector<Value> numbers = value.items;
      numbers.push_back(value);
      for (const Value& number : numbers)
        if (is_number(number) && std::find(all.begin(), all.end(), number.number) == all.end() && all.size() < 64)
          all.push_back(number.number);
    }
  return all;
}

/// The statements, up to the one that gives the rate.
bool Running::block(Node statements) {
  for (const Node& each : statements ? statements.children() : std::vector<Node>{}) {
    if (!statement(each)) return false;
    if (given_) return true;
  }
  return true;
}

/// Over the optimizer's groups, which all are given the same; or over a list of numbers.
bool Running::loop(Node node) {
  if (runs_over_groups(node)) return block(node.child("body")) && given_;
  const Value list = evaluator_.value(node.child("right"));
  if (list.type != Value::Type::list || list.items.size() > most_turns || !node.child("left").is("identifier"))
    return false;
  for (const Value& item : list.items) {
    locals_[std::string(node.child("left").text())] = item.number;
    if (!is_number(item) || !block(node.child("body"))) return false;
    if (given_) return true;
  }
  return true;
}

bool Running::statement(Node node) {
  if (--left_ < 0) return false;
  const std::string_view kind = node.kind();
  const auto children = node.children();
  if (kind == "return_statement") {
    given_ = children.empty() ? std::nullopt : value(children[0]);
    return given_.has_value();
  }
  if (kind == "if_statement") return choice(node);
  if (kind == "expression_statement") return children.empty() || assignment(children[0]);
  if (kind == "for_statement") return loop(node);
  if (kind == "assert_statement") {  // where it does not hold, the code gives no rate
    const auto holds = children.empty() ? std::nullopt : truth(children[0]);
    if (holds && *holds == 0) given_ = not_a_number;
    return true;
  }
  return kind == "pass_statement" || kind == "global_statement" || kind == "nonlocal_statement" || kind == "comment";
}

/// if, elif and else: the first whose condition holds.
bool Running::choice(Node node) {
  const auto condition = truth(node.child("condition"));
  if (!condition) return false;
  if (*condition != 0) return block(node.child("consequence"));
  for (const Node& each : node.children()) {
    if (each.is("elif_clause")) {
      const auto other = truth(each.child("condition"));
      if (!other) return false;
      if (*other != 0) return block(each.child("consequence"));
    }
    if (each.is("else_clause")) return block(each.child("body"));
  }
  return true;
}

bool Running::assignment(Node node) {
  if (node.is("string") || node.is("call")) return true;  // a docstring; print(...)
  const bool adds = node.is("augmented_assignment");
  if (!adds && !node.is("assignment")) return false;
  const Node left = node.child("left");
  const auto right = value(node.child("right"));
  if (!right) return false;
  if (is_rate_of_group(left)) {
    given_ = right;
    return !adds;
  }
  if (!left.is("identifier")) return false;
  const auto sum = adds ? added(left, node.child("operator").text(), *right) : right;
  if (sum) locals_[std::string(left.text())] = *sum;
  return sum.has_value();
}

/// What x += 1 makes of x.
std::optional<double> Running::added(Node left, std::string_view sign, double right) {
  const auto before = value(left);
  return before ? computed(sign.substr(0, sign.size() - 1), *before, right) : std::nullopt;
}

std::optional<double> Running::truth(Node node) {
  if (node.is("comparison_operator")) {
    const auto parts = node.children();
    const Node sign = node.child("operators");
    if (parts.size() != 2 || !sign) return {};
    if (const auto has = has_member(parts[0], sign.text(), parts[1])) return has;
    const auto a = value(parts[0]), b = value(parts[1]);
    return a && b ? compared(sign.text(), *a, *b) : std::nullopt;
  }
  if (node.is("boolean_operator")) {
    const auto a = truth(node.child("left")), b = truth(node.child("right"));
    if (!a || !b) return {};
    return node.child("operator").text() == "and" ? (*a != 0 && *b != 0) : (*a != 0 || *b != 0);
  }
  if (node.is("not_operator")) {
    const auto a = truth(node.child("argument"));
    return a ? std::optional<double>(*a == 0) : std::nullopt;
  }
  return value(node);
}

std::optional<double> Running::value(Node node) {
  if (!node || depth_ > 8 || --left_ < 0) return {};
  const std::string_view kind = node.kind();
  if (kind == "comparison_operator" || kind == "boolean_operator" || kind == "not_operator") return truth(node);
  if (kind == "parenthesized_expression") return node.children().size() == 1 ? value(node.children()[0]) : std::nullopt;
  if (kind == "identifier" || kind == "attribute" || kind == "integer" || kind == "float" || kind == "subscript")
    return name(node);
  if (kind == "unary_operator") {
    const auto a = value(node.child("argument"));
    return a && node.child("operator").text() == "-" ? std::optional(-*a) : a;
  }
  if (kind == "binary_operator") {
    const auto a = value(node.child("left")), b = a ? value(node.child("right")) : std::nullopt;
    return b ? computed(node.child("operator").text(), *a, *b) : std::nullopt;
  }
  if (kind == "conditional_expression") {
    const auto parts = node.children();
    const auto condition = parts.size() == 3 ? truth(parts[1]) : std::nullopt;
    return condition ? value(parts[*condition != 0 ? 0 : 2]) : std::nullopt;
  }
  if (kind == "call") return call(node);
  return {};
}

/// What the function has itself, or what the text says of it.
std::optional<double> Running::name(Node node) {
  if (const auto local = locals_.find(node.text()); local != locals_.end()) return local->second;
  const auto before = known_.find(node.index());
  if (before != known_.end()) return before->second;
  if (node.is("subscript") && is_local(node.child("subscript"))) return {};
  Value outside = evaluator_.value(node);
  if (!is_number(outside) && is_initial_rate(node)) outside = only_rate(names_, evaluator_).value_or(unknown(node));
  if (!is_number(outside) && !missing_) missing_ = outside;
  return known_[node.index()] = is_number(outside) ? std::optional(outside.number) : std::nullopt;
}

/// Does something in it change from step to step?
bool Running::is_local(Node node) const {
  const auto names = node.all_inside("identifier");
  return locals_.contains(node.text()) ||
         std::any_of(names.begin(), names.end(), [&](Node each) { return locals_.contains(each.text()); });
}

/// A function of the text's own, called with what is known here.
std::optional<double> Running::own_function(Node call, Node function) {
  if (++depth_ > 8) return {};
  std::map<std::string, double, std::less<>> inside;
  const auto arguments = positional(call);
  std::size_t next = 0;
  const Node list = function.child("parameters");
  for (const Node& each : list ? list.children() : std::vector<Node>{}) {
    const auto parts = each.children();
    const Node parameter = each.is("identifier") ? each
                           : each.child("name")  ? each.child("name")
                           : parts.empty()       ? each
                                                 : parts[0];
    if (parameter.text() == "self") continue;
    const Node named = argument(call, parameter.text());
    const Node given = named ? named : next < arguments.size() ? arguments[next] : each.child("value");
    ++next;
    const auto known = value(given);
    if (!known) return {};
    inside[std::string(parameter.text())] = *known;
  }
  std::swap(locals_, inside);
  const auto outer = given_;
  given_.reset();
  const auto result = given_by(function.child("body"));
  given_ = outer;
  std::swap(locals_, inside);
  --depth_;
  return result;
}

std::optional<double> Running::call(Node node) {
  const std::string_view function = dialect::last_name(node.child("function").text());
  if (const Node own = names_.own(function); own.is("function_definition")) return own_function(node, own);
  std::vector<double> arguments;
  for (const Node& each : positional(node)) {
    const auto argument = value(each);
    if (!argument) return {};
    arguments.push_back(*argument);
  }
  if (arguments.size() == 1)
    for (const MathFunction& each : math_functions)
      if (each.name == function) return each.compute(arguments[0]);
  for (const MathOfTwo& each : math_of_two) {
    if (each.name != function || arguments.size() < 2) continue;
    double all = arguments[0];
    for (std::size_t i = 1; i < arguments.size(); ++i) all = each.compute(all, arguments[i]);
    return all;
  }
  return {};
}

}  // namespace etude::source
