#pragma once
// Who stands for what in a script: imports and aliases, assignments, a function's parameters by its calls and defaults,
// a class's fields, and the defaults that argparse is told. Order and branches are not followed: a name has all the
// values that it is given anywhere in its scope.

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "source/syntax.h"

namespace etude::inline source {

/// What a name is given: nodes, and whether something that no node says (a loop, a +=) changes it too.
struct Given {
  std::vector<Node> values;
  bool changes = false;

  bool is_empty() const { return values.empty() && !changes; }
};

class Names {
 public:
  explicit Names(const Syntax& syntax);

  /// What the identifier or attribute is given, seen from where it stands.
  Given given(Node name) const;

  /// "sched.StepLR" -> "torch.optim.lr_scheduler.StepLR", by the imports. Empty for what is no dotted name.
  std::string full_name(Node dotted) const;

  /// The function or class of that name that the text defines itself; none where it has none.
  Node own(std::string_view name) const;

  /// All calls in the text of what is called by that last name.
  const std::vector<Node>& calls_of(std::string_view name) const;
  /// All calls, in the text's order.
  const std::vector<Node>& calls() const { return calls_; }
  /// All assignments: those to x[...] too.
  const std::vector<Node>& assignments() const { return assignments_; }

  /// Is something imported from that library: "torch" of "torch.optim"?
  bool imports(std::string_view library) const;

 private:
  using Key = std::pair<std::size_t, std::string>;  // a scope and a name in it

  void add_import(Node statement);
  void add_from_import(Node statement);
  void add_assignment(Node assignment);
  void bind(Node target, Node value);
  void add_call(Node call);
  void add(Node node);
  std::size_t home_of(Node target) const;
  const Given* found(std::size_t scope, const std::string& name) const;
  Given parameter(Node function, std::string_view name) const;
  Given of_object(Node attribute) const;
  Given field(Node class_definition, const std::string& name) const;

  std::map<Key, Given> given_;
  std::map<std::string, std::string, std::less<>> imports_;
  std::map<std::string, Node, std::less<>> own_;
  std::map<std::string, std::vector<Node>, std::less<>> calls_of_;
  std::map<std::string, std::vector<Node>, std::less<>> partials_of_;  // by what partial() is given first
  std::map<std::string, Given, std::less<>> flags_;                    // argparse's defaults
  std::vector<Node> calls_, assignments_;
  std::vector<std::string> libraries_;
};

/// The value of the call's argument of that name; none where it has none. The name that an argument has, if any.
Node argument(Node call, std::string_view name);
/// The call's arguments without names, in their order.
std::vector<Node> positional(Node call);

/// Is the call one of functools.partial, of something?
bool is_partial(const Names& names, Node call);

/// The function, lambda or method around the node; none in the module.
Node function_around(Node node);

/// The text of 'a string', without its quotes; nothing where it is none, or has parts that are computed.
std::optional<std::string> string_text(Node node);

}  // namespace etude::source
