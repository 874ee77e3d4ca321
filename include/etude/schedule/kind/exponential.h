#pragma once

#include "etude/base/math.h"
#include "etude/schedule/schedule.h"

namespace etude {

/// v(t) = from rate^(t / period), smooth. rate < 1 decays, rate > 1 grows (a range test). Endless.
struct Exponential {
  double from = unset;  // the rate at step 0
  double rate = unset;  // what one period multiplies by
  double period = 1;    // the steps of one period

  Step length() const { return endless; }

  class Compiled {
   public:
    explicit Compiled(const Exponential& options)
        : from_(options.from), period_(options.period), powers_(options.rate) {}
    double operator()(Step t) const { return from_ * powers_(static_cast<double>(t) / period_); }

   private:
    double from_, period_;
    math::Powers powers_;
  };

  static constexpr std::string_view name = "exponential";
  static constexpr std::string_view formula = "from rate^(t / period)";
  static constexpr std::string_view meaning = "a smooth decay by the same factor every period";
  static constexpr std::string_view source = "Robbins and Monro 1951; Smith 2017 for the growing sweep of a range test";
  static auto fields() {
    return std::array{
        field<&Exponential::from>("from", Unit::rate, {}, "the rate at step 0"),
        field<&Exponential::rate>("rate", Unit::number, {.above_least = true}, "what one period multiplies by"),
        field<&Exponential::period>("period", Unit::number, {.above_least = true}, "the steps of one period"),
    };
  }
};

}  // namespace etude
