#pragma once
// The 1-cycle of torch, Paddle and mmengine: phases whose ends need not be whole steps.

#include <vector>

#include "dialect/arguments.h"

namespace etude::dialect {

struct Phases {
  std::vector<double> ends;    // the last step of each phase
  std::vector<double> values;  // at 0, and at the end of each phase
  bool is_cosine = true;

  /// The libraries' own arithmetic: the last phase goes on past its end.
  double operator()(double t) const;
  /// Do the phases follow each other?
  bool is_in_order() const;
};

/// The ends of two phases, or of three. Refused where one has no steps, in which the libraries divide by 0.
std::vector<double> phase_ends(Arguments& a, double share, Step total, bool three);

/// The rate or momentum at 0 and at the end of each phase; of three, the second leads back to `start`.
std::vector<double> phase_values(double start, double peak, double last, bool three);

/// The whole run, one step past it, where the libraries go on along the last phase, and then their ValueError.
Result<Schedule> one_cycle_of(const Arguments& a, const Phases& phases, Step total);

void note_one_cycle_end(Arguments& a, std::string_view library, Step total, bool is_cosine);

}  // namespace etude::dialect
