#pragma once
// The curves that people write by hand: each is proposed in etude's notation with the numbers that the code has, read
// back, and held against the code. Only one that agrees is given out.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "etude/base/step.h"

namespace etude::inline source {

/// The rate that the code gives at a step; NaN where it stops with an error, nothing where it cannot be followed.
using CodeCurve = std::function<std::optional<double>(Step)>;

struct KnownForm {
  std::string line;               // in etude's notation
  std::optional<Step> agrees_to;  // where the code goes on otherwise from there
};

/// The curve of a known form that the code has: at every step up to 200, around each of its whole numbers, and at some
/// hundreds between and beyond. `numbers` are those that stand in it.
std::optional<KnownForm> known_form(const CodeCurve& code, const std::vector<double>& numbers);

}  // namespace etude::source
