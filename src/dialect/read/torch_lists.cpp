// SequentialLR and ChainedScheduler. As pieces one after another, or as a product, they are said of etude's kinds; what
// they give is held against torch's own steps (torch_steps.h), and where the two part, the steps are right.

#include "dialect/read/torch_lists.h"

#include <algorithm>
#include <cmath>

#include "dialect/read/torch_built.h"
#include "dialect/read/torch_run.h"
#include "etude/schedule/callable.h"

namespace etude::dialect::torch {
namespace {

/// The schedules of the list, each alone; nothing where one of them says nothing alone. The optimizer's rate is `lr`
/// until one of them sets it to its own.
std::optional<std::vector<Reading>> members(Arguments& a, double lr) {
  std::vector<Reading> all;
  for (const Literal& each : a.literal("schedulers").items) {
    auto read = a.read(each, lr);
    if (!read) return std::nullopt;
    for (Note& note : read->notes)
      if (note.id != "rate-not-used") a.note(note.id, note.text, note.advice);
    if (is_call(each, "OneCycleLR") || (all.empty() && is_call(each, "CyclicLR"))) lr = read->lr()(0);
    all.push_back(*std::move(read));
  }
  return all;
}

/// A OneCycleLR later in the list changes the optimizer's initial rate, from which torch starts the first schedule.
void start_first_anew(Arguments& a, std::vector<Reading>& all) {
  const std::vector<Literal>& calls = a.literal("schedulers").items;
  std::optional<double> rate;
  for (std::size_t i = 1; i < calls.size(); ++i)
    if (is_call(calls[i], "OneCycleLR")) rate = all[i].lr()(0);
  if (!rate || is_call(calls[0], "OneCycleLR") || is_call(calls[0], "CyclicLR") ||
      is_call(calls[0], "CosineAnnealingWarmRestarts"))
    return;
  a.note("own-rate",
         "OneCycleLR sets the optimizer's initial rate to max_lr / div_factor = {}, and torch starts the first "
         "schedule from there",
         {plain(*rate)}, "write the rates that you want in each schedule");
  if (const auto read = a.read(calls[0], *rate)) all[0].plan.lr = read->plan.lr;
}

/// SWALR leaves the rate that it finds.
Result<Schedule> swa_from(const Schedule& alone, double found) {
  if (alone.as<Constant>()) return alone;
  if (const Cosine* anneal = alone.as<Cosine>()) return half_wave(found, anneal->to, anneal->steps);
  const Linear* line = alone.as<Linear>();
  if (!line) return alone;
  return straight(found, line->to, line->steps);
}

/// How many steps each piece of a SequentialLR lasts; the last one is endless.
std::vector<Step> piece_lengths(Arguments& a, const std::vector<Step>& milestones) {
  std::vector<Step> lengths;
  Step last = 0;
  for (const Step milestone : milestones) lengths.push_back(milestone - std::exchange(last, milestone));
  lengths.push_back(endless);
  for (std::size_t i = 0; i + 1 < lengths.size(); ++i)
    if (lengths[i] == 0)
      a.note("no-steps", "schedule {} has no steps of its own: it is passed over", {i + 1}, "leave it out");
  return lengths;
}

/// Are there schedulers inside schedulers, or milestones out of order? Torch takes both, and surprises its user.
bool is_nested(Arguments& a, const Scheduler& whole) {
  const bool nested =
      std::any_of(whole.members.begin(), whole.members.end(), [](const Scheduler& each) { return each.is_list(); });
  if (nested)
    a.note(
        "nested-schedulers",
        "torch steps the schedulers inside another one once too often: their milestones and decays come a step early",
        "write one flat list");
  const bool is_sorted = std::is_sorted(whole.milestones.begin(), whole.milestones.end());
  if (!is_sorted)
    a.note("milestones-out-of-order",
           "torch looks the milestones up by bisection and takes them in any order: some schedulers are passed over",
           "sort the milestones");
  return nested || !is_sorted || (!whole.milestones.empty() && whole.milestones[0] < 0);
}

/// The pieces one after another, as they would be if none touched what another needs.
Result<Schedule> in_sequence(Arguments& a, const std::vector<Step>& milestones) {
  auto all = members(a, a.number("lr"));
  if (!all) return refused();
  start_first_anew(a, *all);
  const std::vector<Step> lengths = piece_lengths(a, milestones);
  std::optional<Schedule> whole;
  double rate = a.number("lr");
  Step start = 0;
  for (std::size_t i = 0; i < all->size(); ++i) {
    if (lengths[i] == 0) continue;
    const bool is_swa = start > 0 && is_call(a.literal("schedulers").items[i], "SWALR");
    const Schedule& alone = (*all)[i].plan.lr;
    const Result<Schedule> piece = is_swa ? swa_from(alone, rate) : alone;
    const auto shown = piece && lengths[i] != endless ? lasting(*piece, lengths[i]) : piece;
    const auto longer = whole ? then(*whole, shown) : shown;
    if (!longer || lengths[i] == endless) return longer;
    whole = *longer;
    start += lengths[i];
    rate = (*whole)(start - 1);
  }
  return *whole;
}

/// The product of the curves for a rate of 1.
Result<Schedule> as_product(Arguments& a) {
  const auto all = members(a, 1);
  if (!all) return refused();
  std::vector<Schedule> factors;
  for (const Reading& each : *all) factors.push_back(each.plan.lr);
  const auto product = factors.size() == 1 ? Result<Schedule>(factors[0]) : make_schedule(Multiply{.of = factors});
  const double lr = a.number("lr");
  return lr == 1 ? product : scale(product, lr);
}

bool is_factor(const Scheduler& each) { return each.rule <= Rule::cosine; }

/// How far a curve of kinds and torch's own steps are apart.
enum class Gap { none, rounding, more };

/// The step to which both are followed: where nothing new happens any more, or to the end of a longer run.
Step followed(const Arguments& a, const Scheduler& scheduler) {
  const double reach = std::min(2 * scheduler.reach() + 64, 0x1p18);
  return std::min(std::max(static_cast<Step>(reach), total_updates(a.horizon()).value_or(1)),
                  Recursion<Stand>::longest);
}

Gap gap_of(const Arguments& a, const Schedule& said, const Run& run, Step steps) {
  const Step counted = total_updates(a.horizon()).value_or(steps);
  double peak = 0;
  bool is_rounded = false;
  for (Step t = 0; t < steps; ++t) {
    const double rate = run.rate(t), apart = std::abs(said(t) - rate);
    peak = std::max(peak, std::abs(rate));
    if (apart <= 1e-12 * std::abs(rate) + 0x1p-53 * peak) continue;
    if (std::isnan(rate) && std::isnan(said(t))) continue;
    if (!(apart <= 1e-7 * peak)) return Gap::more;
    is_rounded = is_rounded || t < counted;
  }
  return is_rounded ? Gap::rounding : Gap::none;
}

/// The first step at which something has been raised, if it has been at `last`.
Step first_raise(const Run& run, Step last) {
  Step first = 0;
  while (first < last) {
    const Step middle = first + (last - first) / 2;
    const bool is_later = run.raised(middle) == Raised::nothing;
    (is_later ? first : last) = is_later ? middle + 1 : middle;
  }
  return first;
}

const char* advice_on(Raised raised) {
  if (raised == Raised::not_implemented) return "write one flat list in place of a list inside a SequentialLR";
  if (raised == Raised::zero_division) return "give lengths and factors above 0";
  return "stop before it";
}

}  // namespace

Result<Reading> stepped(Arguments& a, const Scheduler& scheduler, const Result<Schedule>& said) {
  if (a.error()) return refused();
  const Run run(a.maybe("lr").value_or(1), scheduler);
  const Step steps = followed(a, scheduler);
  if (const Raised raised = run.raised(steps - 1); raised != Raised::nothing) {
    const Step end = first_raise(run, steps - 1);
    a.require((raised == Raised::value_error && end > 0) || ends_before(a, end), "torch ends with {} at step {}; {}",
              {word(raised), end, advice_on(raised)});
  }
  if (a.error()) return refused();
  const Gap gap = said ? gap_of(a, *said, run, steps) : Gap::more;
  const auto rate = [run](Step t) { return run.rate(t); };
  auto read = gap == Gap::none       ? reading(said)
              : gap == Gap::rounding ? computed_reading(a, said, rate)
                                     : own_reading(a, rate);
  if (read && scheduler.has_momentum())
    read->plan.momentum = own_reading(a, [run](Step t) { return run.momentum(t); })->plan.lr;
  return read;
}

Result<Reading> read_sequential(Arguments& a) {
  const Scheduler whole = built(a, "SequentialLR");
  if (a.error()) return refused();
  if (is_nested(a, whole)) return stepped(a, whole);
  return stepped(a, whole, in_sequence(a, whole.milestones));
}

Result<Reading> read_chained(Arguments& a) {
  const Scheduler whole = built(a, "ChainedScheduler");
  if (a.error()) return refused();
  for (std::size_t i = 0; i < whole.members.size(); ++i)
    if (!is_factor(whole.members[i]))
      a.note("chain-overwritten", "{} sets the rate anew, whatever the schedulers before it in the chain did",
             {last_name(a.literal("schedulers").items[i].text)}, "take it out of the chain, or use SequentialLR");
  return stepped(a, whole, as_product(a));
}

}  // namespace etude::dialect::torch
