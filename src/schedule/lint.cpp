// Looks at the curve over the run and half a run past it. Of how the curve was made it asks for traits alone, so it
// holds for any kind. Where the run is too long to be looked at step by step, every so-many-th step stands for the rest.

#include "etude/schedule/lint.h"

#include <algorithm>
#include <cmath>

#include "etude/base/math.h"
#include "etude/base/number.h"
#include "schedule/text.h"

namespace etude::inline schedule {
namespace {

constexpr Step most_looked_at = 2'000'000;

struct Curve {
  std::vector<double> lr;  // of the run, every stride-th step
  Step stride = 1;
  double peak = 0, floor = 0, sum = 0;
  Step peak_at = 0, floor_at = 0;
  Step steps = 0;
};

/// The highest rate, the lowest after it, and the sum, of the steps that have a rate.
void find_peak_and_floor(Curve& curve) {
  for (std::size_t i = 0; i < curve.lr.size(); ++i) {
    const double lr = curve.lr[i];
    if (std::isnan(lr)) continue;
    const Step t = static_cast<Step>(i) * curve.stride;
    if (lr > curve.peak) curve.peak = curve.floor = lr, curve.peak_at = curve.floor_at = t;
    if (lr < curve.floor) curve.floor = lr, curve.floor_at = t;
    curve.sum += lr * static_cast<double>(curve.stride);
  }
}

Curve curve_of(const Schedule& schedule, Step steps) {
  Curve curve;
  curve.steps = steps;
  curve.stride = std::max((steps + most_looked_at - 1) / most_looked_at, Step{1});
  curve.lr.resize(static_cast<std::size_t>((steps + curve.stride - 1) / curve.stride));
  if (curve.stride == 1) {
    schedule.values(0, curve.lr);
  } else {
    for (std::size_t i = 0; i < curve.lr.size(); ++i) curve.lr[i] = schedule(static_cast<Step>(i) * curve.stride);
  }
  find_peak_and_floor(curve);
  return curve;
}

/// The largest value that one of a schedule's fields of the unit `rate` has: what its writer calls the peak.
double stated_peak(const Schedule& schedule) {
  double peak = 0;
  const std::vector<Value> values = schedule.arguments();
  for (std::size_t i = 0; i < schedule.kind().fields.size(); ++i)
    if (schedule.kind().fields[i].unit == Unit::rate) peak = std::max(peak, std::get<double>(values[i]));
  for (const Schedule& each : schedule.inner()) peak = std::max(peak, stated_peak(each));
  return peak;
}

/// Is it made of pieces and ramps alone, whose stated rates are the rates of the run?
bool states_its_rates(const Schedule& schedule) {
  const auto inner = schedule.inner();
  return schedule.traits().states_its_rates && std::all_of(inner.begin(), inner.end(), states_its_rates);
}

void look_at_the_start(const Curve& c, std::vector<Note>& notes) {
  const auto first_moving = std::find_if(c.lr.begin(), c.lr.end(), [](double lr) { return lr > 0; });
  if (first_moving == c.lr.end()) {
    notes.push_back({"never-trains", "the rate is 0 at every step", "give a rate above 0", Step{0}});
  } else if (first_moving != c.lr.begin()) {
    const Step zeros = (first_moving - c.lr.begin()) * c.stride;
    notes.push_back({"first-update-is-zero",
                     zeros == 1
                         ? "the first update has rate 0: it costs a step and changes nothing"
                         : "the first " + text(zeros) + " updates have rate 0: they cost steps and change nothing",
                     "warm up by (t + 1)/W: write first=moved in the warm-up", Step{0}});
  }
}

/// A rise before the peak that is at once over, or never is.
void look_at_the_warmup(const Schedule& schedule, const Curve& c, std::vector<Note>& notes) {
  const Schedule& begin = schedule.traits().is_sequence ? schedule.inner()[0] : schedule;
  const Step steps = begin.length();
  if (!begin.traits().is_warmup) return;
  if (steps > c.steps) {
    notes.push_back({"warmup-longer-than-run", "the warm-up has " + text(steps) + " steps and the run " + text(c.steps),
                     "warm up for a few per cent of the run, as in steps=2%", c.steps});
  } else if (steps == 1 && begin.traits().has_moved) {
    notes.push_back({"warmup-of-one-step", "a warm-up of 1 step starts at its peak: it warms nothing up",
                     "give it at least 2 steps", Step{0}});
  }
}

void look_at_peak_and_floor(const Schedule& schedule, const Curve& c, std::vector<Note>& notes) {
  const double stated = states_its_rates(schedule) ? stated_peak(schedule) : 0;
  if (stated > c.peak * (1 + 1e-9)) {
    notes.push_back({"peak-not-reached",
                     "the highest rate of the run is " + text(c.peak) + ", at step " + text(c.peak_at) +
                         "; the stated " + text(stated) + " is never used",
                     "check the lengths against the run, or put the whole warm-up before the decay", c.peak_at});
  }
  const double end = schedule(c.steps - 1);
  const bool ends_here = schedule.length() == c.steps;
  const double settled = ends_here ? schedule(c.steps) : end;
  if (ends_here && settled < end * (1 - 1e-9) && c.floor_at + c.stride >= c.steps) {
    notes.push_back({"floor-not-reached",
                     "the last update has rate " + text(end) + ", not the " + text(settled) +
                         " that the decay leads to: it lands one step after the run",
                     "write end=last, or take one step fewer in the decay", c.steps - 1});
  }
  if (c.peak > 0 && c.peak_at + c.stride >= c.steps && c.lr.size() > 1 && c.lr.front() < c.peak) {
    notes.push_back({"rises-to-the-end", "the rate is highest at the last step: nothing decays",
                     "let a decay follow, as in ... then cosine(...); a range test is meant to look so", c.peak_at});
  }
}

/// Neighbours whose ratio or difference is far out of line with what is around them.
void look_for_jumps(const Schedule& schedule, const Curve& c, std::vector<Note>& notes) {
  if (c.stride != 1 || c.lr.size() < 4) return;
  double largest = 0;
  std::size_t at = 0;
  int count = 0;
  for (std::size_t i = 2; i + 1 < c.lr.size(); ++i) {
    const double here = std::abs(c.lr[i] - c.lr[i - 1]);
    const double around = std::max(std::abs(c.lr[i - 1] - c.lr[i - 2]), std::abs(c.lr[i + 1] - c.lr[i]));
    if (!(here > 0 && here >= 0.05 * c.peak && here >= 4 * around)) continue;
    ++count;
    if (here > largest) largest = here, at = i;
  }
  if (count == 0 || schedule.traits().jumps) return;
  const auto t = static_cast<Step>(at);
  notes.push_back({"jump",
                   "the rate jumps from " + text(c.lr[at - 1]) + " to " + text(c.lr[at]) + " at step " + text(t) +
                       (count > 1 ? ", the largest of " + std::to_string(count) + " jumps" : ""),
                   "let the pieces meet: start each at the rate with which the one before ends, or write chain(...)",
                   t});
}

void look_at_the_length(const Schedule& schedule, const Curve& c, std::vector<Note>& notes) {
  const Step length = schedule.length();
  if (length == endless || length == c.steps) return;
  if (length > c.steps) {
    const double there = schedule(length - 1);
    if (std::abs(there - schedule(c.steps - 1)) <= 1e-9 * c.peak) return;
    notes.push_back({"longer-than-run",
                     "the schedule has " + text(length) + " steps and the run " + text(c.steps) +
                         ": it stops at rate " + text(schedule(c.steps - 1)) + ", before it reaches " + text(there),
                     "give the decay the length of the run, as in steps=rest", c.steps});
    return;
  }
  const double held = schedule(length);
  if (schedule(c.steps - 1) != held) return;  // it goes on by itself: what it does is another note's
  const Step idle = c.steps - length;
  notes.push_back({"shorter-than-run",
                   "the schedule ends at step " + text(length) + " of " + text(c.steps) + "; for the last " +
                       text(idle) + " steps the rate is " + text(held),
                   held == 0 ? "nothing is learned there: stop the run, or give the decay its length, as in steps=rest"
                             : "give the decay the length of the run, as in steps=rest",
                   length});
}

void look_past_the_end(const Schedule& schedule, const Curve& c, std::vector<Note>& notes) {
  const double last = schedule(c.steps - 1);
  const Step look = std::min(std::max(c.steps / 2, Step{1}), Step{100000});
  for (Step t = 0; t < c.steps; t += c.stride) {
    if (!std::isnan(schedule(t))) continue;
    notes.push_back({"raises-in-run", "the framework raises an error when it is asked for step " + text(t),
                     "end the run there, or lengthen the schedule", t});
    return;
  }
  double highest = last;
  for (Step i = 0; i < look; ++i) {
    const double value = schedule(c.steps + i);
    if (std::isnan(value)) {
      notes.push_back({"raises-after-end",
                       "the framework raises an error at step " + text(c.steps + i) + ", past the run",
                       "do not train on past step " + text(c.steps + i - 1), c.steps + i});
      return;
    }
    highest = std::max(highest, value);
  }
  const bool should_have_ended = schedule.length() != endless && last < 0.99 * c.peak;
  if (should_have_ended && highest > last + 0.01 * c.peak) {
    notes.push_back({"rises-after-end",
                     "past the run the rate rises again, to " + text(highest) + " within " + text(look) + " steps",
                     "stop at step " + text(c.steps) + ", or clamp it: past_end(..., does=hold)", c.steps});
  }
}

void look_at_decay_of_ends(const Schedule& schedule, std::vector<Note>& notes) {
  const std::vector<Value> values = schedule.arguments();
  for (const Schedule& each : schedule.inner()) look_at_decay_of_ends(each, notes);
  const Kind& kind = schedule.kind();
  if (schedule.traits().may_rise || kind.fields.size() < 2) return;
  if (kind.fields[0].name != "from" || kind.fields[1].name != "to") return;
  const double from = std::get<double>(values[0]), to = std::get<double>(values[1]);
  if (to > from) {
    notes.push_back(
        {"floor-above-peak",
         std::string(kind.name) + " goes from " + text(from) + " up to " + text(to) + ": its floor is above its peak",
         "swap from and to, or write warmup(to=" + shortest(to) + ", ...)"});
  }
}

void look_at_the_sum(const Curve& c, std::vector<Note>& notes) {
  const double constant = c.peak * static_cast<double>(c.steps);
  const double share = constant > 0 ? 100 * c.sum / constant : 0;
  notes.push_back(
      {"sum",
       "the rates of the run add up to " + text(c.sum) + ", " + fixed(share, 1) + " % of a constant at the peak " +
           text(c.peak),
       "a constant of " + text(c.sum / static_cast<double>(c.steps)) + " has the same sum: compare with it"});
}

}  // namespace

std::vector<Note> lint(const Plan& plan, Step steps) {
  std::vector<Note> notes;
  if (steps <= 0) return notes;
  const Curve curve = curve_of(plan.lr, steps);
  look_at_the_start(curve, notes);
  look_at_the_warmup(plan.lr, curve, notes);
  look_at_decay_of_ends(plan.lr, notes);
  look_for_jumps(plan.lr, curve, notes);
  look_at_peak_and_floor(plan.lr, curve, notes);
  look_at_the_length(plan.lr, curve, notes);
  look_past_the_end(plan.lr, curve, notes);
  math::sort(notes, [](const Note& a, const Note& b) { return a.step.value_or(0) < b.step.value_or(0); });
  look_at_the_sum(curve, notes);
  return notes;
}

Difference difference(const Schedule& a, const Schedule& b, Step steps, double tolerance) {
  Difference d;
  for (Step t = 0; t < steps; ++t) {
    const double x = a(t), y = b(t);
    const double gap = std::abs(x - y);
    const bool apart = !(gap <= tolerance * std::max(std::abs(x), std::abs(y))) && !(std::isnan(x) && std::isnan(y));
    d.sum_a += std::isnan(x) ? 0 : x;
    d.sum_b += std::isnan(y) ? 0 : y;
    if (!apart) continue;
    if (!d.parts_at) d.parts_at = t;
    ++d.steps_apart;
    d.joins_at = t + 1 < steps ? std::optional(t + 1) : std::nullopt;
    if (gap > d.largest_gap) d.largest_gap = gap, d.largest_at = t, d.largest_a = x, d.largest_b = y;
  }
  return d;
}

}  // namespace etude::schedule
