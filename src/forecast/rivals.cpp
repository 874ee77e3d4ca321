// Which schedules are rivals, and the search through all WSDs: each cooldown with each whole percentage of the run.

#include "forecast/rivals.h"

#include <cmath>
#include <limits>

#include "etude/base/number.h"
#include "etude/schedule/kinds.h"

namespace etude::forecast {
namespace {

Step percent_of(const RunShape& run, Step percent) {
  return std::max((run.steps - run.warmup) * percent / 100, Step{1});
}

Result<Schedule> wsd_of(const RunShape& run, Cooldown shape, Step percent) {
  return wsd({.peak = run.peak,
              .steps = run.steps,
              .warmup = run.warmup,
              .decay = percent_of(run, percent),
              .decay_shape = shape});
}

Rival named_wsd(const RunShape& run, Cooldown shape, Step percent) {
  return {"WSD with a cooldown (" + std::string(name_of(shape)) + ") over the last " + std::to_string(percent) + " %",
          *wsd_of(run, shape, percent)};
}

/// The course of a schedule at the steps of the pressed run alone.
Course looked_at(const Schedule& schedule, const RunShape& run, const Pressed& pressed) {
  std::vector<double> rates;
  for (std::size_t i = 0; i < pressed.size(); ++i)
    rates.push_back(schedule(run.warmup + static_cast<Step>(std::llround(pressed.place(i)))));
  return pressed.course(std::span<const double>(rates));
}

struct Scanned {
  Cooldown shape = Cooldown::linear;
  Step percent = 20;
  double loss = std::numeric_limits<double>::infinity();
};

/// The best of these percentages, by the model of the pressed run.
void scan(const Model& model, const RunShape& run, const Pressed& pressed, Cooldown shape, Step first, Step last,
          Step stride, Scanned& best) {
  for (Step percent = first; percent <= last; percent += stride) {
    const double loss = end_of(model, looked_at(*wsd_of(run, shape, percent), run, pressed));
    if (loss < best.loss) best = {shape, percent, loss};
  }
}

/// By fives, then around the best of them one by one.
Rival best_wsd(const Model& model, const RunShape& run, const Pressed& pressed) {
  Scanned best;
  for (std::size_t i = 0; i < words<Cooldown>.size(); ++i) {
    Scanned of_shape;
    const auto shape = static_cast<Cooldown>(i);
    scan(model, run, pressed, shape, 5, 100, 5, of_shape);
    const Step around = of_shape.percent;
    scan(model, run, pressed, shape, std::max(around - 4, Step{1}), std::min(around + 4, Step{100}), 1, of_shape);
    if (of_shape.loss < best.loss) best = of_shape;
  }
  return named_wsd(run, best.shape, best.percent);
}

Schedule cosine_of(const RunShape& run) {
  return *then(warmup({.to = run.peak, .steps = run.warmup}),
               cosine({.from = run.peak, .to = short_rate(run.peak / 10), .steps = run.steps - run.warmup}));
}

}  // namespace

double short_rate(double rate) {
  constexpr double told_apart = 1e-7;  // of a rate: a float of 32 bits has no more
  for (int digits = 1; digits < 17; ++digits)
    if (const double rounded = *to_double(significant(rate, digits)); std::abs(rounded - rate) <= told_apart * rate)
      return rounded;
  return rate;
}

std::vector<Rival> rivals_of(const Model& model, const RunShape& run, const Pressed& pressed) {
  return {Rival{"cosine to a tenth of the peak", cosine_of(run)}, named_wsd(run, Cooldown::linear, 20),
          best_wsd(model, run, pressed)};
}

}  // namespace etude::forecast
