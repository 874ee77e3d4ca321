#pragma once
// What will surprise you, before you train; and where two curves part.

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "etude/base/fact.h"
#include "etude/base/help_text.h"
#include "etude/schedule/horizon.h"
#include "etude/schedule/plan.h"

namespace etude::inline schedule {

/// One finding: what happens, and what to type instead.
struct Note {
  std::string id;                 // the lint's name: "first-update-is-zero"
  std::string text;               // "the first update has rate 0, so it does nothing"
  std::string advice;             // "type first=moved, or torch's start_factor above 0"
  std::optional<Step> step = {};  // where it happens

  static constexpr auto facts(auto...) {
    return facts_of<&Note::id, &Note::text, &Note::advice, left_out<&Note::step>>();
  }
  friend bool operator==(const Note&, const Note&) = default;
};

/// A warning says that something is wrong as far as can be seen; a note says what is good to know of what is right.
enum class Severity { note, warning };

/// Where a lint finds what it finds.
enum class FoundOn {
  curve,       // the rates of the run
  line,        // the arguments, as they are written
  run,         // what is known of the run beside its length
  controller,  // a controller over the schedule
};

/// One lint.
struct Lint {
  std::string_view name;
  Severity severity;
  FoundOn found_on;
  HelpText meaning;                            // what it finds, in one sentence without its full stop
  std::array<std::string_view, 5> explains{};  // lints whose findings are left out beside it: they have one cause
};

/// Every lint there is, whichever room finds it, in the order in which docs/lint.md explains them.
std::span<const Lint> lints();

/// The lint of that name, or nullptr.
const Lint* find_lint(std::string_view name);

/// Is it a finding of a lint that warns?
bool is_warning(const Note& note);

/// What an argument of a line says of its schedule.
enum class Part {
  rate,          // the highest rate
  floor,         // the rate at the end
  floor_share,   // the same as a share of the highest
  length,        // the steps of the decay, or of the whole
  warmup,        // the steps of the warm-up
  warmup_share,  // the warm-up as a share of the whole
  period,        // the steps between two drops or restarts
  cycles,        // how many such periods there may be
  milestones,    // the steps at which the rate drops; their last stands for all
  factor,        // what a drop multiplies by
  sweep,         // the growth of a range test
  done,          // updates made before, in a run that goes on
  other,         // nothing that a lint asks for
};

/// An argument of a line, by the name that its framework gives it.
struct Argument {
  Part part;
  std::string name;    // "T_max"
  double value;        // not_a_number where it is left out, or no number
  std::string call{};  // the call that it is an argument of: "CosineAnnealingLR"
};

/// What is known beside the curve. Advice is given in the names of the arguments, where there are some.
struct Evidence {
  Step steps = 0;                        // updates of the run
  Step done = 0;                         // of those, made before the run went on from a saved state
  Horizon horizon = {};                  // as far as it is known; its `steps` are not read
  std::vector<Argument> arguments = {};  // of the line, in its order; none: it is etude's notation
  std::optional<Schedule> meaning = {};  // the schedule in etude's kinds, where the plan has the framework's arithmetic
};

/// What a run under this plan would find surprising: what a reader of the line has `said` and what lies in the run, then
/// what is found here, in the order of the run. The last note is always "sum", the sum of the rates beside the sum of a
/// constant at the peak. Nothing where the run has no steps. Of two findings by one name the one that was said stays,
/// and what another finding explains is left out. Past 2,000,000 steps the curve is looked at every so-many-th step.
std::vector<Note> lint(const Plan& plan, const Evidence& evidence, const std::vector<Note>& said = {});
std::vector<Note> lint(const Plan& plan, Step steps);

/// "two-owners": both set the optimizer's rate, so that the one who does it last has it. For readers of scripts and
/// configurations, who alone see both.
Note two_owners(std::string_view first, std::string_view second);

/// "warmup-share-as-steps" of a warm-up of `value` steps, 0 < value < 1, and "warmup-steps-as-share" of a share above
/// 1; nothing for others. `name` is the framework's own for the argument, `steps` the length of the run or 0.
std::optional<Note> warmup_unit(Part part, std::string_view name, double value, Step steps);

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
