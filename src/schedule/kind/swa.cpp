// From a schedule to a constant, along a falling weight.

#include "etude/schedule/kind/swa.h"

#include "etude/schedule/ramp.h"

namespace etude::inline schedule {

double Swa::operator()(Step t) const {
  if (t < start) return of[0](t);
  const double p = progress(t - start, steps, First::from, End::after);
  const double weight = shape == Rise::cosine ? cosine_weight(p) : 1 - p;
  return math::times(weight, of[0](t)) + (1 - weight) * to;
}
Step Swa::length() const { return std::max(of[0].length(), detail::add_lengths(start, detail::add_lengths(steps, 1))); }

std::string Swa::check() const {
  return shape == Rise::cosine || shape == Rise::linear ? "" : "shape is one of cosine, linear";
}

std::string Swa::in_python(python::Functions& functions) const {
  const std::string call = functions.name_of(of[0]) + "(t)";
  return python::lines(
      "if t < {}:\n"
      "    return {}\n"
      "{}\n"
      "w = {}\n"
      "return w * {} + (1 - w) * {}\n",
      {start, call, steps == 0 ? "p = 1" : arithmetic("p = min((t - {}) / {}, 1)", {start, steps}),
       shape == Rise::cosine ? python::cosine_of_p : "1 - p", call, to});
}

}  // namespace etude::schedule
