#pragma once
// The kinds as libraries draw them, and pieces of an exact length: what readers compose a schedule of.

#include <vector>

#include "etude/schedule/kinds.h"

namespace etude::dialect {

// A ramp stands at `from` at its first step, and at `to` one step after its last.

Result<Schedule> held(double value, Step steps = endless);
Result<Schedule> straight(double from, double to, Step steps);
Result<Schedule> half_wave(double from, double to, Step steps);
/// A power of what remains to be done; a power of what is done.
Result<Schedule> power_fall(double from, double to, Step steps, double power);
Result<Schedule> power_done(double from, double to, Step steps, double power);
/// A line as a warm-up.
Result<Schedule> rise_from(double from, double to, Step steps);

/// value / (1 + exp(-gamma (t - middle))) over `steps` steps, which is half of 1 + tanh(gamma (t - middle) / 2): it falls
/// where gamma is below 0.
Result<Schedule> sigmoid(double value, double gamma, double middle, Step steps);

/// The schedule for exactly `steps` steps. A longer one is cut; a shorter one is what it is past its end, which most hold.
Result<Schedule> lasting(const Result<Schedule>& schedule, Step steps);

/// pieces[i] from step starts[i] until the next one starts, on its own clock; the first starts at 0.
Result<Schedule> in_turn(const std::vector<Schedule>& pieces, const std::vector<Step>& starts);

/// `before` for the first `steps` steps, then what `after` has at those steps itself: it is not delayed.
Result<Schedule> overlaid(const Result<Schedule>& before, const Result<Schedule>& after, Step steps);

/// values[i] from step at[i] on; the first one before.
Result<Schedule> staircase(std::vector<double> at, std::vector<double> values);

}  // namespace etude::dialect
