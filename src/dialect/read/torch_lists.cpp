// SequentialLR and ChainedScheduler. A sequence whose milestones are in order is its pieces one after another; a chain
// of factors is their product. What is neither has no closed form: it is stepped through as torch does it
// (torch_steps.h).

#include "dialect/read/torch_lists.h"

#include <algorithm>

#include "dialect/read/torch_steps.h"
#include "dialect/shapes.h"
#include "etude/schedule/callable.h"

namespace etude::dialect::torch {
namespace {

/// The first `length` steps of a schedule. One that goes on past its end does so here too.
Result<Schedule> cut(const Schedule& schedule, Step length) {
  const bool goes_on = schedule.as<PastEnd>() && schedule.length() < length;
  return goes_on ? multiply(schedule, held(1, length)) : lasting(schedule, length);
}

/// The schedules of the list. The optimizer's rate is `lr` until one of them sets it to its own.
std::vector<Reading> members(Arguments& a, double lr) {
  const Literal& list = a.literal("schedulers");
  std::vector<Reading> all;
  a.require(list.type == Literal::Type::list && !list.items.empty(), "schedulers needs a list of schedules");
  for (const Literal& each : list.items) {
    auto read = a.member(each, lr);
    if (!read) return {};
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
  for (std::size_t i = 1; i < calls.size() && i < all.size(); ++i)
    if (is_call(calls[i], "OneCycleLR")) rate = all[i].lr()(0);
  if (!rate || is_call(calls[0], "OneCycleLR") || is_call(calls[0], "CyclicLR") ||
      is_call(calls[0], "CosineAnnealingWarmRestarts"))
    return;
  a.note("own-rate",
         "OneCycleLR sets the optimizer's initial rate to max_lr / div_factor = {}, and torch starts the first "
         "schedule from there",
         {plain(*rate)}, "write the rates that you want in each schedule");
  if (const auto read = a.read(calls[0], *rate)) all[0].plan.lr = read->lr();
}

/// SWALR leaves the rate that it finds.
Result<Schedule> swa_from(const Schedule& alone, double found) {
  if (alone.as<Constant>()) return alone;
  if (const Cosine* anneal = alone.as<Cosine>()) return half_wave(found, anneal->to, anneal->steps);
  const Linear* line = alone.as<Linear>();
  return straight(found, line->to, line->steps);
}

/// How many steps each piece of a SequentialLR lasts; the last one is endless.
std::vector<Step> piece_lengths(Arguments& a, std::size_t count) {
  const std::vector<Step> milestones = a.milestones("milestones");
  a.require(milestones.size() + 1 == count,
            "torch needs one milestone fewer than schedulers: {} schedulers, {} milestones",
            {count, milestones.size()});
  const std::vector<Literal>& calls = a.literal("schedulers").items;
  for (std::size_t i = 1; i < calls.size(); ++i) {
    const Literal* iterations = calls[i].find("total_iters");
    a.require(!iterations || iterations->number != 0,
              "total_iters=0 past a milestone does nothing or ends with ZeroDivisionError in {}; give it at least 1",
              {last_name(calls[i].text)});
  }
  std::vector<Step> lengths;
  Step last = 0;
  for (const Step milestone : milestones) {
    a.require(milestone >= last, "milestones must be in their order and at least 0; torch looks them up by bisection");
    lengths.push_back(milestone - last);
    last = milestone;
  }
  lengths.push_back(endless);
  if (a.error()) return {};
  for (std::size_t i = 0; i + 1 < lengths.size(); ++i)
    if (lengths[i] == 0)
      a.note("no-steps", "schedule {} has no steps of its own: it is passed over", {i + 1}, "leave it out");
  return lengths;
}

/// `piece` after `whole`, which is nothing before the first piece.
Result<Schedule> append(const std::optional<Schedule>& whole, const Result<Schedule>& piece) {
  return whole ? then(*whole, piece) : piece;
}

bool is_factor(const Literal& call) {
  for (const char* name : {"StepLR", "MultiStepLR", "ConstantLR", "LinearLR", "ExponentialLR", "PolynomialLR"})
    if (is_call(call, name)) return true;
  return false;
}

/// Is the factor 1 from step t on?
bool is_one_from(const Schedule& factor, Step t) {
  return factor(t) == 1 && factor(max_step) == 1 && factor.as<Then>();
}

/// Is the chain the product of its members? One cosine may be among them, if its eta_min is 0 and every other factor is
/// 1 before it ends.
bool is_product(const std::vector<Literal>& calls, const std::vector<Schedule>& schedules) {
  Step cosine_ends = endless;
  int cosines = 0;
  for (std::size_t i = 0; i < calls.size(); ++i) {
    if (is_factor(calls[i])) continue;
    const Cosine* wave = inside(schedules[i]).as<Cosine>();
    if (!wave || wave->to != 0 || ++cosines > 1) return false;
    cosine_ends = wave->steps;
  }
  for (std::size_t i = 0; i < calls.size() && cosines > 0; ++i) {
    const bool settles = is_one_from(schedules[i], cosine_ends) || schedules[i].as<Linear>();
    if (is_factor(calls[i]) && (!settles || schedules[i](cosine_ends) != 1)) return false;
  }
  return true;
}

Scheduler steps_of(Arguments& a, const Literal& call);

/// A scheduler of one curve, as torch steps it; `unit` is its curve for a rate of 1, `own` its curve for the chain's.
Scheduler one_step_of(const Literal& call, const Schedule& unit, const Schedule& own) {
  if (is_call(call, "ExponentialLR")) return {.way = Way::exponential, .gamma = unit(1)};
  if (const Polynomial* k = unit.as<Polynomial>())
    return {.way = Way::polynomial, .power = k->power, .steps = k->steps};
  if (const Cosine* k = inside(own).as<Cosine>(); k && is_call(call, "CosineAnnealingLR"))
    return {.way = Way::cosine, .eta_min = k->to, .steps = k->steps};
  if (is_factor(call)) return {.way = Way::factor, .curve = unit};
  return {.way = Way::absolute, .curve = own};
}

/// The schedulers of a list, each of which may be a list itself.
void add_members(Arguments& a, const Literal& list, bool is_sequence, Scheduler& to) {
  for (const Literal& each : list.items) {
    const bool is_list = is_call(each, "SequentialLR") || is_call(each, "ChainedScheduler");
    a.require(!is_list || !is_sequence || to.members.empty(),
              "torch ends with NotImplementedError at the milestone before a {} inside a SequentialLR; write "
              "one flat list",
              {last_name(each.text)});
    a.require(!is_call(each, "SWALR"), "a SWALR among nested schedulers is not read; write SequentialLR alone");
    to.members.push_back(steps_of(a, each));
  }
  a.require(!to.members.empty(), "schedulers needs a list of schedules");
}

Scheduler steps_of(Arguments& a, const Literal& call) {
  const bool is_sequence = is_call(call, "SequentialLR");
  if (is_sequence || is_call(call, "ChainedScheduler")) {
    Scheduler whole{.way = is_sequence ? Way::sequence : Way::chain};
    const Literal* list = call.find("schedulers");
    if (!list && !call.items.empty()) list = &call.items[0];
    if (list) add_members(a, *list, is_sequence, whole);
    const Literal* milestones = call.find("milestones");
    if (!milestones && call.items.size() > 1) milestones = &call.items[1];
    for (std::size_t i = 0; milestones && i < milestones->items.size(); ++i)
      whole.milestones.push_back(static_cast<Step>(milestones->items[i].number));
    a.require(!is_sequence || whole.milestones.size() + 1 == whole.members.size(),
              "torch needs one milestone fewer than schedulers");
    return whole;
  }
  const auto unit = a.read(call, 1), own = a.read(call, a.number("lr"));
  if (!a.require(unit && own, "{}", {unit ? "" : unit.error().message})) return {};
  return one_step_of(call, unit->lr(), own->lr());
}

/// What no composition of curves says: the rate that torch's own steps lead to.
Result<Reading> stepped(Arguments& a, const Literal& schedulers, Way way) {
  Scheduler whole{.way = way};
  add_members(a, schedulers, way == Way::sequence, whole);
  if (way == Way::sequence) whole.milestones = a.milestones("milestones");
  a.require(way == Way::chain || whole.milestones.size() + 1 == whole.members.size(),
            "torch needs one milestone fewer than schedulers");
  if (a.error()) return refused();
  return reading(callable({.function = Run(a.number("lr"), whole), .label = a.label()}));
}

/// Are there schedulers inside schedulers, or milestones out of order? Torch takes both, and surprises its user.
bool is_nested(Arguments& a) {
  bool nested = false;
  for (const Literal& each : a.literal("schedulers").items)
    nested = nested || is_call(each, "SequentialLR") || is_call(each, "ChainedScheduler");
  if (nested)
    a.note(
        "nested-schedulers",
        "torch steps the schedulers inside another one once too often: their milestones and decays come a step early",
        "write one flat list");
  const auto milestones = a.milestones("milestones");
  const bool is_sorted = std::is_sorted(milestones.begin(), milestones.end());
  if (!is_sorted)
    a.note("milestones-out-of-order",
           "torch looks the milestones up by bisection and takes them in any order: some schedulers are passed over",
           "sort the milestones");
  return nested || !is_sorted;
}

}  // namespace

Result<Reading> read_chained(Arguments& a) {
  const Literal& list = a.literal("schedulers");
  bool are_simple = true;
  for (const Literal& each : list.items) {
    if (is_factor(each) || is_call(each, "CosineAnnealingLR")) continue;
    are_simple = false;
    a.note("chain-overwritten", "{} sets the rate anew, whatever the schedulers before it in the chain did",
           {last_name(each.text)}, "take it out of the chain, or use SequentialLR");
  }
  const double lr = a.number("lr");
  std::vector<Schedule> factors;
  if (are_simple)
    for (const Reading& each : members(a, 1)) factors.push_back(each.lr());
  if (a.error()) return refused();
  if (!are_simple || !is_product(list.items, factors)) return stepped(a, list, Way::chain);
  const auto product = factors.size() == 1 ? factors[0] : make_schedule(Multiply{.of = factors});
  return reading(lr == 1 ? product : scale(product, lr));
}

Result<Reading> read_sequential(Arguments& a) {
  if (is_nested(a)) return stepped(a, a.literal("schedulers"), Way::sequence);
  std::vector<Reading> all = members(a, a.number("lr"));
  start_first_anew(a, all);
  const auto lengths = a.error() ? std::vector<Step>{} : piece_lengths(a, all.size());
  if (a.error()) return refused();
  std::optional<Schedule> lr, momentum;
  double rate = a.number("lr");
  Step start = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (lengths[i] == 0) continue;
    const bool is_swa = start > 0 && is_call(a.literal("schedulers").items[i], "SWALR");
    const Result<Schedule> piece = is_swa ? swa_from(all[i].lr(), rate) : all[i].lr();
    if (!piece) return reading(piece);
    const auto shown = lengths[i] == endless ? piece : cut(*piece, lengths[i]);
    const auto longer = append(lr, shown);
    if (!longer) return reading(longer);
    lr = *longer;
    if (all[i].plan.momentum && !momentum)
      momentum = *window(*all[i].plan.momentum, start, lengths[i] == endless ? endless : start + lengths[i]);
    if (lengths[i] == endless) break;
    start += lengths[i];
    rate = (*lr)(start - 1);
  }
  Reading read{Plan{*lr}, {}, {}};
  read.plan.momentum = momentum;
  return read;
}

}  // namespace etude::dialect::torch
