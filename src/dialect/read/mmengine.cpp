// OpenMMLab's mmengine.optim.scheduler. Each scheduler acts in its window [begin, end) on the rate that it finds, and
// what it leaves stays. float64.

#include <algorithm>
#include <cmath>
#include <functional>

#include "dialect/read/phases.h"
#include "etude/base/math.h"
#include "etude/schedule/callable.h"

namespace etude::dialect::mmengine {
namespace {

constexpr Step infinite = 1000000000;  // mmengine's INF

struct Span {
  Step begin = 0, end = infinite;
  Step steps() const { return end - begin; }
};

Span span_of(Arguments& a) {
  const Span span{a.steps("begin"), a.steps("end")};
  a.require(span.begin < span.end, "end must be above begin");
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
  const std::vector<double> ends = phase_ends(a, a.number("pct_start"), total, three);
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

/// A scheduler in a list: its window, and its curve for a rate of 1.
struct Member {
  std::string name;
  Span span;
  double floor = 0, power = 1;
  Step period = 0;
  std::optional<Schedule> unit = {};

  bool is_factor() const {
    return name == "LinearLR" || name == "ConstantLR" || name == "ExponentialLR" || name == "StepLR" ||
           name == "MultiStepLR";
  }
  /// Does moved() know its steps?
  bool is_plain() const { return is_factor() || name == "PolyLR" || name == "CosineAnnealingLR"; }
  bool is_inside(Step t) const { return span.begin <= t && t < span.end; }
};

double number_or(const Literal& call, std::string_view name, double fallback) {
  const Literal* value = call.find(name);
  return value && value->type == Literal::Type::number ? value->number : fallback;
}

std::vector<Member> members(Arguments& a, double lr) {
  std::vector<Member> all;
  for (const Literal& each : a.literal("param_schedulers").items) {
    const auto read = a.member(each, 1);
    if (!read) return {};
    for (const Note& note : read->notes) a.note(note.id, note.text, note.advice, note.step);
    Member member{std::string(last_name(each.text)), {}};
    member.span = {static_cast<Step>(number_or(each, "begin", 0)),
                   static_cast<Step>(number_or(each, "end", static_cast<double>(infinite)))};
    member.floor = number_or(each, "eta_min", number_or(each, "eta_min_ratio", 0) * lr);
    member.power = number_or(each, "power", 1);
    member.period = static_cast<Step>(number_or(each, "T_max", static_cast<double>(member.span.steps())));
    member.unit = read->lr();
    all.push_back(member);
  }
  a.require(!all.empty(), "param_schedulers needs a list of schedulers");
  return all;
}

/// The rate that the member makes at step t of the rate that it finds: mmengine's own recursion.
double moved(const Member& m, double rate, double base, Step t) {
  const Step at = t - m.span.begin;
  if (!m.is_inside(t)) return rate;
  if (m.is_factor()) {
    const double before = at == 0 ? 1 : (*m.unit)(t - 1);
    return before == 0 ? rate : rate * ((*m.unit)(t) / before);
  }
  if (at == 0) return rate;
  if (m.name == "PolyLR") {
    const auto left = static_cast<double>(m.span.steps() - at);
    return (rate - m.floor) * math::pow(1 - 1 / left, m.power) + m.floor;
  }
  const auto wave = [&](Step i) { return 1 + math::cos_pi(static_cast<double>(i) / static_cast<double>(m.period)); };
  if ((at - 1 - m.period) % (2 * m.period) == 0) return rate + (base - m.floor) * (2 - wave(1)) / 2;
  return wave(at) / wave(at - 1) * (rate - m.floor) + m.floor;
}

/// All members step by step. The rates of the first steps are kept; the steps after them are taken when asked for.
class Together {
 public:
  Together(double lr, std::vector<Member> members) : base_(lr), members_(std::move(members)) {
    double rate = lr;
    for (Step t = 0; t < kept; ++t) kept_.push_back(rate = next(rate, t));
  }
  double operator()(Step t) const {
    if (t < kept) return kept_[static_cast<std::size_t>(t)];
    double rate = kept_.back();
    for (Step i = kept; i <= std::min(t, Step{1} << 24); ++i) rate = next(rate, i);
    return rate;
  }

 private:
  double next(double rate, Step t) const {
    for (const Member& member : members_) rate = moved(member, rate, base_, t);
    return rate;
  }

  static constexpr Step kept = 1 << 14;
  double base_;
  std::vector<Member> members_;
  std::vector<double> kept_;
};

/// Does each window begin when the one before it has ended, or later?
bool are_apart(const std::vector<Member>& members) {
  for (std::size_t i = 0; i + 1 < members.size(); ++i)
    if (members[i].span.end > members[i + 1].span.begin) return false;
  return true;
}

/// The call with its window moved to the start of the run.
Literal at_start(Literal call, const Span& span) {
  std::erase_if(call.named, [](const auto& argument) { return argument.first == "begin" || argument.first == "end"; });
  const Step end = span.end == infinite ? infinite : span.steps();
  call.named.emplace_back("end", number_literal(static_cast<double>(end)));
  return call;
}

/// The pieces of windows that do not overlap, each from the rate at which the one before it ended.
Result<Schedule> one_by_one(Arguments& a, const std::vector<Member>& members, double lr) {
  std::optional<Schedule> all;
  Step done = 0;
  double rate = lr;
  const auto add = [&](const Result<Schedule>& piece) {
    const auto longer = all ? then(*all, piece) : piece;
    a.require(longer.has_value(), "{}", {longer ? "" : longer.error().message});
    if (longer) all = *longer;
  };
  const std::vector<Literal>& calls = a.literal("param_schedulers").items;
  for (std::size_t i = 0; i < members.size() && !a.error(); ++i) {
    const Span& span = members[i].span;
    if (span.begin > done) add(held(rate, span.begin - done));
    const Schedule piece = a.inner(at_start(calls[i], span), rate);
    const bool is_last = i + 1 == members.size();
    add(is_last ? Result<Schedule>(piece) : lasting(piece, span.steps()));
    if (!is_last) rate = piece(span.steps() - 1);
    done = span.end;
  }
  if (!all) return refused();
  return *all;
}

/// Is the curve what mmengine's own steps lead to?
bool agree(const Together& stepped, const Schedule& curve, double lr) {
  for (Step t = 0; t < 4096; ++t)
    if (std::abs(stepped(t) - curve(t)) > 1e-9 * lr) return false;
  return true;
}

Result<Schedule> product_of(const std::vector<Member>& members, double lr) {
  std::vector<Schedule> factors;
  for (const Member& member : members) factors.push_back(*member.unit);
  const auto product = make_schedule(Multiply{.of = factors});
  return lr == 1 ? product : scale(product, lr);
}

Result<Reading> read_together(Arguments& a) {
  const double lr = a.number("lr");
  const std::vector<Member> all = members(a, lr);
  if (a.error()) return refused();
  const bool all_factors = std::all_of(all.begin(), all.end(), std::mem_fn(&Member::is_factor));
  const bool are_plain = std::all_of(all.begin(), all.end(), std::mem_fn(&Member::is_plain));
  if (are_apart(all) && (all[0].is_factor() || all.size() == 1)) {
    const std::vector<Note> notes = a.notes();
    const auto curve = one_by_one(a, all, lr);
    a.notes() = notes;  // each member's are there already
    if (curve && (!are_plain || agree(Together(lr, all), *curve, lr))) return reading(curve);
  }
  if (all_factors) return reading(product_of(all, lr));
  a.require(are_plain, "OneCycleLR and CosineRestartLR are read in a list only where no window overlaps another");
  if (a.error()) return refused();
  return reading(callable({.function = Together(lr, all), .label = a.label()}));
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
