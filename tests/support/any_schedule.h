#pragma once
// Schedules of every kind at random, made from what the kinds state of their fields: a new kind is tested with the
// rest.

#include <rapidcheck.h>

#include "etude/schedule/kinds.h"

namespace etude::testing {

inline double any_number(const Range& range) {
  const double low = std::max(range.least, 0.0);
  const double high = std::min(range.most, low + 3);
  const int parts = *rc::gen::inRange(range.above_least ? 1 : 0, 1001);
  return low + (high - low) * parts / 1000;
}

Schedule any_schedule(int depth);

inline std::vector<Schedule> any_schedules(const Range& how_many, int depth) {
  const int least = static_cast<int>(how_many.least), most = static_cast<int>(std::min(how_many.most, 3.0));
  std::vector<Schedule> schedules;
  for (int i = *rc::gen::inRange(least, most + 1); i > 0; --i) schedules.push_back(any_schedule(depth - 1));
  return schedules;
}

inline Value any_value(const Field& field, const Value& fallback) {
  if (!is_unset(fallback) && *rc::gen::arbitrary<bool>()) return fallback;
  switch (field.unit) {
    case Unit::steps:
    case Unit::count:
      return Step{*rc::gen::inRange<Step>(static_cast<Step>(std::max(field.range.least, 1.0)), 40)};
    case Unit::numbers: {
      std::vector<double> numbers;
      for (int i = 0; i < 3; ++i) numbers.push_back(any_number(field.range));
      return numbers;
    }
    case Unit::durations: {
      std::vector<double> at{any_number(field.range)};
      for (int i = 0; i < 2; ++i) at.push_back(at.back() + any_number({.above_least = true}) * 7);
      return at;
    }
    case Unit::milestones: {
      auto steps = *rc::gen::container<std::vector<Step>>(3, rc::gen::inRange<Step>(0, 40));
      std::sort(steps.begin(), steps.end());
      return steps;
    }
    case Unit::choice:
      return Choice{*rc::gen::inRange<std::size_t>(0, field.choices.size())};
    default:
      return any_number(field.range);
  }
}

/// A schedule of that kind, or nothing where the fields drawn do not go together.
inline std::optional<Schedule> any_of(const Kind& kind, int depth) {
  std::vector<Schedule> of;
  if (kind.takes) of = any_schedules(kind.takes->range, depth);
  std::vector<Value> values;
  for (std::size_t i = 0; i < kind.fields.size(); ++i) values.push_back(any_value(kind.fields[i], kind.defaults[i]));
  auto schedule = kind.make(std::move(of), values);
  return schedule ? std::optional(*schedule) : std::nullopt;
}

/// A schedule of any kind, composed at most `depth` deep.
inline Schedule any_schedule(int depth) {
  for (;;) {
    const Kind& kind = kinds()[*rc::gen::inRange<std::size_t>(0, kinds().size())];
    if (depth <= 0 && kind.takes) continue;
    if (auto schedule = any_of(kind, depth)) return *schedule;
  }
}

/// A schedule that ends.
inline Schedule any_piece() {
  const Step steps = *rc::gen::inRange<Step>(0, 20);
  const double from = any_number({});
  if (*rc::gen::arbitrary<bool>()) return *constant({.value = from, .steps = steps});
  return *cosine({.from = from, .to = any_number({}), .steps = steps});
}

}  // namespace etude::testing
