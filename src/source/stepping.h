#pragma once
// How a script steps a schedule: the loop in which scheduler.step() stands, and how often that goes round.

#include <optional>

#include "source/evaluate.h"

namespace etude::inline source {

struct Stepping {
  std::optional<Stepped> often;
  std::optional<Step> steps;  // of the whole run, where every loop's length is known
  Node call;                  // the call of step(); none where there is none
  std::vector<Value> open{};  // the lengths of loops that are not known
};

/// Of what is called there: the loop around it.
Stepping stepping_at(const Names& names, Evaluator& evaluator, Node call);

/// Of the schedule that is called `name` in the text.
Stepping stepping_of(const Names& names, Evaluator& evaluator, std::string_view name);

/// What Lightning is told by the dict, or the method, in which the schedule stands.
std::optional<Stepped> interval_of(Evaluator& evaluator, Node call);

}  // namespace etude::source
