#pragma once
// What an entry's reader returns, and the notes and refusals that several libraries share.

#include <functional>

#include "dialect/arguments.h"
#include "dialect/read/any_sign.h"
#include "dialect/read/curves.h"

namespace etude::dialect {

/// What a reader returns when an argument has been refused. The reason is kept by the arguments.
inline Refused refused() { return refuse(""); }

/// A reading of a rate alone; of a rate and a momentum.
Result<Reading> reading(const Result<Schedule>& lr);
Result<Reading> reading(const Result<Schedule>& lr, const Result<Schedule>& momentum);

/// A reading of what the library computes, in float64 or in float32: `computed(t)` does the library's own operations in
/// its own order. `meaning` is the schedule of etude's kinds that this comes close to.
Result<Reading> computed_reading(const Arguments& arguments, const Result<Schedule>& meaning,
                                 std::function<double(Step)> computed);
Result<Reading> float32_reading(const Arguments& arguments, const Result<Schedule>& meaning,
                                std::function<float(Step)> computed);
/// The same where no composition of kinds comes close: what the library computes is the meaning.
Result<Reading> own_reading(const Arguments& arguments, std::function<double(Step)> computed, Step length = endless);

/// Is the run known to end before step t?
bool ends_before(const Arguments& arguments, Step t);

/// The note on a rise that starts at rate 0.
void note_first_zero(Arguments& arguments, double first, Step rise);

/// CosineAnnealingWarmRestarts, as torch and Paddle have it, from the rate that is the argument of that name.
Result<Reading> warm_restarts(Arguments& arguments, const char* rate);

/// The reader of a plateau, which is no schedule.
Result<Reading> reacts(Arguments& arguments);

}  // namespace etude::dialect
