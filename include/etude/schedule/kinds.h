#pragma once
// All kinds, and a function for each that makes a schedule of its options:
//   etude::then(etude::warmup({.to = 0.08, .steps = 30}), etude::cosine({.from = 0.08, .to = 1e-4, .steps = 270}))
// Each returns Result<Schedule>; those that take schedules take Results too and hand on the first error.

#include "etude/schedule/compose.h"
#include "etude/schedule/kind/chebyshev.h"
#include "etude/schedule/kind/constant.h"
#include "etude/schedule/kind/cosine.h"
#include "etude/schedule/kind/cosine_restarts.h"
#include "etude/schedule/kind/cosine_wave.h"
#include "etude/schedule/kind/cyclic.h"
#include "etude/schedule/kind/exponential.h"
#include "etude/schedule/kind/exponential_ramp.h"
#include "etude/schedule/kind/exponential_warmup.h"
#include "etude/schedule/kind/geometric.h"
#include "etude/schedule/kind/inverse_sqrt.h"
#include "etude/schedule/kind/inverse_time.h"
#include "etude/schedule/kind/linear.h"
#include "etude/schedule/kind/multistep.h"
#include "etude/schedule/kind/noam.h"
#include "etude/schedule/kind/one_cycle.h"
#include "etude/schedule/kind/piecewise.h"
#include "etude/schedule/kind/polynomial.h"
#include "etude/schedule/kind/radam_warmup.h"
#include "etude/schedule/kind/range_test.h"
#include "etude/schedule/kind/rex.h"
#include "etude/schedule/kind/step.h"
#include "etude/schedule/kind/tanh.h"
#include "etude/schedule/kind/warmup.h"
#include "etude/schedule/kind/wsd.h"
#include "etude/schedule/node.h"

