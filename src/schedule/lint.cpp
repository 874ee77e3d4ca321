// Looks at the curve over the run and half a run past it. Of how the curve was made it asks for traits alone, so it
// holds for any kind. Where the run is too long to be looked at step by step, every so-many-th step stands for the rest.
// Thresholds are shares of the peak: what a usual schedule does at its ends, in its library's convention, is no finding.

#include "etude/schedule/lint.h"

#include <algorithm>
#include <cmath>

#include "etude/base/math.h"
#include "etude/base/number.h"
#include "schedule/curve.h"
#include "schedule/text.h"

namespace etude::inline schedule {
namespace {

constexpr Step most_looked_at = 2'000'000;

/// The highest rate, the lowest after it, and the sum, of the steps that have a rate.
void find_peak_and_floor(Curve& curve) {
  for (std::size_t i = 0; i < curve.lr.size(); ++i) {
    const double lr = curve.lr[i];
    if (std::isnan(lr)) continue;
    if (lr > curve.peak) curve.peak = curve.floor = lr, curve.peak_at = curve.floor_at = curve.step(i);
    if (lr < curve.floor) curve.floor = lr, curve.floor_at = curve.step(i);
    curve.sum += lr * static_cast<double>(curve.stride);
  }
}

Curve curve_of(const Schedule& schedule, Step steps) {
  Curve curve;
  curve.steps = steps;
  curve.stride = std::max((steps + most_looked_at - 1) / most_looked_at, Step{1});
  if (curve.stride == 1) {
    curve.lr = schedule.values(steps);
  } else {
    curve.lr.resize(static_cast<std::size_t>((steps + curve.stride - 1) / curve.stride));
    for (std::size_t i = 0; i < curve.lr.size(); ++i) curve.lr[i] = schedule(curve.step(i));
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

const Schedule& first_piece(const Schedule& made) { return made.traits().is_sequence ? made.inner()[0] : made; }

void look_at_the_start(const Case& c) {
  const std::vector<double>& lr = c.curve.lr;
  const auto first_moving = std::find_if(lr.begin(), lr.end(), [](double rate) { return rate != 0; });
  if (first_moving == lr.end()) {
    c.add("never-trains", "the rate is 0 at every step",
          c.has(Part::rate) ? "give " + c.first(Part::rate)->name + " above 0" : "give a rate above 0", Step{0});
    return;
  }
  const Step zeros = (first_moving - lr.begin()) * c.curve.stride;
  const std::string advice = c.is_own() ? "warm up by (t + 1)/W: write first=moved in the warm-up"
                                        : "no harm is done; a warm-up that starts above 0 uses them";
  if (zeros > 2) {
    c.add("zero-at-start", "the first " + text(zeros) + " updates have rate 0: they cost steps and change nothing",
          c.has(Part::warmup) ? "let the warm-up rise from the first step: look at " + c.first(Part::warmup)->name
                              : "let the warm-up rise from the first step",
          Step{0});
  } else if (zeros > 0) {
    c.add("first-update-is-zero",
          zeros == 1 ? "the first update has rate 0: it costs a step and changes nothing"
                     : "the first " + text(zeros) + " updates have rate 0: they cost steps and change nothing",
          advice, Step{0});
  }
}

/// "num_warmup_steps=200": a fiftieth of the run, in the line's words.
std::string short_warmup(const Case& c) {
  const Argument* warmup = c.first(Part::warmup) ? c.first(Part::warmup) : c.first(Part::length);
  if (c.is_own()) return "warm up for a few per cent of the run, as in steps=2%";
  if (!warmup) return "warm up for a few per cent of the run";
  return "warm up for a few per cent of the run, as in " +
         set_to(*warmup, std::max(std::ceil(0.02 * static_cast<double>(c.curve.steps)), 2.0));
}

/// The steps of the rise with which it begins; 0 where it begins otherwise.
Step warmup_steps(const Case& c) {
  const Schedule& begin = first_piece(c.made);
  const Step length = begin.length();
  const bool rises = begin.traits().is_warmup || (c.made.traits().is_sequence && begin(0) < begin(length - 1));
  const Argument* said = c.first(Part::warmup);
  const bool is_said = said && said->value >= 1 && c.curve.lr.front() < c.curve.peak;
  return is_said ? static_cast<Step>(std::min(said->value, 0x1p60)) : rises ? length : 0;
}

/// A rise before the peak that is at once over, or never is.
void look_at_the_warmup(const Case& c) {
  const Step steps = warmup_steps(c);
  const Traits begin = first_piece(c.made).traits();
  if (c.sweeps() || steps == 0) return;
  if (steps >= c.curve.steps) {
    c.add("warmup-longer-than-run", "the warm-up has " + text(steps) + " steps and the run " + text(c.curve.steps),
          short_warmup(c), c.curve.steps);
  } else if (steps == 1 && begin.is_warmup && begin.has_moved) {
    c.add("warmup-of-one-step", "a warm-up of 1 step starts at its peak: it warms nothing up",
          c.has(Part::warmup) ? "give " + c.first(Part::warmup)->name + " of at least 2" : "give it at least 2 steps",
          Step{0});
  }
}

void look_at_the_peak(const Case& c) {
  const Curve& curve = c.curve;
  const double stated = states_its_rates(c.made) ? stated_peak(c.made) : 0;
  if (!c.sweeps() && stated > curve.peak * 1.05) {
    c.add("peak-not-reached",
          "the highest rate of the run is " + text(curve.peak) + ", at step " + text(curve.peak_at) + "; the stated " +
              text(stated) + " is never used",
          "check the lengths against the run, or put the whole warm-up before the decay", curve.peak_at);
  }
  if (!c.sweeps() && curve.peak > 0 && curve.peak_at + curve.stride >= curve.steps && curve.lr.size() > 1 &&
      curve.lr.front() < curve.peak)
    c.add("rises-to-the-end", "the rate is highest at the last step: nothing decays",
          c.is_own() ? "let a decay follow, as in ... then cosine(...)" : "let a decay follow, or a constant rate",
          curve.peak_at);
}

/// The last update beside the rate to which the decay leads one step later.
void look_at_the_floor(const Case& c) {
  const Step steps = c.curve.steps;
  if (c.made.length() != steps) return;
  const double end = c.curve.last(), settled = c.lr(steps);
  if (!(end - settled > 0.01 * c.curve.peak) || c.curve.floor_at + c.curve.stride < steps) return;
  c.add("floor-not-reached",
        "the last update has rate " + text(end) + ", not the " + text(settled) +
            " that the decay leads to: it lands one step after the run",
        "the library has it so; " + (c.is_own() ? std::string("write end=last, or take one step fewer in the decay")
                                                : "to land there, take one step fewer: " + c.longer(-1, "")),
        steps - 1);
}

void look_at_low_rates(const Case& c) {
  const Curve& curve = c.curve;
  const auto is_gone = [&](double lr) { return std::abs(lr) < curve.least(); };
  const auto gone = static_cast<std::size_t>(std::count_if(curve.lr.begin(), curve.lr.end(), is_gone));
  if (curve.peak > 0 && gone > curve.lr.size() / 2)
    c.add("rate-vanishes",
          "at " + text(static_cast<Step>(gone) * curve.stride) + " of " + text(curve.steps) +
              " steps the rate is below a millionth of its peak " + text(curve.peak) + ", at the end " +
              text(curve.last()),
          c.has(Part::factor) ? "give " + c.last(Part::factor)->name + " nearer to 1"
                              : "decay more slowly, or end the run before",
          curve.peak_at);
  const auto below = std::find_if(curve.lr.begin(), curve.lr.end(), [](double lr) { return lr < 0; });
  if (below != curve.lr.end() && below + 1 != curve.lr.end()) {
    const Step at = curve.step(static_cast<std::size_t>(below - curve.lr.begin()));
    c.add("below-zero", "from step " + text(at) + " the rate is below 0, " + text(*below) + ": it trains backwards",
          "end the run before, or lengthen the schedule", at);
  }
}

/// A rate held for less than a quarter of the run before what follows: a constant warm-up.
bool is_constant_warmup(const Case& c, std::size_t i) {
  const std::vector<double>& lr = c.curve.lr;
  const bool is_held =
      std::all_of(lr.begin(), lr.begin() + static_cast<std::ptrdiff_t>(i), [&](double rate) { return rate == lr[0]; });
  return is_held && lr[i] > lr[0] && 4 * i <= lr.size();
}

/// Has it one rate from its first step to its last?
bool is_flat(const Schedule& schedule) {
  const Step last = schedule.length() == endless ? max_step : schedule.length() - 1;
  return schedule(0) == schedule(last) && schedule(0) == schedule(last / 2);
}

/// The jumps of stairs and restarts are meant; others are those where two pieces meet.
bool is_meant_at(const Case& c, Step t) {
  Step start = 0;
  const Schedule* before = nullptr;
  if (c.made.traits().is_sequence)
    for (const Schedule& piece : c.made.inner()) {
      if (start == t && before) return is_flat(*before) && is_flat(piece);
      if (piece.length() == endless) break;
      start += piece.length();
      before = &piece;
    }
  return is_meant_to_jump(c.made) || c.has(Part::milestones) || c.has(Part::period) || c.has(Part::cycles);
}

/// Neighbours whose ratio or difference is far out of line with what is around them.
void look_for_jumps(const Case& c) {
  const std::vector<double>& lr = c.curve.lr;
  if (c.curve.stride != 1 || lr.size() < 4) return;
  double largest = 0;
  std::size_t at = 0;
  int count = 0;
  for (std::size_t i = 2; i + 1 < lr.size(); ++i) {
    const double here = std::abs(lr[i] - lr[i - 1]);
    const double around = std::max(std::abs(lr[i - 1] - lr[i - 2]), std::abs(lr[i + 1] - lr[i]));
    if (!(here > 0 && here >= 0.05 * c.curve.peak && here >= 4 * around)) continue;
    if (is_meant_at(c, static_cast<Step>(i)) || is_constant_warmup(c, i)) continue;
    ++count;
    if (here > largest) largest = here, at = i;
  }
  if (count == 0) return;
  const auto t = static_cast<Step>(at);
  c.add("jump",
        "the rate jumps from " + text(lr[at - 1]) + " to " + text(lr[at]) + " at step " + text(t) +
            (count > 1 ? ", the largest of " + std::to_string(count) + " jumps" : ""),
        c.is_own() ? "let the pieces meet: start each at the rate with which the one before ends, or write chain(...)"
                   : "let the pieces meet: start each at the rate with which the one before ends",
        t);
}

/// The first step of the run at which the framework raises an error.
bool raises_in_run(const Case& c) {
  const auto& lr = c.curve.lr;
  const auto none = std::find_if(lr.begin(), lr.end(), [](double rate) { return std::isnan(rate); });
  if (none == lr.end()) return false;
  const Step t = c.curve.step(static_cast<std::size_t>(none - lr.begin()));
  c.add("raises-in-run", "the framework raises an error when it is asked for step " + text(t),
        c.has(Part::length) ? "end the run there, or give a longer schedule: " + c.last(Part::length)->name
                            : "end the run there, or lengthen the schedule",
        t);
  return true;
}

void look_past_the_end(const Case& c) {
  if (raises_in_run(c)) return;
  const double last = c.curve.last();
  const Step steps = c.curve.steps, look = std::min(std::max(steps / 2, Step{1}), Step{100000});
  double highest = last;
  for (Step i = 0; i < look; ++i) {
    const double value = c.lr(steps + i);
    if (std::isnan(value)) {
      c.add("raises-after-end", "the framework raises an error at step " + text(steps + i) + ", past the run",
            "do not train on past step " + text(steps + i - 1), steps + i);
      return;
    }
    highest = std::max(highest, value);
  }
  const bool should_have_ended = c.made.length() != endless && last < 0.99 * c.curve.peak;
  if (should_have_ended && highest > last + 0.01 * c.curve.peak)
    c.add("rises-past-run",
          "past the run the rate rises again, to " + text(highest) + " within " + text(look) + " steps",
          "stop at step " + text(steps) + (c.is_own() ? ", or clamp it: past_end(..., does=hold)" : ""), steps);
}

/// A decay of etude's whose end is above its beginning; before other pieces it is a warm-up.
void look_at_decay_of_ends(const Schedule& schedule, const Case& c) {
  const std::vector<Value> values = schedule.arguments();
  const auto inner = schedule.inner();
  const std::size_t first = schedule.traits().is_sequence && inner.size() > 1 ? 1 : 0;
  for (const Schedule& each : inner.subspan(first)) look_at_decay_of_ends(each, c);
  const Kind& kind = schedule.kind();
  if (schedule.traits().may_rise || kind.fields.size() < 2) return;
  if (kind.fields[0].name != "from" || kind.fields[1].name != "to") return;
  const double from = std::get<double>(values[0]), to = std::get<double>(values[1]);
  if (to <= from) return;
  c.add("floor-above-peak",
        std::string(kind.name) + " goes from " + text(from) + " up to " + text(to) + ": its floor is above its peak",
        "swap from and to, or write warmup(to=" + shortest(to) + ", ...)");
}

/// The floor of a call above the highest rate that the same call is given.
void look_at_the_floor_of_a_line(const Case& c) {
  for (const Argument& floor : c.evidence.arguments) {
    double rate = floor.part == Part::floor_share ? 1 : 0;
    for (const Argument& each : c.evidence.arguments)
      if (floor.part == Part::floor && each.part == Part::rate && each.call == floor.call)
        rate = std::max(rate, each.value);
    const bool is_floor = floor.part == Part::floor || floor.part == Part::floor_share;
    if (!is_floor || !(rate > 0) || !(floor.value > rate)) continue;
    c.add("floor-above-peak", floor.name + " " + text(floor.value) + " is above the rate, " + text(rate),
          "give " + floor.name + " below " + text(rate));
  }
}

void look_at_the_lowest(const Case& c) {
  c.is_own() ? look_at_decay_of_ends(c.made, c) : look_at_the_floor_of_a_line(c);
}

void look_at_the_sum(const Case& c) {
  const double constant = c.curve.peak * static_cast<double>(c.curve.steps);
  const double share = constant > 0 ? 100 * c.curve.sum / constant : 0;
  c.add(
      "sum",
      "the rates of the run add up to " + text(c.curve.sum) + ", " + fixed(share, 1) + " % of a constant at the peak " +
          text(c.curve.peak),
      "a constant of " + text(c.curve.sum / static_cast<double>(c.curve.steps)) + " has the same sum: compare with it");
}

bool has_note(const std::vector<Note>& notes, std::string_view id) {
  return std::any_of(notes.begin(), notes.end(), [&](const Note& note) { return note.id == id; });
}

/// Is there a finding beside it that has the same cause?
bool is_explained(const std::vector<Note>& notes, std::string_view id) {
  return std::any_of(notes.begin(), notes.end(), [&](const Note& note) {
    const Lint* lint = find_lint(note.id);
    return lint && std::find(lint->explains.begin(), lint->explains.end(), id) != lint->explains.end();
  });
}

/// Is it about a step that the run does not come to, or of what follows the end in the run's last hundredth alone?
bool is_past(const Note& note, Step steps) {
  const Step at = note.step.value_or(0);
  return at > steps || (at >= steps - std::max(steps / 100, Step{1}) && note.id.ends_with("-after-end"));
}

/// What was said of the steps of the run, then what was found by another name; without what another finding explains.
std::vector<Note> together(const std::vector<Note>& said, const std::vector<Note>& found, Step steps) {
  std::vector<Note> all, kept;
  for (const Note& note : said)
    if (!is_past(note, steps)) all.push_back(note);
  for (const Note& note : found)
    if (!has_note(all, note.id)) all.push_back(note);
  for (const Note& note : all)
    if (!is_explained(all, note.id)) kept.push_back(note);
  return kept;
}

}  // namespace

bool is_meant_to_jump(const Schedule& schedule) {
  const auto inner = schedule.inner();
  const bool is_stair = schedule.traits().is_sequence && std::all_of(inner.begin(), inner.end(), is_flat);
  return is_stair || schedule.traits().jumps || std::any_of(inner.begin(), inner.end(), is_meant_to_jump);
}

const Argument* Case::first(Part part) const {
  for (const Argument& each : evidence.arguments)
    if (each.part == part) return &each;
  return nullptr;
}

const Argument* Case::last(Part part) const {
  const Argument* found = nullptr;
  for (const Argument& each : evidence.arguments)
    if (each.part == part) found = &each;
  return found;
}

std::string set_to(const Argument& argument, double value) {
  return argument.name + "=" + text(static_cast<Step>(value));
}

std::string Case::longer(Step by, const char* own) const {
  const Argument* length = last(Part::length);
  if (is_own()) return own;
  if (!length) return "the schedule's lengths in all " + text(curve.steps);
  const double value = length->value + static_cast<double>(by);
  return value >= 1 ? set_to(*length, value) : length->name + "=" + text(curve.steps);
}

std::vector<Note> lint(const Plan& plan, const Evidence& evidence, const std::vector<Note>& said) {
  std::vector<Note> found;
  if (evidence.steps <= 0) return found;
  const Curve curve = curve_of(plan.lr, evidence.steps);
  const Case c{plan.lr, evidence.meaning ? *evidence.meaning : plan.lr, curve, evidence, found};
  for (const auto look :
       {look_at_the_start, look_at_the_warmup, look_at_the_peak, look_at_the_floor, look_at_low_rates, look_for_jumps,
        look_at_the_length, look_for_a_rise, look_past_the_end, look_at_how_it_is_stepped, look_at_what_is_counted,
        look_at_what_is_done, look_at_the_units_of_the_warmup, look_at_the_lowest})
    look(c);
  math::sort(found, [](const Note& a, const Note& b) { return a.step.value_or(0) < b.step.value_or(0); });
  look_at_the_sum(c);
  return together(said, found, evidence.steps);
}

std::vector<Note> lint(const Plan& plan, Step steps) { return lint(plan, Evidence{.steps = steps}); }

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
