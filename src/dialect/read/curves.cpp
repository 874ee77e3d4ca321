// Short names for the options that most readers give to a kind.

#include "dialect/read/curves.h"

#include <utility>

#include "etude/base/pattern.h"
#include "etude/schedule/callable.h"

namespace etude::dialect {
namespace {

struct SignedRamp {
  double from, to;
  Step steps;
  enum Shape { flat, line, wave, fall, done, rise } shape;
  double power = 1;
};

Result<Schedule> by_kind(const SignedRamp& r) {
  switch (r.shape) {
    case SignedRamp::flat:
      return make_schedule(Constant{.value = r.from, .steps = r.steps});
    case SignedRamp::line:
      return make_schedule(Linear{.from = r.from, .to = r.to, .steps = r.steps, .end = End::after});
    case SignedRamp::wave:
      return make_schedule(Cosine{.from = r.from, .to = r.to, .steps = r.steps, .end = End::after});
    case SignedRamp::rise:
      return make_schedule(
          Warmup{.to = r.to, .steps = r.steps, .from = r.from, .first = First::from, .end = End::after});
    default:
      return make_schedule(Polynomial{.from = r.from,
                                      .to = r.to,
                                      .steps = r.steps,
                                      .end = End::after,
                                      .power = r.power,
                                      .base = r.shape == SignedRamp::done ? PowerBase::done : PowerBase::remaining});
  }
}

/// No kind goes below 0. A ramp that does has as much of both its ends as the one from 1 to 0 has of its own.
Result<Schedule> signed_ramp(SignedRamp r) {
  if (r.from >= 0 && r.to >= 0) return by_kind(r);
  const double from = std::exchange(r.from, 1), to = std::exchange(r.to, 0);
  const auto falling = by_kind(r);
  if (!falling) return falling;
  return callable({.function = [w = *falling, from, to](Step t) { return mix(w(t), from, to); },
                   .length = falling->length(),
                   .label = filled("{} to {} by {} {}", {from, to, Step{r.shape}, r.power})});
}

}  // namespace

Result<Schedule> held(double value, Step steps) { return signed_ramp({value, 0, steps, SignedRamp::flat}); }

Result<Schedule> straight(double from, double to, Step steps) {
  return signed_ramp({from, to, steps, SignedRamp::line});
}

Result<Schedule> half_wave(double from, double to, Step steps) {
  return signed_ramp({from, to, steps, SignedRamp::wave});
}

Result<Schedule> power_fall(double from, double to, Step steps, double power) {
  return signed_ramp({from, to, steps, SignedRamp::fall, power});
}

Result<Schedule> power_done(double from, double to, Step steps, double power) {
  return signed_ramp({from, to, steps, SignedRamp::done, power});
}

Result<Schedule> rise_from(double from, double to, Step steps) {
  return signed_ramp({from, to, steps, SignedRamp::rise});
}

Result<Schedule> sigmoid(double value, double gamma, double middle, Step steps) {
  const double half = gamma / 2;
  return make_schedule(Tanh{.from = value,
                            .to = 0,
                            .steps = steps,
                            .end = End::after,
                            .lb = half * middle,
                            .ub = -half * (static_cast<double>(steps) - middle)});
}

Result<Schedule> lasting(const Result<Schedule>& schedule, Step steps) {
  if (!schedule) return schedule;
  const Step length = schedule->length();
  if (length == steps) return schedule;
  if (const Constant* flat = schedule->as<Constant>()) return held(flat->value, steps);
  if (length > steps) return window(schedule, 0, steps);
  return then(schedule, held((*schedule)(length), steps == endless ? steps : steps - length));
}

Result<Schedule> staircase(std::vector<double> at, std::vector<double> values) {
  if (values.size() == 1) return held(values[0]);
  return piecewise({.at = std::move(at), .values = std::move(values), .interpolation = Interpolation::hold});
}

}  // namespace etude::dialect
