// Every lint, stated once: help, docs/lint.md, SARIF's rules and --disable go by this table.

#include "etude/schedule/lint.h"

namespace etude::inline schedule {

std::span<const Lint> lints() {
  using enum Severity;
  using enum FoundOn;
  static constexpr Lint all[] = {
      // How the schedule is stepped.
      {"stepped-every-batch",
       warning,
       curve,
       "the schedule counts epochs and is stepped every update: it is over in no time, or restarts hundreds of times",
       {"rises-after-end", "shorter-than-run", "holds-its-floor", "rate-vanishes", "jump"}},
      {"stepped-every-epoch",
       warning,
       curve,
       "the schedule counts updates and is stepped once an epoch: the run comes through a fiftieth of it, or less",
       {"longer-than-run", "warmup-longer-than-run", "peak-not-reached", "rises-to-the-end", "floor-not-reached"}},
      {"counts-batches",
       warning,
       run,
       "the schedule's length is the run's in batches, before accumulation and devices gather them into updates",
       {"longer-than-run", "peak-not-reached"}},
      {"resumed-horizon",
       warning,
       run,
       "the schedule of a run that goes on is over before it goes on, or has the length of what is left alone",
       {"rises-after-end", "shorter-than-run", "holds-its-floor", "stepped-every-batch"}},
      {"by-epoch", note, line, "the schedule counts epochs by its own argument, and one step here is one epoch"},
      {"by-batch", note, line, "the program counts batches, and one step here is one batch"},
      {"two-owners", warning, line, "two schedules set one optimizer's rate, and the one that does it last has it"},

      // The warm-up.
      {"warmup-longer-than-run",
       warning,
       curve,
       "the warm-up takes the whole run or more",
       {"peak-not-reached", "rises-to-the-end", "longer-than-run"}},
      {"warmup-share-as-steps",
       warning,
       line,
       "a share of the run stands where the steps of a warm-up are wanted",
       {"warmup-of-one-step", "first-update-is-zero"}},
      {"warmup-steps-as-share",
       warning,
       line,
       "steps stand where the share of a warm-up is wanted",
       {"warmup-longer-than-run", "peak-not-reached", "rises-to-the-end"}},
      {"warmup-of-one-step", warning, curve, "a warm-up of one step starts at its peak"},
      {"warmup-is-zero", warning, line, "a warm-up that is asked for has no steps"},
      {"warmup-reaches-into-decay", warning, line, "the decay begins before the warm-up ends", {"jump"}},
      {"decay-cut", warning, line, "the library shortens a decay for which warm-up and run leave no steps"},
      {"first-update-is-zero", note, curve, "the first update or two have rate 0, as many libraries have it"},
      {"first-update-is-floor", note, line, "the library gives the first update its lowest rate"},
      {"zero-at-start", warning, curve, "three updates or more at the start have rate 0"},

      // The rates.
      {"never-trains", warning, curve, "the rate is 0 at every step"},
      {"rate-vanishes", warning, curve, "the rate is below a millionth of its peak for more than half of the run"},
      {"below-zero", warning, curve, "the rate is below 0 within the run", {"below-zero-after-end"}},
      {"floor-above-peak", warning, line, "the lowest rate that is asked for is above the highest"},
      {"floor-not-reached", note, curve, "the last update misses the decay's floor by more than 1 % of the peak"},
      {"peak-not-reached", warning, curve, "a rate that the schedule states is never used", {"floor-not-reached"}},
      {"jump", warning, curve, "the rate jumps between two pieces by 5 % of the peak or more"},
      {"rises-to-the-end", warning, curve, "the rate is highest at the last step"},
      {"sum", note, curve, "the rates of the run add up to so much"},

      // The run's length.
      {"longer-than-run", warning, curve, "the run ends before the schedule does, and at another rate"},
      {"shorter-than-run", warning, curve,
       "the schedule ends before the run, which goes on at a rate of 0, or for more than half of its steps"},
      {"holds-its-floor", note, curve, "the schedule ends before the run, which goes on at its floor"},
      {"rises-after-end",
       warning,
       curve,
       "the rate climbs again within the run, after the decay has ended",
       {"rises-past-run"}},
      {"rises-past-run", note, curve, "the rate would climb again in the steps after the run"},
      {"raises-in-run", warning, curve, "the framework raises an error at a step of the run", {"raises-after-end"}},
      {"raises-after-end", note, curve, "the framework raises an error at a step after the run"},
      {"below-zero-after-end", note, curve, "the rate would fall below 0 in the steps after the run"},
      {"does-not-stop", note, line, "past its end the curve goes on, and does not hold its floor"},
      {"past-total-steps", note, line,
       "past its end the library goes on beyond the floor, where the schedule here holds"},
      {"past-the-end", note, line,
       "code of one's own gives other rates past a step than the curve as which it is read"},
      {"rounds-to-nothing", warning, run, "an amount such as 0.1% comes to less than half a step"},

      // What a library makes of its arguments.
      {"no-lr", note, line, "the line leaves the rate to the optimizer and does not say it: 1 stands for it"},
      {"ignored-argument", warning, line, "the library passes over an argument that is given"},
      {"rate-not-used", note, line, "the schedule sets the rate itself, and the optimizer's lr is not used"},
      {"own-rate", warning, line, "a schedule inside another gives the optimizer its own rate to start from"},
      {"default-surprise", note, line, "a default of the library's is seldom what its user expects"},
      {"depends-on-version", note, line, "another version of the library reads the argument otherwise"},
      {"off-by-one", note, line, "the library puts a drop or a restart one step beside where its argument says"},
      {"integer-rate", warning, line, "the library computes in integers, as the rate is written as one"},
      {"milestone-twice", warning, line, "a milestone is named twice and acts twice"},
      {"milestones-out-of-order", warning, line, "milestones are not sorted, and the library does not sort them"},
      {"no-steps", warning, line, "a schedule in a list has no steps of its own"},
      {"nested-schedulers", warning, line, "torch steps schedulers inside schedulers once too often"},
      {"chain-overwritten", warning, line, "a schedule in a chain sets the rate anew, whatever the others did"},
      {"jumps-to-floor", warning, line, "the decay ends below the floor, and the rate jumps up to it"},
      {"restart-at-floor", note, line, "the first step of each cycle stands at the floor"},
      {"restart-lost", warning, line, "the library finds a restart by a logarithm, and misses it"},
      {"momentum-moves", note, line, "the library moves the optimizer's momentum against the rate"},

      // Controllers.
      {"controller-never-fires", warning, controller, "the controller can move no rate of this run"},
      {"controller-fires-blindly", warning, controller, "the controller acts whatever its metric does"},
      {"wrong-sign-below-zero", note, controller, "the controller's relative threshold turns around below 0"},
      {"ends-training", note, controller, "the library ends training at a rate at which the controller goes on"},
      {"reacts-to-a-metric", note, line, "a controller in a script cuts the rate, which no curve shows"},
  };
  return all;
}

const Lint* find_lint(std::string_view name) {
  for (const Lint& each : lints())
    if (each.name == name) return &each;
  return nullptr;
}

bool is_warning(const Note& note) {
  const Lint* lint = find_lint(note.id);
  return lint && lint->severity == Severity::warning;
}

}  // namespace etude::schedule
