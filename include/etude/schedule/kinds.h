#pragma once
// All kinds, and a function for each that makes a schedule of its options:
//   etude::then(etude::warmup({.to = 0.08, .steps = 30}), etude::cosine({.from = 0.08, .to = 1e-4, .steps = 270}))
// Each returns Result<Schedule>. Those that take schedules take Results too and hand on the first error; what they take
// stands in their kind's header.

#include "etude/schedule/kind/list.h"
#include "etude/schedule/node.h"

// A row of the list is here the kind's function in C++, by the way in which it is called. make_schedule() is compiled for
// every kind once, in kinds.cpp: every file that makes schedules would otherwise compile every kind again.
#define ETUDE_FUNCTION_options(Type, function) \
  inline Result<Schedule> function(Type options) { return make_schedule(std::move(options)); }
#define ETUDE_FUNCTION_inner_options(Type, function)                                     \
  inline Result<Schedule> function(const Result<Schedule>& schedule, Type options) {     \
    return detail::compose(std::move(options), {schedule}); /* options.of is not read */ \
  }
#define ETUDE_FUNCTION_inner_values(Type, function)  // it has one of its own, in its header

#undef ETUDE_KIND
#define ETUDE_KIND(Type, function, call)                \
  namespace etude::inline schedule {                    \
  extern template Result<Schedule> make_schedule(Type); \
  ETUDE_FUNCTION_##call(Type, function)                 \
  }
#include "etude/schedule/kind/list.h"

#undef ETUDE_FUNCTION_options
#undef ETUDE_FUNCTION_inner_options
#undef ETUDE_FUNCTION_inner_values
