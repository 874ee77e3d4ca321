// Each function is the lambda of that name in transformers, in its own order of operations.

#include "dialect/read/hf_factors.h"

#include <algorithm>
#include <cmath>

#include "etude/base/math.h"

namespace etude::dialect::hf {
namespace {

double steps_in(Arguments& a) {
  return a.is_none("num_training_steps") ? static_cast<double>(a.steps_or_run("num_training_steps"))
                                         : a.number("num_training_steps");
}

double half_wave_at(double halves) { return 0.5 * (1.0 + math::cos(math::pi * halves)); }

/// How much of the run after the warm-up is done.
struct Progress {
  double warm, steps;
  double operator()(double t) const { return (t - warm) / std::max(1.0, steps - warm); }
};

Progress progress_of(Arguments& a) { return {a.number("num_warmup_steps"), steps_in(a)}; }

/// lr times t / warm during the warm-up, and times after(t) from there.
template <class After>
Result<Reading> warmed_up(Arguments& a, After after) {
  const double lr = a.number("lr"), warm = a.number("num_warmup_steps");
  return own_reading(a, [=](Step step) {
    const auto t = static_cast<double>(step);
    return lr * (t < warm ? t / std::max(1.0, warm) : after(t));
  });
}

double wsd_rise(const std::string& shape, double progress) {
  if (shape == "linear") return progress;
  return shape == "cosine" ? 0.5 * (1.0 - math::cos(math::pi * progress)) : 1.0 - std::sqrt(1.0 - progress);
}

double wsd_fall(const std::string& shape, double progress, double cycles) {
  if (shape == "linear") return 1.0 - progress;
  return shape == "cosine" ? half_wave_at(cycles * 2.0 * progress) : 1.0 - std::sqrt(progress);
}

}  // namespace

bool has_fraction(Arguments& a, std::initializer_list<const char*> lengths) {
  return std::any_of(lengths.begin(), lengths.end(), [&](const char* name) {
    return a.literal(name).type == Literal::Type::number && a.number(name) != std::floor(a.number(name));
  });
}

Result<Reading> linear_in_fractions(Arguments& a) {
  const Progress done = progress_of(a);
  return warmed_up(
      a, [done](double t) { return std::max(0.0, (done.steps - t) / std::max(1.0, done.steps - done.warm)); });
}

Result<Reading> cosine_in_fractions(Arguments& a, double floor) {
  const double cycles = a.number("num_cycles");
  return warmed_up(a, [=, done = progress_of(a)](double t) {
    return std::max(0.0, half_wave_at(cycles * 2.0 * done(t)) * (1 - floor) + floor);
  });
}

Result<Reading> counted_cosine_in_fractions(Arguments& a, double floor) {
  const double lr = a.number("lr"), cycles = a.number("num_cycles");
  const auto first = a.maybe("warmup_lr_rate");
  return own_reading(a, [=, done = progress_of(a)](Step step) {
    const auto t = static_cast<double>(step);
    if (t < done.warm && first) return lr * (*first + (1.0 - *first) * t / std::max(1.0, done.warm - 1));
    if (t < done.warm) return lr * ((t + 1.0) / std::max(1.0, done.warm));
    return lr * std::max(0.0, half_wave_at(cycles * 2.0 * done(t + 1.0)) * (1 - floor) + floor);
  });
}

Result<Reading> restarts_in_fractions(Arguments& a) {
  const double cycles = a.number("num_cycles");
  return warmed_up(a, [=, done = progress_of(a)](double t) {
    return done(t) >= 1 ? 0 : std::max(0.0, half_wave_at(std::fmod(cycles * done(t), 1.0)));
  });
}

Result<Reading> polynomial_in_fractions(Arguments& a) {
  const double lr = a.number("lr"), end = a.number("lr_end"), power = a.number("power");
  a.require(lr > end, "lr_end ({}) must be below lr ({})", {plain(end), plain(lr)});
  return warmed_up(a, [=, done = progress_of(a)](double t) {
    if (t > done.steps) return end / lr;
    const double left = 1 - (t - done.warm) / (done.steps - done.warm);
    return ((lr - end) * math::pow(left, power) + end) / lr;
  });
}

Result<Reading> constant_in_fractions(Arguments& a) {
  return warmed_up(a, [](double) { return 1; });
}

Result<Reading> inverse_sqrt_in_fractions(Arguments& a) {
  const double warm = a.number("num_warmup_steps"), scale = a.maybe("timescale").value_or(warm != 0 ? warm : 10000);
  return warmed_up(a, [=](double t) { return 1.0 / std::sqrt((t + (scale - warm)) / scale); });
}

Result<Reading> wsd_in_fractions(Arguments& a) {
  const double lr = a.number("lr"), warm = a.number("num_warmup_steps"), fall = a.number("num_decay_steps");
  const double stable = a.is_none("num_stable_steps") ? steps_in(a) - warm - fall : a.number("num_stable_steps");
  const double low = a.number("min_lr_ratio"), cycles = a.number("num_cycles");
  return own_reading(a, [=, up = a.text("warmup_type"), down = a.text("decay_type")](Step step) {
    const auto t = static_cast<double>(step);
    const auto lifted = [&](double factor) { return lr * std::max(0.0, factor * (1.0 - low) + low); };
    if (t < warm) return lifted(wsd_rise(up, t / std::max(1.0, warm)));
    if (t < warm + stable) return lr;
    if (t < warm + stable + fall) return lifted(wsd_fall(down, (t - warm - stable) / std::max(1.0, fall), cycles));
    return lr * low;
  });
}

}  // namespace etude::dialect::hf
