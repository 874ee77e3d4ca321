#pragma once
// A word that says a field of a task: "hidden=32,32".

#include <string>
#include <string_view>
#include <vector>

#include "etude/base/result.h"
#include "etude/base/step.h"

namespace etude::train {

struct NamedValue {
  std::string name, value;  // the value is empty where nothing is said of it
};
NamedValue named_value(std::string_view word);

/// Words apart at their blanks, but for those in '...'.
std::vector<std::string> split_words(std::string_view text);

/// Refused: what is no whole number from 1.
Result<Step> steps_of_words(const std::string& text);
Refused no_such_field(const std::string& name);

}  // namespace etude::train
