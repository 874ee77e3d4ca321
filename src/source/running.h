#pragma once
// What a function of plain arithmetic gives for a step: assignments, conditions and math's functions are followed, and
// nothing else. No call leaves this file, so no text is run.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "source/evaluate.h"

namespace etude::inline source {

class Running {
 public:
  /// A function or lambda, and the name of its parameter that is the step; or an expression, and what is the step in it.
  Running(const Names& names, Evaluator& evaluator, Node function, std::string step);

  /// The function's value; nothing where something in it is no arithmetic, NaN where it asserts what does not hold. A
  /// function that gives nothing but sets the rate of an optimizer's groups, group["lr"] = ..., has that value.
  std::optional<double> operator()(double step);

  /// Where it stopped, and what was not known there.
  const std::optional<Value>& missing() const { return missing_; }

  /// All numbers that stand in it, as literals, names or arithmetic on them.
  std::vector<double> constants();

 private:
  std::optional<double> given_by(Node body);
  bool block(Node statements);
  bool statement(Node node);
  bool loop(Node node);
  bool choice(Node node);
  bool assignment(Node node);
  std::optional<double> added(Node left, std::string_view sign, double right);
  bool is_local(Node node) const;
  std::optional<double> value(Node node);
  std::optional<double> truth(Node node);
  std::optional<double> name(Node node);
  std::optional<double> call(Node node);
  std::optional<double> own_function(Node call, Node function);

  const Names& names_;
  Evaluator& evaluator_;
  Node function_;
  std::string step_;
  std::map<std::string, double, std::less<>> locals_;
  std::optional<double> given_;  // by return, or to the optimizer's groups
  std::optional<Value> missing_;
  std::map<std::size_t, std::optional<double>> known_;  // of nodes outside, which do not depend on the step
  int depth_ = 0;
  int left_ = 300'000;  // statements and terms that are looked at: loops in loops have no end
};

}  // namespace etude::source
