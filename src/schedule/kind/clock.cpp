// Kinds that ask a schedule for another step than they are asked for.

#include <cmath>

#include "etude/schedule/kind/past_end.h"
#include "etude/schedule/kind/repeat.h"
#include "etude/schedule/kind/stretch.h"
#include "etude/schedule/kind/window.h"
#include "schedule/bulk.h"
#include "schedule/remade.h"

namespace etude::inline schedule {
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

std::string Repeat::in_python(python::Functions& functions) const {
  const Step period = of[0].length();
  const std::string call = functions.name_of(of[0]);
  return python::lines("if t // {} >= {}:\n    return {}({} - 1)\nreturn {}(t % {})\n",
                       {period, times, call, period, call, period});
}

void Window::values(Step first, std::span<double> out) const {
  const Step last = std::max(end - 1, begin);
  const std::span<double> before = detail::take(out, begin - first);
  if (!before.empty()) detail::fill(before, of[0](0));
  first = std::max(first, begin);
  if (first <= last) of[0].values(first - begin, detail::take(out, last - first + 1));
  if (!out.empty()) detail::fill(out, of[0](last - begin));
}

Step Window::length() const { return std::min(end, detail::add_lengths(begin, of[0].length())); }
std::string Window::check() const { return begin <= end ? "" : "begin must not be above end"; }

std::string Window::in_python(python::Functions& functions) const {
  const Step last = end == endless ? endless : std::max(end - 1, begin);
  return python::lines("return {}(min(max(t, {}), {}) - {})\n", {functions.name_of(of[0]), begin, last, begin});
}

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

std::string PastEnd::in_python(python::Functions& functions) const {
  const Step last = end();
  const std::string call = functions.name_of(of[0]);
  const std::string inside = arithmetic("if t < {}:\n    return {}(t)", {last, call});
  return python::lines(
      "{}\n",
      {python::one_of(
          does, {arithmetic("return {}(min(t, {}))", {call, last}), arithmetic("return {}(t % {})", {call, last}),
                 arithmetic("turns, t = divmod(t, {})\nreturn {}(t if turns % 2 == 0 else {} - t)", {last, call, last}),
                 arithmetic("{}\nreturn 0.0", {inside}),
                 arithmetic("{}\nraise ValueError(f\"the schedule ends before step {t}\")", {inside})})});
}

std::optional<Schedule> Stretch::simplify() {
  const Schedule& a = of[0];
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
  return detail::remade(a, std::move(inner), [&](const Field& field, Value& value) {
    if (field.unit == Unit::steps) value = step(std::get<Step>(value));
    if (field.unit == Unit::duration) value = std::get<double>(value) * by;
    if (auto* milestones = std::get_if<std::vector<Step>>(&value))
      std::transform(milestones->begin(), milestones->end(), milestones->begin(), step);
    if (field.unit == Unit::durations)
      for (double& at : std::get<std::vector<double>>(value)) at *= by;
  });
}

}  // namespace etude::schedule
