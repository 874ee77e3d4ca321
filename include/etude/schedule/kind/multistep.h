#ifndef ETUDE_SCHEDULE_KIND_MULTISTEP_H
#define ETUDE_SCHEDULE_KIND_MULTISTEP_H
// Multiplied by gamma at each of a list of steps.

#include <algorithm>

#include "etude/base/math.h"
#include "etude/schedule/schedule.h"

namespace etude::inline schedule {

/// Does the first update with the new rate come at the milestone (t >= m) or after it (t > m)?
enum class Side { at, after };
constexpr auto words_of(Side) { return std::array<std::string_view, 2>{"at", "after"}; }

/// v(t) = from gamma^n, n the number of milestones at or before t. A milestone that is named twice counts twice.
/// Endless. For other values at each milestone see piecewise with interpolation=hold.
struct Multistep {
  double from = unset;           // the rate before the first milestone
  std::vector<Step> milestones;  // the steps at which it drops, in their order
  double gamma = 0.1;            // what each drop multiplies by
  Side side = Side::at;          // is the milestone itself the first step after the drop?

  Step length() const { return endless; }
  std::string check() const {
    return std::is_sorted(milestones.begin(), milestones.end()) ? "" : "milestones must be in their order";
  }
  Traits traits() const { return {.jumps = true}; }
  std::string in_python() const {
    const std::string passed = python::one_of(side, {"t >= m", "t > m"});
    if (milestones.empty()) return python::lines("return {}\n", {from});
    return python::lines("milestones = {}\ndrops = sum({} for m in milestones)\nreturn {} * {} ** drops\n",
                         {python::list(milestones), passed, from, gamma});
  }

  class Compiled {
   public:
    explicit Compiled(const Multistep& o)
        : from_(o.from), milestones_(o.milestones), after_(o.side == Side::after ? 1 : 0), powers_(o.gamma) {}
    double operator()(Step t) const {
      const auto drops = std::upper_bound(milestones_.begin(), milestones_.end(), t - after_) - milestones_.begin();
      return drops == 0 ? from_ : math::times(from_, powers_(static_cast<double>(drops)));
    }

   private:
    double from_;
    std::vector<Step> milestones_;
    Step after_;
    math::Powers powers_;
  };

  static constexpr std::string_view name = "multistep";
  static constexpr std::string_view formula = "from gamma^(milestones at or before t)";
  static constexpr std::string_view meaning = "multiplied by gamma at each of a list of steps";
  static constexpr std::string_view source = "He et al. 2016 (ResNet): drops of 10 at 1/2 and 3/4 of the run";
  static constexpr Example example{"multistep(from=1, milestones=[2, 3])", "1, 1, 0.1, 0.01"};
  static constexpr auto fields(auto...) {
    return std::array{
        field<&Multistep::from>(Unit::rate, {}, "the rate before the first milestone"),
        field<&Multistep::milestones>(Unit::milestones, {}, "the steps at which it drops"),
        field<&Multistep::gamma>(Unit::number, {.above_least = true}, "what each drop multiplies by"),
        field<&Multistep::side>(Unit::choice, {},
                                "is the milestone the first step after the drop, or the last before?"),
    };
  }
};

}  // namespace etude::schedule

#endif

ETUDE_KIND(Multistep, multistep, options)
