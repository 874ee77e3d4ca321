#pragma once
// A claim about schedules as an experiment: plain data. What is claimed and by whom, the arms that are trained, what one
// of them must have beside another for the claim to hold, and what refutes it. A new claim is one file and one line in
// src/claims/list.inc.

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "etude/base/field.h"
#include "etude/base/number.h"

namespace etude::claims {

/// Where an arm's peak comes from.
enum class Peak {
  tuned,      // its own search, on tuning seeds
  given,      // the plan as it is written
  swept,      // every peak of the claim's grid, on every seed; see measures.h for what that gives
  of_arm,     // that of another arm: PlannedArm::of
  same_sum,   // a plan with the sum of rates of another arm: PlannedArm::of
  suggested,  // by the range test
  range,      // none: each seed has a range test of its own
};
constexpr auto words_of(Peak) {
  return std::array<std::string_view, 7>{"tuned",           "given",     "swept",     "of another arm",
                                         "of the same sum", "suggested", "range test"};
}

/// One arm before it has run. Lengths in its plan may be shares of the run: 5%, rest.
struct PlannedArm {
  std::string name;
  std::string plan;          // in etude's notation
  std::string setting = {};  // what differs from the claim's task: "batch=20 label-noise=0.1 steps=600"
  Peak peak = Peak::tuned;
  std::string of = {};     // another arm's name
  std::string after = {};  // the arm, at its peak, with whose weights of the same seed it begins: fine-tuning
};

/// What is claimed of an effect.
enum class Claimed {
  lower,      // of arm a than of arm b
  higher,     //
  no_higher,  // the interval lies below the margin, however far
  same,       // the interval lies within the margin
  printed,    // the value of the first seed is the reference, as far as its printed digits go
};
constexpr auto words_of(Claimed) {
  return std::array<std::string_view, 5>{"lower", "higher", "no higher", "same", "printed"};
}

/// One effect that must be as claimed for the claim to hold.
struct PlannedEffect {
  std::string a, b = {};  // arms; without b, a stands beside the reference
  Claimed claimed = Claimed::lower;
  std::string measure = "final_loss";  // see measures.h
  std::string beside = {};             // of b, where it is another
  double reference = not_a_number;     // beside which a, or a / b (a - b), stands
  /// The smallest effect that the claim means: a ratio above 1, or a difference. An interval that excludes it refutes the
  /// claim.
  double margin = 1.02;
  bool is_ratio = true;    // a / b, seed by seed; else a - b
  std::string where = {};  // the condition it stands under, as words after "depends on"
};

/// The grid of peaks that are swept, and at which tuning begins.
struct Grid {
  double from = 0.04, to = 2.56, ratio = 1.4142135623730951;
};

/// How the range test of an arm is read.
struct RangeReading {
  double from = 1e-6, to = 10;
  int steps = 100;
  bool extends = true;
  std::string rule = "basin";
};

struct Claim {
  std::string id;     // "C04"
  std::string place;  // where it is said: "the post, §2"
  std::string statement;
  std::string refuted_if = {};  // said before it runs

  // Of an attribution.
  std::string says = {}, reference = {};

  // Of an experiment.
  std::string task = {};  // the name of a task and what differs from it: "spirals hidden=32,32 steps=300"
  std::vector<PlannedArm> arms = {};
  std::vector<PlannedEffect> effects = {};
  std::string depends_on = {};  // what its conditions differ in: "the task"
  Grid grid = {};
  RangeReading range = {};
  std::string probe = {};  // what is measured on the way, see probes()
  bool tunes_on_heldout = false;

  bool is_attribution() const { return effects.empty(); }
};

}  // namespace etude::claims
