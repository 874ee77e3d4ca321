// Lines of Python that several kinds have in common.

#include "etude/schedule/python.h"

#include "etude/schedule/ramp.h"
#include "etude/schedule/schedule.h"

namespace etude::inline schedule::python {
namespace {

template <class T>
std::string list_of(const std::vector<T>& items) {
  std::string text;
  for (const T& item : items) add_item(text, arithmetic("{}", {item}));
  return "[" + text + "]";
}

}  // namespace

std::string lines(const char* pattern, const std::initializer_list<Word>& words) {
  return indented(arithmetic(pattern, words), 4);
}

std::string list(const std::vector<double>& items) { return list_of(items); }
std::string list(const std::vector<Step>& items) { return list_of(items); }

std::string mixed(double from, double to) { return arithmetic("return w * {} + (1 - w) * {}", {from, to}); }

std::string calls(const std::vector<Schedule>& schedules, Functions& functions, const char* between) {
  std::string text;
  for (const Schedule& each : schedules) add_item(text, functions.name_of(each) + "(t)", between);
  return text;
}

std::string progress_line(Step steps, First first, End end) {
  if (steps <= 0) return "p = 1";
  const Step last = Progress(steps, first, end).last();
  const std::string at = arithmetic("min(t, {})", {last});
  const std::string moves = one_of(first, {at, arithmetic("({} + 1)", {at})});
  return arithmetic("p = {} / {}", {moves, std::max(last + (first == First::moved ? 1 : 0), Step{1})});
}

}  // namespace etude::schedule::python
