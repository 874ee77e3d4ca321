// The schedule's own length beside the run's.

#include <algorithm>
#include <cmath>

#include "schedule/curve.h"
#include "schedule/text.h"

namespace etude::inline schedule {
namespace {

void look_at_a_longer_schedule(const Case& c, Step length) {
  const double there = c.lr(length - 1), last = c.curve.last();
  if (length - c.curve.steps <= std::max(c.curve.steps / 100, Step{1})) return;
  if (std::abs(there - last) <= 0.01 * c.curve.peak) return;
  c.add("longer-than-run",
        "the schedule has " + text(length) + " steps and the run " + text(c.curve.steps) + ": it stops at rate " +
            text(last) + ", before it reaches " + text(there),
        "give the decay the length of the run, as in " + c.longer(c.curve.steps - length, "steps=rest"), c.curve.steps);
}

/// A floor that is held is often meant: GPT-3 held one for the last eighth.
void look_at_a_shorter_schedule(const Case& c, Step length) {
  const double held = c.lr(length);
  const Step idle = c.curve.steps - length;
  if (c.curve.last() != held || !(held < c.curve.peak * (1 - 1e-9))) return;  // what it does is another note's
  const bool in_vain = std::abs(held) < c.curve.least();
  if (in_vain && idle <= std::max(c.curve.steps / 100, Step{1})) return;
  const bool is_long = 2 * idle > c.curve.steps && held < 0.3 * c.curve.peak;
  const bool is_stair = is_meant_to_jump(c.made) || c.has(Part::milestones);
  if (is_stair && !in_vain) return;
  const bool is_wrong = in_vain || is_long;
  c.add(is_wrong ? "shorter-than-run" : "holds-its-floor",
        "the schedule ends at step " + text(length) + " of " + text(c.curve.steps) + "; for the last " + text(idle) +
            " steps the rate is " + text(held),
        std::string(in_vain ? "nothing is learned there: stop the run, or give the decay its length, as in "
                            : "where that is not meant, give the decay the length of the run, as in ") +
            c.longer(idle, "steps=rest"),
        length);
}

}  // namespace

void look_at_the_length(const Case& c) {
  const Step length = c.made.length();
  if (length == endless || length == c.curve.steps || c.sweeps()) return;
  length > c.curve.steps ? look_at_a_longer_schedule(c, length) : look_at_a_shorter_schedule(c, length);
}

/// Does the rate climb again in the run, after the schedule's end?
void look_for_a_rise(const Case& c) {
  const Step length = c.made.length();
  if (length >= c.curve.steps || c.curve.stride != 1) return;
  const auto end = c.curve.lr.begin() + static_cast<std::ptrdiff_t>(length);
  const double settled = *(end - 1), highest = *std::max_element(end, c.curve.lr.end());
  const bool has_fallen = *std::max_element(c.curve.lr.begin(), end) > settled + 0.01 * c.curve.peak;
  if (!has_fallen || !(highest > settled + 0.01 * c.curve.peak)) return;
  c.add("rises-after-end",
        "the schedule ends at step " + text(length) + " of " + text(c.curve.steps) +
            ", and the rate climbs again, to " + text(highest),
        "give the decay the length of the run, as in " + c.longer(c.curve.steps - length, "steps=rest") +
            (c.is_own() ? ", or past_end(..., does=hold)" : ""),
        length);
}

}  // namespace etude::schedule
