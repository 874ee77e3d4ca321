#include "etude/schedule/compose.h"

#include <cstdint>

#include "etude/base/number.h"
#include "etude/schedule/kinds.h"
#include "schedule/bulk.h"

namespace etude::inline schedule {
namespace {

Step add_lengths(Step a, Step b) { return a > max_step - std::min(b, max_step) ? endless : a + b; }

/// The length of the longest.
Step longest(const std::vector<Schedule>& schedules) {
  Step length = 0;
  for (const Schedule& schedule : schedules) length = std::max(length, schedule.length());
  return length;
}

void append_flat(const Schedule& piece, std::vector<Schedule>& pieces) {
  if (const Then* sequence = piece.as<Then>()) {
    pieces.insert(pieces.end(), sequence->of.begin(), sequence->of.end());
  } else if (piece.length() > 0) {
    pieces.push_back(piece);
  }
}

}  // namespace

Step Then::length() const {
  Step length = 0;
  for (const Schedule& piece : of) length = add_lengths(length, piece.length());
  return length;
}

std::string Then::check() const {
  for (std::size_t i = 0; i + 1 < of.size(); ++i) {
    if (of[i].length() != endless) continue;
    const bool is_constant = of[i].as<Constant>() != nullptr;
    return "piece " + std::to_string(i + 1) + " (" + std::string(of[i].kind().name) +
           ") never ends, so nothing can follow it" + (is_constant ? "; give it steps=" : "");
  }
  return "";
}

std::optional<Schedule> Then::simplify() {
  std::vector<Schedule> pieces;
  for (const Schedule& piece : of) append_flat(piece, pieces);
  if (pieces.empty()) pieces.push_back(of.back());
  of = std::move(pieces);
  return of.size() == 1 ? std::optional(of[0]) : std::nullopt;
}

Then::Compiled::Compiled(const Then& options) : pieces_(options.of) {
  Step start = 0;
  for (const Schedule& piece : pieces_) {
    starts_.push_back(start);
    start = add_lengths(start, piece.length());
  }
}

/// The last piece that has begun at t.
std::size_t Then::Compiled::piece_at(Step t) const { return detail::last_begun(starts_, t); }

double Then::Compiled::operator()(Step t) const {
  const std::size_t i = piece_at(t);
  return pieces_[i](t - starts_[i]);
}

void Then::Compiled::values(Step first, std::span<double> out) const {
  for (std::size_t i = piece_at(first); !out.empty(); ++i) {
    const Step left = i + 1 < pieces_.size() ? starts_[i + 1] - first : endless;
    const auto count = static_cast<std::size_t>(std::min(left, static_cast<Step>(out.size())));
    pieces_[i].values(first - starts_[i], out.first(count));
    out = out.subspan(count);
    first += static_cast<Step>(count);
  }
}

void Scale::values(Step first, std::span<double> out) const {
  detail::changed_values(of[0], first, out, [this](double value) { return math::times(by, value); });
}

void Clamp::values(Step first, std::span<double> out) const {
  detail::changed_values(of[0], first, out, [this](double value) { return std::min(std::max(value, low), high); });
}

std::string Clamp::check() const {
  return low <= high ? "" : "low (" + shortest(low) + ") must not be above high (" + shortest(high) + ")";
}

namespace {

/// a(t mod period), asked once for each step of it.
void repeated_values(const Schedule& a, Step period, Step first, std::span<double> out) {
  std::span<double> once = out.first(static_cast<std::size_t>(std::min(period, static_cast<Step>(out.size()))));
  a.values(first % period, detail::take(once, period - first % period));
  a.values(0, once);
  detail::repeat_first(out, period);
}

}  // namespace

void Repeat::values(Step first, std::span<double> out) const {
  const Step period = of[0].length();
  const Step left = times > max_step / period ? endless : std::max(times * period - first, Step{0});
  const std::span<double> repeated = detail::take(out, left);
  if (!repeated.empty()) repeated_values(of[0], period, first, repeated);
  if (!out.empty()) detail::fill(out, of[0](period - 1));
}

Step Repeat::length() const {
  const Step period = of[0].length();
  return times > max_step / period ? endless : period * times;
}

std::string Repeat::check() const {
  if (of[0].length() == endless) return "only a schedule that ends can be repeated";
  return of[0].length() > 0 ? "" : "only a schedule of at least 1 step can be repeated";
}

void Max::values(Step first, std::span<double> out) const {
  of[0].values(first, out);
  for (const Schedule& other : std::span(of).subspan(1))
    detail::combine_values(other, first, out, [](double a, double b) { return std::max(a, b); });
}

void Min::values(Step first, std::span<double> out) const {
  of[0].values(first, out);
  for (const Schedule& other : std::span(of).subspan(1))
    detail::combine_values(other, first, out, [](double a, double b) { return std::min(a, b); });
}

void Multiply::values(Step first, std::span<double> out) const {
  of[0].values(first, out);
  for (const Schedule& other : std::span(of).subspan(1)) detail::combine_values(other, first, out, &math::times);
}

Step Max::length() const { return longest(of); }
Step Min::length() const { return longest(of); }

Step Multiply::length() const { return longest(of); }

Step Chain::length() const { return Then{of}.length(); }
std::string Chain::check() const {
  for (const Schedule& piece : of)
    if (piece.length() == 0) return "a piece has no steps; leave it out";
  return Then{of}.check();
}

Chain::Compiled::Compiled(const Chain& options) : then_(Then{options.of}) {
  Step start = 0;
  double factor = 1;
  for (const Schedule& piece : options.of) {
    starts_.push_back(start);
    factors_.push_back(factor);
    start = add_lengths(start, piece.length());
    factor *= piece(piece.length() - 1);
  }
}

double Chain::Compiled::operator()(Step t) const { return factors_[detail::last_begun(starts_, t)] * then_(t); }

void Chain::Compiled::values(Step first, std::span<double> out) const {
  then_.values(first, out);
  for (std::size_t i = detail::last_begun(starts_, first); !out.empty(); ++i) {
    const Step left = i + 1 < starts_.size() ? starts_[i + 1] - first : endless;
    const std::span<double> piece = detail::take(out, left);
    for (double& value : piece) value = factors_[i] * value;
    first += static_cast<Step>(piece.size());
  }
}

void Window::values(Step first, std::span<double> out) const {
  const Step last = std::max(end - 1, begin);
  const std::span<double> before = detail::take(out, begin - first);
  if (!before.empty()) detail::fill(before, of[0](0));
  first = std::max(first, begin);
  if (first <= last) of[0].values(first - begin, detail::take(out, last - first + 1));
  if (!out.empty()) detail::fill(out, of[0](last - begin));
}

Step Window::length() const { return std::min(end, add_lengths(begin, of[0].length())); }
std::string Window::check() const { return begin <= end ? "" : "begin must not be above end"; }

double PastEnd::operator()(Step t) const {
  const Step last = end();
  const Schedule& a = of[0];
  if (t < last) return a(t);
  switch (does) {
    case Beyond::hold:
      return a(last);
    case Beyond::repeat:
      return a(t % last);
    case Beyond::mirror:
      return t / last % 2 == 0 ? a(t % last) : a(last - t % last);
    case Beyond::zero:
      return 0;
    case Beyond::error:
      return not_a_number;
  }
  return 0;
}

void PastEnd::values(Step first, std::span<double> out) const {
  const Step last = end();
  if (does == Beyond::repeat) return repeated_values(of[0], last, first, out);
  const std::span<double> before = detail::take(out, last - first);
  if (!before.empty()) of[0].values(first, before);
  first = std::max(first, last);
  if (does != Beyond::mirror) return out.empty() ? void() : detail::fill(out, (*this)(last));
  for (double& value : out) value = (*this)(first++);
}

std::string PastEnd::check() const {
  if (end() == endless) return "the schedule never ends; say where with at=";
  return end() > 0 ? "" : "the schedule has no steps";
}

std::optional<Schedule> Stretch::simplify() {
  const Schedule& a = of[0];
  const Kind& kind = a.kind();
  if (!kind.make) return std::nullopt;
  const auto step = [&](Step steps) {
    return steps == endless || by == 1
               ? steps
               : static_cast<Step>(std::min(std::floor(static_cast<double>(steps) * by + 0.5), 0x1p62));
  };
  std::vector<Schedule> inner;
  for (const Schedule& each : a.inner()) {
    const std::optional<Schedule> stretched = Stretch{.of = {each}, .by = by}.simplify();
    if (!stretched) return std::nullopt;
    inner.push_back(*stretched);
  }
  std::vector<Value> values = a.arguments();
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Unit unit = kind.fields[i].unit;
    if (unit == Unit::steps) values[i] = step(std::get<Step>(values[i]));
    if (unit == Unit::duration) values[i] = std::get<double>(values[i]) * by;
    if (auto* milestones = std::get_if<std::vector<Step>>(&values[i]))
      std::transform(milestones->begin(), milestones->end(), milestones->begin(), step);
    if (unit == Unit::durations)
      for (double& at : std::get<std::vector<double>>(values[i])) at *= by;
  }
  const auto made = kind.make(std::move(inner), values);
  return made ? std::optional(*made) : std::nullopt;
}

