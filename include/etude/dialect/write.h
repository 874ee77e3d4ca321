#pragma once
// A schedule taken elsewhere: running code for another framework, for a plain language, or etude's own notation.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "etude/dialect/spec.h"

namespace etude::dialect {

/// What is to be written.
struct Target {
  std::string_view to;            // "torch", ...; see targets()
  Step steps = 1;                 // the run that the program is held against
  std::optional<double> lr = {};  // the optimizer's own rate [the line's, else the peak over the run]
  bool nearest = false;           // where it cannot be said exactly, take what comes nearest
};

/// Running code.
struct Program {
  std::string code;
  std::string phrase;       // the framework's own expression, where one says it; empty for a function
  std::vector<Note> notes;  // steps that cannot be the same, and why
};

/// The spec as a program, held against it over the run and half as many steps past it. A program whose schedule
/// multiplies the optimizer's rate is for an optimizer with that rate: it says so in its first line and refuses another.
/// Refused where the optimizer's rate is not known, and where the target cannot say the schedule: then with the nearest
/// that it can say, the largest gap, and what would be exact.
Result<Program> write_dialect(const Spec& spec, const Target& target);

/// What Target::to takes.
std::vector<std::string_view> targets();

}  // namespace etude::dialect
