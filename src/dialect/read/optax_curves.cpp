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

Result<Schedule> polynomial_meaning(double from, double to, const Power& power, Step steps, Step begin) {
  if (power.value == 0) return held(from);
  const auto curve = power.value == 1 ? straight(from, to, steps) : power_fall(from, to, steps, power.value);
  return begin > 0 ? window(curve, begin) : curve;
}

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

}  // namespace

float Power::of(float x) const {
  return is_int && value >= 0 ? whole_power(x, static_cast<Step>(value)) : float32::pow(x, float32::of(value));
}

Result<Reading> reading_of(const Arguments& a, const Curve& curve) {
  if (!curve.is_float32) return reading(curve.meaning);
  return float32_reading(a, curve.meaning, [value = curve.value](Step t) { return float32::of(value(t)); });
}

Curve constant_curve(double value) {
  return {held(value), [value](Step) { return value; }, false};
}

Curve polynomial_curve(double from, double to, const Power& power, Step steps, Step begin) {
  if (steps <= 0) return constant_curve(from);
  begin = std::max(begin, Step{0});
  const float span = float32::of(from - to), low = float32::of(to);
  return {polynomial_meaning(from, to, power, steps, begin), [=](Step t) {
            const Step count = std::clamp(t - begin, Step{0}, steps);
            const float left = 1 - float32::of(count) / float32::of(steps);
            return static_cast<double>(span * power.of(left) + low);
          }};
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

Curve scaled_curve(double from, const Pairs& scales) {
  if (scales.empty()) return constant_curve(from);
  return {scaled_steps(from, scales), [=](Step t) {
            float value = float32::of(from);
            for (const auto& [at, scale] : scales)
              if (static_cast<double>(t) >= at) value = float32::of(scale) * value;
            return static_cast<double>(value);
          }};
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

}  // namespace etude::dialect::optax
