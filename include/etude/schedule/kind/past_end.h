#ifndef ETUDE_SCHEDULE_KIND_PAST_END_H
#define ETUDE_SCHEDULE_KIND_PAST_END_H
// What a schedule does past its end.

#include "etude/schedule/compose.h"

namespace etude::inline schedule {

/// What a schedule does past its end.
enum class Beyond { hold, repeat, mirror, zero, error };
constexpr auto words_of(Beyond) { return std::array<std::string_view, 5>{"hold", "repeat", "mirror", "zero", "error"}; }

/// v(t) = a(t) while t < at (with hold and mirror t <= at), and from then on: hold a(at), repeat a(t mod at), mirror
/// (there and back again, with period 2 at), zero, or error: NaN, at which training and `etude show` stop.
/// Every schedule holds its last value by itself; this is for those of frameworks that do not.
struct PastEnd {
  std::vector<Schedule> of = {};  // the schedule
  Beyond does = Beyond::hold;
  Step at = endless;  // where its end is; endless: its own length

  double operator()(Step t) const;
  void values(Step first, std::span<double> out) const;
  Step length() const { return of[0].length(); }
  std::string check() const;
  std::string in_python(python::Functions& functions) const;

  static constexpr std::string_view name = "past_end";
  static constexpr std::string_view formula = "a(t), and past its end what `does` says";
  static constexpr std::string_view meaning = "what a schedule does past its end";
  static constexpr std::string_view source = "";
  static constexpr Field takes = schedules({.least = 1, .most = 1}, "the schedule");
  static constexpr Example example{"past_end(linear(from=1, steps=3), does=repeat)", "1, 0.5, 0, 1, 0.5, 0"};
  static constexpr auto fields(auto...) {
    return std::array{field<&PastEnd::does>(Unit::choice, {}, "what it does past its end"),
                      field<&PastEnd::at>(Unit::steps, {.least = 1}, "where its end is [its own length]")};
  }

 private:
  Step end() const { return at == endless ? of[0].length() : at; }
};

inline Result<Schedule> past_end(const Result<Schedule>& schedule, Beyond does, Step at = endless) {
  return detail::compose(PastEnd{.of = {}, .does = does, .at = at}, {schedule});
}

}  // namespace etude::schedule

#endif

ETUDE_KIND(PastEnd, past_end, inner_values)
