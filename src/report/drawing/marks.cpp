// Idea of spread: sorted, label i wants wanted_i and must keep place_(i+1) >= place_i + gap. With q_i = place_i - i gap
// that says q rises, so the best q is the isotonic regression of wanted_i - i gap: neighbours that would cross are
// pooled at their mean. Ends: clamping a rising q keeps it rising, and clamped least squares is the least squares
// within bounds. Cost: O(n log n). Source: pool adjacent violators, Ayer et al. 1955.

#include "report/drawing/marks.h"

#include <algorithm>

#include "etude/base/math.h"

namespace etude::report {
namespace {

struct Pool {
  double sum = 0;
  std::size_t count = 0;

  double mean() const { return sum / static_cast<double>(count); }
};

std::vector<std::size_t> rising_order(const std::vector<double>& values) {
  return math::order_of(values.size(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
}

std::vector<Pool> pooled(const std::vector<double>& values) {
  std::vector<Pool> pools;
  for (const double value : values) {
    pools.push_back({value, 1});
    while (pools.size() > 1 && pools[pools.size() - 2].mean() >= pools.back().mean()) {
      const Pool last = pools.back();
      pools.pop_back();
      pools.back().sum += last.sum;
      pools.back().count += last.count;
    }
  }
  return pools;
}

}  // namespace

char letter(std::size_t curve) {
  if (curve < 26) return static_cast<char>('A' + curve);
  return curve < 52 ? static_cast<char>('a' + (curve - 26)) : '#';
}

std::vector<std::size_t> hues(const std::vector<Line>& lines) {
  std::vector<std::size_t> out;
  std::size_t next = 0;
  for (const Line& line : lines) {
    const bool shares = line.hue_of && *line.hue_of < out.size();
    out.push_back(shares ? out[*line.hue_of] : next++ % kHues);
  }
  return out;
}

std::vector<double> spread(const std::vector<double>& wanted, double gap, double low, double high) {
  if (wanted.empty()) return {};
  const auto steps = static_cast<double>(wanted.size() - 1);
  if (steps > 0) gap = std::min(gap, (high - low) / steps);
  const std::vector<std::size_t> order = rising_order(wanted);
  std::vector<double> shifted;
  for (std::size_t i = 0; i < order.size(); ++i) shifted.push_back(wanted[order[i]] - static_cast<double>(i) * gap);
  std::vector<double> places(wanted.size());
  std::size_t i = 0;
  for (const Pool& pool : pooled(shifted)) {
    const double q = std::clamp(pool.mean(), low, std::max(low, high - steps * gap));
    for (std::size_t end = i + pool.count; i < end; ++i) places[order[i]] = q + static_cast<double>(i) * gap;
  }
  return places;
}

}  // namespace etude::report
