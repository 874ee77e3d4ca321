#pragma once
// What may stand in a pasted line: Python's literals and calls, and JSON's values. They are read, never evaluated.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "etude/base/result.h"

namespace etude::dialect {

struct Literal {
  enum class Type { none, boolean, number, text, name, list, dict, call };

  Type type = Type::none;
  double number = 0;           // of a number; 1 and 0 of a boolean
  std::string text;            // of a text, a name or a call's dotted name
  std::vector<Literal> items;  // of a list or tuple; a dict's keys and values in turn; a call's positional arguments
  std::vector<std::pair<std::string, Literal>> named;  // a call's named arguments
  std::string source;                                  // as it was written
  std::size_t column = 1;                              // where, in characters from 1

  Literal();
  Literal(const Literal& other);
  Literal(Literal&& other) noexcept;
  Literal& operator=(const Literal& other);
  Literal& operator=(Literal&& other) noexcept;
  ~Literal();

  const Literal* find(std::string_view key) const;  // a dict's value, or a call's named argument
};

/// The one literal that is the whole of `text`.
Result<Literal> read_literal(std::string_view text);

/// "torch.optim.lr_scheduler.StepLR" -> "torch" and "StepLR".
std::string_view first_name(std::string_view dotted);
std::string_view last_name(std::string_view dotted);

/// Is it a call of that name, whatever stands before the name?
bool is_call(const Literal& literal, std::string_view name);
/// f(optimizer, ...): is its first argument a variable?
bool is_given_variable(const Literal& call);
/// Is it written as a whole number, which Python takes for an int?
bool is_whole(const Literal& literal);

/// The literal as it was written, or as one would write it. A call that a block stands for is written as a call.
std::string text_of(const Literal& literal);

// Literals that nobody wrote: they have no source.
Literal number_literal(double number);
Literal text_literal(std::string text);

/// The call of that name whose named arguments are the members of `dict`. It stands where the dict does.
Literal call_literal(std::string name, const Literal& dict);

}  // namespace etude::dialect
