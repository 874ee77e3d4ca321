// PyTorch: torch.optim.lr_scheduler and torch.optim.swa_utils. Every value is the rate in the optimizer's group when
// scheduler.step() is called after each update. float64.

#include <cmath>

#include "dialect/arguments.h"
#include "dialect/find.h"
#include "dialect/phases.h"
#include "dialect/phrases.h"
#include "dialect/torch_steps.h"
#include "etude/base/math.h"
#include "etude/base/number.h"
#include "etude/schedule/callable.h"

namespace etude::dialect {
namespace {

/// Is the run known to end before step t?
bool ends_before(const Arguments& a, Step t) {
  const auto steps = total_updates(a.horizon());
  return steps && *steps <= t;
}

/// The rate up to step t, and 0 from there: what gamma=0 does.
Result<Reading> dropped(double lr, Step t) { return reading(then(held(lr, t), held(0))); }

Result<Reading> step_lr(Arguments& a) {
  if (a.number("gamma") == 0) return dropped(a.number("lr"), a.steps("step_size", 1));
  return reading(step_decay({.from = a.number("lr"), .gamma = a.number("gamma"), .period = a.steps("step_size", 1)}));
}

/// Torch counts how often each milestone is named, and passes over those below 0; their order does not matter.
Result<Reading> multi_step_lr(Arguments& a) {
  std::vector<Step> milestones = a.milestones("milestones");
  math::sort(milestones);
  for (std::size_t i = 0; i + 1 < milestones.size(); ++i)
    if (milestones[i] == milestones[i + 1])
      a.note("milestone-twice", "milestone {} is named twice: gamma acts twice there", {milestones[i]}, "name it once",
             milestones[i]);
  std::erase_if(milestones, [](Step milestone) { return milestone < 0; });
  if (milestones.empty()) return reading(held(a.number("lr")));
  if (a.number("gamma") == 0) return dropped(a.number("lr"), milestones[0]);
  return reading(multistep({.from = a.number("lr"), .milestones = milestones, .gamma = a.number("gamma")}));
}

Result<Reading> constant_lr(Arguments& a) {
  const double lr = a.number("lr"), factor = a.number("factor");
  const Step steps = a.steps("total_iters");
  a.require(factor <= 1 && factor >= 0, "torch takes a factor between 0 and 1, not {}", {plain(factor)});
  a.require(factor != 0,
            "torch divides by factor when total_iters is over and ends with ZeroDivisionError; a factor "
            "above 0 is needed");
  if (steps == 0) {
    a.note("peak-not-reached", "with total_iters=0 the rate stays at factor times lr for ever",
           "give total_iters above 0");
    return reading(held(lr * factor));
  }
  return reading(then(held(lr * factor, steps), held(lr)));
}

Result<Reading> linear_lr(Arguments& a) {
  const double lr = a.number("lr"), start = a.number("start_factor"), end = a.number("end_factor");
  const Step steps = a.steps("total_iters");
  a.require(start > 0 && start <= 1,
            "torch takes a start_factor above 0 and up to 1, not {}; a warm-up from 0 "
            "is etude's warmup(to=..., steps=..., first=from, end=after)",
            {plain(start)});
  a.require(end >= 0 && end <= 1, "torch takes an end_factor between 0 and 1, not {}", {plain(end)});
  if (steps == 0) {
    a.note("peak-not-reached", "with total_iters=0 the rate stays at start_factor times lr for ever",
           "give total_iters above 0");
    return reading(held(lr * start));
  }
  return reading(straight(lr * start, lr * end, steps));
}

Result<Reading> exponential_lr(Arguments& a) {
  if (a.number("gamma") == 0) return dropped(a.number("lr"), 1);
  return reading(exponential({.from = a.number("lr"), .rate = a.number("gamma")}));
}

Result<Reading> polynomial_lr(Arguments& a) {
  const double lr = a.number("lr"), power = a.number("power");
  const Step steps = a.steps("total_iters");
  if (steps == 0 || power == 0) return reading(held(lr));
  return reading(power_fall(lr, 0, steps, power));
}

void note_floor(Arguments& a, double eta_min, double lr) {
  if (eta_min > lr)
    a.note("floor-above-peak", "eta_min {} is above lr {}: the rate rises", {plain(eta_min), plain(lr)},
           "give an eta_min below lr");
}

/// A T_max of n and a half: whole waves of 2 T_max steps.
Result<Reading> cosine_waves(Arguments& a, double lr, double eta_min, double period) {
  a.require(period > 0 && 2 * period == std::floor(2 * period) && period < 0x1p60,
            "T_max needs a whole number, or one and a half; read {}", {plain(period)});
  if (a.error()) return refused<Reading>();
  const auto waves = static_cast<Step>(2 * period);
  a.note("floor-not-reached", "T_max is not whole, so no step stands at eta_min", "give a whole T_max");
  return reading(past_end(cosine_wave({.from = lr, .to = eta_min, .steps = waves, .end = End::after, .cycles = 1}),
                          Beyond::repeat));
}

/// Not clamped: past T_max the rate climbs back, with period 2 T_max.
Result<Reading> cosine_annealing(Arguments& a) {
  const double lr = a.number("lr"), eta_min = a.number("eta_min");
  const double given = a.number("T_max");
  if (given != std::floor(given)) return cosine_waves(a, lr, eta_min, given);
  const Step period = a.steps("T_max");
  a.require(period > 0, "T_max must be at least 1; torch takes 0 and ends with ZeroDivisionError at the first step()");
  note_floor(a, eta_min, lr);
  if (eta_min < lr && !ends_before(a, period + 1))
    a.note("rises-after-end", "after T_max = {} the rate climbs back up to lr", {period},
           "set T_max to the run's length, or write past_end(..., does=hold)", period + 1);
  return reading(past_end(half_wave(lr, eta_min, period), Beyond::mirror));
}

Result<Reading> warm_restarts(Arguments& a) {
  const double lr = a.number("lr"), eta_min = a.number("eta_min");
  const Step period = a.steps("T_0", 1), mult = a.steps("T_mult", 1);
  note_floor(a, eta_min, lr);
  a.note("floor-not-reached", "the restart stands at T_0 itself, so the rate never comes down to eta_min",
         "write cosine_restarts(end=last) to reach it", period - 1);
  return reading(cosine_restarts(
      {.from = lr, .to = eta_min, .period = period, .mult = static_cast<double>(mult), .end = End::after}));
}

/// CyclicLR and OneCycleLR set the rate themselves.
void note_own_rate(Arguments& a, const std::string& own) {
  if (!a.is_none("lr"))
    a.note("ignored-argument", "the optimizer's lr is not used: {} sets the rate", {own}, "leave lr out");
}

void note_momentum(Arguments& a) {
  a.note("momentum-moves", "the optimizer's momentum (Adam's beta1) is moved against the rate",
         "give cycle_momentum=False to keep it still");
}

Result<Schedule> cycle(double low, double high, Step up, Step down, CyclicMode mode, double gamma) {
  return cyclic({.low = low, .high = high, .up = up, .down = down, .mode = mode, .gamma = gamma});
}

/// Halves of a cycle that are not whole, as torch takes them.
Result<Schedule> triangle(double low, double high, double up, double cycle) {
  const auto once = piecewise({.at = {0, up, cycle}, .values = {low, high, low}});
  return past_end(once, Beyond::repeat, static_cast<Step>(cycle));
}

Result<Reading> triangles(Arguments& a) {
  const double up = a.number("step_size_up"), cycle = up + a.maybe("step_size_down").value_or(up);
  a.require(up > 0 && cycle > up && cycle == std::floor(cycle) && cycle < 0x1p60 && a.text("mode") == "triangular",
            "step sizes that are not whole are read only where a cycle is whole, and with mode='triangular'");
  if (a.error()) return refused<Reading>();
  const auto lr = triangle(a.number("base_lr"), a.number("max_lr"), up, cycle);
  if (!a.flag("cycle_momentum")) return reading(lr);
  note_momentum(a);
  return reading(lr, triangle(a.number("max_momentum"), a.number("base_momentum"), up, cycle));
}

bool is_whole(std::optional<double> number) { return !number || *number == std::floor(*number); }

Result<Reading> cyclic_lr(Arguments& a) {
  if (!is_whole(a.number("step_size_up")) || !is_whole(a.maybe("step_size_down"))) return triangles(a);
  const Step up = a.steps("step_size_up", 1);
  const Step down = a.maybe_steps("step_size_down").value_or(up);
  a.require(down > 0, "with step_size_down=0 torch jumps back from max_lr; write repeat(linear(...)) for that saw");
  a.require(a.is_none("scale_fn"), "scale_fn is a function, and none can be read; use mode=");
  const std::string name = a.text("mode");
  const auto& words = etude::words<CyclicMode>;
  const auto at = std::find(words.begin(), words.end(), name);
  if (!a.require(at != words.end(), "mode is 'triangular', 'triangular2' or 'exp_range', not '{}'", {name}))
    return refused<Reading>();
  const auto mode = static_cast<CyclicMode>(at - words.begin());
  const double gamma = mode == CyclicMode::exp_range ? a.number("gamma") : 1;
  note_own_rate(a, "base_lr");
  const auto lr = cycle(a.number("base_lr"), a.number("max_lr"), up, down, mode, gamma);
  if (!a.flag("cycle_momentum")) return reading(lr);
  note_momentum(a);
  return reading(lr, cycle(a.number("max_momentum"), a.number("base_momentum"), up, down, mode, gamma));
}

Step one_cycle_steps(Arguments& a) {
  if (!a.is_none("total_steps")) return a.steps("total_steps", 1);
  if (!a.is_none("epochs") && !a.is_none("steps_per_epoch"))
    return a.steps("epochs", 1) * a.steps("steps_per_epoch", 1);
  return a.steps_or_run("total_steps");
}

bool is_int(const Literal& number) { return number.source.find_first_of(".eE") == std::string::npos; }

Result<Reading> one_cycle_lr(Arguments& a) {
  const Step total = one_cycle_steps(a);
  const double pct = a.number("pct_start"), peak = a.number("max_lr");
  const std::string strategy = a.text("anneal_strategy");
  a.require(strategy == "cos" || strategy == "linear", "anneal_strategy is 'cos' or 'linear', not '{}'", {strategy});
  a.require(a.literal("pct_start").source.empty() || !is_int(a.literal("pct_start")),
            "torch refuses an int as pct_start; write it with a point, as 1.0");
  const bool three = a.flag("three_phase"), is_cosine = strategy == "cos";
  const std::vector<double> ends = phase_ends(a, pct, total, three);
  const double start = peak / a.number("div_factor"), last = start / a.number("final_div_factor");
  const std::vector<double> rates = phase_values(start, peak, last, three);
  note_own_rate(a, "max_lr");
  note_one_cycle_end(a, "torch", total, is_cosine);
  if (a.error()) return refused<Reading>();
  const auto lr = one_cycle_of(a, {ends, rates, is_cosine}, total);
  if (!a.flag("cycle_momentum")) return reading(lr);
  note_momentum(a);
  const double low = a.number("base_momentum"), high = a.number("max_momentum");
  const std::vector<double> momenta = phase_values(high, low, high, three);
  return reading(lr, one_cycle_of(a, {ends, momenta, is_cosine}, total));
}

/// The first `length` steps of a schedule; one that goes on past its end does so here too.
Result<Schedule> cut(const Schedule& schedule, Step length) {
  const bool goes_on = schedule.as<PastEnd>() && schedule.length() < length;
  return goes_on ? multiply(schedule, held(1, length)) : lasting(schedule, length);
}

bool is_call(const Literal& literal, std::string_view name) {
  return literal.type == Literal::Type::call && last_name(literal.text) == name;
}

/// Each schedule of the list with its momentum; lr is the optimizer's until one of them sets it anew.
std::vector<Reading> members(Arguments& a, double lr) {
  const Literal& list = a.literal("schedulers");
  std::vector<Reading> all;
  a.require(list.type == Literal::Type::list && !list.items.empty(), "schedulers needs a list of schedules");
  for (const Literal& each : list.items) {
    auto read = read_inner(torch_language(), each, lr, a.horizon());
    if (!a.require(read.has_value(), "{}", {read ? "" : read.error().message})) return {};
    for (Note& note : read->notes)
      if (note.id != "ignored-argument") a.note(note.id, note.text, note.advice);
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
  if (const auto read = read_inner(torch_language(), calls[0], *rate, a.horizon())) all[0].plan.lr = read->lr();
}

/// SWALR leaves the rate that it finds.
Result<Schedule> swa_from(const Schedule& alone, double found) {
  if (alone.as<Constant>()) return alone;
  if (const Cosine* anneal = alone.as<Cosine>()) return half_wave(found, anneal->to, anneal->steps);
  const Linear* line = alone.as<Linear>();
  return straight(found, line->to, line->steps);
}

/// Steps that a piece of SequentialLR lasts; endless for the last.
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

/// One after the other; appended to `whole`, which is empty before the first.
Result<Schedule> append(const std::optional<Schedule>& whole, const Result<Schedule>& piece) {
  return whole ? then(*whole, piece) : piece;
}

bool is_factor(const Literal& call) {
  for (const char* name : {"StepLR", "MultiStepLR", "ConstantLR", "LinearLR", "ExponentialLR", "PolynomialLR"})
    if (is_call(call, name)) return true;
  return false;
}

/// 1 from step t on.
bool is_one_from(const Schedule& factor, Step t) {
  return factor(t) == 1 && factor(max_step) == 1 && factor.as<Then>();
}

/// Is the chain the product of its members? A cosine is a factor too where eta_min is 0 and all others are 1 before it
/// ends.
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

torch_steps::Scheduler steps_of(Arguments& a, const Literal& call);

/// A scheduler of one curve, as torch steps it; `unit` is the curve for a rate of 1.
torch_steps::Scheduler one_step_of(const Literal& call, const Schedule& unit, const Schedule& own) {
  using torch_steps::Way;
  if (is_call(call, "ExponentialLR")) return {.way = Way::exponential, .gamma = unit(1)};
  if (const Polynomial* k = unit.as<Polynomial>())
    return {.way = Way::polynomial, .power = k->power, .steps = k->steps};
  if (const Cosine* k = inside(own).as<Cosine>(); k && is_call(call, "CosineAnnealingLR"))
    return {.way = Way::cosine, .eta_min = k->to, .steps = k->steps};
  if (is_factor(call)) return {.way = Way::factor, .curve = unit};
  return {.way = Way::absolute, .curve = own};
}

/// The schedulers of a list, each of which may be a list itself.
void add_members(Arguments& a, const Literal& list, bool is_sequence, torch_steps::Scheduler& to) {
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

torch_steps::Scheduler steps_of(Arguments& a, const Literal& call) {
  const bool is_sequence = is_call(call, "SequentialLR");
  if (is_sequence || is_call(call, "ChainedScheduler")) {
    torch_steps::Scheduler whole{.way = is_sequence ? torch_steps::Way::sequence : torch_steps::Way::chain};
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
  const auto unit = read_inner(torch_language(), call, 1, a.horizon());
  const auto own = read_inner(torch_language(), call, a.number("lr"), a.horizon());
  if (!a.require(unit && own, "{}", {unit ? "" : unit.error().message})) return {};
  return one_step_of(call, unit->lr(), own->lr());
}

/// What no composition of curves says, lived through step by step.
Result<Reading> stepped(Arguments& a, const Literal& schedulers, torch_steps::Way way) {
  torch_steps::Scheduler whole{.way = way};
  add_members(a, schedulers, way == torch_steps::Way::sequence, whole);
  if (way == torch_steps::Way::sequence) whole.milestones = a.milestones("milestones");
  a.require(way == torch_steps::Way::chain || whole.milestones.size() + 1 == whole.members.size(),
            "torch needs one milestone fewer than schedulers");
  if (a.error()) return refused<Reading>();
  return reading(callable({.function = torch_steps::Run(a.number("lr"), whole), .label = a.label()}));
}

Result<Reading> chained(Arguments& a) {
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
  if (a.error()) return refused<Reading>();
  if (!are_simple || !is_product(list.items, factors)) return stepped(a, list, torch_steps::Way::chain);
  const auto product = factors.size() == 1 ? factors[0] : make_schedule(Multiply{.of = factors});
  return reading(lr == 1 ? product : scale(product, lr));
}

/// Schedulers inside schedulers, or milestones out of order: torch takes them, and does what nobody expects.
bool is_nested(Arguments& a) {
  bool nested = false;
  for (const Literal& each : a.literal("schedulers").items)
    nested = nested || is_call(each, "SequentialLR") || is_call(each, "ChainedScheduler");
  if (nested)
    a.note("nested-schedulers",
           "torch steps the schedulers inside another one once too often: their milestones and "
           "decays come a step early",
           "write one flat list");
  const auto milestones = a.milestones("milestones");
  const bool is_sorted = std::is_sorted(milestones.begin(), milestones.end());
  if (!is_sorted)
    a.note("milestones-out-of-order",
           "torch looks the milestones up by bisection and takes them in any order: some "
           "schedulers are passed over",
           "sort the milestones");
  return nested || !is_sorted;
}

Result<Reading> sequential_lr(Arguments& a) {
  if (is_nested(a)) return stepped(a, a.literal("schedulers"), torch_steps::Way::sequence);
  std::vector<Reading> all = members(a, a.number("lr"));
  start_first_anew(a, all);
  const auto lengths = a.error() ? std::vector<Step>{} : piece_lengths(a, all.size());
  if (a.error()) return refused<Reading>();
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

Result<Reading> swa_lr(Arguments& a) {
  const double lr = a.number("lr"), to = a.number("swa_lr");
  const Step steps = a.steps("anneal_epochs");
  const std::string strategy = a.text("anneal_strategy");
  a.require(strategy == "cos" || strategy == "linear", "anneal_strategy is 'cos' or 'linear', not '{}'", {strategy});
  if (steps == 0) return reading(held(to));
  if (strategy == "linear") return reading(straight(lr, to, steps));
  return reading(half_wave(lr, to, steps));
}

Result<Reading> plateau(Arguments& a) {
  a.require(false, "a plateau reacts to a metric, so it is no function of the step: `etude list controllers`");
  return refused<Reading>();
}

Result<Reading> function_lr(Arguments& a) {
  a.require(false,
            "a function can not be read; write the schedule that it computes, as in exponential(from=0.1, rate=0.95)");
  return refused<Reading>();
}

// ---- writing

using Texts = std::vector<std::string>;

/// value / lr, as short as gives the value back to the last bit but one.
std::string factor_text(double value, double lr) {
  const std::string plain = significant(value / lr, 15);
  const double back = to_double(plain).value_or(0) * lr;
  return std::abs(back - value) <= 4e-16 * value ? real(*to_double(plain)) : real(value / lr);
}

std::string line_text(const Slope& ramp, double lr) {
  if (!(ramp.start > 0) || ramp.start > lr || ramp.to > lr || ramp.moves == 0) return "";
  return call_text("LinearLR", {{"start_factor", factor_text(ramp.start, lr)},
                                {"end_factor", factor_text(ramp.to, lr)},
                                {"total_iters", ramp.moves}});
}

std::string constant_text(double value, double lr) {
  if (value == lr) return "ConstantLR(factor=1.0, total_iters=1)";
  return line_text({value, value, value, 1}, lr);
}

std::string cosine_text(const Slope& ramp, double lr, double waves = 0.5) {
  const double period = static_cast<double>(ramp.moves) / (2 * waves);
  if (ramp.from != lr || ramp.has_moved || period < 1 || period != std::floor(period)) return "";
  return call_text("CosineAnnealingLR", {{"T_max", plain(period)}, {"eta_min", when(ramp.to != 0, "", ramp.to)}});
}

std::string step_text(Step period, double gamma) {
  return call_text("StepLR", {{"step_size", period}, {"gamma", gamma}});
}

std::string multistep_text(const Multistep& drops) {
  std::string list;
  for (const Step milestone : drops.milestones) add_item(list, milestone + (drops.side == Side::after ? 1 : 0));
  return filled("MultiStepLR(milestones=[{}], gamma={})", {list, drops.gamma});
}

std::string exponential_text(const Exponential& decay) {
  const bool whole = decay.period == std::floor(decay.period);
  if (decay.staircase == Switch::yes) return whole ? step_text(static_cast<Step>(decay.period), decay.rate) : "";
  return filled("ExponentialLR(gamma={})", {math::pow(decay.rate, 1 / decay.period)});
}

std::string geometric_text(const Slope& ramp) {
  if (ramp.has_moved || ramp.moves == 0) return "";
  return filled("ExponentialLR(gamma={})", {math::pow(ramp.to / ramp.from, 1 / static_cast<double>(ramp.moves))});
}

std::string polynomial_text(const Polynomial& decay, const Slope& ramp) {
  if (decay.to != 0 || ramp.has_moved || decay.base != PowerBase::remaining || decay.cycle == Switch::yes) return "";
  return call_text("PolynomialLR", {{"total_iters", ramp.moves}, {"power", decay.power}});
}

std::string restarts_text(const CosineRestarts& waves) {
  if (waves.amp_mult != 1 || waves.mult != std::floor(waves.mult) || waves.mult < 1 || waves.end == End::last)
    return "";
  return call_text("CosineAnnealingWarmRestarts",
                   {{"T_0", waves.period}, {"T_mult", plain(waves.mult)}, {"eta_min", waves.to}});
}

/// What multiplies an optimizer's rate `lr`, in torch's words without it; empty where torch has none.
std::string piece_text(const Schedule& piece, double lr) {
  const Schedule& schedule = inside(piece);
  if (const auto* k = schedule.as<Constant>()) return constant_text(k->value, lr);
  if (const auto* k = schedule.as<Linear>()) return line_text(slope_of(schedule, *k), lr);
  if (const auto* k = schedule.as<Warmup>(); k && k->shape == Rise::linear)
    return line_text(slope_of(schedule, *k), lr);
  if (const auto* k = schedule.as<Cosine>(); k && k->exponent == 1 && k->k_decay == 1)
    return cosine_text(slope_of(schedule, *k), lr);
  if (const auto* k = schedule.as<CosineWave>(); k && k->cycles > 0)
    return cosine_text(slope_of(schedule, *k), lr, k->cycles);
  if (const auto* k = schedule.as<CosineRestarts>(); k && k->from == lr) return restarts_text(*k);
  if (const auto* k = schedule.as<StepDecay>(); k && k->from == lr) return step_text(k->period, k->gamma);
  if (const auto* k = schedule.as<Multistep>(); k && k->from == lr) return multistep_text(*k);
  if (const auto* k = schedule.as<Exponential>(); k && k->from == lr) return exponential_text(*k);
  if (const auto* k = schedule.as<Geometric>(); k && k->from == lr) return geometric_text(slope_of(schedule, *k));
  if (const auto* k = schedule.as<Polynomial>(); k && k->from == lr) return polynomial_text(*k, slope_of(schedule, *k));
  return "";
}

/// "CosineAnnealingLR(T_max=99)" -> "torch.CosineAnnealingLR(lr=0.1, T_max=99)".
std::string with_rate(const std::string& text, double lr) {
  const std::size_t open = text.find('(') + 1;
  const bool is_empty = text[open] == ')';
  return filled("torch.{}lr={}{}{}", {text.substr(0, open), lr, when(!(is_empty), ", "), text.substr(open)});
}

/// The rates that the optimizer might have: those at which a piece starts or ends, the highest first.
std::vector<double> rates_of(const std::vector<Schedule>& pieces) {
  std::vector<double> rates;
  for (const Schedule& piece : pieces) {
    rates.push_back(piece(0));
    for (const Value& value : inside(piece).arguments())
      if (const double* number = std::get_if<double>(&value)) rates.push_back(*number);
  }
  math::sort(rates, std::greater<>());
  rates.erase(std::unique(rates.begin(), rates.end()), rates.end());
  std::erase_if(rates, [](double rate) { return !(rate > 0); });
  return rates;
}

std::string sequence_text(const std::vector<Schedule>& pieces, double lr) {
  std::string schedulers, milestones;
  Step start = 0;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const std::string text = piece_text(pieces[i], lr);
    if (text.empty()) return "";
    schedulers += (i ? ", " : "") + text;
    if (i + 1 == pieces.size()) break;
    start += pieces[i].length();
    add_item(milestones, start);
  }
  return filled("SequentialLR(schedulers=[{}], milestones=[{}])", {schedulers, milestones});
}

/// Two neighbours that torch says in one: a constant below the rate, then the rate itself (ConstantLR).
std::string constant_warmup_text(const std::vector<Schedule>& pieces) {
  const Constant* low = pieces.size() == 2 ? pieces[0].as<Constant>() : nullptr;
  const Constant* high = low ? pieces[1].as<Constant>() : nullptr;
  if (!high || low->value > high->value) return "";
  return call_text("ConstantLR", {{"factor", factor_text(low->value, high->value)}, {"total_iters", low->steps}});
}

std::string momentum_text(const std::optional<Schedule>& momentum, double low, double high) {
  if (!momentum) return ", cycle_momentum=False";
  return filled(", base_momentum={}, max_momentum={}", {low, high});
}

std::string cyclic_text(const Cyclic& rate, const std::optional<Schedule>& momentum) {
  const Cyclic* against = momentum ? momentum->as<Cyclic>() : nullptr;
  return filled("torch.CyclicLR({}{})",
                {arguments_text({{"base_lr", rate.low},
                                 {"max_lr", rate.high},
                                 {"step_size_up", rate.up},
                                 {"step_size_down", when(rate.down > 0, "", rate.down)},
                                 {"mode", filled("'{}'", {name_of(rate.mode)})},
                                 {"gamma", when(rate.mode == CyclicMode::exp_range, "", rate.gamma)}}),
                 against ? momentum_text(momentum, against->high, against->low) : ", cycle_momentum=False"});
}

struct OneCycleCall {
  double start, peak, last;
  Step total;
  double top;
  bool is_cosine, three_phase;
};

std::string one_cycle_text(const OneCycleCall& call, const std::optional<Schedule>& momentum) {
  return filled(
      "torch.OneCycleLR({}{})",
      {arguments_text({{"max_lr", call.peak},
                       {"total_steps", call.total},
                       {"pct_start", (call.top + 1) / static_cast<double>(call.total)},
                       {"anneal_strategy", call.is_cosine ? "'cos'" : "'linear'"},
                       {"div_factor", call.peak / call.start},
                       {"final_div_factor", call.start / call.last},
                       {"three_phase", when(call.three_phase, "True")}}),
       momentum ? momentum_text(momentum, (*momentum)(static_cast<Step>(std::floor(call.top + 0.5))), (*momentum)(0))
                : ", cycle_momentum=False"});
}

Texts one_cycle_texts(const Schedule& schedule, const std::optional<Schedule>& momentum) {
  Texts texts;
  const Schedule first = pieces_of(inside(schedule))[0];
  if (const Piecewise* k = first.as<Piecewise>(); k && (k->at.size() == 3 || k->at.size() == 4) && k->at[0] == 0) {
    const auto total = static_cast<Step>(k->at.back()) + 1;
    const bool is_cosine = k->interpolation == Interpolation::cosine;
    texts.push_back(one_cycle_text(
        {k->values[0], k->values[1], k->values.back(), total, k->at[1], is_cosine, k->at.size() == 4}, momentum));
  }
  if (const OneCycle* k = first.as<OneCycle>()) {
    const OneCyclePhases at = OneCyclePhases::of(k->steps, k->pct, k->final_pct);
    const double start = k->peak / k->div;
    for (const bool three : {true, false})
      texts.push_back(one_cycle_text({start, k->peak, start / k->final_div, k->steps, static_cast<double>(at.top),
                                      k->shape == Shape::cosine, three},
                                     momentum));
  }
  return texts;
}

/// A product is a chain, each of its factors with the highest rate that it has.
std::string chain_text(const std::vector<Schedule>& factors, double lr) {
  std::string schedulers;
  for (const Schedule& factor : factors) {
    const auto rates = rates_of({factor});
    std::string text = constant_warmup_text(pieces_of(factor));
    if (!text.empty()) lr *= factor(max_step);
    for (std::size_t i = 0; i < rates.size() && text.empty(); ++i)
      if (text = piece_text(factor, rates[i]); !text.empty()) lr *= rates[i];
    if (text.empty()) return "";
    add_item(schedulers, text);
  }
  return with_rate(filled("ChainedScheduler(schedulers=[{}])", {schedulers}), lr);
}

Texts phrases(const Plan& plan) {
  const Schedule& schedule = inside(plan.lr);
  const std::vector<Schedule> pieces = pieces_of(schedule);
  Texts texts;
  const auto add = [&](const std::string& text) {
    if (!text.empty()) texts.push_back(text);
  };
  if (const std::string text = constant_warmup_text(pieces); !text.empty()) add(with_rate(text, pieces[1](0)));
  for (const double lr : rates_of(pieces)) {
    const std::string text = pieces.size() == 1 ? piece_text(pieces[0], lr) : sequence_text(pieces, lr);
    if (!text.empty()) add(with_rate(text, lr));
  }
  if (const Cyclic* k = schedule.as<Cyclic>()) add(cyclic_text(*k, plan.momentum ? plan.momentum : plan.beta1));
  for (const std::string& text : one_cycle_texts(schedule, plan.momentum ? plan.momentum : plan.beta1)) add(text);
  if (const Scale* k = schedule.as<Scale>(); k && k->of[0].as<Multiply>())
    add(chain_text(k->of[0].as<Multiply>()->of, k->by));
  if (const Multiply* k = schedule.as<Multiply>()) add(chain_text(k->of, 1));
  return texts;
}

/// The call as Python: without lr=, and with the optimizer where torch takes it.
std::string python_of(const Literal& literal) {
  if (literal.type == Literal::Type::list) {
    std::string items;
    for (const Literal& item : literal.items) add_item(items, python_of(item));
    return filled("[{}]", {items});
  }
  if (literal.type != Literal::Type::call) return literal.source;
  const std::string name(last_name(literal.text));
  std::string text = filled("{}{}(", {name == "SWALR" ? "swa_utils." : "lr_scheduler.", name});
  std::string arguments = name == "ChainedScheduler" ? "" : "optimizer";
  for (const auto& [key, value] : literal.named) {
    if (key == "lr") continue;
    add_item(arguments, filled("{}={}", {key, python_of(value)}));
  }
  return filled("{}{})", {text, arguments});
}

std::string program(const Literal& call, const Plan&, Step steps) {
  const bool sets_rate = is_call(call, "OneCycleLR") || is_call(call, "CyclicLR");
  const std::string rate = sets_rate ? "The scheduler sets the optimizer's rate itself"
                                     : filled("For an optimizer whose lr is {}", {rate_of(call)});
  return filled(
      "import sys\n\nimport torch\nfrom torch.optim import lr_scheduler{}\n\n\ndef make_scheduler(optimizer):\n"
      "    \"\"\"{}; call scheduler.step() after each optimizer.step().\"\"\"\n    return {}\n{}",
      {when(is_call(call, "SWALR"), ", swa_utils"), rate, python_of(call),
       torch_main(rate_of(call), "scheduler.step()", steps)});
}

std::string closed_form(const std::string& function, const Plan&, Step steps) {
  return filled(
      "import math\nimport sys\n\nimport torch\nfrom torch.optim import lr_scheduler\n\n\n{}\n\ndef "
      "make_scheduler(optimizer):\n"
      "    \"\"\"For an optimizer whose lr is 1.0; call scheduler.step() after each optimizer.step().\"\"\"\n"
      "    return lr_scheduler.LambdaLR(optimizer, rate)\n{}",
      {function, torch_main(1, "scheduler.step()", steps)});
}

}  // namespace

const Language& torch_language() {
  static constexpr Entry entries[] = {
      {"StepLR", "step_size, gamma=0.1, last_epoch=-1, lr=1.0", "times gamma every step_size steps", &step_lr},
      {"MultiStepLR", "milestones, gamma=0.1, last_epoch=-1, lr=1.0", "times gamma at each milestone", &multi_step_lr},
      {"ConstantLR", "factor=0.3333333333333333, total_iters=5, last_epoch=-1, lr=1.0",
       "times factor for total_iters steps", &constant_lr},
      {"LinearLR", "start_factor=0.3333333333333333, end_factor=1.0, total_iters=5, last_epoch=-1, lr=1.0",
       "a line between two factors", &linear_lr},
      {"ExponentialLR", "gamma, last_epoch=-1, lr=1.0", "times gamma every step", &exponential_lr},
      {"PolynomialLR", "total_iters=5, power=1.0, last_epoch=-1, lr=1.0", "a power of what remains, down to 0",
       &polynomial_lr},
      {"CosineAnnealingLR", "T_max, eta_min=0.0, last_epoch=-1, lr=1.0", "half a cosine wave, and back",
       &cosine_annealing},
      {"CosineAnnealingWarmRestarts", "T_0, T_mult=1, eta_min=0.0, last_epoch=-1, lr=1.0",
       "cosine decays with warm restarts", &warm_restarts},
      {"CyclicLR",
       "base_lr, max_lr, step_size_up=2000, step_size_down=None, mode='triangular', gamma=1.0, scale_fn=None, "
       "scale_mode='cycle', cycle_momentum=True, base_momentum=0.8, max_momentum=0.9, last_epoch=-1, lr=None",
       "up and down between two rates, momentum against it", &cyclic_lr},
      {"OneCycleLR",
       "max_lr, total_steps=None, epochs=None, steps_per_epoch=None, pct_start=0.3, anneal_strategy='cos', "
       "cycle_momentum=True, base_momentum=0.85, max_momentum=0.95, div_factor=25.0, final_div_factor=10000.0, "
       "three_phase=False, last_epoch=-1, lr=None",
       "the 1-cycle policy, momentum against it", &one_cycle_lr},
      {"SequentialLR", "schedulers, milestones, last_epoch=-1, lr=1.0", "one after another", &sequential_lr},
      {"ChainedScheduler", "schedulers, lr=1.0", "several at once, each on what the others left", &chained},
      {"SWALR", "swa_lr, anneal_epochs=10, anneal_strategy='cos', last_epoch=-1, lr=1.0",
       "to a constant rate, for weight averaging", &swa_lr},
      {"LambdaLR", "lr_lambda, last_epoch=-1, lr=1.0", "lr times a function of your own; not read", &function_lr},
      {"MultiplicativeLR", "lr_lambda, last_epoch=-1, lr=1.0", "a product of a function of your own; not read",
       &function_lr},
      {"ReduceLROnPlateau",
       "mode='min', factor=0.1, patience=10, threshold=0.0001, threshold_mode='rel', cooldown=0, min_lr=0, "
       "eps=1e-08, lr=1.0",
       "reacts to a metric: see etude list controllers", &plateau},
  };
  static constexpr Language language{
      "torch", "PyTorch, torch.optim.lr_scheduler and swa_utils", {}, entries, {&phrases, &program, &closed_form}};
  return language;
}

}  // namespace etude::dialect
