#ifndef ETUDE_SCHEDULE_KIND_WINDOW_H
#define ETUDE_SCHEDULE_KIND_WINDOW_H
// A schedule that starts late, is cut, or is begun in its middle.

#include <algorithm>

#include "etude/schedule/compose.h"

namespace etude::inline schedule {

/// v(t) = a(t - begin) for begin <= t < end; a(0) before, a(end - 1 - begin) after. Cuts, delays and freezes.
struct Window {
  std::vector<Schedule> of = {};  // what is seen through it
  Step begin = 0;                 // the step at which a starts
  Step end = endless;             // the first step at which it stands still

  double operator()(Step t) const { return of[0](std::clamp(t, begin, std::max(end - 1, begin)) - begin); }
  void values(Step first, std::span<double> out) const;
  Step length() const;
  std::string check() const;
  std::string in_python(python::Functions& functions) const;

  static constexpr std::string_view name = "window";
  static constexpr std::string_view formula = "a(min(max(t, begin), end - 1) - begin)";
  static constexpr std::string_view meaning = "a schedule that starts late, or is cut";
  static constexpr std::string_view source = "mmengine's begin and end";
  static constexpr Field takes = schedules({.least = 1, .most = 1}, "what is seen through it");
  static constexpr Example example{"window(linear(from=1, steps=5), begin=1, end=4)", "1, 1, 0.75, 0.5, 0.5"};
  static constexpr auto fields(auto...) {
    return std::array{field<&Window::begin>(Unit::steps, {}, "the step at which it starts"),
                      field<&Window::end>(Unit::steps, {}, "the first step at which it stands still")};
  }
};

inline Result<Schedule> window(const Result<Schedule>& schedule, Step begin, Step end = endless) {
  return detail::compose(Window{.of = {}, .begin = begin, .end = end}, {schedule});
}

/// v(t) = a(t + by): a schedule from its step `by` on; at least one step long.
struct Offset {
  std::vector<Schedule> of = {};  // what is begun late in
  Step by = unset_steps;          // its step that comes first

  double operator()(Step t) const { return of[0](std::min(t, max_step - by) + by); }
  void values(Step first, std::span<double> out) const { of[0].values(std::min(first, max_step - by) + by, out); }
  Step length() const { return of[0].length() == endless ? endless : std::max(of[0].length() - by, Step{1}); }
  std::string in_python(python::Functions& functions) const {
    return python::lines("return {}(t + {})\n", {functions.name_of(of[0]), by});
  }

  static constexpr std::string_view name = "offset";
  static constexpr std::string_view formula = "a(t + by)";
  static constexpr std::string_view meaning = "a schedule from a later step on";
  static constexpr std::string_view source = "";
  static constexpr Field takes = schedules({.least = 1, .most = 1}, "what is begun late in");
  static constexpr Example example{"offset(linear(from=1, steps=5), by=2)", "0.5, 0.25, 0, 0"};
  static constexpr auto fields(auto...) {
    return std::array{field<&Offset::by>(Unit::steps, {}, "its step that comes first")};
  }
};

inline Result<Schedule> offset(const Result<Schedule>& schedule, Step by) {
  return detail::compose(Offset{.of = {}, .by = by}, {schedule});
}

}  // namespace etude::schedule

#endif

ETUDE_KIND(Window, window, inner_values)
ETUDE_KIND(Offset, offset, inner_values)
