// Keras: keras.optimizers.schedules. Float32 arithmetic on every backend. Its own operations are repeated here in its
// own order, and where it branches (a warm-up, restarts) as the compiled branch does them on JAX.

#include <algorithm>

#include "dialect/read/float32.h"
#include "dialect/read/reading.h"

namespace etude::dialect::keras {
namespace {

/// Keras computes in the type of the first rate. A rate written without a point is an int, and then every number that
/// is cast to that type loses its fraction.
struct Number {
  bool is_int = false;
  float operator()(double x) const { return float32::of(is_int ? std::trunc(x) : x); }
  float pi() const { return is_int ? 3 : float32::pi; }
};

Number number_of(Arguments& a) {
  const Number number{is_whole(a.literal("initial_learning_rate"))};
  if (number.is_int) {
    a.note("integer-rate",
           "initial_learning_rate without a point makes Keras count in integers: pi is 3 there, and the other rates "
           "lose their fraction",
           filled("write {}", {a.number("initial_learning_rate")}));
  }
  return number;
}

/// The float32 reading. What integer arithmetic makes of a curve, no kind says.
Result<Reading> reading_of(const Arguments& a, const Number& number, const Result<Schedule>& meaning,
                           const std::function<float(Step)>& computed) {
  if (!number.is_int) return float32_reading(a, meaning, [computed](Step t) { return float32::flushed(computed(t)); });
  return own_reading(a, [computed](Step t) { return static_cast<double>(computed(t)); });
}

bool check_above_zero(Arguments& a, const char* name) {
  return a.require(a.number(name) > 0, "{} must be above 0: Keras raises ValueError", {name});
}

struct CosineNumbers {
  float last, high, low, pi;
  float at(float step) const { return high * wave(step) + low; }
  float fused_at(float step) const { return float32::fused(high, wave(step), low); }
  float wave(float step) const { return 0.5f * (1 + float32::cos(pi * (step / last))); }
};

/// A number of steps; nothing where it is no whole number, and no kind says the curve.
std::optional<Step> whole_steps(Arguments& a, const char* name) {
  const double steps = a.number(name);
  return steps == std::floor(steps) ? std::optional(a.steps(name)) : std::nullopt;
}

Result<Schedule> cosine_meaning(Arguments& a, double from) {
  const auto steps = whole_steps(a, "decay_steps");
  if (!steps) return refused();
  return half_wave(from, from * a.number("alpha"), *steps);
}

Result<Reading> plain_cosine(Arguments& a, const Number& number, const CosineNumbers& c) {
  if (a.number("warmup_steps") > 0)
    a.note("ignored-argument", "warmup_steps does nothing without warmup_target", "give warmup_target too");
  const double from = a.number("initial_learning_rate");
  return reading_of(a, number, cosine_meaning(a, from),
                    [c, rate = float32::of(from)](Step t) { return rate * c.at(std::min(float32::of(t), c.last)); });
}

Result<Reading> warmup_cosine(Arguments& a, const Number& number, const CosineNumbers& c) {
  const double from = a.number("initial_learning_rate"), target = a.number("warmup_target");
  const auto rise = whole_steps(a, "warmup_steps");
  note_first_zero(a, from, rise.value_or(1));
  const Result<Schedule> meaning =
      rise ? then(rise_from(from, target, *rise), cosine_meaning(a, target)) : Result<Schedule>(refused());
  const float low = number(from), high = number(target), warm = number(a.number("warmup_steps"));
  return reading_of(a, number, meaning, [=](Step t) {
    const float step = std::min(float32::of(t), c.last + warm);
    return step < warm ? float32::fused(high - low, step / warm, low) : high * c.fused_at(step - warm);
  });
}

Result<Reading> read_cosine(Arguments& a) {
  if (!check_above_zero(a, "decay_steps")) return refused();
  const Number number = number_of(a);
  const double alpha = a.number("alpha");
  const CosineNumbers c{number(a.number("decay_steps")), float32::of(1 - alpha), float32::of(alpha), number.pi()};
  if (alpha > 1) {
    a.note("floor-above-peak", "alpha is a share of the rate, not a rate: above 1 the rate rises",
           "give the last rate over the first");
  }
  return a.is_none("warmup_target") ? plain_cosine(a, number, c) : warmup_cosine(a, number, c);
}

struct Restarts {
  Number number;
  float rate, first, mult, amplitude, alpha;

