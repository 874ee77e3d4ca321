#pragma once
// How far a piece of T steps has come at its step t: the one place where conventions about both ends are decided.

#include <algorithm>
#include <span>

#include "etude/base/field.h"
#include "etude/base/math.h"
#include "etude/schedule/python.h"

namespace etude::inline schedule {

/// Does the first update use `from`, or has the ramp moved already?
enum class First { from, moved };
constexpr auto words_of(First) { return std::array<std::string_view, 2>{"from", "moved"}; }

/// Does the last update land on `to`, or the one after it (which belongs to the next piece)?
enum class End { last, after };
constexpr auto words_of(End) { return std::array<std::string_view, 2>{"last", "after"}; }

/// Progress p in [0, 1] at step t of T, and 1 (or what the last step had) past the end:
///   first=from  end=last   t / (T - 1)    the seed's decays
///   first=from  end=after  t / T          most libraries
///   first=moved end=last   (t + 1) / T    the seed's warm-up
///   first=moved end=after  (t + 1) / (T + 1)
/// T = 1 with t / (T - 1) gives 0; T = 0 gives 1.
class Progress {
 public:
  Progress(Step steps, First first, End end)
      : moved_(steps <= 0 || first == First::moved ? 1 : 0),
        last_(steps <= 0 ? 0 : steps - 1 + (end == End::after ? 1 : 0)) {}

  double operator()(Step t) const { return static_cast<double>(moves(t)) / whole(); }

  /// p is moves(t) / whole(); from step last() on it stays what it is.
  Step moves(Step t) const { return std::min(t, last_) + moved_; }
  double whole() const { return static_cast<double>(std::max(last_ + moved_, Step{1})); }
  Step last() const { return last_; }

 private:
  Step moved_, last_;
};

inline double progress(Step t, Step steps, First first, End end) { return Progress(steps, first, end)(t); }

/// A way between two rates with all of it worked out that does not depend on t.
class RampCurve {
 public:
  RampCurve(Progress progress, math::Weight weight, double a, double b)
      : progress_(progress), ramp_{weight, progress.whole(), a, b} {}

  double operator()(Step t) const { return ramp_(static_cast<double>(progress_.moves(t))); }

  void values(Step first, std::span<double> out) const {
    const Step left = progress_.last() - first + 1;
    const auto moving = static_cast<std::size_t>(std::clamp(left, Step{0}, static_cast<Step>(out.size())));
    ramp_.values(progress_.moves(first), 1, out.first(moving));
    if (moving < out.size())
      std::fill(out.begin() + static_cast<std::ptrdiff_t>(moving), out.end(), (*this)(first + left));
  }

 private:
  Progress progress_;
  math::Ramp ramp_;
};

/// What every ramp from one rate to another states; a kind puts its own fields after these.
template <class K, std::size_t N = 0>
constexpr auto ramp_fields(const std::array<Member, N>& more = {}) {
  std::array<Member, 5 + N> all{
      field<&K::from>(Unit::rate, {}, "the rate at the start"),
      field<&K::to>(Unit::rate, {}, "the rate where it lands"),
      field<&K::steps>(Unit::steps, {}, "how many steps"),
      field<&K::first>(Unit::choice, {}, "does the first step stand at `from`, or has it moved?"),
      field<&K::end>(Unit::choice, {}, "is `to` reached at the last step, or one after it?"),
  };
  for (std::size_t i = 0; i < N; ++i) all[5 + i] = more[i];
  return all;
}

using math::mix;

/// The weight of `from` in a ramp of half a cosine wave: (1 + cos(pi p)) / 2.
inline double cosine_weight(double p) { return 0.5 * (1 + math::cos_pi(p)); }

namespace python {

/// "p = ...": progress() of t.
std::string progress_line(Step steps, First first, End end);

/// A ramp whose weight of `from` is this expression of p.
template <class K>
std::string ramp(const K& k, const std::string& weight) {
  return lines("{}\nw = {}\n{}\n", {progress_line(k.steps, k.first, k.end), weight, mixed(k.from, k.to)});
}

}  // namespace python
}  // namespace etude::schedule
