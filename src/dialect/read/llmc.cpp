// llm.c (llmc/schedulers.h): float arithmetic in C, and an assert past the end.

#include <algorithm>
#include <cmath>

#include "dialect/read/float32.h"
#include "dialect/read/reading.h"

namespace etude::dialect::llmc {
namespace {

struct Run {
  float rate, fraction;
  Step rise, steps;
  float lowest() const { return rate * fraction; }
  float rising(Step t) const { return rate * (float32::of(t) + 1) / float32::of(rise); }
  /// How much of the run after the rise is done.
  float done(Step t) const { return float32::of(t - rise) / float32::of(steps - rise); }
};

Run run_of(Arguments& a) {
  Run run{float32::of(a.number("learning_rate")), float32::of(a.number("final_learning_rate_frac")),
          a.steps("warmup_iterations"), a.steps_or_run("train_num_batches")};
  if (run.fraction == 1)
    a.note("default-surprise", "final_learning_rate_frac is 1, as llm.c has it: the rate does not fall", "give 0.0");
  return run;
}

/// The rise, then `fall` from step warmup_iterations on.
Result<Schedule> risen(Arguments& a, const Run& run, const Result<Schedule>& fall) {
  return then(warmup({.to = a.number("learning_rate"), .steps = run.rise}), fall);
}

/// An assert in llm.c ends the program that asks for a step past the end.
Result<Schedule> ended(const Result<Schedule>& schedule, const Run& run) {
  return past_end(schedule, Beyond::error, run.steps + 1);
}

bool check_run(Arguments& a, const Run& run) {
  return a.require(run.steps > run.rise,
                   "train_num_batches must be above warmup_iterations: llm.c ends with an assert");
}

std::function<float(Step)> from_rise(const Run& run, std::function<float(Step)> rest) {
  return [run, rest = std::move(rest)](Step t) {
    if (t < run.rise) return run.rising(t);
    return t > run.steps ? std::nanf("") : rest(t);
  };
}

double lowest_of(Arguments& a) { return a.number("learning_rate") * a.number("final_learning_rate_frac"); }

Result<Reading> read_cosine(Arguments& a) {
  const Run run = run_of(a);
  if (!check_run(a, run)) return refused();
  const auto fall = half_wave(a.number("learning_rate"), lowest_of(a), run.steps - run.rise);
  return float32_reading(a, ended(risen(a, run, fall), run), from_rise(run, [run](Step t) {
                           const float turn = float32::of(math::pi * static_cast<double>(run.done(t)));
                           const float weight = 0.5f * (1 + float32::cos(turn));
                           return run.lowest() + weight * (run.rate - run.lowest());
                         }));
}

Result<Reading> read_linear(Arguments& a) {
  const Run run = run_of(a);
  if (!check_run(a, run)) return refused();
  const auto fall = straight(a.number("learning_rate"), lowest_of(a), run.steps - run.rise);
  return float32_reading(a, ended(risen(a, run, fall), run),
                         from_rise(run, [run](Step t) { return run.rate - run.done(t) * (run.rate - run.lowest()); }));
}

Result<Reading> read_constant(Arguments& a) {
  const double rate = a.number("learning_rate");
  return float32_reading(a, held(rate), [rate](Step) { return float32::of(rate); });
}

/// The decay takes the last fifth of the run, whose first step llm.c computes as a float.
Result<Reading> read_wsd(Arguments& a) {
  const Run run = run_of(a);
  if (!check_run(a, run)) return refused();
  const auto start = static_cast<Step>(0.8f * float32::of(run.steps));
  const Step flat = std::max(start - run.rise, Step{0}), down = run.steps - start;
  const auto fall = power_done(a.number("learning_rate"), lowest_of(a), down, 0.5);
  if (!a.require(run.rise <= start, "the warm-up reaches into the last fifth, where wsd decays; shorten it"))
    return refused();
  const auto rest = flat > 0 ? then(held(a.number("learning_rate"), flat), fall) : fall;
  return float32_reading(a, ended(risen(a, run, rest), run), from_rise(run, [run, start](Step t) {
                           if (t < start) return run.rate;
                           const float done = float32::of(t - start) / float32::of(run.steps - start);
                           return run.lowest() + (1 - std::sqrt(done)) * (run.rate - run.lowest());
                         }));
}

constexpr std::string_view signature =
    "learning_rate=0.0003, warmup_iterations=0, train_num_batches=None, final_learning_rate_frac=1.0";

constexpr Entry entries[] = {
    {"cosine", signature, "a rise, then half a cosine wave", &read_cosine},
    {"linear", signature, "a rise, then a straight line", &read_linear},
    {"constant", signature, "the same rate at every step, without the warm-up", &read_constant},
    {"wsd", signature, "a rise, flat, and 1 - sqrt over the last fifth", &read_wsd},
};

}  // namespace

constexpr Language language{.name = "llmc",
                            .library = "llm.c, llmc/schedulers.h; computes in float32",
                            .prefixes = {"llm"},
                            .entries = entries};

}  // namespace etude::dialect::llmc
