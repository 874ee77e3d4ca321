// Idea: lay the growing periods out once, as sorted first steps; find a step's period by binary search in its octave
//       and its place in it by subtraction, all in integers. floor(log(...)) misses exact restarts: period=10 mult=3
//       at 1210, for one.
// Edges: a period that floor() leaves as it is repeats by division; so does the last one of the table.
// Cost: the octave of step t holds one period where periods double, log(2) / log(mult) of them in general.

#include "etude/schedule/kind/cosine_restarts.h"

#include <bit>

namespace etude {
namespace {

constexpr std::size_t most_periods = 65536;

/// floor(period mult), or max_step where that is more.
Step grown(Step period, double mult) {
  const double longer = static_cast<double>(period) * mult;
  return longer < static_cast<double>(max_step) ? static_cast<Step>(longer) : max_step;
}

/// Which of starts[first] ... starts[last] is the last that is at most t; starts[first] is.
std::size_t last_begun(const std::vector<Step>& starts, std::size_t first, std::size_t last, Step t) {
  const auto begin = starts.begin() + static_cast<std::ptrdiff_t>(first);
  const auto end = starts.begin() + static_cast<std::ptrdiff_t>(last);
  return static_cast<std::size_t>(std::upper_bound(begin + 1, end + 1, t) - starts.begin()) - 1;
}

}  // namespace

CosineRestarts::Compiled::Compiled(const CosineRestarts& options) : from_(options.from), to_(options.to) {
  Step start = 0;
  Step period = options.period;
  for (bool grows = true; grows;) {
    starts_.push_back(start);
    periods_.push_back(period);
    grows = grown(period, options.mult) > period && start <= max_step - period && starts_.size() < most_periods;
    start += grows ? period : 0;
    period = grown(period, options.mult);
  }
  for (std::size_t bits = 1; bits < first_of_octave_.size(); ++bits) {
    const auto step = static_cast<Step>(std::min(std::uint64_t{1} << (bits - 1), static_cast<std::uint64_t>(max_step)));
    first_of_octave_[bits] = last_begun(starts_, first_of_octave_[bits - 1], starts_.size() - 1, step);
  }
}

/// The last period that has begun at t, 0 <= t <= 2^62: searched among those of t's octave, so periods that double are
/// found at once.
std::size_t CosineRestarts::Compiled::period_at(Step t) const {
  const auto octave = static_cast<std::size_t>(std::bit_width(static_cast<std::uint64_t>(t)));
  return last_begun(starts_, first_of_octave_[octave], first_of_octave_[octave + 1], t);
}

double CosineRestarts::Compiled::operator()(Step t) const {
  const std::size_t i = period_at(t);
  Step s = t - starts_[i];
  if (s >= periods_[i]) s %= periods_[i];
  return mix(cosine_weight(progress(s, periods_[i], First::from, End::last)), from_, to_);
}

}  // namespace etude
