#pragma once
// What lints look at: the rates of the run, its structure, and the words in which advice is given.

#include <optional>
#include <string>
#include <vector>

#include "etude/schedule/lint.h"

namespace etude::inline schedule {

/// The rates of a run, every stride-th step.
struct Curve {
  std::vector<double> lr;
  Step stride = 1;
  double peak = 0, floor = 0, sum = 0;
  Step peak_at = 0, floor_at = 0;
  Step steps = 0;

  Step step(std::size_t i) const { return static_cast<Step>(i) * stride; }
  double last() const { return lr.back(); }
  /// A rate below this is none: a millionth of the peak.
  double least() const { return 1e-6 * peak; }
};

/// All that a lint may ask.
struct Case {
  const Schedule& lr;    // as the framework computes it
  const Schedule& made;  // the same in etude's kinds
  const Curve& curve;
  const Evidence& evidence;
  std::vector<Note>& notes;

  void add(const char* id, std::string text, std::string advice, std::optional<Step> step = {}) const {
    notes.push_back({id, std::move(text), std::move(advice), step});
  }
  /// The last argument of the line that says this part; nullptr where none does.
  const Argument* last(Part part) const;
  const Argument* first(Part part) const;
  bool has(Part part) const { return last(part) != nullptr; }
  /// Is it a range test, which is to end at its highest rate?
  bool sweeps() const { return made.traits().sweeps || has(Part::sweep); }
  bool is_own() const { return evidence.arguments.empty(); }

  /// "T_max=900": the length that makes the schedule end `by` steps later, in the line's words; `own` in etude's.
  std::string longer(Step by, const char* own) const;
};

/// "name=value", the value as a step.
std::string set_to(const Argument& argument, double value);

/// Does it, or a part of it, jump where that is meant?
bool is_meant_to_jump(const Schedule& schedule);

void look_at_the_length(const Case& c);
void look_for_a_rise(const Case& c);
void look_at_how_it_is_stepped(const Case& c);
void look_at_what_is_counted(const Case& c);
void look_at_what_is_done(const Case& c);
void look_at_the_units_of_the_warmup(const Case& c);

}  // namespace etude::schedule