/// Two independent words from (seed, t), by the finaliser of SplitMix64 (Steele et al. 2014).
static double uniform_at(std::uint64_t seed, std::uint64_t t, std::uint64_t which) {
  std::uint64_t x = seed * 0x9e3779b97f4a7c15u + t * 0xbf58476d1ce4e5b9u + which * 0x94d049bb133111ebu;
  for (int round = 0; round < 2; ++round) {
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    x ^= x >> 31;
  }
  return (static_cast<double>(x >> 11) + 0.5) * 0x1p-53;
}

double Noise::operator()(Step t) const {
  const auto s = static_cast<std::uint64_t>(seed);
  const auto at = static_cast<std::uint64_t>(t);
  const double normal = std::sqrt(-2 * math::log(uniform_at(s, at, 1))) * math::cos_pi(2 * uniform_at(s, at, 2));
  return std::max(of[0](t) * (1 + sd * normal), 0.0);
}

double Swa::operator()(Step t) const {
  if (t < start) return of[0](t);
  const double p = progress(t - start, steps, First::from, End::after);
  const double weight = shape == Rise::cosine ? cosine_weight(p) : 1 - p;
  return math::times(weight, of[0](t)) + (1 - weight) * to;
}
Step Swa::length() const { return std::max(of[0].length(), add_lengths(start, add_lengths(steps, 1))); }

std::string Swa::check() const {
  return shape == Rise::cosine || shape == Rise::linear ? "" : "shape is one of cosine, linear";
}

Result<std::vector<Schedule>> detail::all_of(std::initializer_list<Result<Schedule>> schedules) {
  std::vector<Schedule> all;
  for (const Result<Schedule>& schedule : schedules) {
    if (!schedule) return pass_on(schedule.error());
    all.push_back(*schedule);
  }
  return all;
}

}  // namespace etude::schedule
