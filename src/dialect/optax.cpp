// optax: every public schedule. Computed by JAX in float32; its own operations in its own order are repeated here.

#include <algorithm>

#include "dialect/find.h"
#include "dialect/pieces.h"
#include "etude/base/math.h"

namespace etude::dialect {
namespace {

/// What a schedule means, and what it gives.
struct Curve {
  Result<Schedule> meaning;
  std::function<double(Step)> value;
  bool is_float32 = true;  // a constant is handed on as Python's own float
};

Result<Reading> reading_of(const Arguments& a, const Curve& curve) {
  if (!curve.is_float32) return reading(curve.meaning);
  return float32_reading(a, curve.meaning, [value = curve.value](Step t) { return float32::of(value(t)); });
}

Curve constant_curve(double value) {
  return {held(value), [value](Step) { return value; }, false};
}

/// A power as it was written: an int is multiplied out, a float is not.
struct Power {
  double value = 1;
  bool is_int = true;
  float of(float x) const {
    return is_int && value >= 0 ? float32::whole_power(x, static_cast<Step>(value))
                                : float32::pow(x, float32::of(value));
  }
};

Power power_of(Arguments& a, const char* name) { return {a.number(name), is_whole(a.literal(name))}; }

Result<Schedule> polynomial_meaning(double from, double to, const Power& power, Step steps, Step begin) {
  if (power.value == 0) return held(from);
  const auto curve = power.value == 1 ? straight(from, to, steps) : power_fall(from, to, steps, power.value);
  return begin > 0 ? window(curve, begin) : curve;
}

Curve polynomial_curve(double from, double to, const Power& power, Step steps, Step begin = 0) {
  if (steps <= 0) return constant_curve(from);
  begin = std::max(begin, Step{0});
  const float span = float32::of(from - to), low = float32::of(to);
  return {polynomial_meaning(from, to, power, steps, begin), [=](Step t) {
            const Step count = std::clamp(t - begin, Step{0}, steps);
            const float left = 1 - float32::of(count) / float32::of(steps);
            return static_cast<double>(span * power.of(left) + low);
          }};
}

Curve warmup_curve(double from, double to, Step steps) {
  Curve curve = polynomial_curve(from, to, {}, steps);
  if (steps > 0) curve.meaning = rise_from(from, to, steps);
  return curve;
}

Curve cosine_curve(double from, Step steps, double alpha, const Power& exponent) {
  const float last = float32::of(steps), high = float32::of(1 - alpha), low = float32::of(alpha);
  const float start = float32::of(from);
  auto meaning =
      cosine({.from = from, .to = from * alpha, .steps = steps, .end = End::after, .exponent = exponent.value});
  return {std::move(meaning), [=](Step t) {
            const float count = std::min(float32::of(t), last);
            const float wave = 0.5f * (1 + float32::cos(float32::pi * count / last));
            return static_cast<double>(start * (high * exponent.of(wave) + low));
          }};
}

struct Decay {
  double from = 1;
  Step steps = 1;
  double rate = 1;
  Step begin = 0;
  bool staircase = false;
  std::optional<double> end;
};

Result<Schedule> decay_meaning(const Decay& d) {
  const bool falls = d.rate < 1;
  const auto curve = exponential({.from = d.from,
                                  .rate = d.rate,
                                  .period = static_cast<double>(d.steps),
                                  .staircase = d.staircase ? Switch::yes : Switch::no,
                                  .floor = falls ? d.end.value_or(0) : 0});
  const auto begun = d.begin > 0 ? window(curve, d.begin) : curve;
  return falls || !d.end ? begun : clamp(begun, 0, *d.end);
}

Curve decay_curve(Decay d) {
  if (d.steps <= 0 || d.rate == 0) return constant_curve(d.from);
  d.begin = std::max(d.begin, Step{0});
  return {decay_meaning(d), [d](Step t) {
            const Step count = t - d.begin;
            float periods = float32::of(count) / float32::of(d.steps);
            if (d.staircase) periods = std::floor(periods);
            float value = float32::of(d.from);
            if (count > 0) value = value * float32::pow(float32::of(d.rate), periods);
            const float end = float32::of(d.end.value_or(0));
            if (d.end) value = d.rate < 1 ? std::max(value, end) : std::min(value, end);
            return static_cast<double>(value);
          }};
}

using Pairs = std::vector<std::pair<double, double>>;

/// In the order of their steps; of a step that is named twice the last counts, as in a dict.
Pairs sorted(const Pairs& pairs) {
  Pairs kept;
  for (const auto& pair : pairs) {
    std::erase_if(kept, [&](const auto& other) { return other.first == pair.first; });
    kept.push_back(pair);
  }
  math::sort(kept);
  return kept;
}

/// The points that the scales make, from step 0 on; a scale at 0 or before moves the first of them.
Piecewise points_of(double from, const Pairs& scales) {
  Piecewise points{{0}, {from}};
  for (const auto& [at, scale] : scales) {
    if (at <= points.at.back()) {
      points.values.back() *= scale;
    } else {
      points.at.push_back(at);
      points.values.push_back(points.values.back() * scale);
    }
  }
  return points;
}

/// multistep where every scale is the same, else the table.
Result<Schedule> scaled_steps(double from, const Pairs& scales) {
  std::vector<Step> milestones;
  for (const auto& [at, scale] : scales) {
    if (at == std::floor(at) && at > 0 && at <= 0x1p61 && scale == scales[0].second && scale > 0)
      milestones.push_back(static_cast<Step>(at));
  }
  if (!scales.empty() && milestones.size() == scales.size())
    return multistep({.from = from, .milestones = milestones, .gamma = scales[0].second});
  Piecewise points = points_of(from, scales);
  return staircase(std::move(points.at), std::move(points.values));
}

Curve scaled_curve(double from, const Pairs& scales) {
  if (scales.empty()) return constant_curve(from);
  return {scaled_steps(from, scales), [=](Step t) {
            float value = float32::of(from);
            for (const auto& [at, scale] : scales)
              if (static_cast<double>(t) >= at) value = float32::of(scale) * value;
            return static_cast<double>(value);
          }};
}

/// The stretch of a piecewise curve at t, or nothing past the last.
double interpolated(const std::vector<double>& bounds, const std::vector<float>& values, bool is_cosine, Step t) {
  const auto now = static_cast<double>(t);
  float sum = 0;
  for (std::size_t i = 0; i + 1 < bounds.size(); ++i) {
    if (!(bounds[i] <= now && now < bounds[i + 1])) continue;
    const float size = float32::of(std::max(bounds[i + 1] - bounds[i], 1.0));
    const float part = float32::of(now - bounds[i]) / size;
    const float a = values[i], b = values[i + 1];
    sum = is_cosine ? b + (a - b) / 2 * (float32::cos(float32::pi * part) + 1) : (b - a) * part + a;
  }
  return static_cast<double>(sum + (bounds.back() <= now ? values.back() : 0));
}

Curve interpolated_curve(bool is_cosine, double from, const Pairs& scales) {
  Piecewise points = points_of(from, scales);
  points.interpolation = is_cosine ? Interpolation::cosine : Interpolation::linear;
  std::vector<double> bounds{0};
  std::vector<float> values{float32::of(from)};
  for (const auto& [at, scale] : scales) {
    bounds.push_back(at);
    values.push_back(values.back() * float32::of(scale));
  }
  auto meaning = points.at.size() == 1 ? held(points.values[0]) : piecewise(std::move(points));
  return {std::move(meaning), [=](Step t) { return interpolated(bounds, values, is_cosine, t); }};
}

/// Each from its boundary on, on its own clock. A boundary that is not above an earlier one hides what came before it.
Curve joined(const std::vector<Curve>& curves, const std::vector<Step>& boundaries) {
  std::vector<Curve> kept{curves[0]};
  std::vector<Step> starts{0};
  for (std::size_t i = 0; i < std::min(boundaries.size(), curves.size() - 1); ++i) {
    while (!starts.empty() && starts.back() >= boundaries[i]) starts.pop_back(), kept.pop_back();
    kept.push_back(curves[i + 1]);
    starts.push_back(boundaries[i]);
  }
  Curve whole{kept.back().meaning, {}, kept[0].is_float32 || (!boundaries.empty() && curves.size() > 1)};
  for (std::size_t i = kept.size() - 1; i-- > 0;)
    whole.meaning = then(lasting(kept[i].meaning, starts[i + 1] - starts[i]), whole.meaning);
  whole.value = [kept, starts](Step t) {
    const auto i = static_cast<std::size_t>(std::upper_bound(starts.begin() + 1, starts.end(), t) - starts.begin()) - 1;
    return kept[i].value(t - starts[i]);
  };
  return whole;
}

// -------------------------------------------------------------------------------------------------------- readers

Result<Reading> read_constant(Arguments& a) { return reading_of(a, constant_curve(a.number("value"))); }

void note_no_steps(Arguments& a, Step steps, const char* name) {
  if (steps > 0) return;
  a.note("floor-not-reached", filled("{} is not above 0, so optax gives init_value at every step", {name}),
         filled("give {} of at least 1", {name}));
}

Result<Reading> read_linear(Arguments& a) {
  const Step steps = a.steps("transition_steps", -max_step);
  note_no_steps(a, steps, "transition_steps");
  return reading_of(a, polynomial_curve(a.number("init_value"), a.number("end_value"), {}, steps,
                                        a.steps("transition_begin", -max_step)));
}

Result<Reading> read_polynomial(Arguments& a) {
  const Step steps = a.steps("transition_steps", -max_step);
  const Power power = power_of(a, "power");
  note_no_steps(a, steps, "transition_steps");
  a.require(power.value >= 0, "power below 0 ends in infinity; give a power above 0");
  return reading_of(a, polynomial_curve(a.number("init_value"), a.number("end_value"), power, steps,
                                        a.steps("transition_begin", -max_step)));
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
  Decay d{a.number(from),         a.steps("transition_steps", -max_step),
          a.number("decay_rate"), a.steps("transition_begin", -max_step),
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

bool check_decay_steps(Arguments& a, Step steps) {
  return a.require(steps > 0, "decay_steps must be above 0: optax raises ValueError");
}

void note_floor_above(Arguments& a, double alpha) {
  if (alpha <= 1) return;
  a.note("floor-above-peak", "the decay ends above where it starts, so the rate rises", "give an end below the peak");
}

Result<Reading> read_cosine(Arguments& a) {
  const Step steps = a.steps("decay_steps", -max_step);
  const double alpha = a.number("alpha");
  if (!check_decay_steps(a, steps)) return refused<Reading>();
  note_floor_above(a, alpha);
  return reading_of(a, cosine_curve(a.number("init_value"), steps, alpha, power_of(a, "exponent")));
}

double onecycle_steps(Arguments& a) {
  const Step steps = a.steps("transition_steps", -max_step);
  a.require(steps > 0, "transition_steps must be above 0: optax raises ValueError");
  return static_cast<double>(steps);
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

/// The rise of the warmup_ schedules.
Curve rise_of(Arguments& a) {
  const double from = a.number("init_value");
  const Step steps = a.steps("warmup_steps", -max_step);
  note_first_zero(a, from, steps);
  return warmup_curve(from, a.number("peak_value"), steps);
}

Result<Reading> read_warmup(Arguments& a) {
  if (a.steps("warmup_steps", -max_step) <= 0) {
    a.note("peak-not-reached", "without warmup_steps optax gives init_value at every step, never peak_value",
           "write constant_schedule(peak_value), or give warmup_steps of at least 1");
  }
  return reading_of(a, rise_of(a));
}

Result<Reading> read_warmup_cosine(Arguments& a) {
  const Step rise = a.steps("warmup_steps"), steps = a.steps("decay_steps") - rise;
  const double peak = a.number("peak_value"), end = a.number("end_value");
  if (!a.require(steps > 0,
                 "decay_steps counts the warm-up too and must be above warmup_steps: optax raises ValueError"))
    return refused<Reading>();
  const double alpha = peak == 0 ? 0 : end / peak;
  note_floor_above(a, alpha);
  return reading_of(a, joined({rise_of(a), cosine_curve(peak, steps, alpha, power_of(a, "exponent"))}, {rise}));
}

Result<Reading> read_warmup_decay(Arguments& a) {
  const Step rise = a.steps("warmup_steps");
  return reading_of(a, joined({rise_of(a), decay_curve(decay_of(a, "peak_value"))}, {rise}));
}

/// The curve of a call inside this one.
Curve inner_curve(Arguments& a, const Literal& call) {
  auto read = read_inner(optax_language(), call, {}, a.horizon());
  if (!read) {
    a.require(false, "{}", {read.error().message});
    return constant_curve(1);
  }
  for (Note& note : read->notes) a.notes().push_back(std::move(note));
  return {read->plan.lr, [lr = read->lr()](Step t) { return lr(t); }, read->computed.has_value()};
}

Result<Reading> read_joined(Arguments& a) {
  const std::vector<Step> boundaries = a.milestones("boundaries");
  std::vector<Curve> curves;
  for (const Literal& each : a.literal("schedules").items) curves.push_back(inner_curve(a, each));
  if (!a.require(!curves.empty(), "schedules needs a list of schedules, as in [optax.constant_schedule(0.1)]"))
    return refused<Reading>();
  a.require(std::none_of(boundaries.begin(), boundaries.end(), [](Step b) { return b < 0; }),
            "boundaries must not be below 0");
  if (!std::is_sorted(boundaries.begin(), boundaries.end()))
    a.note("ignored-argument", "boundaries out of order hide a schedule: optax checks nothing", "sort them");
  if (boundaries.size() + 1 != curves.size())
    a.note("ignored-argument", "optax leaves out what has no boundary or no schedule", "give one boundary less");
  return reading_of(a, joined(curves, boundaries));
}

/// A dict of arguments as the call that it stands for.
Literal warmup_call(const Literal& dict) {
  Literal call = dict;
  call.type = Literal::Type::call;
  call.text = "optax.warmup_cosine_decay_schedule";
  call.items.clear();
  for (std::size_t i = 0; i + 1 < dict.items.size(); i += 2)
    call.named.emplace_back(dict.items[i].text, dict.items[i + 1]);
  return call;
}

Result<Reading> read_sgdr(Arguments& a) {
  std::vector<Curve> curves;
  std::vector<Step> boundaries;
  Step end = 0;
  for (const Literal& each : a.literal("cosine_kwargs").items) {
    curves.push_back(inner_curve(a, warmup_call(each)));
    const Literal* steps = each.find("decay_steps");
    const double length = steps ? steps->number : 1;
    if (!a.require(length >= 1 && length <= 0x1p40, "decay_steps must be between 1 and 2^40 here"))
      return refused<Reading>();
    end += static_cast<Step>(length);
    boundaries.push_back(end);
  }
  if (!a.require(!curves.empty(), "cosine_kwargs needs a list of dicts")) return refused<Reading>();
  boundaries.pop_back();
  return reading_of(a, joined(curves, boundaries));
}

// -------------------------------------------------------------------------------------------------------- phrases

std::string count(Step steps) { return std::to_string(steps); }

std::string say_ramp(const Ramp& r) {
  switch (r.shape) {
    case RampShape::constant:
      return filled("optax.constant_schedule(value={})", {r.from});
    case RampShape::line:
      return filled("optax.linear_schedule(init_value={}, end_value={}, transition_steps={})", {r.from, r.to, r.steps});
    case RampShape::cosine:
      if (r.from == 0) return "";
      return filled(
          "optax.cosine_decay_schedule(init_value={}, decay_steps={}{}{})",
          {r.from, r.steps, when(r.to != 0, ", alpha=", r.to / r.from), when(r.power != 1, ", exponent=", r.power)});
    case RampShape::power:
      return filled("optax.polynomial_schedule(init_value={}, end_value={}, power={}, transition_steps={})",
                    {r.from, r.to, r.power, r.steps});
  }
  return "";
}

std::string say_decay(const Exponential& k) {
  if (k.period != std::floor(k.period)) return "";
  return filled("optax.exponential_decay(init_value={}, transition_steps={}, decay_rate={}{}{})",
                {k.from, plain(k.period), k.rate, when(k.staircase == Switch::yes, ", staircase=True"),
                 when(k.floor > 0 && k.rate < 1, ", end_value=", k.floor)});
}

std::string say_scales(const Pairs& scales) {
  std::string text;
  for (const auto& [at, scale] : scales) add_item(text, filled("{}: {}", {plain(at), scale}));
  return filled("{{}}", {text});
}

std::string say_multistep(const Multistep& k) {
  Pairs scales;
  for (const Step milestone : k.milestones) {
    const auto at = static_cast<double>(milestone + (k.side == Side::after ? 1 : 0));
    if (!scales.empty() && scales.back().first == at) {
      scales.back().second *= k.gamma;
    } else {
      scales.emplace_back(at, k.gamma);
    }
  }
  return filled("optax.piecewise_constant_schedule(init_value={}, boundaries_and_scales={})",
                {k.from, say_scales(scales)});
}

/// A table as factors, which none can be after a 0.
std::string say_points(const Piecewise& k) {
  if (k.interpolation == Interpolation::exponential) return "";
  const bool holds = k.interpolation == Interpolation::hold;
  Pairs scales;
  if (k.at[0] > 0 && !holds) scales.emplace_back(k.at[0], 1);
  for (std::size_t i = 1; i < k.at.size(); ++i) {
    if (k.values[i - 1] == 0) return "";
    scales.emplace_back(k.at[i], k.values[i] / k.values[i - 1]);
  }
  const std::string type = k.interpolation == Interpolation::cosine ? "'cosine'" : "'linear'";
  return filled("{}init_value={}, boundaries_and_scales={})",
                {holds ? "optax.piecewise_constant_schedule("
                       : filled("optax.piecewise_interpolate_schedule(interpolate_type={}, ", {type}),
                 k.values[0], say_scales(scales)});
}

std::string say_one_cycle(const OneCycle& k) {
  const auto phases = OneCyclePhases::of(k.steps, k.pct, k.final_pct);
  const double start = k.peak / k.div;
  Piecewise points{{0}, {start}, k.shape == Shape::cosine ? Interpolation::cosine : Interpolation::linear};
  const auto add = [&](Step at, double value) {
    if (static_cast<double>(at) <= points.at.back()) return;
    points.at.push_back(static_cast<double>(at));
    points.values.push_back(value);
  };
  add(phases.top, k.peak);
  add(phases.foot, start);
  add(phases.last, start / k.final_div);
  return say_points(points);
}

std::string joined_text(const std::vector<std::string>& schedules, const std::vector<Step>& starts) {
  std::vector<std::string> boundaries;
  for (const Step start : starts)
    if (start > 0) boundaries.push_back(count(start));
  return filled("optax.join_schedules(schedules={}, boundaries={})", {list_of(schedules), list_of(boundaries)});
}

/// Each period's own decay, joined; endless ones up to a dozen.
std::string say_restarts(const CosineRestarts& k) {
  std::vector<std::string> schedules;
  std::vector<Step> starts;
  double from = k.from, period = static_cast<double>(k.period), start = 0;
  for (Step i = 0; i < std::min(k.cycles, Step{12}); ++i) {
    const auto steps = static_cast<Step>(period), lands = steps - (k.end == End::last ? 1 : 0);
    const auto decay = say_ramp({lands > 0 ? RampShape::cosine : RampShape::constant, from, k.to, lands, steps, 1});
    if (decay.empty()) return "";
    schedules.push_back(decay);
    starts.push_back(static_cast<Step>(start));
    start += period;
    period = std::max(std::floor(period * k.mult), 1.0);
    from *= k.amp_mult;
    if (start + period > 0x1p53) break;
  }
  return joined_text(schedules, starts);
}

std::string say(const Schedule& given);

std::string say_sequence(const std::vector<Schedule>& pieces) {
  std::vector<std::string> schedules;
  for (const Schedule& piece : pieces) {
    const std::string words = say(piece);
    if (words.empty()) return "";
    schedules.push_back(words);
  }
  return joined_text(schedules, starts_of(pieces));
}

/// What is seen through a window: it waits, runs, and stands still.
std::string say_window(const Window& k) {
  const Schedule& of = k.of[0];
  const std::string moving = say(of);
  if (moving.empty() || k.end <= k.begin) return "";
  std::vector<std::string> schedules{moving};
  std::vector<Step> starts{k.begin};
  if (k.begin > 0) {
    schedules.insert(schedules.begin(), say(*held(of(0))));
    starts.insert(starts.begin(), 0);
  }
  if (k.end != endless) {
    schedules.push_back(say(*held(of(k.end - 1 - k.begin))));
    starts.push_back(k.end);
  }
  return schedules.size() == 1 ? moving : joined_text(schedules, starts);
}

std::string say(const Schedule& given) {
  const Schedule& schedule = inside(given);
  if (const auto ramp = as_ramp(schedule)) return say_ramp(*ramp);
  if (const auto* k = schedule.as<Exponential>()) return say_decay(*k);
  if (const auto* k = schedule.as<StepDecay>())
    return say_decay(
        {.from = k->from, .rate = k->gamma, .period = static_cast<double>(k->period), .staircase = Switch::yes});
  if (const auto* k = schedule.as<Multistep>()) return say_multistep(*k);
  if (const auto* k = schedule.as<Piecewise>()) return say_points(*k);
  if (const auto* k = schedule.as<OneCycle>()) return say_one_cycle(*k);
  if (const auto* k = schedule.as<CosineRestarts>()) return say_restarts(*k);
  if (const auto* k = schedule.as<Window>()) return say_window(*k);
  if (const auto* k = schedule.as<Then>()) return say_sequence(k->of);
  return "";
}

/// A rise that ends where a cosine begins, in optax's one word for both.
std::string say_warmup_cosine(const std::vector<Schedule>& pieces) {
  if (pieces.size() != 2) return "";
  const auto rise = as_ramp(pieces[0]), fall = as_ramp(inside(pieces[1]));
  if (!rise || !fall || rise->shape != RampShape::line || fall->shape != RampShape::cosine) return "";
  if (rise->length != rise->steps || rise->to != fall->from) return "";
  return filled(
      "optax.warmup_cosine_decay_schedule(init_value={}, peak_value={}, warmup_steps={}, decay_steps={}, "
      "end_value={}{})",
      {rise->from, rise->to, rise->steps, rise->steps + fall->steps, fall->to,
       when(fall->power != 1, ", exponent=", fall->power)});
}

std::string say_warmup_decay(const std::vector<Schedule>& pieces) {
  if (pieces.size() != 2) return "";
  const auto rise = as_ramp(pieces[0]);
  const auto* fall = pieces[1].as<Exponential>();
  if (!rise || !fall || rise->shape != RampShape::line || rise->length != rise->steps) return "";
  const std::string decay = say_decay(*fall);
  if (decay.empty() || rise->to != fall->from) return "";
  return filled("optax.warmup_exponential_decay_schedule(init_value={}, peak_value={}, warmup_steps={}{}",
                {rise->from, rise->to, rise->steps, decay.substr(decay.find(", transition_steps"))});
}

std::string say_linear_onecycle(const Schedule& schedule) {
  const auto* k = schedule.as<OneCycle>();
  if (!k || k->shape != Shape::linear) return "";
  const auto phases = OneCyclePhases::of(k->steps, k->pct, k->final_pct);
  const auto share = [&](Step at) { return real(static_cast<double>(at) / static_cast<double>(phases.last)); };
  return filled(
      "optax.linear_onecycle_schedule(transition_steps={}, peak_value={}, pct_start={}, pct_final={}, div_factor={}, "
      "final_div_factor={})",
      {phases.last, k->peak, share(phases.top), share(phases.foot), k->div, k->final_div});
}

std::vector<std::string> phrases(const Plan& plan) {
  const auto pieces = pieces_of(inside(plan.lr));
  return said(
      {say_warmup_cosine(pieces), say_warmup_decay(pieces), say_linear_onecycle(inside(plan.lr)), say(plan.lr)});
}

std::string csv(Step steps) { return csv_main(steps, "schedule = make_schedule()\n", "schedule(jnp.asarray(step))"); }

std::string program(const Literal& call, const Plan&, Step steps) {
  return filled("import sys\n\nimport jax.numpy as jnp\nimport optax\n\n\ndef make_schedule():\n    return {}\n\n\n{}",
                {python_call(call, "optax."), csv(steps)});
}

/// optax asks a schedule inside jit, where Python can not branch on the count: a table answers there too.
std::string closed_form(const std::string& function, const Plan&, Step steps) {
  return filled(
      "import math\nimport sys\n\nimport jax.numpy as jnp\nimport numpy as np\nimport optax\n\n\n{}\n\ndef "
      "make_schedule(steps={}):\n    rates = np.array([rate(step) for step in range(steps + steps // 2 + 1)], "
      "np.float32)\n"
      "    # asked inside jit, so the rates are looked up; past them the last one holds\n"
      "    return lambda count: jnp.asarray(rates)[jnp.clip(count, 0, len(rates) - 1)]\n\n\n{}",
      {function, steps,
       csv_main(steps, filled("schedule = make_schedule(max(steps, {}))\n", {steps}), "schedule(jnp.asarray(step))")});
}

}  // namespace

const Language& optax_language() {
  static constexpr Entry entries[] = {
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
  static constexpr Language language{
      "optax", "optax (JAX); computes in float32", {}, entries, {&phrases, &program, &closed_form}};
  return language;
}

}  // namespace etude::dialect
