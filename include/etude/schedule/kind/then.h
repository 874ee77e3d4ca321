#ifndef ETUDE_SCHEDULE_KIND_THEN_H
#define ETUDE_SCHEDULE_KIND_THEN_H
// Pieces one after another, each on its own clock; in a chain each times the end of the last.

#include "etude/schedule/compose.h"

namespace etude::inline schedule {

/// One piece after the other: v(t) = piece_i(t - start_i). The last piece goes on past its end as it does alone.
/// Made flat and without pieces of length 0, so `(a then b) then c` is `a then (b then c)`, and a sequence of one
/// is that one. Cost: a binary search among the pieces.
struct Then {
  std::vector<Schedule> of = {};  // two or more; all but the last must end

  Step length() const;
  std::string check() const;
  /// Flattens; the piece itself where only one is left.
  std::optional<Schedule> simplify();
  Traits traits() const { return {.is_sequence = true}; }
  std::string in_python(python::Functions& functions) const;

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
  static constexpr Field takes = schedules({.least = 1}, "the pieces, in their order");
  static constexpr Example example{"warmup(to=1, steps=2) then linear(from=1, steps=3)", "0.5, 1, 1, 0.5, 0"};
  static constexpr std::array<Member, 0> fields() { return {}; }
};

/// then(a, b, c): one after the other.
template <class... S>
Result<Schedule> then(const S&... pieces) {
  return detail::compose(Then{}, {Result<Schedule>(pieces)...});
}

/// One piece after the other, each times the value with which the one before it ended: so a piece that starts at 1
/// goes on without a jump. v(t) = held_{i-1} piece_i(t - start_i), held_i = held_{i-1} piece_i(length_i - 1).
struct Chain {
  std::vector<Schedule> of = {};

  Step length() const;
  std::string check() const;
  Traits traits() const { return {.states_its_rates = false, .is_product = true}; }
  std::string in_python(python::Functions& functions) const;

  class Compiled {
   public:
    explicit Compiled(const Chain& options);
    double operator()(Step t) const;
    void values(Step first, std::span<double> out) const;

   private:
    Then::Compiled then_;
    std::vector<Step> starts_;
    std::vector<double> factors_;
  };

  static constexpr std::string_view name = "chain";
  static constexpr std::string_view formula = "a(t), then a_end b(t - length(a))";
  static constexpr std::string_view meaning = "pieces one after another, each times the end of the last";
  static constexpr std::string_view source = "OLMo-core's SequentialScheduler";
  static constexpr Field takes = schedules({.least = 1}, "the pieces, in their order");
  static constexpr Example example{"chain(linear(from=1, to=0.5, steps=2), linear(from=1, steps=3))",
                                   "1, 0.5, 0.5, 0.25, 0"};
  static constexpr std::array<Member, 0> fields() { return {}; }
};

/// chain(a, b): one after the other, each times the end of the last.
template <class... S>
Result<Schedule> chain(const S&... pieces) {
  return detail::compose(Chain{}, {Result<Schedule>(pieces)...});
}

}  // namespace etude::schedule

#endif

ETUDE_KIND(Then, then, inner_values)
ETUDE_KIND(Chain, chain, inner_values)
