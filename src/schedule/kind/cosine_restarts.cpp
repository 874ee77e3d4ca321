// Idea: lay the growing periods out once, as sorted first steps; find a step's period by binary search in its octave
//       and its place in it by subtraction, all in integers. floor(log(...)) misses exact restarts: period=10 mult=3
//       at 1210, for one.
// Edges: a period that floor() leaves as it is repeats by division; so does the last one of the table.
// Cost: the octave of step t holds one period where periods double, log(2) / log(mult) of them in general.

#include "etude/schedule/kind/cosine_restarts.h"

#include <algorithm>
#include <bit>
#include <limits>

#include "schedule/bulk.h"

namespace etude::inline schedule {
namespace {

constexpr std::size_t most_periods = 65536;

/// floor(period mult), at least 1, and max_step where that is more.
Step next_period(Step period, double mult) {
  const double next = static_cast<double>(period) * mult;
  return next < static_cast<double>(max_step) ? std::max(static_cast<Step>(next), Step{1}) : max_step;
}

/// Which of starts[first] ... starts[last] is the last that is at most t; starts[first] is. Without a branch that t
/// decides: in no order none could be foreseen.
std::size_t last_begun(const std::vector<Step>& starts, std::size_t first, std::size_t last, Step t) {
  for (std::size_t left = last - first + 1; left > 1;) {
    const std::size_t half = left / 2;
    first += starts[first + half] <= t ? half : 0;
    left -= half;
  }
  return first;
}

}  // namespace

CosineRestarts::Compiled::Compiled(const CosineRestarts& options)
    : from_(options.from),
      to_(options.to),
      amp_mult_(options.amp_mult),
      end_(options.end),
      cycles_(options.cycles),
      amplitude_(options.amp_mult) {
  Step start = 0;
  Step period = options.period;
  for (bool changes = true; changes;) {
    starts_.push_back(start);
    periods_.push_back(period);
    const Step next = next_period(period, options.mult);
    changes = next != period && start <= max_step - period && starts_.size() < most_periods;
    start += changes ? period : 0;
    period = next;
  }
  for (std::size_t bits = 1; bits < first_of_octave_.size(); ++bits) {
    const auto step = static_cast<Step>(std::min(std::uint64_t{1} << (bits - 1), static_cast<std::uint64_t>(max_step)));
    first_of_octave_[bits] = last_begun(starts_, first_of_octave_[bits - 1], starts_.size() - 1, step);
  }
}

/// The last period that has begun at t, 0 <= t <= 2^62: searched among those of t's octave, so periods that double are
/// found at once.
inline std::size_t CosineRestarts::Compiled::period_at(Step t) const {
  const auto octave = static_cast<std::size_t>(std::bit_width(static_cast<std::uint64_t>(t)));
  return last_begun(starts_, first_of_octave_[octave], first_of_octave_[octave + 1], t);
}

/// The period of step t.
inline CosineRestarts::Compiled::Period CosineRestarts::Compiled::period_of(Step t) const {
  const std::size_t i = period_at(t);
  const Step into = t - starts_[i];
  const Step more = into < periods_[i] ? 0 : into / periods_[i];  // periods of the same length after this one
  return {static_cast<Step>(i) + more, periods_[i], into - more * periods_[i]};
}

inline math::Ramp CosineRestarts::Compiled::wave(const Period& period) const {
  const double grown = math::times(from_, amp_mult_ == 1 ? 1 : amplitude_(static_cast<double>(period.cycle)));
  const double from = std::min(grown, std::numeric_limits<double>::max());  // so that a weight of 0 leaves `to`
  const Step last = end_ == End::last ? period.steps - 1 : period.steps;
  return {math::Weight::wave, static_cast<double>(std::max(last, Step{1})), from, to_};
}

double CosineRestarts::Compiled::operator()(Step t) const {
  const Period period = period_of(t);
  return period.cycle < cycles_ ? wave(period)(static_cast<double>(period.into)) : to_;
}

void CosineRestarts::Compiled::values(Step first, std::span<double> out) const {
  while (!out.empty()) {
    const Period period = period_of(first);
    if (period.cycle >= cycles_) return detail::fill(out, to_);
    const bool is_last = period.cycle >= static_cast<Step>(periods_.size()) - 1 && amp_mult_ == 1;
    if (is_last && period.into == 0) return last_values(period, out);
    const std::span<double> part = detail::take(out, period.steps - period.into);
    wave(period).values(period.into, 1, part);
    first += static_cast<Step>(part.size());
  }
}

/// From the start of the period that repeats for ever, or until `cycles`.
void CosineRestarts::Compiled::last_values(const Period& period, std::span<double> out) const {
  const Step left = cycles_ - period.cycle;
  const std::span<double> waves = detail::take(out, left > max_step / period.steps ? endless : left * period.steps);
  wave(period).values(0, 1, waves.first(std::min(waves.size(), static_cast<std::size_t>(period.steps))));
  detail::repeat_first(waves, period.steps);
  detail::fill(out, to_);
}

Step CosineRestarts::length() const {
  if (cycles == endless) return endless;
  Step length = 0, each = period;
  for (Step i = 0; i < cycles; ++i) {
    const Step next = next_period(each, mult);
    if (length > max_step - each) return endless;
    length += each;
    if (next == each || i >= static_cast<Step>(most_periods)) {
      const Step left = cycles - i - 1;
      return left > (max_step - length) / each ? endless : length + left * each;
    }
    each = next;
  }
  return length;
}

std::string CosineRestarts::in_python() const {
  const std::string alike = arithmetic("cycle, t, period = t // {}, t % {}, {}\n", {period, period, period});
  const std::string longer = arithmetic(
      "cycle, period = 0, {}\n"
      "while t >= period:\n"
      "    following = max(int(period * {}), 1)\n"
      "    if following == period:\n"
      "        cycle, t = cycle + t // period, t % period\n"
      "        break\n"
      "    cycle, t, period = cycle + 1, t - period, following\n",
      {period, mult});
  return python::lines(
      "{}"
      "if cycle >= {}:\n"
      "    return {}\n"
      "p = min(t / {}, 1)\n"
      "w = {}\n"
      "return w * {} * {} ** cycle + (1 - w) * {}\n",
      {mult == 1 ? alike : longer, cycles, to, python::one_of(end, {"max(period - 1, 1)", "period"}),
       python::cosine_of_p, from, amp_mult, to});
}

}  // namespace etude::schedule
