#pragma once
// A schedule's formula as a tree, from which it is written in languages that are not Python. The formula itself is
// stated once, by the kinds, in Python (etude/schedule/python.h): here is as much of Python read as they say it in.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "etude/dialect/dialect.h"
#include "etude/schedule/schedule.h"

namespace etude::dialect::code {

/// What a value is: a whole number of 64 bits, a real one, the truth of a comparison, or a list of reals.
enum class Type { whole, real, truth, list };

struct Term {
  enum class Op {
    number,  // `text` has its digits
    pi,
    infinity,
    name,   // of a variable
    entry,  // of the list `text`, at the index of[0]
    call,   // of the function `text`, at the step of[0]
    either,
    both,
    compare,  // `text` is < <= > >= == or !=
    add,
    subtract,
    multiply,
    divide,
    whole_divide,
    remainder,
    power,
    negate,
    choose,  // of[0] where of[1] holds, else of[2]
    least,
    most,
    cosine,
    tangent,  // the hyperbolic one
    root,
    logarithm,
    exponential,
    floor,
    truncate,  // to a whole number
  };
  Op op = Op::number;
  std::string text;
  Type type = Type::real;
  std::vector<Term> of;
};

struct Line {
  enum class Does {
    set,   // `name` becomes `term`
    list,  // `name` is the list of these numbers
    count,  // `name` becomes how many numbers of the list `text`, an ascending one, are at most `term`; below it if strict
    when,   // `inner` where `term` holds
    loop,   // `inner` as long as `term` holds
    leave,  // the loop
    give,   // `term` is the rate
    fail,   // there is no rate
  };
  Does does = Does::set;
  std::string name, text;
  Term term;
  bool is_new = false;        // nobody has set `name` before
  bool is_strict = false;     // of a count
  bool is_set_again = false;  // somebody will set `name` again
  std::vector<double> numbers = {};
  std::vector<Line> inner = {};
};

/// A function of a whole step.
struct Function {
  std::string name, parameter;
  std::string about;  // the kind's name
  std::vector<Line> body;
  bool reads_parameter = false, sets_parameter = false;
};

/// Functions, each after those that it calls. The last one, `rate`, is the schedule.
struct Formula {
  std::vector<Function> functions;
  bool is_table = false;  // it looks the rates of a run up; past it the last one holds
};

/// The formula that the kinds say, or a table of the run where one of them says none or says it in other words than
/// are read here. Refused where a table is needed and rates_of() refuses it.
Result<Formula> formula_of(const Schedule& schedule, Step steps);

/// Says of a table that it is one.
std::vector<Note> notes_of(const Formula& formula);

/// The functions of that Python; nothing where it has what is not read here.
std::optional<Formula> read_formula(std::string_view python);

}  // namespace etude::dialect::code