namespace etude::inline schedule {

// Made once, in kinds.cpp: every file that makes schedules would otherwise compile every kind again.
extern template Result<Schedule> make_schedule(Constant);
extern template Result<Schedule> make_schedule(Linear);
extern template Result<Schedule> make_schedule(Warmup);
extern template Result<Schedule> make_schedule(Cosine);
extern template Result<Schedule> make_schedule(Polynomial);
extern template Result<Schedule> make_schedule(Rex);
extern template Result<Schedule> make_schedule(Tanh);
extern template Result<Schedule> make_schedule(Geometric);
extern template Result<Schedule> make_schedule(ExponentialRamp);
extern template Result<Schedule> make_schedule(CosineWave);
extern template Result<Schedule> make_schedule(Wsd);
extern template Result<Schedule> make_schedule(StepDecay);
extern template Result<Schedule> make_schedule(Multistep);
extern template Result<Schedule> make_schedule(Exponential);
extern template Result<Schedule> make_schedule(InverseTime);
extern template Result<Schedule> make_schedule(InverseSqrt);
extern template Result<Schedule> make_schedule(Noam);
extern template Result<Schedule> make_schedule(CosineRestarts);
extern template Result<Schedule> make_schedule(Cyclic);
extern template Result<Schedule> make_schedule(OneCycle);
extern template Result<Schedule> make_schedule(OneCycleMomentum);
extern template Result<Schedule> make_schedule(Piecewise);
extern template Result<Schedule> make_schedule(Chebyshev);
extern template Result<Schedule> make_schedule(RateSweep);
extern template Result<Schedule> make_schedule(ExponentialWarmup);
extern template Result<Schedule> make_schedule(RadamWarmup);
extern template Result<Schedule> make_schedule(Then);
extern template Result<Schedule> make_schedule(Chain);
extern template Result<Schedule> make_schedule(Scale);
extern template Result<Schedule> make_schedule(Multiply);
extern template Result<Schedule> make_schedule(Clamp);
extern template Result<Schedule> make_schedule(Repeat);
extern template Result<Schedule> make_schedule(Max);
extern template Result<Schedule> make_schedule(Min);
extern template Result<Schedule> make_schedule(Window);
extern template Result<Schedule> make_schedule(Offset);
extern template Result<Schedule> make_schedule(PastEnd);
extern template Result<Schedule> make_schedule(Stretch);
extern template Result<Schedule> make_schedule(Noise);
extern template Result<Schedule> make_schedule(Swa);
extern template Result<Schedule> make_schedule(BatchScaled);

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
inline Result<Schedule> chebyshev(Chebyshev options) { return make_schedule(std::move(options)); }
inline Result<Schedule> cosine_wave(CosineWave options) { return make_schedule(std::move(options)); }
inline Result<Schedule> exponential_ramp(ExponentialRamp options) { return make_schedule(std::move(options)); }
inline Result<Schedule> exponential_warmup(ExponentialWarmup options) { return make_schedule(std::move(options)); }
inline Result<Schedule> geometric(Geometric options) { return make_schedule(std::move(options)); }
inline Result<Schedule> inverse_time(InverseTime options) { return make_schedule(std::move(options)); }
inline Result<Schedule> multistep(Multistep options) { return make_schedule(std::move(options)); }
inline Result<Schedule> noam(Noam options) { return make_schedule(std::move(options)); }
inline Result<Schedule> piecewise(Piecewise options) { return make_schedule(std::move(options)); }
inline Result<Schedule> polynomial(Polynomial options) { return make_schedule(std::move(options)); }
inline Result<Schedule> radam_warmup(RadamWarmup options) { return make_schedule(std::move(options)); }
inline Result<Schedule> range_sweep(RateSweep options) { return make_schedule(std::move(options)); }
inline Result<Schedule> rex(Rex options) { return make_schedule(std::move(options)); }
inline Result<Schedule> tanh(Tanh options) { return make_schedule(std::move(options)); }
inline Result<Schedule> wsd(Wsd options) { return make_schedule(std::move(options)); }

namespace detail {
Result<std::vector<Schedule>> all_of(std::initializer_list<Result<Schedule>> schedules);

template <class K, class... S>
Result<Schedule> compose(K options, const S&... schedules) {
  auto of = all_of({Result<Schedule>(schedules)...});
  if (!of) return pass_on(of.error());
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
/// multiply(a, b): the product. chain(a, b): one after the other, each times the end of the last.
template <class... S>
Result<Schedule> multiply(const S&... schedules) {
  return detail::compose(Multiply{}, schedules...);
}
template <class... S>
Result<Schedule> chain(const S&... pieces) {
  return detail::compose(Chain{}, pieces...);
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
inline Result<Schedule> window(const Result<Schedule>& schedule, Step begin, Step end = endless) {
  return detail::compose(Window{.of = {}, .begin = begin, .end = end}, schedule);
}
inline Result<Schedule> offset(const Result<Schedule>& schedule, Step by) {
  return detail::compose(Offset{.of = {}, .by = by}, schedule);
}
inline Result<Schedule> past_end(const Result<Schedule>& schedule, Beyond does, Step at = endless) {
  return detail::compose(PastEnd{.of = {}, .does = does, .at = at}, schedule);
}
inline Result<Schedule> stretch(const Result<Schedule>& schedule, double by) {
  return detail::compose(Stretch{.of = {}, .by = by}, schedule);
}
inline Result<Schedule> noise(const Result<Schedule>& schedule, double sd, Step seed = 0) {
  return detail::compose(Noise{.of = {}, .sd = sd, .seed = seed}, schedule);
}
/// Leaves `schedule` for the rate options.to (options.of is not read).
inline Result<Schedule> swa(const Result<Schedule>& schedule, Swa options) {
  options.of.clear();
  return detail::compose(std::move(options), schedule);
}
inline Result<Schedule> batch_scaled(const Result<Schedule>& lr, const Result<Schedule>& batch_size, double base,
                                     BatchRule rule = BatchRule::linear) {
  return detail::compose(BatchScaled{.of = {}, .base = base, .rule = rule}, lr, batch_size);
}

}  // namespace etude::schedule
