// A binary search finds the two points between which a step lies.

#include "etude/schedule/kind/piecewise.h"

#include "etude/base/number.h"

namespace etude::inline schedule {

std::string Piecewise::check() const {
  if (at.size() != values.size()) {
    return "at has " + std::to_string(at.size()) + " points and values " + std::to_string(values.size()) +
           "; give as many of both";
  }
  for (std::size_t i = 0; i + 1 < at.size(); ++i)
    if (!(at[i] < at[i + 1])) return "at must grow, and " + shortest(at[i + 1]) + " follows " + shortest(at[i]);
  for (const double value : values)
    if (interpolation == Interpolation::exponential && value == 0)
      return "values must be above 0 to be interpolated exponentially";
  return "";
}

double Piecewise::operator()(Step t) const {
  const auto x = static_cast<double>(t);
  const auto i = static_cast<std::size_t>(std::upper_bound(at.begin(), at.end(), x) - at.begin());
  if (i == 0) return values.front();
  if (i == at.size() || interpolation == Interpolation::hold) return values[i - 1];
  const double p = (x - at[i - 1]) / (at[i] - at[i - 1]);
  const double from = values[i - 1], to = values[i];
  if (interpolation == Interpolation::exponential) return from * math::pow(to / from, p);
  return mix(interpolation == Interpolation::cosine ? cosine_weight(p) : 1 - p, from, to);
}

std::string Piecewise::in_python() const {
  const std::string points = arithmetic("at, values = {}, {}", {python::list(at), python::list(values)});
  if (interpolation == Interpolation::hold)
    return python::lines("{}\ni = sum(t >= a for a in at)\nreturn values[max(i - 1, 0)]\n", {points});
  const char* mixed = "return w * values[i - 1] + (1 - w) * values[i]";
  return python::lines(
      "{}\n"
      "i = sum(t >= a for a in at)\n"
      "if i == 0:\n"
      "    return values[0]\n"
      "if i == len(at):\n"
      "    return values[-1]\n"
      "p = (t - at[i - 1]) / (at[i] - at[i - 1])\n"
      "w = {}\n"
      "{}\n",
      {points, python::one_of(interpolation, {"1 - p", python::cosine_of_p, "1 - p", ""}),
       python::one_of(interpolation, {mixed, mixed, "return values[i - 1] * (values[i] / values[i - 1]) ** p", ""})});
}

}  // namespace etude::schedule
