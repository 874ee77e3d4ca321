// Each function here makes one curve twice: of etude's kinds, and as the float32 operations of optax.

#include "dialect/read/optax_curves.h"

#include <algorithm>
#include <cmath>

#include "dialect/read/float32.h"

namespace etude::dialect::optax {
namespace {

/// x to a whole power by squaring, as XLA does it.
float whole_power(float x, Step n) {
  if (n == 0) return 1;
  std::optional<float> product;
  for (Step left = n; left > 0; left >>= 1, x = x * x)
    if (left & 1) product = product ? *product * x : x;
  return *product;
}

bool is_integer(double steps) { return steps == std::floor(steps); }

/// A step as JAX holds it: an int, or a float32.
double held_in_jax(double step) { return is_integer(step) ? step : static_cast<double>(float32::of(step)); }

/// The steps from `begin` to t: of ints the int, else a float32.
double steps_since(double begin, double t) {
  const double steps = t - held_in_jax(begin);
  return is_integer(begin) && is_integer(t) ? steps : static_cast<double>(float32::of(steps));
}

Result<Schedule> polynomial_meaning(double from, double to, const Power& power, double steps, double begin) {
  if (power.value == 0) return held(from);
  if (!is_integer(steps) || !is_integer(begin)) return refused();
  const auto whole = static_cast<Step>(steps);
  const auto curve = power.value == 1 ? straight(from, to, whole) : power_fall(from, to, whole, power.value);
  return begin > 0 ? window(curve, static_cast<Step>(begin)) : curve;
}

Result<Schedule> cosine_meaning(double from, double steps, double alpha, const Power& exponent) {
  if (!is_integer(steps)) return refused();
  return cosine({.from = from,
                 .to = from * alpha,
                 .steps = static_cast<Step>(steps),
                 .end = End::after,
                 .exponent = exponent.value});
}

Result<Schedule> decay_meaning(const Decay& d) {
  if (!is_integer(d.begin)) return refused();
  const bool falls = d.rate < 1;
  const auto curve = exponential({.from = d.from,
                                  .rate = d.rate,
                                  .period = d.steps,
                                  .staircase = d.staircase ? Switch::yes : Switch::no,
                                  .floor = falls ? d.end.value_or(0) : 0});
  const auto begun = d.begin > 0 ? window(curve, static_cast<Step>(d.begin)) : curve;
  return falls || !d.end ? begun : clamp(begun, 0, *d.end);
}

/// The points that the scales lead to. A scale at step 0 or before changes the value at step 0.
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

/// A multistep where every scale is the same, otherwise a table.
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

/// The value at t, as optax adds it up: of all stretches and of the last value, those that do not hold t give 0.
double interpolated(const std::vector<double>& bounds, const std::vector<float>& values, bool is_cosine, double now) {
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

Result<Schedule> joined_meaning(const std::vector<Curve>& curves, const std::vector<double>& starts) {
  const bool is_plain = starts[0] == 0 && starts.back() <= 0x1p61;
  if (!is_plain || !std::all_of(starts.begin(), starts.end(), is_integer)) return refused();
  Result<Schedule> whole = curves.back().meaning;
  for (std::size_t i = curves.size() - 1; i-- > 0;)
    whole = then(lasting(curves[i].meaning, static_cast<Step>(starts[i + 1] - starts[i])), whole);
  return whole;
}

}  // namespace

float Power::of(float x) const {
  return is_int && value >= 0 ? whole_power(x, static_cast<Step>(value)) : float32::pow(x, float32::of(value));
}

Result<Reading> reading_of(const Arguments& a, const Curve& curve) {
  auto read = curve.is_float32 ? float32_reading(a, curve.meaning,
                                                 [value = curve.value](Step t) {
                                                   return float32::flushed(float32::of(value(static_cast<double>(t))));
                                                 })
                               : reading(curve.meaning);
  if (read) read->between = curve.value;
  return read;
}

Curve constant_curve(double value) {
  return {held(value), [value](double) { return value; }, false};
}

Curve polynomial_curve(double from, double to, const Power& power, double steps, double begin) {
  if (steps <= 0) return constant_curve(from);
  begin = std::max(begin, 0.0);
  const float span = float32::of(from - to), low = float32::of(to);
  return {polynomial_meaning(from, to, power, steps, begin), [=](double t) {
            const double count = std::clamp(steps_since(begin, t), 0.0, steps);
            const float left = 1 - float32::of(count) / float32::of(steps);
            return static_cast<double>(span * power.of(left) + low);
          }};
}

Curve cosine_curve(double from, double steps, double alpha, const Power& exponent) {
  const float last = float32::of(steps), high = float32::of(1 - alpha), low = float32::of(alpha);
  const float start = float32::of(from);
  return {cosine_meaning(from, steps, alpha, exponent), [=](double t) {
            const float count = std::min(float32::of(t), last);
            const float wave = 0.5f * (1 + float32::cos(float32::pi * count / last));
            return static_cast<double>(start * (high * exponent.of(wave) + low));
          }};
}

Curve decay_curve(Decay d) {
  if (d.steps <= 0 || d.rate == 0) return constant_curve(d.from);
  d.begin = std::max(d.begin, 0.0);
  return {decay_meaning(d), [d](double t) {
            const double count = steps_since(d.begin, t);
            float periods = float32::of(count) / float32::of(d.steps);
            if (d.staircase) periods = std::floor(periods);
            float value = float32::of(d.from);
            if (count > 0) value = value * float32::pow(float32::of(d.rate), periods);
            const float end = float32::of(d.end.value_or(0));
            if (d.end) value = d.rate < 1 ? std::max(value, end) : std::min(value, end);
            return static_cast<double>(value);
          }};
}

Curve scaled_curve(double from, const Pairs& scales) {
  if (scales.empty()) return constant_curve(from);
  return {scaled_steps(from, scales), [=](double t) {
            float value = float32::of(from);
            for (const auto& [at, scale] : scales)
              if (steps_since(at, t) >= 0) value = float32::of(scale) * value;
            return static_cast<double>(value);
          }};
}

Curve interpolated_curve(bool is_cosine, double from, const Pairs& scales) {
  Piecewise points = points_of(from, scales);
  points.interpolation = is_cosine ? Interpolation::cosine : Interpolation::linear;
  std::vector<double> bounds{0};
  std::vector<float> values{float32::of(from)};
  for (const auto& [at, scale] : scales) {
    bounds.push_back(held_in_jax(at));
    values.push_back(values.back() * float32::of(scale));
  }
  auto meaning = points.at.size() == 1 ? held(points.values[0]) : of_any_sign(std::move(points));
  return {std::move(meaning), [=](double t) { return interpolated(bounds, values, is_cosine, t); }};
}

Curve joined(const std::vector<Curve>& curves, std::vector<double> boundaries) {
  std::vector<Curve> kept{curves[0]};
  std::vector<double> starts{0};
  for (double& boundary : boundaries) boundary = held_in_jax(boundary);
  for (std::size_t i = 0; i < std::min(boundaries.size(), curves.size() - 1); ++i) {
    while (!starts.empty() && starts.back() >= boundaries[i]) starts.pop_back(), kept.pop_back();
    kept.push_back(curves[i + 1]);
    starts.push_back(boundaries[i]);
  }
  Curve whole{joined_meaning(kept, starts), {}, kept[0].is_float32 || (!boundaries.empty() && curves.size() > 1)};
  whole.value = [kept, starts](double t) {
    const auto i = static_cast<std::size_t>(std::upper_bound(starts.begin() + 1, starts.end(), t) - starts.begin()) - 1;
    return kept[i].value(steps_since(starts[i], t));
  };
  return whole;
}

}  // namespace etude::dialect::optax
