// OpenMMLab's mmengine.optim.scheduler. Each scheduler acts in its window [begin, end) on the rate that it finds, and
// what it leaves stays. float64.

#include <algorithm>
#include <cmath>

#include "dialect/read/mmengine_lists.h"
#include "dialect/read/phases.h"
#include "etude/base/math.h"

namespace etude::dialect::mmengine {
namespace {

Span span_of(Arguments& a) {
  const Span span{a.steps("begin"), a.steps("end")};
  a.require(span.begin < span.end, "end must be above begin");
  a.require(
      !a.flag("convert_to_iter_based"),
      "convert_to_iter_based=True counts in updates of an epoch; multiply begin, end and the lengths by the updates "
      "of an epoch, and give by_epoch=False");
  if (a.flag("by_epoch"))
    a.note("by-epoch", "by_epoch=True: begin, end and the lengths count epochs",
           "give by_epoch=False where a step is an update");
  return span;
}

/// The curve in its window. Up to begin the rate is `before`; from end on it stands still.
Result<Reading> in_window(Arguments& a, const Span& span, double before, const Result<Schedule>& curve) {
  if (a.error()) return refused();
  if (!curve) return reading(curve);
  const bool ends = span.end != infinite;
  const auto seen = ends ? window(*curve, 0, span.steps()) : curve;
  if (!seen) return reading(seen);
  const auto whole = ends && curve->length() == span.steps() && !curve->as<PastEnd>() &&
                             (*curve)(span.steps() - 1) == (*curve)(max_step)
                         ? curve
                         : seen;
  if (span.begin == 0) return reading(whole);
  return reading(then(held(before, span.begin), whole));
}

Result<Reading> read_constant(Arguments& a) {
  const Span span = span_of(a);
  const double lr = a.number("lr"), factor = a.number("factor");
  const Step last = span.steps() - 1;
  a.require(factor >= 0 && factor <= 1, "factor is between 0 and 1");
  a.require(factor > 0 || last == 0, "mmengine divides by factor at the last step of its window; give one above 0");
  if (last == 0) return in_window(a, span, lr, held(lr * factor));
  a.note("off-by-one", "the rate is back at the last step of the window, end - 1", "give an end one later",
         span.end - 1);
  return in_window(a, span, lr, then(held(lr * factor, last), held(lr)));
}

/// The line has end - begin - 1 moves, so the last step of the window stands at end_factor.
Result<Reading> read_linear(Arguments& a) {
  const Span span = span_of(a);
  const double lr = a.number("lr"), start = a.number("start_factor"), end = a.number("end_factor");
  a.require(start >= 0 && start <= 1 && end >= 0 && end <= 1, "start_factor and end_factor are between 0 and 1");
  a.require(start > 0 || span.steps() == 1,
            "with start_factor=0 mmengine ends with ZeroDivisionError at the second step; give one above 0");
  return in_window(a, span, lr, linear({.from = lr * start, .to = lr * end, .steps = span.steps()}));
}

Result<Reading> read_exponential(Arguments& a) {
  const Span span = span_of(a);
  const double lr = a.number("lr");
  return in_window(a, span, lr, exponential({.from = lr, .rate = a.number("gamma")}));
}

Result<Reading> read_step(Arguments& a) {
  const Span span = span_of(a);
  const double lr = a.number("lr");
  return in_window(a, span, lr,
                   step_decay({.from = lr, .gamma = a.number("gamma"), .period = a.steps("step_size", 1)}));
}

Result<Reading> read_multi_step(Arguments& a) {
  const Span span = span_of(a);
  const double lr = a.number("lr");
  std::vector<Step> milestones = a.milestones("milestones");
  math::sort(milestones);
  std::erase_if(milestones, [](Step milestone) { return milestone < 0; });
  if (milestones.empty()) return in_window(a, span, lr, held(lr));
  if (span.begin > 0)
    a.note("default-surprise", "milestones count from begin, not from the start of the run", "take begin off each",
           span.begin + milestones[0]);
  return in_window(a, span, lr, multistep({.from = lr, .milestones = milestones, .gamma = a.number("gamma")}));
}

Result<Reading> read_poly(Arguments& a) {
  const Span span = span_of(a);
  const double lr = a.number("lr");
  return in_window(
      a, span, lr,
      polynomial({.from = lr, .to = a.number("eta_min"), .steps = span.steps(), .power = a.number("power")}));
}

double floor_of(Arguments& a, double lr) {
  const auto rate = a.maybe("eta_min"), share = a.maybe("eta_min_ratio");
  a.require(!rate || !share, "give eta_min or eta_min_ratio, not both");
  return rate ? *rate : share ? lr * *share : 0;
}

/// The wave has end - begin moves, so it would reach the floor one step after its window: it never does.
Result<Reading> read_cosine(Arguments& a) {
  const Span span = span_of(a);
  const double lr = a.number("lr"), floor = floor_of(a, lr);
  const Step given = a.is_none("T_max") ? 0 : a.steps("T_max"), period = given > 0 ? given : span.steps();
  if (span.steps() == period)
    a.note("floor-not-reached", "the window ends one step before the floor, and the rate stays there",
           filled("give an end one later, with T_max={}", {period}), span.end - 1);
  if (span.steps() > period + 1)
    a.note("rises-after-end", "after T_max the rate climbs back up", filled("give end={}", {span.begin + period + 1}),
           span.begin + period + 1);
  return in_window(a, span, lr, past_end(half_wave(lr, floor, period), Beyond::mirror));
}

Result<Reading> read_one_cycle(Arguments& a) {
  const Span span = span_of(a);
  const Step total = a.is_none("total_steps") ? span.steps() : a.steps("total_steps", 1);
  const bool three = a.flag("three_phase"), is_cosine = a.text("anneal_strategy") == "cos";
  const double peak = a.number("eta_max"), start = peak / a.number("div_factor");
  a.require(is_cosine || a.text("anneal_strategy") == "linear", "anneal_strategy is 'cos' or 'linear'");
  a.require(!is_whole(a.literal("pct_start")), "mmengine refuses an int as pct_start; write it with a point");
  const std::vector<double> ends = phase_ends(a, a.number("pct_start"), total, three, span.steps() > total);
  if (span.steps() > total) note_one_cycle_end(a, "mmengine", total, is_cosine);
  if (a.error()) return refused();
  const double last = start / a.number("final_div_factor");
  const std::vector<double> rates = phase_values(start, peak, last, three);
  return in_window(a, span, a.maybe("lr").value_or(1), one_cycle_of(a, {ends, rates, is_cosine}, total));
}

/// After the last period the rate stays where the last step of that period left it.
Result<Reading> read_restarts(Arguments& a) {
  const Span span = span_of(a);
  const std::vector<Step> periods = a.milestones("periods");
  const std::vector<double> weights = a.numbers("restart_weights");
  const double lr = a.number("lr"), floor = floor_of(a, lr);
  a.require(periods.size() == weights.size(), "periods and restart_weights need the same length");
  a.require(!a.is_none("eta_min") || !a.is_none("eta_min_ratio"), "mmengine asserts one of eta_min and eta_min_ratio");
  a.require(!periods.empty() && *std::min_element(periods.begin(), periods.end()) > 0, "periods must be above 0");
  if (a.error()) return refused();
  std::optional<Schedule> all;
  for (std::size_t i = 0; i < periods.size(); ++i) {
    const auto wave = half_wave(lr * weights[i], floor, periods[i]);
    const auto longer = all ? then(*all, wave) : wave;
    if (!longer) return reading(longer);
    all = *longer;
  }
  a.note("floor-not-reached", "each period ends one step before the floor", "give an eta_min a little lower");
  return in_window(a, span, lr, window(*all, 0, all->length()));
}

constexpr Entry entries[] = {
    {"ConstantLR",
     "factor=0.3333333333333333, begin=0, end=1000000000, last_step=-1, by_epoch=True, "
     "verbose=False, convert_to_iter_based=False, lr=1.0",
     "times factor up to the step before end - 1", &read_constant},
    {"LinearLR",
     "start_factor=0.3333333333333333, end_factor=1.0, begin=0, end=1000000000, last_step=-1, by_epoch=True, "
     "verbose=False, convert_to_iter_based=False, lr=1.0",
     "a line between two factors, there at end - 1", &read_linear},
    {"ExponentialLR",
     "gamma, begin=0, end=1000000000, last_step=-1, by_epoch=True, verbose=False, "
     "convert_to_iter_based=False, lr=1.0",
     "times gamma every step", &read_exponential},
    {"StepLR",
     "step_size, gamma=0.1, begin=0, end=1000000000, last_step=-1, by_epoch=True, verbose=False, "
     "convert_to_iter_based=False, lr=1.0",
     "times gamma every step_size steps", &read_step},
    {"MultiStepLR",
     "milestones, gamma=0.1, last_step=-1, begin=0, end=1000000000, by_epoch=True, "
     "verbose=False, convert_to_iter_based=False, lr=1.0",
     "times gamma at each milestone", &read_multi_step},
    {"PolyLR",
     "eta_min=0, power=1.0, begin=0, end=1000000000, last_step=-1, by_epoch=True, verbose=False, "
     "convert_to_iter_based=False, lr=1.0",
     "a power of what remains, there at end - 1", &read_poly},
    {"CosineAnnealingLR",
     "T_max=None, eta_min=None, begin=0, end=1000000000, last_step=-1, by_epoch=True, verbose=False, "
     "eta_min_ratio=None, convert_to_iter_based=False, lr=1.0",
     "half a cosine wave, and back, frozen at end", &read_cosine},
    {"OneCycleLR",
     "eta_max=0, total_steps=None, pct_start=0.3, anneal_strategy='cos', div_factor=25.0, "
     "final_div_factor=10000.0, three_phase=False, begin=0, end=1000000000, last_step=-1, by_epoch=True, "
     "verbose=False, convert_to_iter_based=False, lr=None",
     "the 1-cycle policy", &read_one_cycle},
    {"CosineRestartLR",
     "periods, restart_weights=(1,), eta_min=None, eta_min_ratio=None, begin=0, end=1000000000, last_step=-1, "
     "by_epoch=True, verbose=False, convert_to_iter_based=False, lr=1.0",
     "cosine decays with warm restarts of given lengths", &read_restarts},
    {"ReduceOnPlateauLR",
     "monitor='loss', rule='less', factor=0.1, patience=10, threshold=0.0001, threshold_rule='rel', cooldown=0, "
     "min_value=0.0, eps=1e-08, begin=0, end=1000000000, last_step=-1, by_epoch=True, verbose=False, lr=1.0",
     "reacts to a metric: see etude list controllers", &reacts},
    {"schedulers", "param_schedulers, lr=1.0", "several, each in its window", &read_together},
};

}  // namespace

constexpr Language language{
    .name = "mmengine",
    .library = "OpenMMLab mmengine.optim.scheduler; schedulers(param_schedulers=[...]) for several at once",
    .entries = entries,
    .block = {.library = "mmengine",
              .name = "type",
              .passed_over = "type",
              .list_entry = "schedulers",
              .list_argument = "param_schedulers"}};

}  // namespace etude::dialect::mmengine
