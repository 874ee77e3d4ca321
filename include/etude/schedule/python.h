#pragma once
// What kinds need to say their formula in Python: each gives the body of a function of t, which may use `math`.
//
//   std::string in_python() const { return python::lines("return {} * {} ** (t // {})\n", {from, gamma, period}); }

#include <cstddef>
#include <string>
#include <vector>

#include "etude/base/field.h"
#include "etude/base/pattern.h"

namespace etude::inline schedule {

class Schedule;

namespace python {

/// Who writes a program: it gives the schedules that a schedule is made of a function each.
class Functions {
 public:
  virtual ~Functions() = default;
  /// The name of the function of t that is this schedule.
  virtual std::string name_of(const Schedule& schedule) = 0;
};

/// The pattern's lines as a function's body; its words are arithmetic.
std::string lines(const char* pattern, const std::initializer_list<Word>& words = {});

/// [1, 0.5]
std::string list(const std::vector<double>& items);
std::string list(const std::vector<Step>& items);

/// The text for this value of an enumeration. There must be one for each, so that a new value does not compile until
/// its text is written.
template <class Enum, std::size_t count>
requires(count == words<Enum>.size()) std::string one_of(Enum value, const Word (&texts)[count]) {
  return arithmetic("{}", {texts[static_cast<std::size_t>(value)]});
}

/// (1 + cos(pi p)) / 2
inline constexpr const char* cosine_of_p = "(1 + math.cos(math.pi * p)) / 2";

/// "return w * from + (1 - w) * to"
std::string mixed(double from, double to);

/// "rate_1(t) * rate_2(t)": the functions of these schedules, called at t.
std::string calls(const std::vector<Schedule>& schedules, Functions& functions, const char* between);

}  // namespace python
}  // namespace etude::schedule