  /// The index of the cycle in which Keras believes step t to be.
  float cycle(float done) const {
    if (mult == 1) return std::floor(done);
    const float grown = float32::fused(-done, 1 - mult, 1);
    return std::floor(float32::log(number.is_int ? std::trunc(grown) : grown) / float32::log(mult));
  }
  /// How much of the cycle is done. To divide by a power, XLA multiplies by the power of the negative exponent.
  float part(float done, float i) const {
    if (mult == 1) return done - i;
    return (done - (1 - float32::pow(mult, i)) / (1 - mult)) * float32::pow(mult, -i);
  }
  float operator()(Step t) const {
    const float done = float32::of(t) / first, i = cycle(done);
    const float wave = 0.5f * float32::pow(amplitude, i) * (1 + float32::cos(number.pi() * part(done, i)));
    return rate * ((1 - alpha) * wave + alpha);
  }
};

/// The note on the first restart that float32 puts a step late: with t_mul=2 those at 10, 30, 70, ... are exact, with
/// t_mul=1.2 those at 50, 110, 182 are late.
void note_missed_restart(Arguments& a, const Restarts& r, double first, double mult) {
  double start = first, period = first;
  for (int i = 1; i < 20 && start < 0x1p24; ++i) {
    const double whole = std::round(start);
    if (std::abs(start - whole) < 1e-6 && r.cycle(float32::of(whole) / r.first) < static_cast<float>(i)) {
      const auto at = static_cast<Step>(whole);
      return a.note("off-by-one", "the restart at step {} comes a step late: Keras finds it by a logarithm in float32",
                    {at}, "give a whole t_mul", at);
    }
    period *= mult;
    start += period;
  }
}

Result<Reading> read_restarts(Arguments& a) {
  if (!check_above_zero(a, "first_decay_steps")) return refused();
  const Number number = number_of(a);
  const double from = a.number("initial_learning_rate"), mult = a.number("t_mul"), amplitude = a.number("m_mul");
  const double alpha = a.number("alpha"), first = a.number("first_decay_steps");
  if (!a.require(mult >= 1, "t_mul below 1 ends in nan where the periods have shrunk to nothing; give 1 or more"))
    return refused();
  const Restarts r{number, float32::of(from), number(first), number(mult), number(amplitude), number(alpha)};
  note_missed_restart(a, r, first, mult);
  const bool is_plain = mult == std::floor(mult) && first == std::floor(first) && amplitude > 0 && first < 0x1p53 &&
                        (alpha == 0 || amplitude == 1);
  if (!is_plain) return own_reading(a, [r](Step t) { return static_cast<double>(r(t)); });
  return reading_of(a, number,
                    cosine_restarts({.from = from,
                                     .to = from * alpha,
                                     .period = static_cast<Step>(first),
                                     .mult = mult,
                                     .amp_mult = amplitude,
                                     .end = End::after}),
                    r);
}

/// The numbers of a decay that counts in periods.
struct Periods {
  float rate, steps, factor;
  bool staircase;
  float operator()(Step t) const {
    const float periods = float32::of(t) / steps;
    return staircase ? std::floor(periods) : periods;
  }
};

Periods periods_of(Arguments& a, const Number& number) {
  return {float32::of(a.number("initial_learning_rate")), number(a.number("decay_steps")),
          number(a.number("decay_rate")), a.flag("staircase")};
}

Result<Schedule> decay_meaning(double from, double steps, double rate, bool staircase) {
  if (rate == 0)
    return then(held(from, staircase ? static_cast<Step>(std::ceil(std::min(steps, 0x1p60))) : 1), held(0));
  return exponential({.from = from, .rate = rate, .period = steps, .staircase = staircase ? Switch::yes : Switch::no});
}

Result<Reading> read_decay(Arguments& a) {
  if (!check_above_zero(a, "decay_steps")) return refused();
  const Number number = number_of(a);
  const Periods p = periods_of(a, number);
  a.require(a.number("decay_rate") >= 0, "decay_rate below 0 has no powers; give a decay_rate above 0");
  return reading_of(
      a, number,
      decay_meaning(a.number("initial_learning_rate"), a.number("decay_steps"), a.number("decay_rate"), p.staircase),
      [p](Step t) { return p.rate * float32::pow(p.factor, p(t)); });
}

Result<Reading> read_inverse_time(Arguments& a) {
  if (!check_above_zero(a, "decay_steps")) return refused();
  const Number number = number_of(a);
  const Periods p = periods_of(a, number);
  return reading_of(a, number,
                    inverse_time({.from = a.number("initial_learning_rate"),
                                  .rate = a.number("decay_rate"),
                                  .period = a.number("decay_steps"),
                                  .staircase = p.staircase ? Switch::yes : Switch::no}),
                    [p](Step t) { return p.rate / (1 + p.factor * p(t)); });
}

Result<Schedule> polynomial_meaning(Arguments& a) {
  const double from = a.number("initial_learning_rate"), to = a.number("end_learning_rate");
  const double power = a.number("power");
  const auto steps = whole_steps(a, "decay_steps");
  if (power == 0) return held(from);
  if (!steps) return refused();
  if (power == 1 && !a.flag("cycle")) return straight(from, to, *steps);
  return polynomial({.from = from,
                     .to = to,
                     .steps = *steps,
                     .end = End::after,
                     .power = power,
                     .cycle = a.flag("cycle") ? Switch::yes : Switch::no});
}

Result<Reading> read_polynomial(Arguments& a) {
  if (!check_above_zero(a, "decay_steps")) return refused();
  const Number number = number_of(a);
  const float from = float32::of(a.number("initial_learning_rate")), to = number(a.number("end_learning_rate"));
  const float power = number(a.number("power")), steps = number(a.number("decay_steps"));
  const float period = float32::of(a.number("decay_steps"));  // it keeps its fraction beside integers
  const bool cycle = a.flag("cycle");
  if (to > from) {
    a.note("floor-above-peak",
           "end_learning_rate (0.0001 where it is left out) is above the first rate: the rate rises",
           "give a lower end_learning_rate");
  }
  return reading_of(a, number, polynomial_meaning(a), [=](Step t) {
    float step = float32::of(t), last = steps;
    if (cycle) {
      last = last * (step == 0 ? 1 : std::ceil(step / period));
    } else {
      step = std::min(step, last);
    }
    return (from - to) * float32::pow(1 - step / last, power) + to;
  });
}

struct Table {
  std::vector<double> bounds, values;

