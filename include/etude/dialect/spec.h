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
  std::optional<OptimizerRate> optimizer;    // of a dialect's line that leaves the rate to the optimizer
  std::string line;                          // a dialect's line, whole; empty for what is etude's own
  std::vector<Argument> arguments = {};      // of a framework's line
};

/// A plan that means itself.
Spec spec_of(const Plan& plan);

/// Refused as the notation, JSON or dialect that the text looks like refuses it. `lr` is the optimizer's own rate, for a
/// line that leaves it to the optimizer.
Result<Spec> parse_spec(std::string_view text, const Horizon& horizon = {}, std::optional<double> lr = {});

/// Where nobody has said the optimizer's rate: that it is 1 here, and what to type. Otherwise nothing.
std::optional<Note> missing_rate(const Spec& spec);

/// Is there a function among the schedules, which no notation says?
bool has_function(const Schedule& schedule);
bool has_function(const Plan& plan);

/// The JSON that parse_spec() reads back to the same bits: that of the plan, or, where no kinds say it, the dialect's
/// line: {"etude": 1, "dialect": "torch.SequentialLR(...)"}.
Json to_json(const Spec& spec);

/// Is the framework's line the only text that reads back to spec.computed, since a function computes its numbers?
bool is_said_by_its_line(const Spec& spec);

/// The JSON that parse_spec() reads back to spec.computed, to the bit: that of its kinds, or the framework's line. Null
/// where a function computes it that no line names.
Json computed_json(const Spec& spec);

/// What a run would find surprising: the framework's ways, amounts that came to nothing, and lint(). The line's
/// arguments and the schedule's meaning are taken from the spec.
std::vector<Note> surprises(const Spec& spec, Evidence evidence);

/// The same, and before all that nobody has said the optimizer's rate, where that is so.
std::vector<Note> all_surprises(const Spec& spec, Evidence evidence);

}  // namespace etude::dialect
