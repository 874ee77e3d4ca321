// A function is looked at where its value is used as a rate, so that what only reads the rate is left alone.

#include "source/own_code.h"

#include <algorithm>

#include "dialect/literal.h"
#include "etude/base/pattern.h"
#include "source/forms.h"
#include "source/running.h"
#include "source/schedules.h"

namespace etude::inline source {
namespace {

constexpr const char* instead =
    "etude does not run it: write its curve as a SPEC, or as a CSV of step,lr with @file.csv";

/// "get_lr at line 5", "the lambda at line 12".
std::string called(Node function) {
  const Node name = function.child("name");
  return filled("{} at line {}", {name ? name.text() : std::string_view("the lambda"), function.place().line});
}

std::vector<std::string> parameters(Node function) {
  std::vector<std::string> names;
  const Node list = function.child("parameters");
  for (const Node& each : list ? list.children() : std::vector<Node>{}) {
    const auto inside = each.children();
    const Node name = each.is("identifier") ? each
                      : each.child("name")  ? each.child("name")
                      : inside.empty()      ? each
                                            : inside[0];
    if (name.text() != "self" && name.is("identifier")) names.emplace_back(name.text());
  }
  return names;
}

bool is_step_name(std::string_view name) {
  for (const std::string_view other : {"warmup", "total", "max", "per", "decay"})
    if (name.find(other) != std::string_view::npos) return false;
  for (const std::string_view own : {"step", "iter", "epoch"})
    if (name.find(own) != std::string_view::npos) return true;
  return name == "it" || name == "t" || name == "i" || name == "x";
}

/// The parameter that is the step: the only one, or the one that is called so. Empty where none is.
std::string step_of(Node function) {
  const auto names = parameters(function);
  if (names.size() == 1) return names[0];
  const auto found = std::find_if(names.begin(), names.end(), is_step_name);
  return found == names.end() ? "" : *found;
}

/// Code that gives the rate: a function of the text's own, or an expression that calls it.
struct OwnCode {
  Node function, expression = {};
  std::string step = {};  // of the expression
};

/// The code's values, times `factor`, as a known curve.
Result<Found> recognised(const Names& names, Evaluator& evaluator, const OwnCode& own, std::optional<double> factor) {
  const Node function = own.function;
  const std::string step = own.expression ? own.step : step_of(function);
  Running running(names, evaluator, own.expression ? own.expression : function, step);
  const auto refused = [&] {
    return refuse(filled("{}: {} is code of your own; {}", {text_of(function.place()), called(function), instead}));
  };
  if (step.empty()) return refused();
  const double times = factor.value_or(1);
  std::map<Step, std::optional<double>> before;
  const CodeCurve code = [&](Step t) {
    const auto at = before.find(t);
    if (at != before.end()) return at->second;
    const auto value = running(static_cast<double>(t));
    return before[t] = value ? std::optional(*value * times) : std::nullopt;
  };
  std::vector<double> numbers = running.constants();
  if (own.expression)
    for (const double each : Running(names, evaluator, function, step_of(function)).constants())
      numbers.push_back(each);
  for (std::size_t i = 0, size = factor ? numbers.size() : 0; i < size; ++i) numbers.push_back(numbers[i] * times);
  if (factor) numbers.push_back(times);
  const auto form = known_form(code, numbers);
  if (!form && running.missing()) return pass_on(ask_for(*running.missing(), called(function)));
  if (!form) return refused();
  const Node name = function.child("name");
  Found found{name ? std::string(name.text()) : "lambda", "python", form->line, {}, function.place(), {}, {}};
  if (form->agrees_to)
    found.notes.push_back(
        {"past-the-end",
         filled("{} gives other rates past step {} than this curve, which holds", {called(function), *form->agrees_to}),
         "end the run there", *form->agrees_to});
  return found;
}

/// What LambdaLR is given, as a function; none where the text does not have it.
Node function_of(const Names& names, Node given) {
  if (given.is("lambda")) return given;
  if (is_partial(names, given)) return function_of(names, positional(given)[0]);
  if (given.is("list") && !given.children().empty()) return function_of(names, given.children()[0]);
  if (!given.is("identifier") && !given.is("attribute")) return {};
  if (const Node own = names.own(dialect::last_name(given.text())); own.is("function_definition")) return own;
  const Given values = names.given(given);
  return values.values.size() == 1 && !values.changes && values.values[0] != given
             ? function_of(names, values.values[0])
             : Node();
}

/// The call of a function of the text's own in the expression; none where there is none.
Node own_call(const Names& names, Node expression) {
  if (expression.is("call") &&
      names.own(dialect::last_name(expression.child("function").text())).is("function_definition"))
    return expression;
  for (const Node& each : expression.all_inside("call"))
    if (names.own(dialect::last_name(each.child("function").text())).is("function_definition")) return each;
  return {};
}

/// Is the expression's value that of the call, or what a condition has in its place?
bool is_alone(Node expression, Node call) {
  if (expression == call) return true;
  const auto parts = expression.children();
  const bool passes = expression.is("parenthesized_expression") || expression.is("conditional_expression");
  return passes && std::any_of(parts.begin(), parts.end(), [&](Node each) { return is_alone(each, call); });
}

/// What the call gives the function for its step; none where it gives nothing.
Node given_step(Node call, Node function) {
  const auto names = parameters(function);
  const auto at = static_cast<std::size_t>(std::find(names.begin(), names.end(), step_of(function)) - names.begin());
  const auto given = positional(call);
  const Node named = at < names.size() ? argument(call, names[at]) : Node();
  return named || at >= given.size() ? named : given[at];
}

bool is_variable(Node node) { return node.is("identifier") || node.is("attribute") || node.is("subscript"); }

/// What counts the steps in `step`, `step + 1`; none where it is another expression.
Node counter_of(Node given) {
  if (is_variable(given)) return given;
  const Node left = given.child("left"), right = given.child("right");
  return given.is("binary_operator") && is_variable(left) && right.is("integer") ? left : Node();
}

/// The value of a call of the text's own, and what is made of it: base * get_lr(step + 1).
OwnCode code_of(const Names& names, Node expression, Node call) {
  const Node function = names.own(dialect::last_name(call.child("function").text()));
  const Node given = given_step(call, function), counter = given ? counter_of(given) : Node();
  if (!counter || (counter == given && is_alone(expression, call))) return {function};
  return {function, expression, std::string(counter.text())};
}

/// What is put into the groups: by a call there, or in what the name there is given; else by the function that does it.
OwnCode code_that_sets(const Names& names, Node assignment) {
  const Node right = assignment.child("right");
  if (const Node call = own_call(names, right)) return code_of(names, right, call);
  if (right.is("identifier"))
    for (const Node& each : names.given(right).values)
      if (const Node call = own_call(names, each)) return code_of(names, each, call);
  const Node around = function_around(assignment);
  return {around && !step_of(around).empty() ? around : Node()};
}

bool is_in_groups(Node target) {
  if (!target.is("subscript") || string_text(target.child("subscript")) != "lr") return false;
  if (target.text().find("param_groups") != std::string_view::npos) return true;
  for (Node loop = target.around("for_statement"); loop; loop = loop.around("for_statement"))
    if (loop.child("right").text().find("param_groups") != std::string_view::npos) return true;
  return false;
}

}  // namespace

std::vector<Node> set_rates(const Names& names) {
  std::vector<Node> all;
  for (const Node& each : names.assignments())
    if (is_in_groups(each.child("left"))) all.push_back(each);
  return all;
}

Result<Found> read_lambda(const Names& names, Evaluator& evaluator, Node call, const Value& value) {
  const auto arguments = positional(call);
  const Node named = argument(call, "lr_lambda");
  const Node given = named ? named : arguments.size() > 1 ? arguments[1] : Node();
  const Node function = given ? function_of(names, given) : Node();
  if (!function)
    return refuse(
        filled("{}: lr_lambda is a function that does not stand in the text; {}", {text_of(call.place()), instead}));
  const Value* optimizer = value.find("optimizer");
  if (!optimizer && !value.items.empty()) optimizer = &value.items[0];
  auto rate = optimizer ? rate_of(*optimizer) : std::nullopt;
  if (!rate || !is_number(*rate)) {
    const auto said = evaluator.said("lr");
    if (!said)
      return refuse(
          filled("{}: LambdaLR multiplies the optimizer's lr, which the text does not say; say --set lr=NUMBER",
                 {text_of(call.place())}));
    rate = Value{};
    rate->number = *said;
  }
  auto found = recognised(names, evaluator, {function}, rate->number);
  if (!found) return found;
  found->framework = "torch";
  found->place = call.place();
  return found;
}

Result<std::vector<Found>> read_set_rates(const Names& names, Evaluator& evaluator) {
  std::vector<Found> all;
  std::vector<Node> seen;
  for (const Node& each : set_rates(names)) {
    const OwnCode code = code_that_sets(names, each);
    const Node function = code.function;
    if (!function) return refuse(filled("{}: the rate is set by hand here; {}", {text_of(each.place()), instead}));
    if (std::find(seen.begin(), seen.end(), function) != seen.end()) continue;
    seen.push_back(function);
    auto found = recognised(names, evaluator, code, {});
    if (!found) return pass_on(found.error());
    all.push_back(*std::move(found));
  }
  return all;
}

}  // namespace etude::source
