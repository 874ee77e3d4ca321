#pragma once
// The terms of one line of Python, for formula.cpp.

#include <map>

#include "dialect/write/formula.h"

namespace etude::dialect::code {

struct Variable {
  Type type = Type::real;
  std::size_t size = 0;  // of a list
};
using Variables = std::map<std::string, Variable, std::less<>>;

/// The words of a line: names, numbers, operators.
std::vector<std::string_view> tokens_of(std::string_view text);

/// Reads the terms of a line, one after another. What is not read here makes is_done() false.
class Terms {
 public:
  Terms(std::string_view line, const Variables& variables) : tokens_(tokens_of(line)), variables_(variables) {}

  Term term();
  std::vector<double> numbers();
  bool begins(std::string_view token) const { return at_ < tokens_.size() && tokens_[at_] == token; }
  bool take(std::string_view token);
  std::string_view next() { return at_ < tokens_.size() ? tokens_[at_++] : std::string_view(); }
  Term ranked(std::size_t rank);
  void refuse() { failed_ = true; }
  /// Was all read, and nothing refused?
  bool is_done() const { return !failed_ && at_ == tokens_.size(); }
  bool has_failed() const { return failed_; }

 private:
  using Op = Term::Op;

  Term made(Op op, std::vector<Term> of, std::string_view text = {});
  Term signed_term();
  Term raised();
  Term primary();
  Term call(std::string_view name);
  Term extreme(Op op);
  Term named(std::string_view name);
  Term entry(std::string_view list);

  std::vector<std::string_view> tokens_;
  const Variables& variables_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

}  // namespace etude::dialect::code
