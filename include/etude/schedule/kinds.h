#pragma once
// All kinds, and a function for each that makes a schedule of its options:
//   etude::then(etude::warmup({.to = 0.08, .steps = 30}), etude::cosine({.from = 0.08, .to = 1e-4, .steps = 270}))
// Each returns Result<Schedule>; those that take schedules take Results too and hand on the first error.

#include "etude/schedule/compose.h"
#include "etude/schedule/kind/constant.h"
#include "etude/schedule/kind/cosine.h"
#include "etude/schedule/kind/cosine_restarts.h"
#include "etude/schedule/kind/cyclic.h"
#include "etude/schedule/kind/exponential.h"
#include "etude/schedule/kind/inverse_sqrt.h"
#include "etude/schedule/kind/linear.h"
#include "etude/schedule/kind/one_cycle.h"
#include "etude/schedule/kind/step.h"
#include "etude/schedule/kind/warmup.h"
#include "etude/schedule/node.h"

namespace etude {

inline Result<Schedule> constant(Constant options) { return make_schedule(options); }
inline Result<Schedule> linear(Linear options) { return make_schedule(options); }
inline Result<Schedule> warmup(Warmup options) { return make_schedule(options); }
inline Result<Schedule> cosine(Cosine options) { return make_schedule(options); }
inline Result<Schedule> cosine_restarts(CosineRestarts options) { return make_schedule(options); }
inline Result<Schedule> step_decay(StepDecay options) { return make_schedule(options); }
inline Result<Schedule> exponential(Exponential options) { return make_schedule(options); }
inline Result<Schedule> inverse_sqrt(InverseSqrt options) { return make_schedule(options); }
inline Result<Schedule> cyclic(Cyclic options) { return make_schedule(options); }
inline Result<Schedule> one_cycle(OneCycle options) { return make_schedule(options); }
inline Result<Schedule> one_cycle_momentum(OneCycleMomentum options) { return make_schedule(options); }

namespace detail {
Result<std::vector<Schedule>> all_of(std::initializer_list<Result<Schedule>> schedules);

template <class K, class... S>
Result<Schedule> compose(K options, const S&... schedules) {
  auto of = all_of({Result<Schedule>(schedules)...});
  if (!of) return tl::unexpected<Error>(of.error());
  options.of = *std::move(of);
  return make_schedule(std::move(options));
}
}  // namespace detail

/// then(a, b, c): one after the other.
template <class... S>
Result<Schedule> then(const S&... pieces) {
  return detail::compose(Then{}, pieces...);
}
/// max(a, b), min(a, b): the higher, the lower of several at each step.
template <class... S>
Result<Schedule> max(const S&... schedules) {
  return detail::compose(Max{}, schedules...);
}
template <class... S>
Result<Schedule> min(const S&... schedules) {
  return detail::compose(Min{}, schedules...);
}
inline Result<Schedule> scale(const Result<Schedule>& schedule, double by) {
  return detail::compose(Scale{.of = {}, .by = by}, schedule);
}
inline Result<Schedule> clamp(const Result<Schedule>& schedule, double low, double high) {
  return detail::compose(Clamp{.of = {}, .low = low, .high = high}, schedule);
}
inline Result<Schedule> repeat(const Result<Schedule>& schedule, Step times = endless) {
  return detail::compose(Repeat{.of = {}, .times = times}, schedule);
}

}  // namespace etude
