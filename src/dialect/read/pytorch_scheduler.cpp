// pytorch-scheduler: pytorch_scheduler, its classes and its WarmupScheduler. Every value is the rate in the optimizer's
// group when scheduler.step() is called after each update. float64.

#include <algorithm>
#include <cmath>

#include "dialect/read/reading.h"
#include "dialect/read/restarts.h"
#include "etude/base/math.h"
#include "etude/schedule/ramp.h"

namespace etude::dialect::pytorch_scheduler {
namespace {

/// What most of its classes are told: a rise from 0 to lr over `warm` of `total` steps, and a floor.
struct Frame {
  double lr, floor;
  Step total, warm;
  Step left() const { return total - warm; }
};

double positive(Arguments& a, const char* name) {
  const double number = a.number(name);
  a.require(number > 0, "{} must be above 0: the library raises ValueError", {name});
  return number;
}

Step total_of(Arguments& a) { return a.steps("total_steps", 1); }

Frame frame_of(Arguments& a) {
  const Frame frame{a.number("lr"), a.number("min_lr"), total_of(a), a.steps("warmup_steps")};
  a.require(frame.warm < frame.total, "warmup_steps must be below total_steps: the library raises ValueError");
  return frame;
}

Result<Schedule> risen(Arguments& a, double from, double lr, Step warm, const Result<Schedule>& rest) {
  note_first_zero(a, from, warm);
  return then(rise_from(from, lr, warm), rest);
}

Result<Reading> read_identity(Arguments& a) { return reading(held(a.number("lr"))); }

Result<Reading> read_rex(Arguments& a) {
  return reading(rex({.from = a.number("lr"), .steps = total_of(a), .end = End::after}));
}

Result<Reading> read_linear(Arguments& a) {
  const Frame f = frame_of(a);
  return reading(risen(a, 0, f.lr, f.warm, straight(f.lr, f.floor, f.left())));
}

Result<Reading> read_cosine(Arguments& a) {
  const Frame f = frame_of(a);
  return reading(risen(a, 0, f.lr, f.warm, half_wave(f.lr, f.floor, f.left())));
}

Result<Reading> read_hold_cosine(Arguments& a) {
  const Frame f = frame_of(a);
  const Step flat = a.steps("hold_steps");
  a.require(flat < f.left(),
            "warmup_steps and hold_steps must leave a step of total_steps: the library raises ValueError");
  if (a.error()) return refused();
  return reading(risen(a, 0, f.lr, f.warm, then(held(f.lr, flat), half_wave(f.lr, f.floor, f.left() - flat))));
}

Result<Reading> read_flat_cosine(Arguments& a) {
  const double lr = a.number("lr"), fraction = a.number("flat_fraction");
  const Step total = total_of(a);
  a.require(fraction >= 0 && fraction < 1, "flat_fraction must be from 0 to below 1, not {}", {plain(fraction)});
  if (a.error()) return refused();
  const auto flat = static_cast<Step>(std::floor(static_cast<double>(total) * fraction));
  return reading(then(held(lr, flat), half_wave(lr, a.number("min_lr"), total - flat)));
}

/// With decay_steps=0 the floor comes at once.
Result<Reading> read_trapezoidal(Arguments& a) {
  const double lr = a.number("lr"), floor = a.number("min_lr");
  const Step total = total_of(a), warm = a.steps("warmup_steps"), down = a.steps("decay_steps");
  a.require(warm <= total && down <= total - warm,
            "warmup_steps and decay_steps must not be more than total_steps: the library raises ValueError");
  if (a.error()) return refused();
  const auto fall = down > 0 ? straight(lr, floor, down) : held(floor);
  return reading(risen(a, 0, lr, warm, then(held(lr, total - warm - down), fall)));
}

Result<Reading> read_wsd(Arguments& a) {
  const Frame f = frame_of(a);
  const Step flat = a.steps("stable_steps"), down = f.left() - flat;
  const std::string shape = a.text("decay_type");
  a.require(down > 0, "warmup_steps and stable_steps must leave a step of total_steps: the library raises ValueError");
  if (a.error()) return refused();
  const auto fall = shape == "cosine"   ? half_wave(f.lr, f.floor, down)
                    : shape == "linear" ? straight(f.lr, f.floor, down)
                                        : power_done(f.lr, f.floor, down, 0.5);
  return reading(risen(a, 0, f.lr, f.warm, then(held(f.lr, flat), fall)));
}

/// tanh does not reach its end; the library goes there at once.
Result<Reading> read_tanh(Arguments& a) {
  const double steepness = a.number("steepness"), floor = a.number("min_lr");
  a.require(steepness > 0 && steepness <= 1000, "steepness must be above 0 (and for etude up to 1000), not {}",
            {plain(steepness)});
  if (a.error()) return refused();
  const Tanh curve{
      .from = a.number("lr"), .to = floor, .steps = total_of(a), .end = End::after, .lb = -steepness, .ub = steepness};
  return reading(then(make_schedule(curve), held(floor)));
}

Result<Reading> read_k_decay(Arguments& a) {
  return reading(cosine({.from = a.number("lr"),
                         .to = a.number("min_lr"),
                         .steps = total_of(a),
                         .end = End::after,
                         .k_decay = positive(a, "k")}));
}

Result<Reading> read_polynomial(Arguments& a) {
  const Frame f = frame_of(a);
  const double power = positive(a, "power");
  if (a.error()) return refused();
  const auto once = risen(a, 0, f.lr, f.warm, power_fall(f.lr, f.floor, f.left(), power));
  return reading(a.flag("cycle") ? repeat(once) : once);
}

Result<Reading> read_inverse_sqrt(Arguments& a) {
  const double lr = a.number("lr");
  const Step warm = a.steps("warmup_steps", 1);
  return reading(
      risen(a, 0, lr, warm, inverse_sqrt({.from = lr, .timescale = static_cast<double>(warm), .shift = warm})));
}

/// The floor holds for the fall alone: the warm-up, and without one step 0, may be below it.
Result<Reading> read_power_decay(Arguments& a) {
  const Frame f = frame_of(a);
  const Step counted = std::max(f.warm, Step{1});
  const auto fall = clamp(
      power_decay(
          {.from = f.lr, .timescale = static_cast<double>(counted), .power = positive(a, "alpha"), .shift = counted}),
      f.floor, std::numeric_limits<double>::max());
  if (f.warm > 0) return reading(risen(a, 0, f.lr, f.warm, fall));
  return reading(f.floor > f.lr ? then(held(f.lr, 1), held(f.floor)) : fall);
}

Result<Reading> hyperbola(Arguments& a, Axis axis) {
  const Frame f = frame_of(a);
  const Step bound = a.steps("upper_bound", 1);
  a.require(bound >= f.total, "upper_bound must be at least total_steps: the library raises ValueError");
  a.require(axis == Axis::linear || f.floor > 0, "min_lr must be above 0: the library raises ValueError");
  if (a.error()) return refused();
  const auto fall =
      hyperbolic({.from = f.lr, .to = f.floor, .steps = f.left(), .bound = bound, .end = End::after, .axis = axis});
  return reading(risen(a, f.floor, f.lr, f.warm, fall));
}

Result<Reading> read_hyperbolic(Arguments& a) { return hyperbola(a, Axis::linear); }
Result<Reading> read_exp_hyperbolic(Arguments& a) { return hyperbola(a, Axis::log); }

/// From lr/ratio up to lr and back. Without a step for the rise only step 0 stands at lr/ratio. A ratio below 1, which
/// would start above lr, is clamped to lr.
Result<Reading> read_slanted_triangular(Arguments& a) {
  const double lr = a.number("lr"), cut = a.number("cut_frac"), ratio = a.number("ratio");
  const Step total = total_of(a);
  a.require(cut > 0 && cut < 1, "cut_frac must be between 0 and 1, not {}", {plain(cut)});
  a.require(ratio > 0, "ratio must be above 0, not {}", {plain(ratio)});
  if (a.error()) return refused();
  if (ratio <= 1) return reading(held(lr));
  const auto up = static_cast<Step>(std::floor(static_cast<double>(total) * cut));
  const auto down = straight(lr, lr / ratio, total - up);
  if (up == 0) return reading(then(held(lr / ratio, 1), offset(down, 1)));
  return reading(then(straight(lr / ratio, lr, up), down));
}

/// The nodes of a Chebyshev polynomial, in their order: half a cosine wave, asked half a step late.
Result<Reading> read_chebyshev(Arguments& a) {
  const double lr = a.number("lr"), floor = a.number("min_lr");
  const Step total = total_of(a);
  if (a.error()) return refused();
  const auto node = [=](Step t) {
    const double half_steps = 2 * static_cast<double>(std::min(t, total - 1)) + 1;
    return mix(cosine_weight(half_steps / (2 * static_cast<double>(total))), lr, floor);
  };
  return own_reading(a, node, total);
}

/// Each cycle rises from the floor; its length and its peak are the first one's times a power.
struct Cycles : WarmCycles {
  Restarts laid_out() const {
    return {steps, [this](Step, Step cycle) -> std::optional<Step> {
              if (mult == 1) return std::nullopt;
              const double whole = static_cast<double>(steps) * math::pow(mult, static_cast<double>(cycle));
              return static_cast<Step>(std::min(whole, 0x1p60));
            }};
  }
  double at(const Restarts::Place& place) const {
    const double high = peak * math::pow(gamma, static_cast<double>(place.cycle));
    const auto done = [](Step of, Step whole) { return static_cast<double>(of) / static_cast<double>(whole); };
    if (place.inside == 0) return floor;
    if (place.inside < warm) return floor + (high - floor) * done(place.inside, warm);
    return floor + (high - floor) * cosine_weight(done(place.inside - warm, place.length - warm));
  }
};

Result<Reading> read_restarts(Arguments& a) {
  const Cycles c{warm_cycles(a)};
  a.require(c.peak >= c.floor, "max_lr must be at least min_lr: the library raises ValueError");
  a.require(c.mult >= 1, "cycle_mult below 1 shrinks the cycle to 0 steps, where the library never ends");
  a.require(c.gamma > 0, "gamma must be above 0: the library raises ValueError");
  if (c.warm == 0)
    a.note("restart-at-floor", "without a warm-up the first step of each cycle stands at min_lr", "give warmup_steps",
           0);
  if (a.error()) return refused();
  if (c.mult != 1 || c.gamma != 1)
    return own_reading(a, [c, restarts = c.laid_out()](Step t) { return c.at(restarts.at(t)); });
  if (c.warm > 0)
    return reading(repeat(then(rise_from(c.floor, c.peak, c.warm), half_wave(c.peak, c.floor, c.steps - c.warm))));
  if (c.steps == 1) return reading(held(c.floor));
  return reading(repeat(then(held(c.floor, 1), offset(half_wave(c.peak, c.floor, c.steps), 1))));
}

/// A rise to lr before another of its schedules, which then begins.
Result<Reading> read_warmup(Arguments& a) {
  const double lr = a.number("lr");
  const Step warm = a.steps("warmup_steps");
  const std::string shape = a.text("warmup_type");
  const Schedule rest = a.inner(a.literal("base_scheduler"), lr);
  a.require(shape == "linear" || shape == "cosine" || shape == "exponential",
            "warmup_type is 'linear', 'cosine' or 'exponential', not '{}'", {shape});
  if (a.error()) return refused();
  note_first_zero(a, 0, warm);
  const auto rise = shape == "linear"   ? rise_from(0, lr, warm)
                    : shape == "cosine" ? half_wave(0, lr, warm)
                                        : power_done(0, lr, warm, 2);
  return reading(then(rise, rest));
}

constexpr std::string_view framed = "total_steps, warmup_steps=0, min_lr=0.0, last_epoch=-1, lr=1.0";
constexpr std::string_view bounded = "total_steps, upper_bound, min_lr=1e-06, warmup_steps=0, last_epoch=-1, lr=1.0";

constexpr Entry entries[] = {
    {"IdentityScheduler", "last_epoch=-1, lr=1.0", "lr at every step", &read_identity},
    {"LinearDecayScheduler", framed, "a rise, then a straight line", &read_linear},
    {"CosineWithWarmupScheduler", framed, "a rise, then half a cosine wave", &read_cosine},
    {"WarmupHoldCosineScheduler", "total_steps, warmup_steps=0, hold_steps=0, min_lr=0.0, last_epoch=-1, lr=1.0",
     "a rise, flat, then half a cosine wave", &read_hold_cosine},
    {"FlatCosineScheduler", "total_steps, flat_fraction=0.7, min_lr=0.0, last_epoch=-1, lr=1.0",
     "flat, then half a cosine wave", &read_flat_cosine},
    {"TrapezoidalScheduler", "total_steps, warmup_steps, decay_steps, min_lr=0.0, last_epoch=-1, lr=1.0",
     "a rise, flat, then a straight line", &read_trapezoidal},
    {"WSDScheduler", "total_steps, warmup_steps, stable_steps, min_lr=0.0, decay_type='cosine', last_epoch=-1, lr=1.0",
     "warm-up, stable, decay", &read_wsd},
    {"PolynomialScheduler", "total_steps, power=1.0, min_lr=0.0, warmup_steps=0, cycle=False, last_epoch=-1, lr=1.0",
     "a rise, then a power of what remains", &read_polynomial},
    {"RexScheduler", "total_steps, last_epoch=-1, lr=1.0", "REX", &read_rex},
    {"TanhDecayScheduler", "total_steps, steepness=3.0, min_lr=0.0, last_epoch=-1, lr=1.0", "an S-curve", &read_tanh},
    {"KDecayScheduler", "total_steps, k=1.0, min_lr=0.0, last_epoch=-1, lr=1.0",
     "half a cosine wave of a power of the step", &read_k_decay},
    {"InverseSqrtScheduler", "warmup_steps, last_epoch=-1, lr=1.0", "a rise, then one over the root",
     &read_inverse_sqrt},
    {"PowerDecayScheduler", "total_steps, warmup_steps=0, alpha=0.5, min_lr=0.0, last_epoch=-1, lr=1.0",
     "a rise, then a power of the step", &read_power_decay},
    {"HyperbolicLRScheduler", bounded, "a rise, then a hyperbola", &read_hyperbolic},
    {"ExpHyperbolicLRScheduler", bounded, "a rise, then a hyperbola on a logarithmic axis", &read_exp_hyperbolic},
    {"SlantedTriangularScheduler", "total_steps, cut_frac=0.1, ratio=32.0, last_epoch=-1, lr=1.0",
     "up quickly, down slowly", &read_slanted_triangular},
    {"ChebyshevScheduler", "total_steps, min_lr=0.0, last_epoch=-1, lr=1.0", "the nodes of a polynomial",
     &read_chebyshev},
    {"CosineAnnealingWarmupRestarts",
     "first_cycle_steps, warmup_steps=0, max_lr=0.1, min_lr=0.001, cycle_mult=1.0, gamma=1.0, last_epoch=-1",
     "cosine decays with restarts, each after a rise", &read_restarts},
    {"WarmupScheduler", "base_scheduler, warmup_steps, warmup_type='linear', last_epoch=-1, lr=1.0",
     "a rise before another schedule", &read_warmup},
};

}  // namespace

constexpr Language language{
    .name = "pytorch_scheduler", .library = "pytorch-scheduler, pytorch_scheduler", .entries = entries};

}  // namespace etude::dialect::pytorch_scheduler
