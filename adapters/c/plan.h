#pragma once
// What stands behind the handles of values.

#include <string>
#include <vector>

#include "call.h"
#include "etude/dialect/spec.h"

namespace etude::c {

/// One schedule of a plan, by its name in both halves.
struct PlanPart {
  std::string name, group, parameter;
  Schedule schedule;
};

}  // namespace etude::c

struct etude_plan {
  etude::dialect::Spec spec;
  etude::Horizon horizon;
  std::vector<etude::c::PlanPart> parts;
};

struct etude_notes {
  std::vector<etude::Note> notes;
};

namespace etude::c {

/// A plan of that run.
std::unique_ptr<etude_plan> plan_of(dialect::Spec spec, const Horizon& horizon);

/// The most steps of a run that are looked at one by one, and of one whose formulas are.
inline constexpr Step most_compared = 10'000'000, most_counted = Step{1} << 40;

/// Updates of the run. Refused: one that has no end, or more than `most`.
Result<Step> steps_of(const etude_plan& plan, Step most);

/// Misuse where the plan has no such part.
Failed wrong_part(const char* name, const etude_plan& plan, std::size_t index);
Failed wrong_index(const char* name, std::size_t index, std::size_t count, const char* of_what);

/// Notes on their way to the caller.
Gift<etude_notes> gift_of(std::vector<Note> notes);

}  // namespace etude::c
