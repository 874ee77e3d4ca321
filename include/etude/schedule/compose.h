#pragma once
// What the kinds share that are made of schedules. Each of these has a clock of its own: it is asked for the steps since
// it began.

#include <algorithm>
#include <initializer_list>
#include <utility>
#include <vector>

#include "etude/schedule/node.h"

namespace etude::inline schedule {

/// What a kind says of the schedules that it is made of, its member `of`: how many it takes.
constexpr Field schedules(Range how_many, std::string_view meaning) {
  return {"of", Unit::schedules, how_many, meaning};
}

namespace detail {

Step add_lengths(Step a, Step b);

/// The length of the longest.
Step longest(const std::vector<Schedule>& schedules);

/// The schedules, or the first refusal.
Result<std::vector<Schedule>> all_of(std::initializer_list<Result<Schedule>> schedules);

/// A schedule of these options, made of these schedules.
template <class K>
Result<Schedule> compose(K options, std::initializer_list<Result<Schedule>> schedules) {
  auto of = all_of(schedules);
  if (!of) return pass_on(of.error());
  options.of = *std::move(of);
  return make_schedule(std::move(options));
}

}  // namespace detail
}  // namespace etude::schedule
