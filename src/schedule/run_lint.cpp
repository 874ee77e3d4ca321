// How the schedule is stepped, and what its length counts. Each is told from a relation of lengths that no other mistake
// leaves: hundreds of decays, a fiftieth of a schedule, a length that is the run's times what gathers batches.

#include <algorithm>
#include <cmath>

#include "etude/base/number.h"
#include "schedule/curve.h"
#include "schedule/text.h"

namespace etude::inline schedule {
namespace {

double as_real(Step step) { return static_cast<double>(step); }

/// How often the rate turns from falling to rising, how often it falls, and where it falls last.
struct Turns {
  Step cycles = 0, falls = 0;
  std::size_t last_fall = 0;
};

Turns turns_of(const std::vector<double>& lr) {
  Turns turns;
  bool falling = false;
  for (std::size_t i = 1; i < lr.size(); ++i) {
    if (lr[i] < lr[i - 1]) falling = true, ++turns.falls, turns.last_fall = i;
    if (lr[i] > lr[i - 1] && falling) falling = false, ++turns.cycles;
  }
  return turns;
}

/// What of it counts epochs: the arguments by their names, or in general.
std::string epochs_advice(const Case& c) {
  std::string names;
  for (const Argument& each : c.evidence.arguments) {
    const bool counts = each.part == Part::period || each.part == Part::milestones || each.part == Part::length;
    if (counts && names.find(each.name) == std::string::npos) names += (names.empty() ? "" : " and ") + each.name;
  }
  const auto epoch = updates_per_epoch(c.evidence.horizon);
  const std::string per = epoch ? text(*epoch) : "the updates of an epoch";
  if (!names.empty()) return "call step() once an epoch, or count " + names + " in updates: times " + per;
  if (const Argument* factor = c.last(Part::factor))
    return "call step() once an epoch, or give " + factor->name + " for one update: the power 1/n of it, where n is " +
           per;
  return "step it once an epoch, or give its lengths in updates, each times " + per;
}

void is_over_at_once(const Case& c, Step over) {
  c.add("stepped-every-batch",
        "what happens to the rate is over by step " + text(over) + " of " + text(c.curve.steps) + ", and the rate is " +
            text(c.curve.last()) + " from there: it seems to count epochs",
        epochs_advice(c), over);
}

/// The first step from which the rate stays below a millionth of its peak.
std::size_t vanishes_at(const Curve& curve) {
  std::size_t i = curve.lr.size();
  while (i > 0 && curve.lr[i - 1] < curve.least()) --i;
  return i;
}

bool is_stepped_every_batch(const Case& c) {
  const Curve& curve = c.curve;
  if (curve.steps < 500 || curve.stride != 1 || !(curve.peak > 0)) return false;
  const Turns turns = turns_of(curve.lr);
  if (turns.cycles > 100 && curve.steps / turns.cycles < 100) {
    c.add("stepped-every-batch",
          "the rate restarts " + text(turns.cycles) + " times in " + text(curve.steps) +
              " steps: its periods seem to be epochs",
          epochs_advice(c), Step{0});
    return true;
  }
  const auto over = static_cast<Step>(turns.last_fall);
  const bool in_stairs = turns.falls > 1 && turns.falls <= 20;
  if (turns.falls > 0 && curve.last() < 0.999 * curve.peak && over * (in_stairs ? 10 : 100) <= curve.steps) {
    is_over_at_once(c, over);
    return true;
  }
  const std::size_t gone = vanishes_at(curve);
  const bool decays_for_ever = c.made.length() == endless && curve.lr.size() - gone > curve.lr.size() / 2;
  if (decays_for_ever) {
    c.add("stepped-every-batch",
          "from step " + text(curve.step(gone)) + " of " + text(curve.steps) +
              " the rate is below a millionth of its " + "peak, and at the end " + text(curve.last()) +
              ": the decay seems to count epochs",
          epochs_advice(c), curve.step(gone));
  }
  return decays_for_ever;
}

/// The steps that the schedule has, or that its warm-up has where it goes on for ever.
Step own_length(const Schedule& made) {
  if (made.length() != endless) return made.length();
  const Schedule& begin = made.traits().is_sequence ? made.inner()[0] : made;
  return begin.traits().is_warmup ? begin.length() : 0;
}

void look_for_a_step_an_epoch(const Case& c) {
  const Step length = own_length(c.made), steps = c.curve.steps;
  if (length == endless || length / 50 < steps || steps < 3 || steps > 2000) return;
  const Argument* counted = c.made.length() == endless ? c.first(Part::warmup) : c.last(Part::length);
  c.add("stepped-every-epoch",
        "the schedule has " + text(length) + " steps and the run " + text(steps) + ": it comes through " +
            significant(100 * as_real(steps) / as_real(length), 2) + " % of it; it seems to count updates",
        c.is_own()
            ? "step it after every update, or give its lengths in epochs"
            : "call step() after every update, or count " + (counted ? counted->name : "its steps") + " in epochs",
        steps);
}

/// What gathers batches into updates, where the schedule's length is the run's times that.
Step gathered(const Horizon& horizon, Step length, Step steps) {
  const double batches = as_real(horizon.accumulation), devices = as_real(horizon.devices);
  for (const double by : {batches, devices, batches * devices}) {
    if (by < 2 || by > as_real(length)) continue;
    if (std::abs(as_real(length) / by - as_real(steps)) <= std::max(0.01 * as_real(steps), 1.0))
      return static_cast<Step>(by);
  }
  return 0;
}

/// A length is over before the run goes on, or is that of the rest.
std::optional<Note> resumed(const Case& c, Step length, Step done) {
  const Step steps = c.curve.steps, rest = steps - done;
  const std::string whole = c.longer(steps - length, "its length");
  const std::string counted = ", and the schedule counts from the run's first step";
  if (length <= done)
    return Note{"resumed-horizon",
                "the schedule has " + text(length) + " steps, and the run goes on at step " + text(done) +
                    ": it is over before" + (length == rest ? "; it has the length of what is left" + counted : ""),
                "give the whole run's length, " + whole, done};
  if (length == rest && length != steps)
    return Note{"resumed-horizon", "the schedule has the length of what is left of the run, " + text(rest) + counted,
                "give the whole run's length, " + whole, length};
  return std::nullopt;
}

}  // namespace

void look_at_how_it_is_stepped(const Case& c) {
  if (!is_stepped_every_batch(c) && !c.sweeps()) look_for_a_step_an_epoch(c);
}

void look_at_what_is_counted(const Case& c) {
  const Step length = c.made.length();
  if (length == endless || length == c.curve.steps) return;
  const Horizon& h = c.evidence.horizon;
  const Step by = gathered(h, length, c.curve.steps);
  if (by == 0) return;
  const char* what = by == h.accumulation && by != h.devices   ? " batches that accumulation gathers"
                     : by == h.devices && by != h.accumulation ? " devices"
                                                               : " batches that accumulation and devices gather";
  c.add("counts-batches",
        "the schedule has " + text(length) + " steps: the run's " + text(c.curve.steps) + " updates times " + text(by) +
            what,
        "count updates: " + c.longer(c.curve.steps - length, "steps=rest"), c.curve.steps);
}

void look_at_what_is_done(const Case& c) {
  const Argument* argument = c.last(Part::done);
  const double stated = argument && argument->value > 0 ? argument->value + 1 : 0;
  const Step done = c.evidence.done > 0 ? c.evidence.done : static_cast<Step>(std::min(stated, 0x1p60));
  const Step length = c.made.length();
  if (done <= 0 || done >= c.curve.steps || length == endless) return;
  if (auto note = resumed(c, length, done)) c.notes.push_back(*std::move(note));
}

std::optional<Note> warmup_unit(Part part, std::string_view name, double value, Step steps) {
  const std::string argument = std::string(name) + "=";
  if (part == Part::warmup && value > 0 && value < 1) {
    const std::string share = steps > 0 ? text(std::max(static_cast<Step>(value * as_real(steps)), Step{1})) : "...";
    return Note{"warmup-share-as-steps",
                argument + shortest(value) + " is less than one step: a share of the run stands where steps are wanted",
                "give the steps, as in " + argument + share, Step{0}};
  }
  if (part == Part::warmup_share && value > 1) {
    const bool fits = steps > 0 && value < as_real(steps);
    return Note{"warmup-steps-as-share",
                argument + shortest(value) + " is more than the whole run: steps stand where a share is wanted",
                "give a share of the run, as in " + argument + (fits ? significant(value / as_real(steps), 2) : "0.05"),
                Step{0}};
  }
  return std::nullopt;
}

void look_at_the_units_of_the_warmup(const Case& c) {
  for (const Argument& each : c.evidence.arguments)
    if (auto note = warmup_unit(each.part, each.name, each.value, c.curve.steps)) c.notes.push_back(*std::move(note));
}

Note two_owners(std::string_view first, std::string_view second) {
  return {"two-owners",
          std::string(first) + " and " + std::string(second) + " both set the optimizer's rate: the one that does it " +
              "last has it",
          "keep one of the two",
          {}};
}

}  // namespace etude::schedule
