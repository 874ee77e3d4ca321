#pragma once
// What becomes of a run that goes on under another schedule than it began with.

#include <string>

#include "etude/schedule/lint.h"
#include "etude/schedule/plan.h"

namespace etude::inline schedule {

/// keep: the old schedule goes on, whatever the new one says.
/// extend: the new one, asked for the steps already done, as if the run had always been under it.
/// rebase: the old one up to the step, then the new one from its own beginning.
/// refuse: an error where both differ.
enum class ResumePolicy { keep, extend, rebase, refuse };
constexpr auto words_of(ResumePolicy) { return std::array<std::string_view, 4>{"keep", "extend", "rebase", "refuse"}; }

struct Resume {
  ResumePolicy policy = ResumePolicy::refuse;
  Step at = 0;              // updates done when it stopped; the next one is step `at`
  bool continuous = false;  // multiply the new one so that step `at` has the rate that the old one would have had there
};

struct Resumed {
  Schedule schedule;             // of the whole run, old steps and new
  double factor = 1;             // what `continuous` multiplies the new one by
  std::vector<Note> notes = {};  // of the factor: "resume-rescales", and "resume-rescales-far" beyond 2 or below 1/2
};

/// The run under `before` that goes on under `after`. Refused by the policy refuse where old and new differ, and where
/// `continuous` would have to divide by 0.
Result<Resumed> resume(const Schedule& before, const Schedule& after, const Resume& how);

struct ResumedPlan {
  Plan plan;                     // of the whole run
  std::vector<Note> notes = {};  // of the factors of rates
};

/// The same of every schedule of a plan; `continuous` is of the rates alone, its own and its groups'. Refused also where
/// the plans do not drive the same, unless the old one is kept.
Result<ResumedPlan> resume(const Plan& before, const Plan& after, const Resume& how);

/// What changed from one to the other, a line a field: "then[1].steps: 90 -> 190", "then[1]: cosine -> linear".
std::vector<std::string> changes(const Schedule& before, const Schedule& after);

/// The same of plans, those of the rate as above, others with their name before: "momentum: linear.to: 0.8 -> 0.85",
/// "momentum: none -> linear".
std::vector<std::string> changes(const Plan& before, const Plan& after);

}  // namespace etude::schedule
