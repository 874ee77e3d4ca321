#pragma once
// Schedules made of schedules. A piece has its own clock: it is asked for the steps since it began.

#include <algorithm>

#include "etude/base/math.h"
#include "etude/schedule/schedule.h"

namespace etude {

/// One piece after the other: v(t) = piece_i(t - start_i). The last piece goes on past its end as it does alone.
/// Made flat and without pieces of length 0, so `(a then b) then c` is `a then (b then c)`, and a sequence of one
/// is that one. Cost: a binary search among the pieces.
struct Then {
  std::vector<Schedule> of;  // two or more; all but the last must end

  Step length() const;
  std::string check() const;
  /// Flattens; the piece itself where only one is left.
  std::optional<Schedule> simplify();

  class Compiled {
   public:
    explicit Compiled(const Then& options);
    double operator()(Step t) const;
    void values(Step first, std::span<double> out) const;

   private:
    std::size_t piece_at(Step t) const;
    std::vector<Schedule> pieces_;
    std::vector<Step> starts_;
  };

  static constexpr std::string_view name = "then";
  static constexpr std::string_view formula = "a(t) while t < length(a), then b(t - length(a))";
  static constexpr std::string_view meaning = "one schedule after another, written a then b";
  static constexpr std::string_view source = "";
  static auto fields() {
    return std::array{field<&Then::of>("of", Unit::schedules, {.least = 1}, "the pieces, in their order")};
  }
};

/// v(t) = by a(t).
struct Scale {
  std::vector<Schedule> of;  // the one to scale
  double by = unset;         // the factor

  double operator()(Step t) const { return by * of[0](t); }
  Step length() const { return of[0].length(); }

  static constexpr std::string_view name = "scale";
  static constexpr std::string_view formula = "by a(t)";
  static constexpr std::string_view meaning = "a schedule times a factor";
  static constexpr std::string_view source = "";
  static auto fields() {
    return std::array{field<&Scale::of>("of", Unit::schedules, {.least = 1, .most = 1}, "what to scale"),
                      field<&Scale::by>("by", Unit::number, {}, "the factor")};
  }
};

/// v(t) = min(max(a(t), low), high).
struct Clamp {
  std::vector<Schedule> of;                          // the one to clamp
  double low = 0;                                    // never below
  double high = std::numeric_limits<double>::max();  // never above

  double operator()(Step t) const { return std::min(std::max(of[0](t), low), high); }
  Step length() const { return of[0].length(); }
  std::string check() const;

  static constexpr std::string_view name = "clamp";
  static constexpr std::string_view formula = "min(max(a(t), low), high)";
  static constexpr std::string_view meaning = "a schedule kept between two rates";
  static constexpr std::string_view source = "";
  static auto fields() {
    return std::array{field<&Clamp::of>("of", Unit::schedules, {.least = 1, .most = 1}, "what to clamp"),
                      field<&Clamp::low>("low", Unit::rate, {}, "never below"),
                      field<&Clamp::high>("high", Unit::rate, {}, "never above")};
  }
};

/// v(t) = a(t mod length(a)), `times` times over; then it holds a's last value.
struct Repeat {
  std::vector<Schedule> of;  // what to repeat; it must end
  Step times = endless;      // how often

  double operator()(Step t) const {
    const Step period = of[0].length();
    return t / period < times ? of[0](t % period) : of[0](period - 1);
  }
  Step length() const;
  std::string check() const;

  static constexpr std::string_view name = "repeat";
  static constexpr std::string_view formula = "a(t mod length(a))";
  static constexpr std::string_view meaning = "a schedule over and over";
  static constexpr std::string_view source = "";
  static auto fields() {
    return std::array{field<&Repeat::of>("of", Unit::schedules, {.least = 1, .most = 1}, "what to repeat"),
                      field<&Repeat::times>("times", Unit::steps, {.least = 1}, "how often")};
  }
};

/// v(t) = max of a(t), b(t), ... As long as the longest of them.
struct Max {
  std::vector<Schedule> of;

  double operator()(Step t) const {
    double value = of[0](t);
    for (std::size_t i = 1; i < of.size(); ++i) value = std::max(value, of[i](t));
    return value;
  }
  Step length() const;

  static constexpr std::string_view name = "max";
  static constexpr std::string_view formula = "max(a(t), b(t), ...)";
  static constexpr std::string_view meaning = "the highest of several schedules";
  static constexpr std::string_view source = "";
  static auto fields() { return std::array{field<&Max::of>("of", Unit::schedules, {.least = 1}, "the schedules")}; }
};

/// v(t) = min of a(t), b(t), ... As long as the longest of them.
struct Min {
  std::vector<Schedule> of;

  double operator()(Step t) const {
    double value = of[0](t);
    for (std::size_t i = 1; i < of.size(); ++i) value = std::min(value, of[i](t));
    return value;
  }
  Step length() const;

  static constexpr std::string_view name = "min";
  static constexpr std::string_view formula = "min(a(t), b(t), ...)";
  static constexpr std::string_view meaning = "the lowest of several schedules";
  static constexpr std::string_view source = "";
  static auto fields() { return std::array{field<&Min::of>("of", Unit::schedules, {.least = 1}, "the schedules")}; }
};

}  // namespace etude
