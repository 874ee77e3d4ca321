#pragma once
// The 1-cycle as torch, Paddle and mmengine compute it: two or three phases whose ends need not be whole steps.

#include <vector>

#include "dialect/read/reading.h"

namespace etude::dialect {

struct Phases {
  std::vector<double> ends;    // the last step of each phase
  std::vector<double> values;  // at 0, and at the end of each phase
  bool is_cosine = true;

  /// The value at t in the libraries' own arithmetic, in which the last phase goes on past its end.
  double operator()(double t) const;
  /// Does each phase end after the one before it?
  bool is_in_order() const;
};

/// The ends of two phases, or of three. A phase of no steps is refused, because the libraries divide by its length; the
/// last one only where they come to it, at step `total`.
std::vector<double> phase_ends(Arguments& a, double share, Step total, bool three, bool comes_to_total);

/// The rate or momentum at 0 and at the end of each phase; of three, the second leads back to `start`.
std::vector<double> phase_values(double start, double peak, double last, bool three);

/// The run, then one step along the line or wave of the last phase, then nan: from there the libraries raise
/// ValueError.
Result<Schedule> one_cycle_of(const Arguments& a, const Phases& phases, Step total);

/// The notes on what happens past its last step.
void note_one_cycle_end(Arguments& a, std::string_view library, Step total, bool is_cosine);

}  // namespace etude::dialect
