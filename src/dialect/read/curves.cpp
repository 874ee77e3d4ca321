// Short names for the options that most readers give to a kind.

#include "dialect/read/curves.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "dialect/read/any_sign.h"
#include "dialect/words.h"
#include "etude/schedule/callable.h"

namespace etude::dialect {
namespace {

/// True where the value was below 0.
bool turn(Value& value) {
  const auto turned = [](double& x) { return std::signbit(std::exchange(x, std::abs(x))) && x != 0; };
  if (auto* number = std::get_if<double>(&value)) return turned(*number);
  bool any = false;
  if (auto* numbers = std::get_if<std::vector<double>>(&value))
    for (double& number : *numbers) any |= turned(number);
  return any;
}

/// Does it move past its own end, as a cosine that climbs back?
bool goes_on(const Schedule& schedule) {
  const auto inner = schedule.inner();
  return schedule.as<PastEnd>() || std::any_of(inner.begin(), inner.end(), goes_on);
}

/// A kind that is made of no schedules names none in its Python.
struct NoFunctions final : python::Functions {
  std::string name_of(const Schedule&) override { return ""; }
};

}  // namespace

bool turn_above_zero(std::span<const Member> members, void* options) {
  bool any = false;
  for (const Member& member : members) {
    if (member.field.unit != Unit::rate && member.field.unit != Unit::numbers) continue;
    Value value = member.read(options);
    if (!turn(value)) continue;
    member.write(options, value);
    any = true;
  }
  return any;
}

Result<Schedule> below_zero(const Schedule& schedule) {
  NoFunctions none;
  std::string label;
  const std::vector<Value> values = schedule.arguments();
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Field& field = schedule.kind().fields[i];
    add_item(label, filled("{}={}", {field.name, value_text(field, values[i])}));
  }
  return callable({.function = schedule,
                   .length = schedule.length(),
                   .label = filled("{}({})", {schedule.kind().name, label}),
                   .python = schedule.in_python(none).value_or("")});
}

Result<Schedule> held(double value, Step steps) { return constant({.value = value, .steps = steps}); }

Result<Schedule> straight(double from, double to, Step steps) {
  return linear({.from = from, .to = to, .steps = steps, .end = End::after});
}

Result<Schedule> half_wave(double from, double to, Step steps) {
  return cosine({.from = from, .to = to, .steps = steps, .end = End::after});
}

Result<Schedule> power_fall(double from, double to, Step steps, double power) {
  return polynomial({.from = from, .to = to, .steps = steps, .end = End::after, .power = power});
}

Result<Schedule> power_done(double from, double to, Step steps, double power) {
  return polynomial(
      {.from = from, .to = to, .steps = steps, .end = End::after, .power = power, .base = PowerBase::done});
}

Result<Schedule> rise_from(double from, double to, Step steps) {
  return warmup({.to = to, .steps = steps, .from = from, .first = First::from, .end = End::after});
}

Result<Schedule> sigmoid(double value, double gamma, double middle, Step steps) {
  const double half = gamma / 2;
  return tanh({.from = value,
               .to = 0,
               .steps = steps,
               .end = End::after,
               .lb = half * middle,
               .ub = -half * (static_cast<double>(steps) - middle)});
}

Result<Schedule> lasting(const Result<Schedule>& schedule, Step steps) {
  if (!schedule) return schedule;
  if (schedule->length() < steps && goes_on(*schedule)) return multiply(schedule, held(1, steps));
  const Step length = schedule->length();
  if (length == steps) return schedule;
  if (const Constant* flat = schedule->as<Constant>()) return held(flat->value, steps);
  if (length > steps) return window(schedule, 0, steps);
  return then(schedule, held((*schedule)(length), steps == endless ? steps : steps - length));
}

Result<Schedule> in_turn(const std::vector<Schedule>& pieces, const std::vector<Step>& starts) {
  Result<Schedule> all = pieces.back();
  for (std::size_t i = pieces.size() - 1; i-- > 0;) all = then(lasting(pieces[i], starts[i + 1] - starts[i]), all);
  return all;
}

Result<Schedule> overlaid(const Result<Schedule>& before, const Result<Schedule>& after, Step steps) {
  return then(lasting(before, steps), offset(after, steps));
}

Result<Schedule> staircase(std::vector<double> at, std::vector<double> values) {
  if (values.size() == 1) return held(values[0]);
  return piecewise({.at = std::move(at), .values = std::move(values), .interpolation = Interpolation::hold});
}

}  // namespace etude::dialect
