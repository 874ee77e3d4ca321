// A step at a fraction of a phase is no step of a kind, so the phases become a piecewise curve, whose points may lie
// between steps.

#include "dialect/read/phases.h"

#include "etude/base/math.h"
#include "etude/schedule/callable.h"

namespace etude::dialect {

double Phases::operator()(double t) const {
  double start = 0;
  std::size_t i = 0;
  for (; i + 1 < ends.size() && t > ends[i]; ++i) start = ends[i];
  const double p = (t - start) / (ends[i] - start), from = values[i], to = values[i + 1];
  return is_cosine ? to + (from - to) / 2 * (math::cos_pi(p) + 1) : (to - from) * p + from;
}

bool Phases::is_in_order() const {
  double last = 0;
  for (const double end : ends)
    if (end <= std::exchange(last, end)) return false;
  return true;
}

std::vector<double> phase_ends(Arguments& a, double share, Step total, bool three, bool comes_to_total) {
  const auto n = static_cast<double>(total);
  a.require(share >= 0 && share <= 1, "the share of the rise is between 0 and 1, not {}", {plain(share)});
  std::vector<double> ends{share * n - 1};
  if (three) ends.push_back(2 * share * n - 2);
  a.require(ends[0] != 0 && (ends.back() != n - 1 || !comes_to_total) && (!three || ends[1] != ends[0]),
            "a phase of no steps: the library ends with ZeroDivisionError; give a share strictly inside the run");
  ends.push_back(n - 1);
  return ends;
}

std::vector<double> phase_values(double start, double peak, double last, bool three) {
  std::vector<double> values{start, peak, last};
  if (three) values.insert(values.end() - 1, start);
  return values;
}

Result<Schedule> one_cycle_of(const Arguments& a, const Phases& phases, Step total) {
  const Callable own{
      .function = [phases](Step t) { return phases(static_cast<double>(t)); }, .length = total + 1, .label = a.label()};
  if (!phases.is_in_order()) return past_end(callable(own), Beyond::error, total + 1);
  std::vector<double> at{0};
  at.insert(at.end(), phases.ends.begin(), phases.ends.end());
  const auto run = piecewise({.at = at,
                              .values = phases.values,
                              .interpolation = phases.is_cosine ? Interpolation::cosine : Interpolation::linear});
  const double past = phases(static_cast<double>(total));
  return past_end(then(run, held(past, 1)), Beyond::error, total + 1);
}

void note_one_cycle_end(Arguments& a, std::string_view library, Step total, bool is_cosine) {
  const std::string at = filled("{} still answers at step {}", {library, total});
  if (!ends_before(a, total))
    a.note(is_cosine ? "rises-after-end" : "below-zero-after-end",
           at + (is_cosine ? ", and the rate is up again" : ", on the same line past its end"),
           "stop after total_steps updates", total);
  if (!ends_before(a, total + 1))
    a.note("raises-after-end", "{} raises ValueError when it is stepped past total_steps", {library},
           "give the run's length as total_steps", total + 1);
}

}  // namespace etude::dialect
