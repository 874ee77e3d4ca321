#pragma once
// A call that makes a schedule, as a line of its dialect: names and arithmetic resolved, the optimizer's rate put in.

#include <vector>

#include "source/evaluate.h"
#include "source/libraries.h"

namespace etude::inline source {

/// The line that a call is, or what is missing for one.
struct Line {
  Value call;                  // in the dialect's words
  std::vector<Place> inside;   // the calls of other schedules that it takes in
  std::vector<Value> missing;  // what is not known; each with the argument that needs it in front
  std::optional<Value> rate;   // of the optimizer, where one stands
};

/// Nothing where the call makes no schedule. Where it takes no optimizer and its rates depend on one, that has the
/// rate `otherwise`.
std::optional<Line> line_of(const Names& names, const Value& call, const std::optional<Value>& otherwise);

/// The rate of all optimizers that the text makes; nothing where there is none, or they differ.
std::optional<Value> only_rate(const Names& names, Evaluator& evaluator);

/// The rate that a call makes an optimizer with; nothing where it names none.
std::optional<Value> rate_of(const Value& optimizer);

/// "--set 'len(loader)=NUMBER' --set epochs=NUMBER": what would say it all.
std::string what_to_set(const std::vector<Value>& missing);

/// "T_max is len(loader) * epochs, which is not known; say --set 'len(loader)=NUMBER'"
Error ask_for(const Value& missing, const std::string& argument);

}  // namespace etude::source
