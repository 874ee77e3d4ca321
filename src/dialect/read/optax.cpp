// optax: every public schedule, as entries over the curves of optax_curves.h.

#include <algorithm>
#include <cmath>

#include "dialect/read/optax_curves.h"
#include "etude/base/math.h"

namespace etude::dialect::optax {
namespace {

Result<Reading> read_constant(Arguments& a) { return reading_of(a, constant_curve(a.number("value"))); }

/// A number of steps, which may have a fraction.
double count_of(Arguments& a, const char* name, double least = -0x1p61) {
  const double count = a.number(name);
  const bool is_good = count >= least && count <= 0x1p61;
  return a.require(is_good, "{} must be at least {} and at most 2^61, not {}", {name, least, count}) ? count : 1;
}

void note_no_steps(Arguments& a, double steps, const char* name) {
  if (steps > 0) return;
  a.note("floor-not-reached", filled("{} is not above 0, so optax gives init_value at every step", {name}),
         filled("give {} of at least 1", {name}));
}

Result<Reading> read_linear(Arguments& a) {
  const double steps = count_of(a, "transition_steps");
  note_no_steps(a, steps, "transition_steps");
  return reading_of(
      a, polynomial_curve(a.number("init_value"), a.number("end_value"), {}, steps, count_of(a, "transition_begin")));
}

Power power_of(Arguments& a, const char* name) { return {a.number(name), is_whole(a.literal(name))}; }

Result<Reading> read_polynomial(Arguments& a) {
  const double steps = count_of(a, "transition_steps");
  const Power power = power_of(a, "power");
  note_no_steps(a, steps, "transition_steps");
  a.require(power.value >= 0, "power below 0 ends in infinity; give a power above 0");
  return reading_of(a, polynomial_curve(a.number("init_value"), a.number("end_value"), power, steps,
                                        count_of(a, "transition_begin")));
}

/// The pairs in the order of their steps. As in a dict, the last of two with the same step counts.
Pairs sorted(const Pairs& pairs) {
  Pairs kept;
  for (const auto& pair : pairs) {
    std::erase_if(kept, [&](const auto& other) { return other.first == pair.first; });
    kept.push_back(pair);
  }
  math::sort(kept);
  return kept;
}

void check_scales(Arguments& a, const Pairs& scales) {
  for (const auto& [at, scale] : scales) a.require(scale >= 0, "scales must not be below 0: optax raises ValueError");
}

Result<Reading> read_scaled(Arguments& a) {
  const Pairs scales = sorted(a.pairs("boundaries_and_scales"));
  check_scales(a, scales);
  return reading_of(a, scaled_curve(a.number("init_value"), scales));
}

Result<Reading> read_interpolated(Arguments& a) {
  const std::string type = a.text("interpolate_type");
  const Pairs scales = sorted(a.pairs("boundaries_and_scales"));
  a.require(type == "linear" || type == "cosine", "interpolate_type is 'linear' or 'cosine': optax raises ValueError");
  check_scales(a, scales);
  return reading_of(a, interpolated_curve(type == "cosine", a.number("init_value"), scales));
}

Decay decay_of(Arguments& a, const char* from) {
  Decay d{a.number(from),         count_of(a, "transition_steps"),
          a.number("decay_rate"), count_of(a, "transition_begin"),
          a.flag("staircase"),    a.maybe("end_value")};
  note_no_steps(a, d.steps, "transition_steps");
  a.require(d.rate >= 0, "decay_rate must not be below 0: its powers are not numbers");
  if (d.rate == 0) {
    a.note("ignored-argument", "decay_rate 0 is ignored: optax gives the same rate at every step",
           "give a decay_rate above 0");
  }
  return d;
}

Result<Reading> read_decay(Arguments& a) { return reading_of(a, decay_curve(decay_of(a, "init_value"))); }

bool check_decay_steps(Arguments& a, double steps) {
  return a.require(steps > 0, "decay_steps must be above 0: optax raises ValueError");
}

void note_floor_above(Arguments& a, double alpha) {
  if (alpha <= 1) return;
  a.note("floor-above-peak", "the decay ends above where it starts, so the rate rises",
         "give an alpha of at most 1, or an end_value below peak_value");
}

Result<Reading> read_cosine(Arguments& a) {
  const double steps = count_of(a, "decay_steps");
  const double alpha = a.number("alpha");
  if (!check_decay_steps(a, steps)) return refused();
  note_floor_above(a, alpha);
  return reading_of(a, cosine_curve(a.number("init_value"), steps, alpha, power_of(a, "exponent")));
}

double onecycle_steps(Arguments& a) {
  const double steps = count_of(a, "transition_steps");
  a.require(steps > 0, "transition_steps must be above 0: optax raises ValueError");
  return steps;
}

Result<Reading> read_linear_onecycle(Arguments& a) {
  const double steps = onecycle_steps(a), div = a.number("div_factor");
  const Pairs scales{{std::trunc(a.number("pct_start") * steps), div},
                     {std::trunc(a.number("pct_final") * steps), 1 / div},
                     {steps, 1 / a.number("final_div_factor")}};
  return reading_of(a, interpolated_curve(false, a.number("peak_value") / div, sorted(scales)));
}

Result<Reading> read_cosine_onecycle(Arguments& a) {
  const double steps = onecycle_steps(a), div = a.number("div_factor");
  const Pairs scales{{std::trunc(a.number("pct_start") * steps), div},
                     {steps, 1 / (div * a.number("final_div_factor"))}};
  return reading_of(a, interpolated_curve(true, a.number("peak_value") / div, sorted(scales)));
}

/// The rise of the schedules whose names begin with warmup_.
Curve rise_of(Arguments& a) {
  const double from = a.number("init_value");
  const double steps = count_of(a, "warmup_steps");
  note_first_zero(a, from, steps);
  const double peak = a.number("peak_value");
  Curve curve = polynomial_curve(from, peak, {}, steps);
  if (steps > 0 && curve.meaning) curve.meaning = rise_from(from, peak, static_cast<Step>(steps));
  return curve;
}

Result<Reading> read_warmup(Arguments& a) {
  if (a.number("warmup_steps") <= 0) {
    a.note("peak-not-reached", "without warmup_steps optax gives init_value at every step, never peak_value",
           "write constant_schedule(peak_value), or give warmup_steps of at least 1");
  }
  return reading_of(a, rise_of(a));
}

Result<Reading> read_warmup_cosine(Arguments& a) {
  const double rise = count_of(a, "warmup_steps", 0), steps = count_of(a, "decay_steps") - rise;
  const double peak = a.number("peak_value"), end = a.number("end_value");
  if (!a.require(steps > 0,
                 "decay_steps counts the warm-up too and must be above warmup_steps: optax raises ValueError"))
    return refused();
  const double alpha = peak == 0 ? 0 : end / peak;
  note_floor_above(a, alpha);
  return reading_of(a, joined({rise_of(a), cosine_curve(peak, steps, alpha, power_of(a, "exponent"))}, {rise}));
}

Result<Reading> read_warmup_decay(Arguments& a) {
  const double rise = count_of(a, "warmup_steps", 0);
  return reading_of(a, joined({rise_of(a), decay_curve(decay_of(a, "peak_value"))}, {rise}));
}

/// The curve of a call inside this one.
Curve inner_curve(Arguments& a, const Literal& call) {
  auto read = a.member(call);
  if (!read) return constant_curve(1);
  for (Note& note : read->notes) a.notes().push_back(std::move(note));
  return {read->plan.lr, read->between, read->computed.has_value()};
}

Result<Reading> read_joined(Arguments& a) {
  const std::vector<double> boundaries = a.numbers("boundaries");
  std::vector<Curve> curves;
  for (const Literal& each : a.literal("schedules").items) curves.push_back(inner_curve(a, each));
  if (!a.require(!curves.empty(), "schedules needs a list of schedules, as in [optax.constant_schedule(0.1)]"))
    return refused();
  if (!std::is_sorted(boundaries.begin(), boundaries.end()))
    a.note("ignored-argument", "boundaries out of order hide a schedule: optax checks nothing", "sort them");
  if (boundaries.size() + 1 != curves.size())
    a.note("ignored-argument", "optax leaves out what has no boundary or no schedule", "give one boundary less");
  return reading_of(a, joined(curves, boundaries));
}

Result<Reading> read_sgdr(Arguments& a) {
  std::vector<Curve> curves;
  std::vector<double> boundaries;
  double end = 0;
  for (const Literal& each : a.literal("cosine_kwargs").items) {
    curves.push_back(inner_curve(a, call_literal("optax.warmup_cosine_decay_schedule", each)));
    const Literal* steps = each.find("decay_steps");
    boundaries.push_back(end += steps ? steps->number : 0);
  }
  if (!a.require(!curves.empty(), "cosine_kwargs needs a list of dicts")) return refused();
  boundaries.pop_back();
  return reading_of(a, joined(curves, boundaries));
}

constexpr Entry entries[] = {
    {"constant_schedule", "value", "the same rate at every step", &read_constant},
    {"linear_schedule", "init_value, end_value, transition_steps, transition_begin=0", "a straight line, then flat",
     &read_linear},
    {"polynomial_schedule", "init_value, end_value, power, transition_steps, transition_begin=0",
     "a power of what remains, then flat", &read_polynomial},
    {"exponential_decay",
     "init_value, transition_steps, decay_rate, transition_begin=0, staircase=False, end_value=None",
     "times decay_rate every transition_steps", &read_decay},
    {"cosine_decay_schedule", "init_value, decay_steps, alpha=0.0, exponent=1.0",
     "half a cosine wave to alpha init_value, then flat", &read_cosine},
    {"piecewise_constant_schedule", "init_value, boundaries_and_scales=None", "times a scale at each boundary",
     &read_scaled},
    {"piecewise_interpolate_schedule", "interpolate_type, init_value, boundaries_and_scales=None",
     "from one scaled value to the next", &read_interpolated},
    {"linear_onecycle_schedule",
     "transition_steps, peak_value, pct_start=0.3, pct_final=0.85, div_factor=25.0, final_div_factor=10000.0",
     "the 1-cycle policy in lines", &read_linear_onecycle},
    {"cosine_onecycle_schedule",
     "transition_steps, peak_value, pct_start=0.3, div_factor=25.0, final_div_factor=10000.0",
     "the 1-cycle policy in cosine waves", &read_cosine_onecycle},
    {"warmup_constant_schedule", "init_value, peak_value, warmup_steps", "a rise, then flat", &read_warmup},
    {"warmup_cosine_decay_schedule", "init_value, peak_value, warmup_steps, decay_steps, end_value=0.0, exponent=1.0",
     "a rise, then half a cosine wave; decay_steps counts both", &read_warmup_cosine},
    {"warmup_exponential_decay_schedule",
     "init_value, peak_value, warmup_steps, transition_steps, decay_rate, transition_begin=0, staircase=False, "
     "end_value=None",
     "a rise, then times decay_rate every transition_steps", &read_warmup_decay},
    {"sgdr_schedule", "cosine_kwargs", "warmup_cosine_decay_schedules, one after the other", &read_sgdr},
    {"join_schedules", "schedules, boundaries", "one after the other, each on its own clock", &read_joined},
};

}  // namespace

constexpr Language language{
    .name = "optax", .library = "optax (JAX); computes in float32", .entries = entries, .writing = &writing};

}  // namespace etude::dialect::optax
