#pragma once
// A SPEC as it is typed: etude's notation or its JSON, a dialect's line or block, or a recipe's name.

#include <string>
#include <vector>

#include "etude/dialect/dialect.h"
#include "etude/notation/notation.h"

namespace etude::dialect {

/// What was typed, and what it means.
struct Spec {
  std::string name;                          // the plan's text
  Plan meaning;                              // in etude's kinds
  Plan computed;                             // the same, with the rate as the framework's own arithmetic gives it
  std::vector<Note> notes;                   // the framework's ways
  std::vector<notation::Resolved> resolved;  // amounts that the horizon turned into steps
  std::vector<Argument> arguments{};         // of a framework's line
};

/// A plan that means itself.
Spec spec_of(const Plan& plan);

/// Refused as the notation, JSON or dialect that the text looks like refuses it.
Result<Spec> parse_spec(std::string_view text, const Horizon& horizon = {});

/// What a run would find surprising: the framework's ways, amounts that came to nothing, and lint(). The line's
/// arguments and the schedule's meaning are taken from the spec.
std::vector<Note> surprises(const Spec& spec, Evidence evidence);
std::vector<Note> surprises(const Spec& spec, Step steps);

}  // namespace etude::dialect
