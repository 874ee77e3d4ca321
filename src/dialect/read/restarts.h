#pragma once
// Cycles of different lengths, laid out once, so that a step finds its cycle by binary search.

#include <algorithm>
#include <functional>
#include <optional>
#include <vector>

#include "dialect/arguments.h"

namespace etude::dialect {

class Restarts {
 public:
  /// A cycle, and where in it a step stands.
  struct Place {
    Step cycle, inside, length;
  };

  /// `next` is told a cycle's length and the number of the one after it, and gives that one's length; nothing where all
  /// from there on are as long. After 65,536 cycles, or 2^60 steps, they change no more.
  Restarts(Step first, const std::function<std::optional<Step>(Step length, Step cycle)>& next) : length_(first) {
    while (starts_.size() < 65536 && starts_.back() < Step{1} << 60) {
      const auto length = next(length_, static_cast<Step>(starts_.size()));
      if (!length) return;
      starts_.push_back(starts_.back() + length_);
      length_ = std::clamp(*length, Step{1}, Step{1} << 60);
    }
  }

  Place at(Step t) const {
    const auto i = std::upper_bound(starts_.begin(), starts_.end(), t) - starts_.begin() - 1;
    const Step inside = t - starts_[static_cast<std::size_t>(i)];
    if (static_cast<std::size_t>(i) + 1 < starts_.size())
      return {i, inside, starts_[static_cast<std::size_t>(i) + 1] - starts_[static_cast<std::size_t>(i)]};
    return {i + inside / length_, inside % length_, length_};
  }

 private:
  std::vector<Step> starts_ = {0};
  Step length_;  // of the last one that is laid out, and of all after it
};

/// The arguments of CosineAnnealingWarmupRestarts, which two libraries have: each cycle rises from `floor` to its peak in
/// `warm` steps and falls; the first has `steps` steps, the others' lengths and peaks follow by mult and gamma.
struct WarmCycles {
  double peak, floor, mult, gamma;
  Step steps, warm;
};

inline WarmCycles warm_cycles(Arguments& a) {
  const WarmCycles c{a.number("max_lr"),
                     a.number("min_lr"),
                     a.number("cycle_mult"),
                     a.number("gamma"),
                     a.steps("first_cycle_steps", 1),
                     a.steps("warmup_steps")};
  a.require(c.warm < c.steps, "warmup_steps must be below first_cycle_steps: the library raises ValueError");
  return c;
}

}  // namespace etude::dialect
