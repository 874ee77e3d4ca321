#pragma once
// What schedules that ask others in bulk share.

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "etude/schedule/schedule.h"

namespace etude::inline schedule::detail {

/// The next `count` of `out`, which it gives up; fewer where it has no more.
inline std::span<double> take(std::span<double>& out, Step count) {
  const auto taken = out.first(static_cast<std::size_t>(std::clamp(count, Step{0}, static_cast<Step>(out.size()))));
  out = out.subspan(taken.size());
  return taken;
}

inline void fill(std::span<double> out, double value) { std::fill(out.begin(), out.end(), value); }

/// Where out[0] ... out[period - 1] are there, out[i] = out[i - period] for all that follow. The period is above 0.
inline void repeat_first(std::span<double> out, Step period) {
  for (auto done = static_cast<std::size_t>(period); done < out.size();) {  // whole periods, twice as many each time
    const std::size_t more = std::min(done, out.size() - done);
    std::copy_n(out.data(), more, out.data() + done);
    done += more;
  }
}

/// out[i] = change(schedule(first + i)), in parts that stay in the first cache.
template <class Change>
void changed_values(const Schedule& schedule, Step first, std::span<double> out, Change change) {
  while (!out.empty()) {
    const std::span<double> part = take(out, 1024);
    schedule.values(first, part);
    for (double& value : part) value = change(value);
    first += static_cast<Step>(part.size());
  }
}

/// out[i] = combine(out[i], schedule(first + i)).
template <class Combine>
void combine_values(const Schedule& schedule, Step first, std::span<double> out, Combine combine) {
  std::array<double, 256> others;
  while (!out.empty()) {
    const std::span<double> part = take(out, static_cast<Step>(others.size()));
    const std::span<double> other = std::span(others).first(part.size());
    schedule.values(first, other);
    std::transform(part.begin(), part.end(), other.begin(), part.begin(), combine);
    first += static_cast<Step>(part.size());
  }
}

/// The index of the last start that is at most t. The starts grow, and the first is at most t.
inline std::size_t last_begun(const std::vector<Step>& starts, Step t) {
  return static_cast<std::size_t>(std::upper_bound(starts.begin() + 1, starts.end(), t) - starts.begin()) - 1;
}

}  // namespace etude::schedule::detail
