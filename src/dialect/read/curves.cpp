// Short names for the options that most readers give to a kind.

#include "dialect/read/curves.h"

namespace etude::dialect {

Result<Schedule> held(double value, Step steps) { return make_schedule(Constant{.value = value, .steps = steps}); }

Result<Schedule> straight(double from, double to, Step steps) {
  return make_schedule(Linear{.from = from, .to = to, .steps = steps, .end = End::after});
}

Result<Schedule> half_wave(double from, double to, Step steps) {
  return make_schedule(Cosine{.from = from, .to = to, .steps = steps, .end = End::after});
}

Result<Schedule> power_fall(double from, double to, Step steps, double power) {
  return make_schedule(Polynomial{.from = from, .to = to, .steps = steps, .end = End::after, .power = power});
}

Result<Schedule> power_done(double from, double to, Step steps, double power) {
  return make_schedule(
      Polynomial{.from = from, .to = to, .steps = steps, .end = End::after, .power = power, .base = PowerBase::done});
}

Result<Schedule> rise_from(double from, double to, Step steps) {
  return make_schedule(Warmup{.to = to, .steps = steps, .from = from, .first = First::from, .end = End::after});
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