  /// The sum of all values whose range holds t. There is one such value, unless the bounds are out of order.
  template <class Real>
  Real at(Step t) const {
    const auto step = static_cast<double>(t);
    Real sum = 0;
    if (step <= bounds.front()) sum += static_cast<Real>(values.front());
    if (step > bounds.back()) sum += static_cast<Real>(values.back());
    for (std::size_t i = 1; i < bounds.size(); ++i)
      if (step > bounds[i - 1] && step <= bounds[i]) sum += static_cast<Real>(values[i]);
    return sum;
  }

  Result<Schedule> meaning() const {
    std::vector<double> at{0}, rates{this->at<double>(0)}, sorted = bounds;
    math::sort(sorted);
    for (const double bound : sorted) {
      if (bound + 1 <= at.back()) continue;
      at.push_back(bound + 1);
      rates.push_back(this->at<double>(static_cast<Step>(bound + 1)));
    }
    return staircase(std::move(at), std::move(rates));
  }
};

Result<Reading> read_table(Arguments& a) {
  Table table{a.numbers("boundaries"), a.numbers("values")};
  for (double& bound : table.bounds) bound = std::trunc(bound);
  if (!a.require(table.bounds.size() + 1 == table.values.size(),
                 "values must be one more than boundaries: Keras raises ValueError") ||
      !a.require(!table.bounds.empty(), "boundaries must not be empty: Keras dies of it with IndexError"))
    return refused();
  if (!std::is_sorted(table.bounds.begin(), table.bounds.end()))
    a.note("milestones-out-of-order", "boundaries out of order add values up: Keras checks nothing", "sort them");
  const bool fits =
      std::all_of(table.bounds.begin(), table.bounds.end(), [](double b) { return std::abs(b) < 0x1p53; });
  if (!a.require(fits, "boundaries must be below 2^53")) return refused();
  const auto first = static_cast<Step>(table.bounds[0]);
  a.note("off-by-one", "the boundary itself still has the old value: the next one comes at step {}", {first + 1},
         "take 1 off each boundary where the boundary should be new", first + 1);
  return float32_reading(a, table.meaning(), [table](Step t) { return table.at<float>(t); });
}

constexpr Entry entries[] = {
    {"CosineDecay",
     "initial_learning_rate, decay_steps, alpha=0.0, name='CosineDecay', warmup_target=None, warmup_steps=0",
     "half a cosine wave to alpha times the rate; decay_steps does not count the warm-up", &read_cosine},
    {"CosineDecayRestarts",
     "initial_learning_rate, first_decay_steps, t_mul=2.0, m_mul=1.0, alpha=0.0, name='SGDRDecay'",
     "cosine decays with warm restarts", &read_restarts},
    {"ExponentialDecay", "initial_learning_rate, decay_steps, decay_rate, staircase=False, name='ExponentialDecay'",
     "times decay_rate every decay_steps", &read_decay},
    {"InverseTimeDecay", "initial_learning_rate, decay_steps, decay_rate, staircase=False, name='InverseTimeDecay'",
     "one over the step", &read_inverse_time},
    {"PiecewiseConstantDecay", "boundaries, values, name='PiecewiseConstant'", "a value up to and with each boundary",
     &read_table},
    {"PolynomialDecay",
     "initial_learning_rate, decay_steps, end_learning_rate=0.0001, power=1.0, cycle=False, "
     "name='PolynomialDecay'",
     "a power of what remains", &read_polynomial},
};

}  // namespace

constexpr Language language{.name = "keras",
                            .library = "Keras, keras.optimizers.schedules; computes in float32",
                            .prefixes = {"tf"},
                            .entries = entries,
                            .writing = &writing,
                            .block = {.library = "Keras",
                                      .name = "class_name",
                                      .arguments = "config",
                                      .may_lack_arguments = true,
                                      .passed_over = "name"}};

}  // namespace etude::dialect::keras
