// A computed curve is a callable beside its meaning, under the label of the call.

#include "dialect/read/reading.h"

#include "etude/schedule/callable.h"

namespace etude::dialect {

Result<Reading> reading(const Result<Schedule>& lr) {
  if (!lr) return pass_on(lr.error());
  return Reading{Plan{*lr}, {}, {}};
}

Result<Reading> reading(const Result<Schedule>& lr, const Result<Schedule>& momentum) {
  auto both = reading(lr);
  if (!momentum) return pass_on(momentum.error());
  if (both) both->plan.momentum = *momentum;
  return both;
}

Result<Reading> computed_reading(const Arguments& arguments, const Result<Schedule>& meaning,
                                 std::function<double(Step)> computed) {
  if (!meaning) return own_reading(arguments, std::move(computed));
  auto read = reading(meaning);
  auto exact = callable({.function = std::move(computed), .length = meaning->length(), .label = arguments.label()});
  if (!exact) return pass_on(exact.error());
  read->computed = *std::move(exact);
  return read;
}

Result<Reading> float32_reading(const Arguments& arguments, const Result<Schedule>& meaning,
                                std::function<float(Step)> computed) {
  return computed_reading(arguments, meaning,
                          [computed = std::move(computed)](Step t) { return static_cast<double>(computed(t)); });
}

Result<Reading> own_reading(const Arguments& arguments, std::function<double(Step)> computed, Step length) {
  return reading(callable({.function = std::move(computed), .length = length, .label = arguments.label()}));
}

bool ends_before(const Arguments& arguments, Step t) {
  const auto steps = total_updates(arguments.horizon());
  return steps && *steps <= t;
}

void note_first_zero(Arguments& arguments, double first, Step rise) {
  if (first != 0 || rise <= 0) return;
  arguments.note("first-update-is-zero", "the first update has rate 0, so it does nothing", "start the warm-up above 0",
                 Step{0});
}

Result<Reading> warm_restarts(Arguments& arguments, const char* rate) {
  const Step period = arguments.steps("T_0", 1), mult = arguments.steps("T_mult", 1);
  arguments.note("floor-not-reached", "the restart stands at T_0 itself, so the rate never comes down to eta_min",
                 "no harm is done; a lower eta_min takes the last step before a restart lower", period - 1);
  return reading(cosine_restarts({.from = arguments.number(rate),
                                  .to = arguments.number("eta_min"),
                                  .period = period,
                                  .mult = static_cast<double>(mult),
                                  .end = End::after}));
}

Result<Reading> reacts(Arguments& arguments) {
  arguments.require(false, "a plateau reacts to a metric, so it is no function of the step: `etude list controllers`");
  return refused();
}

}  // namespace etude::dialect
