#pragma once
// An expression as a value: literals, names that the text gives one value, and arithmetic on numbers. Everything else
// is unknown, and says what of it a --set may give.

#include <string>

#include "source/names.h"
#include "source/value.h"

namespace etude::inline source {

class Evaluator {
 public:
  Evaluator(const Names& names, const Known& known);

  /// What the expression is. A call is a call by its full name, with its arguments' values; where it is one of
  /// Python's own on numbers (int, len, min ...), its number. What is unknown has in `items` the names and calls that
  /// it would need.
  Value value(Node node);
  /// len() of it.
  Value length_of(Node list);
  /// What --set says of the name.
  std::optional<double> said(std::string_view name) const;

 private:
  Value call(Node node);
  Value unspread(Node node);
  Value name(Node node);
  Value literal_number(Node node);
  Value arithmetic(Node node);
  Value builtin(Node node, const std::string& function);
  Value subscript(Node node);
  Value members(Node dictionary);
  Value listed(Node list);
  void add_argument(Value& call, Node argument);

  const Names& names_;
  std::map<std::string, double, std::less<>> known_;
  int depth_ = 0;
  std::size_t looked_at_ = 0;  // values, in all
  std::size_t left_ = 0;       // values that may still be looked at for one expression
};

/// The unknown that the node stands for.
Value unknown(Node node);
/// The same, because parts of it are.
Value unknown_for(Node node, const std::vector<const Value*>& parts);

bool is_number(const Value& value);

/// Python's a + b, a // b and the like; nothing for another sign.
std::optional<double> computed(std::string_view sign, double a, double b);

}  // namespace etude::source
