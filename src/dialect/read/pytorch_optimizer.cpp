// pytorch_optimizer: pytorch_optimizer.lr_scheduler. Every value is the rate in the optimizer's group when
// scheduler.step() is called after each update; its own classes put min_lr there when they are made, so the first update
// has that. float64.

#include <algorithm>
#include <cmath>

#include "dialect/read/reading.h"
#include "dialect/read/restarts.h"
#include "etude/base/math.h"
#include "etude/schedule/ramp.h"

namespace etude::dialect::pytorch_optimizer {
namespace {

/// The first update at min_lr, and then `rest`.
Result<Schedule> from_floor(Arguments& a, const Result<Schedule>& rest) {
  a.note("off-by-one", "the first update has min_lr = {}, which the scheduler sets when it is made",
         {plain(a.number("min_lr"))}, "call step() once before the first update", 0);
  return then(held(a.number("min_lr"), 1), rest);
}

/// Step t of what comes before step() is step t - 1 of the warm-up and of the fall.
struct Warm {
  double high, floor, start;
  Step total, warm;
  Step left() const { return total - warm; }
};

Warm warm_of(Arguments& a) {
  const Warm w{a.number("max_lr"), a.number("min_lr"), a.number("init_lr"), a.steps("t_max"), a.steps("warmup_steps")};
  a.require(w.high >= 0 && w.floor >= 0 && w.start >= 0, "max_lr, min_lr and init_lr must be at least 0");
  a.require(w.total > w.warm, "t_max must be above warmup_steps: the library divides by what is left");
  if (!ends_before(a, w.total + 2))
    a.note("past-total-steps", "after t_max = {} the curve goes on: it does not hold min_lr", {w.total},
           "give the run's length as t_max", w.total + 2);
  return w;
}

/// A line that does not stop at its end.
Result<Reading> read_linear(Arguments& a) {
  const Warm w = warm_of(a);
  if (a.error()) return refused();
  const auto meaning = from_floor(a, then(rise_from(w.start, w.high, w.warm), straight(w.high, w.floor, w.left())));
  return computed_reading(a, meaning, [w](Step t) {
    const double done = static_cast<double>(t - 1);
    if (t == 0) return w.floor;
    if (t <= w.warm) return w.start + (w.high - w.start) * done / static_cast<double>(w.warm);
    return w.high + (w.floor - w.high) * (done - static_cast<double>(w.warm)) / static_cast<double>(w.left());
  });
}

Result<Reading> read_cosine(Arguments& a) {
  const Warm w = warm_of(a);
  if (a.error()) return refused();
  const auto fall = past_end(half_wave(w.high, w.floor, w.left()), Beyond::mirror);
  return reading(from_floor(a, then(rise_from(w.start, w.high, w.warm), fall)));
}

Result<Reading> read_rex(Arguments& a) {
  const double high = a.number("max_lr"), floor = a.number("min_lr");
  const Step total = a.steps("total_steps", 1);
  if (a.error()) return refused();
  return reading(from_floor(a, offset(rex({.from = high, .to = floor, .steps = total, .end = End::after}), 1)));
}

/// All but the cosine end at 0 and jump to min_lr_ratio from there.
Result<Schedule> cooldown(const std::string& shape, double lr, double floor, Step steps, double cycles) {
  if (steps == 0) return held(floor);
  if (shape == "1-sqrt") return then(power_done(lr, 0, steps, 0.5), held(floor));
  if (shape == "1-square") return then(power_done(lr, 0, steps, 2), held(floor));
  if (shape == "linear") return then(straight(lr, 0, steps), held(floor));
  return then(cosine_wave({.from = lr, .to = floor, .steps = steps, .end = End::after, .cycles = cycles}), held(floor));
}

Result<Reading> read_wsd(Arguments& a) {
  const double lr = a.number("lr"), floor = lr * a.number("min_lr_ratio"), cycles = a.number("num_cycles");
  const Step warm = a.steps("num_warmup_steps"), flat = a.steps("num_stable_steps"), down = a.steps("num_decay_steps");
  const std::string shape = a.text("cooldown_type");
  const bool is_cosine = shape == "cosine";
  a.require(is_cosine || shape == "1-sqrt" || shape == "1-square" || shape == "linear",
            "cooldown_type is 'cosine', '1-sqrt', 'linear' or '1-square', not '{}'", {shape});
  a.require(!is_cosine || cycles > 0, "num_cycles must be above 0");
  if (floor > 0 && !is_cosine)
    a.note("default-surprise", "the cooldown ends at 0, and the rate jumps up to min_lr_ratio of lr after it",
           "give min_lr_ratio=0, or cooldown_type='cosine'", warm + flat + down);
  if (a.error()) return refused();
  note_first_zero(a, 0, warm);
  return reading(
      then(rise_from(0, lr, warm), held(lr, flat), cooldown(shape, lr, floor, down, is_cosine ? cycles : 0.5)));
}

/// Each cosine, without the rise before it, is the last one times a factor, in whole steps.
struct Cycles : WarmCycles {
  Restarts laid_out() const {
    return {steps, [this](Step length, Step) -> std::optional<Step> {
              const double fall = std::min(static_cast<double>(length - warm) * mult, 0x1p60);
              const Step next = std::max(static_cast<Step>(fall), Step{1}) + warm;
              return next == length ? std::nullopt : std::optional(next);
            }};
  }
  double at(const Restarts::Place& place) const {
    const double high = peak * math::pow(gamma, static_cast<double>(place.cycle));
    const auto done = [](Step of, Step whole) { return static_cast<double>(of) / static_cast<double>(whole); };
    if (place.inside < warm) return floor + (high - floor) * done(place.inside, warm);
    return mix(cosine_weight(done(place.inside - warm, place.length - warm)), high, floor);
  }
};

Result<Reading> read_restarts(Arguments& a) {
  const Cycles c{warm_cycles(a)};
  a.require(c.mult >= 0 && c.gamma >= 0, "cycle_mult and gamma must be at least 0");
  if (a.error()) return refused();
  return own_reading(a, [c, restarts = c.laid_out()](Step t) { return t == 0 ? c.floor : c.at(restarts.at(t)); });
}

constexpr std::string_view warmed = "t_max, max_lr, min_lr=0.0, init_lr=0.0, warmup_steps=0";

constexpr Entry entries[] = {
    {"LinearScheduler", warmed, "a rise, then a line that does not stop", &read_linear},
    {"CosineScheduler", warmed, "a rise, then a cosine that does not stop", &read_cosine},
    {"REXScheduler", "total_steps, max_lr=1.0, min_lr=0.0", "REX", &read_rex},
    {"get_wsd_schedule",
     "num_warmup_steps, num_stable_steps, num_decay_steps, min_lr_ratio=0.0, num_cycles=0.5, "
     "cooldown_type='1-sqrt', last_epoch=-1, lr=1.0",
     "warm-up, stable, decay", &read_wsd},
    {"CosineAnnealingWarmupRestarts",
     "first_cycle_steps, cycle_mult=1.0, max_lr=0.0001, min_lr=1e-06, warmup_steps=0, gamma=0.9, last_epoch=-1",
     "cosine decays with restarts, each after a rise and lower", &read_restarts},
};

}  // namespace

constexpr Language language{
    .name = "pytorch_optimizer", .library = "pytorch_optimizer, pytorch_optimizer.lr_scheduler", .entries = entries};

}  // namespace etude::dialect::pytorch_optimizer
