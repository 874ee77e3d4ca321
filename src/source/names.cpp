// One pass over all nodes; a scope is known by the number of the function or class that it is.

#include "source/names.h"

#include <algorithm>

#include "dialect/literal.h"

namespace etude::inline source {
namespace {

bool is_function(Node node) { return node.is("function_definition") || node.is("lambda"); }

/// The function or class around the node; none in the module.
Node scope_around(Node node) {
  Node scope = node.parent();
  while (scope && !is_function(scope) && !scope.is("class_definition")) scope = scope.parent();
  return scope;
}

std::size_t number_of(Node scope) { return scope ? scope.index() : 0; }

bool is_self(std::string_view text) { return text.starts_with("self.") && text.find('.', 5) == std::string_view::npos; }

/// The name of a parameter, whatever its type and default are.
std::string_view parameter_name(Node parameter) {
  if (parameter.is("identifier")) return parameter.text();
  if (const Node name = parameter.child("name")) return name.text();
  const auto inside = parameter.children();
  return inside.empty() ? std::string_view() : inside[0].text();
}

std::vector<Node> parameters_of(Node function) {
  const Node list = function.child("parameters");
  return list ? list.children() : std::vector<Node>{};
}

}  // namespace

Node function_around(Node node) {
  Node scope = node.parent();
  while (scope && !is_function(scope)) scope = scope.parent();
  return scope;
}

Node argument(Node call, std::string_view name) {
  for (const Node& each : call.child("arguments") ? call.child("arguments").children() : std::vector<Node>{})
    if (each.is("keyword_argument") && each.child("name").text() == name) return each.child("value");
  return {};
}

std::vector<Node> positional(Node call) {
  std::vector<Node> all;
  for (const Node& each : call.child("arguments") ? call.child("arguments").children() : std::vector<Node>{})
    if (!each.is("keyword_argument") && !each.is("dictionary_splat")) all.push_back(each);
  return all;
}

namespace {

/// model, optimizer = accelerator.prepare(model, optimizer): what comes back is what was given.
bool comes_back(Node target, Node call) {
  constexpr std::string_view functions[] = {"prepare",          "prepare_optimizer", "prepare_scheduler", "setup",
                                            "setup_optimizers", "initialize",        "prepare_optimizers"};
  if (!call.is("call")) return false;
  const auto arguments = positional(call);
  const std::string_view name = dialect::last_name(call.child("function").text());
  return std::find(std::begin(functions), std::end(functions), name) != std::end(functions) &&
         std::any_of(arguments.begin(), arguments.end(), [&](Node each) { return each.text() == target.text(); });
}

}  // namespace

std::optional<std::string> string_text(Node node) {
  std::string text;
  if (node.is("concatenated_string")) {
    for (const Node& each : node.children()) {
      const auto part = string_text(each);
      if (!part) return {};
      text += *part;
    }
    return text;
  }
  if (!node.is("string")) return {};
  for (const Node& each : node.children()) {
    if (each.is("interpolation")) return {};
    if (each.is("string_content")) text += each.text();
  }
  return text;
}

Names::Names(const Syntax& syntax) {
  for (std::size_t i = 0; i < syntax.size(); ++i) add(syntax.at(i));
}

void Names::add(Node node) {
  const std::string_view kind = node.kind();
  if (kind == "import_statement") return add_import(node);
  if (kind == "import_from_statement") return add_from_import(node);
  if (kind == "assignment") return add_assignment(node);
  if (kind == "call") return add_call(node);
  if (kind == "named_expression") return bind(node.child("name"), node.child("value"));
  if (kind == "for_statement" || kind == "for_in_clause" || kind == "augmented_assignment")
    return bind(node.child("left"), {});
  if (kind == "as_pattern_target" && !node.children().empty()) return bind(node.children()[0], {});
  if ((kind == "function_definition" || kind == "class_definition") && node.child("name"))
    own_.emplace(node.child("name").text(), node);
}

/// import torch; import torch.optim as optim
void Names::add_import(Node statement) {
  for (const Node& each : statement.children()) {
    const Node name = each.is("aliased_import") ? each.child("name") : each;
    if (!name) continue;
    libraries_.emplace_back(name.text());
    if (each.is("aliased_import") && each.child("alias"))
      imports_[std::string(each.child("alias").text())] = name.text();
  }
}

/// from torch.optim import lr_scheduler as sched
void Names::add_from_import(Node statement) {
  const Node module = statement.child("module_name");
  if (!module) return;
  libraries_.emplace_back(module.text());
  for (const Node& each : statement.children()) {
    if (each == module) continue;
    const Node name = each.is("aliased_import") ? each.child("name") : each;
    const Node alias = each.is("aliased_import") ? each.child("alias") : each;
    if (name && alias && !name.is("wildcard_import"))
      imports_[std::string(alias.text())] = std::string(module.text()) + "." + std::string(name.text());
  }
}

void Names::add_assignment(Node assignment) {
  const Node left = assignment.child("left");
  Node right = assignment.child("right");
  while (right.is("assignment")) right = right.child("right");
  if (!left || !right) return;
  assignments_.push_back(assignment);
  bind(left, right);
}

/// Gives the target the value, part by part where both are lists. Without a value the target is said to change.
void Names::bind(Node target, Node value) {
  if (!target) return;
  if (target.is("identifier") || target.is("attribute")) {
    if (comes_back(target, value)) return;
    Given& given = given_[{home_of(target), without_blanks(target.text())}];
    if (value) given.values.push_back(value);
    given.changes = given.changes || !value;
    return;
  }
  if (!target.is("pattern_list") && !target.is("tuple_pattern") && !target.is("list_pattern")) return;
  const auto parts = target.children();
  const bool is_list = value.is("expression_list") || value.is("tuple") || value.is("list");
  const auto values = is_list ? value.children() : std::vector<Node>{};
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (!comes_back(parts[i], value)) bind(parts[i], values.size() == parts.size() ? values[i] : Node());
}

/// self.x belongs to the class, whatever method names it.
std::size_t Names::home_of(Node target) const {
  if (is_self(target.text())) return number_of(target.around("class_definition"));
  return number_of(scope_around(target));
}

void Names::add_call(Node call) {
  const Node function = call.child("function");
  if (!function) return;
  calls_.push_back(call);
  const std::string_view name = dialect::last_name(function.text());
  calls_of_[std::string(name)].push_back(call);
  if (is_partial(*this, call))
    partials_of_[std::string(dialect::last_name(positional(call)[0].text()))].push_back(call);
  if (name != "add_argument") return;
  std::string flag;
  for (const Node& each : positional(call))
    if (const auto text = string_text(each); text && (flag.empty() || text->starts_with("--"))) flag = *text;
  if (const Node own_name = argument(call, "dest")) flag = string_text(own_name).value_or(flag);
  flag.erase(0, std::min(flag.find_first_not_of('-'), flag.size()));
  std::replace(flag.begin(), flag.end(), '-', '_');
  if (const Node value = argument(call, "default")) flags_[flag].values.push_back(value);
}

std::string Names::full_name(Node dotted) const {
  if (!dotted.is("identifier") && !dotted.is("attribute")) return "";
  const std::string text = without_blanks(dotted.text());
  if (text.find_first_of("()[]'\"{") != std::string::npos) return "";
  const std::string first = text.substr(0, text.find('.'));
  const auto import = imports_.find(first);
  return import == imports_.end() ? text : import->second + text.substr(first.size());
}

Node Names::own(std::string_view name) const {
  const auto at = own_.find(name);
  return at == own_.end() ? Node() : at->second;
}

const std::vector<Node>& Names::calls_of(std::string_view name) const {
  static const std::vector<Node> none;
  const auto at = calls_of_.find(name);
  return at == calls_of_.end() ? none : at->second;
}

bool Names::imports(std::string_view library) const {
  return std::any_of(libraries_.begin(), libraries_.end(), [&](const std::string& each) {
    return each.starts_with(library) && (each.size() == library.size() || each[library.size()] == '.');
  });
}

const Given* Names::found(std::size_t scope, const std::string& name) const {
  const auto at = given_.find({scope, name});
  return at == given_.end() ? nullptr : &at->second;
}

bool is_partial(const Names& names, Node call) {
  const std::string name = names.full_name(call.child("function"));
  return (name == "functools.partial" || (name == "partial" && !names.own(name))) && !positional(call).empty();
}

/// What the text's calls and partials of the function give its parameter; where none does, its default.
Given Names::parameter(Node function, std::string_view name) const {
  Given given;
  const Node own_name = function.child("name");
  const auto parameters = parameters_of(function);
  const bool is_method = !parameters.empty() && parameters[0].text() == "self";
  std::size_t place = 0;
  while (place < parameters.size() && parameter_name(parameters[place]) != name) ++place;
  if (place == parameters.size()) return given;
  const bool is_init = own_name && own_name.text() == "__init__";
  const Node called = is_init ? function.around("class_definition").child("name") : own_name;
  for (const Node& call : called ? calls_of(called.text()) : std::vector<Node>{}) {
    const auto arguments = positional(call);
    const std::size_t at = place - (is_method ? 1 : 0);
    if (const Node named = argument(call, name))
      given.values.push_back(named);
    else if (at < arguments.size() && place >= (is_method ? 1U : 0U))
      given.values.push_back(arguments[at]);
  }
  const auto partials = partials_of_.find(called ? called.text() : std::string_view());
  for (const Node& partial : partials == partials_of_.end() ? std::vector<Node>{} : partials->second) {
    const auto arguments = positional(partial);  // the function is the first of them
    if (const Node named = argument(partial, name))
      given.values.push_back(named);
    else if (place + 1 < arguments.size())
      given.values.push_back(arguments[place + 1]);
  }
  const Node fallback = parameters[place].child("value");
  if (given.values.empty() && fallback) given.values.push_back(fallback);
  given.changes = given.values.empty();
  return given;
}

Given Names::given(Node name) const {
  const std::string text = without_blanks(name.text());
  if (is_self(text))
    if (const Given* own = found(number_of(name.around("class_definition")), text)) return *own;
  for (Node scope = scope_around(name);; scope = scope_around(scope)) {
    if (const Given* own = found(number_of(scope), text); own && !scope.is("class_definition")) return *own;
    if (!scope) break;
    if (!is_function(scope) || !name.is("identifier")) continue;
    if (const Given own = parameter(scope, text); !own.is_empty()) return own;
  }
  return name.is("attribute") ? of_object(name) : Given{};
}

/// A class's field: as the class has it, or as its __init__ is given it.
Given Names::field(Node class_definition, const std::string& name) const {
  if (const Given* own = found(class_definition.index(), name)) return *own;
  const Given* set = found(class_definition.index(), "self." + name);
  return set ? *set : Given{};
}

/// config.lr, where config is an object of a class in the text, or what argparse gave.
Given Names::of_object(Node attribute) const {
  const Node object = attribute.child("object");
  const std::string name(attribute.child("attribute").text());
  if (object.text() == "self")
    if (const Node own_class = attribute.around("class_definition")) return field(own_class, name);
  if (object.text() == "self.hparams" || object.text() == "self.cfg")
    for (const Node& each : attribute.around("class_definition")
                                ? attribute.around("class_definition").child("body").children()
                                : std::vector<Node>{})
      if (each.is("function_definition") && each.child("name").text() == "__init__") return parameter(each, name);
  if (object.is("identifier")) {
    for (const Node& each : given(object).values) {
      if (!each.is("call")) continue;
      if (const Node value = argument(each, name)) return {{value}, false};
      const Node made = own(each.child("function").text());
      if (made.is("class_definition")) return field(made, name);
    }
    if (const Node made = own(object.text()); made.is("class_definition")) return field(made, name);
  }
  const auto flag = flags_.find(name);
  return flag == flags_.end() ? Given{} : flag->second;
}

}  // namespace etude::source
