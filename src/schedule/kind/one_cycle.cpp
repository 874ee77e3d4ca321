// The 1-cycle policy as a curve through four points, for the rate and for its momentum.

#include "etude/schedule/kind/one_cycle.h"

namespace etude::inline schedule {
namespace {

/// A share of `steps`, to the nearest step.
Step share(double fraction, Step steps) { return static_cast<Step>(fraction * static_cast<double>(steps) + 0.5); }

math::Ramp ramp(Step length, Shape shape, double from, double to) {
  const auto weight = shape == Shape::cosine ? math::Weight::wave : math::Weight::left;
  return {weight, static_cast<double>(length), from, to};
}

std::string check_shares(double pct, double final_pct) {
  return pct + final_pct <= 1 ? "" : "pct and final_pct are shares of the run and must not add up to more than 1";
}

}  // namespace

OneCyclePhases OneCyclePhases::of(Step steps, double pct, double final_pct) {
  const Step last = std::max(steps - 1, Step{0});
  const Step top = std::min(share(pct, steps), last);
  const Step foot = std::min(std::max(steps - share(final_pct, steps), top), last);
  return {top, foot, last};
}

double OneCyclePhases::value(Step t, Shape shape, double start, double peak, double finish) const {
  if (t < top) return ramp(top, shape, start, peak)(static_cast<double>(t));
  if (t < foot) return ramp(foot - top, shape, peak, start)(static_cast<double>(t - top));
  if (t < last) return ramp(last - foot, shape, start, finish)(static_cast<double>(t - foot));
  return last > foot ? finish : foot > top ? start : peak;
}

void OneCyclePhases::values(Step t, std::span<double> out, Shape shape, double start, double peak,
                            double finish) const {
  const struct {
    Step begin, end;
    double from, to;
  } phases[] = {{0, top, start, peak}, {top, foot, peak, start}, {foot, last, start, finish}};
  for (const auto& [begin, end, from, to] : phases) {
    const Step count = std::clamp(end - t, Step{0}, static_cast<Step>(out.size()));
    ramp(end - begin, shape, from, to).values(t - begin, 1, out.first(static_cast<std::size_t>(count)));
    out = out.subspan(static_cast<std::size_t>(count));
    t += count;
  }
  std::fill(out.begin(), out.end(), value(last, shape, start, peak, finish));
}

std::string OneCyclePhases::in_python(Shape shape, double start, double peak, double finish) const {
  std::vector<double> at, values;
  for (const auto& [step, value] : {std::pair(Step{0}, start), {top, peak}, {foot, start}, {last, finish}}) {
    if (!at.empty() && static_cast<double>(step) == at.back()) {
      if (step != last) values.back() = value;
      continue;
    }
    at.push_back(static_cast<double>(step));
    values.push_back(value);
  }
  return python::lines(
      "at, values = {}, {}\n"
      "i = sum(t >= a for a in at)\n"
      "if i == len(at):\n"
      "    return values[-1]\n"
      "p = (t - at[i - 1]) / (at[i] - at[i - 1])\n"
      "w = {}\n"
      "return w * values[i - 1] + (1 - w) * values[i]\n",
      {python::list(at), python::list(values), python::one_of(shape, {python::cosine_of_p, "1 - p"})});
}

std::string OneCycle::check() const { return check_shares(pct, final_pct); }
std::string OneCycle::in_python() const {
  return OneCyclePhases::of(steps, pct, final_pct).in_python(shape, peak / div, peak, peak / (div * final_div));
}

std::string OneCycleMomentum::check() const { return check_shares(pct, final_pct); }
std::string OneCycleMomentum::in_python() const {
  return OneCyclePhases::of(steps, pct, final_pct).in_python(shape, high, low, high);
}

}  // namespace etude::schedule
