#pragma once
// What will surprise you, before you train; and where two curves part.

#include <optional>
#include <string>
#include <vector>

#include "etude/base/fact.h"
#include "etude/schedule/plan.h"

namespace etude::inline schedule {

/// One finding: what happens, and what to type instead.
struct Note {
  std::string id;                 // "first-update-is-zero"
  std::string text;               // "the first update has rate 0, so it does nothing"
  std::string advice;             // "type first=moved, or torch's start_factor above 0"
  std::optional<Step> step = {};  // where it happens

  static constexpr auto facts(auto...) {
    return facts_of<&Note::id, &Note::text, &Note::advice, left_out<&Note::step>>();
  }
  friend bool operator==(const Note&, const Note&) = default;
};

/// What a run of `steps` updates under this plan would find surprising, in the order of the run; the last note is
/// always "sum", the sum of the rates beside the sum of a constant at the peak.
std::vector<Note> lint(const Plan& plan, Step steps);

/// How two curves differ over steps 0 ... steps - 1.
struct Difference {
  std::optional<Step> parts_at;  // the first step where they differ by more than the tolerance
  std::optional<Step> joins_at;  // the first step from which they agree again to the end
  Step steps_apart = 0;          // how many steps differ by more than the tolerance
  Step largest_at = 0;           // where the gap is largest
  double largest_gap = 0;        // |a - b| there
  double largest_a = 0, largest_b = 0;
  double sum_a = 0, sum_b = 0;  // of the rates
};

/// The tolerance is relative to the larger of both values at each step.
Difference difference(const Schedule& a, const Schedule& b, Step steps, double tolerance = 1e-12);

}  // namespace etude::schedule
