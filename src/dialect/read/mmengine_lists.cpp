// A list of mmengine's schedulers. Where the windows lie apart they are pieces one after another, and factors are a
// product; what mmengine's own steps lead to is held against that, and is right where the two part.

#include "dialect/read/mmengine_lists.h"

#include <algorithm>
#include <cmath>

#include "dialect/read/phases.h"
#include "dialect/read/recursion.h"
#include "etude/base/math.h"

namespace etude::dialect::mmengine {
namespace {

/// A scheduler in a list: its window, and its curve for a rate of 1.
struct Member {
  std::string name;
  Span span;
  Step every = 1;   // the updates of one of its steps: more where it counts epochs beside others that count updates
  double base = 1;  // the optimizer's initial_lr when it was made
  double floor = 0, power = 1;
  Step period = 0;
  std::optional<Schedule> unit = {};
  Phases phases = {};                // of a 1-cycle
  std::vector<Step> periods = {};    // of restarts
  std::vector<double> weights = {};  // and the share of the base at which each starts

  bool is_factor() const {
    return name == "LinearLR" || name == "ConstantLR" || name == "ExponentialLR" || name == "StepLR" ||
           name == "MultiStepLR";
  }
  bool is_inside(Step t) const { return span.begin <= t && t < span.end; }
};

/// What one call of a list says.
Member member_of(Arguments& a, const Literal& call, double base) {
  Member m{std::string(last_name(call.text)), {}};
  for (const Entry& entry : language.entries) {
    if (entry.name != m.name) continue;
    Arguments own(language, entry, call, a.setting());
    m.span = {own.steps("begin"), own.steps("end")};
    m.base = base;
    m.floor = own.is_none("eta_min") ? own.maybe("eta_min_ratio").value_or(0) * base : own.number("eta_min");
    if (m.name == "PolyLR") m.power = own.number("power");
    const Step given = own.is_none("T_max") ? 0 : own.steps("T_max");
    m.period = given > 0 ? given : m.span.steps();
    if (m.name == "CosineRestartLR") {
      m.periods = own.milestones("periods");
      m.weights = own.numbers("restart_weights");
    }
    if (m.name == "OneCycleLR") {
      const Step total = own.is_none("total_steps") ? m.span.steps() : own.steps("total_steps", 1);
      const bool three = own.flag("three_phase");
      const double peak = own.number("eta_max"), start = peak / own.number("div_factor");
      m.phases = {phase_ends(own, own.number("pct_start"), total, three, m.span.steps() > total),
                  phase_values(start, peak, start / own.number("final_div_factor"), three),
                  own.text("anneal_strategy") == "cos"};
    }
    if (own.error()) a.require(false, "{}", {own.error()->message});
  }
  return m;
}

bool counts_epochs(const Literal& call) {
  const Literal* by_epoch = call.find("by_epoch");
  return !by_epoch || by_epoch->number != 0;
}

/// The updates of an epoch, where some of the list count epochs and others updates; otherwise 1.
Step epoch_of(Arguments& a, const std::vector<Literal>& calls) {
  const auto epochs = std::count_if(calls.begin(), calls.end(), &counts_epochs);
  if (epochs == 0 || epochs == static_cast<std::ptrdiff_t>(calls.size())) return 1;
  const auto updates = updates_per_epoch(a.horizon());
  a.require(
      updates.has_value(),
      "by_epoch=True stands beside by_epoch=False, and how many updates an epoch has is not known; give --samples "
      "and --batch");
  return updates ? *updates : 1;
}

/// All 1-cycles have the rates of the last one, from the moment at which that is made.
void share_rates(std::vector<Member>& all) {
  const Phases* last = nullptr;
  for (const Member& member : all)
    if (member.name == "OneCycleLR") last = &member.phases;
  for (Member& member : all)
    if (last && member.name == "OneCycleLR")
      member.phases.values =
          phase_values(last->values[0], last->values[1], last->values.back(), member.phases.ends.size() == 3);
}

std::vector<Member> members(Arguments& a, double lr) {
  std::vector<Member> all;
  const std::vector<Literal>& calls = a.literal("param_schedulers").items;
  const Step epoch = epoch_of(a, calls);
  for (const Literal& each : calls) {
    const auto read = a.member(each, 1);
    if (!read) return {};
    for (const Note& note : read->notes) a.note(note.id, note.text, note.advice, note.step);
    Member member = member_of(a, each, lr);
    if (counts_epochs(each)) member.every = epoch;
    member.unit = read->lr();
    if (member.name == "OneCycleLR") lr = member.phases.values[0];
    all.push_back(member);
  }
  a.require(!all.empty(), "param_schedulers needs a list of schedulers");
  return all;
}

double restarted(const Member& m, double rate, Step at) {
  std::size_t i = 0;
  while (i < m.periods.size() && at >= m.periods[i]) at -= m.periods[i++];
  if (i == m.periods.size()) return rate;
  if (at == 0) return m.base * m.weights[i];
  const auto wave = [&](Step t) {
    return 1 + math::cos(math::pi * static_cast<double>(t) / static_cast<double>(m.periods[i]));
  };
  return wave(at) / wave(at - 1) * (rate - m.floor) + m.floor;
}

/// The rate that the member makes at its step t of the rate that it finds: mmengine's own recursion.
double moved(const Member& m, double rate, Step t) {
  const Step at = t - m.span.begin;
  if (!m.is_inside(t)) return rate;
  if (m.is_factor()) {
    const double before = at == 0 ? 1 : (*m.unit)(t - 1);
    return before == 0 ? rate : rate * ((*m.unit)(t) / before);
  }
  if (m.name == "OneCycleLR") {
    const auto done = static_cast<double>(at);
    return done > m.phases.ends.back() + 1 ? std::nan("") : m.phases(done);
  }
  if (m.name == "CosineRestartLR") return restarted(m, rate, at);
  if (at == 0) return rate;
  if (m.name == "PolyLR") {
    const auto left = static_cast<double>(m.span.steps() - at);
    return (rate - m.floor) * math::pow(1 - 1 / left, m.power) + m.floor;
  }
  const auto wave = [&](Step i) {
    return 1 + math::cos(math::pi * static_cast<double>(i) / static_cast<double>(m.period));
  };
  if ((at - 1 - m.period) % (2 * m.period) == 0) return rate + (m.base - m.floor) * (2 - wave(1)) / 2;
  return wave(at) / wave(at - 1) * (rate - m.floor) + m.floor;
}

/// All members, step by step. What counts updates is stepped before what counts epochs.
struct Together {
  std::vector<Member> members;
  double rate = 1;
  Step t = 0;

  double numbers() const { return rate; }
  void next() {
    ++t;
    for (const Member& m : members)
      if (m.every == 1) rate = moved(m, rate, t);
    for (const Member& m : members)
      if (m.every > 1 && t % m.every == 0) rate = moved(m, rate, t / m.every);
  }
};

Recursion<Together> together(double lr, std::vector<Member> members) {
  Together start{std::move(members), lr};
  for (const Member& m : start.members) start.rate = moved(m, start.rate, 0);
  share_rates(start.members);
  return Recursion<Together>(std::move(start));
}

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

/// The pieces of windows that do not overlap, each from the rate at which the one before it ended; refused where a piece
/// says nothing alone.
Result<Schedule> one_by_one(Arguments& a, const std::vector<Member>& members, double lr) {
  std::optional<Result<Schedule>> all;
  Step done = 0;
  double rate = lr;
  const auto add = [&](const Result<Schedule>& piece) { all = all ? then(*all, piece) : piece; };
  const std::vector<Literal>& calls = a.literal("param_schedulers").items;
  for (std::size_t i = 0; i < members.size(); ++i) {
    const Span& span = members[i].span;
    if (span.begin > done) add(held(rate, span.begin - done));
    const auto piece = a.read(at_start(calls[i], span), rate);
    if (!piece) return pass_on(piece.error());
    const bool is_last = i + 1 == members.size();
    add(is_last ? Result<Schedule>(piece->lr()) : lasting(piece->lr(), span.steps()));
    if (!is_last) rate = piece->lr()(span.steps() - 1);
    done = span.end;
  }
  return *all;
}

/// Is the curve what mmengine's own steps lead to?
bool agree(const Recursion<Together>& stepped, const Schedule& curve, double lr) {
  for (Step t = 0; t < 4096; ++t) {
    const double rate = stepped(t), said = curve(t);
    if (std::isnan(rate) && std::isnan(said)) continue;
    if (!(std::abs(rate - said) <= 1e-12 * std::abs(rate) + 0x1p-52 * lr)) return false;
  }
  return true;
}

Result<Schedule> product_of(const std::vector<Member>& members, double lr) {
  std::vector<Schedule> factors;
  for (const Member& member : members) factors.push_back(*member.unit);
  const auto product = make_schedule(Multiply{.of = factors});
  return lr == 1 ? product : scale(product, lr);
}

}  // namespace

Result<Reading> read_together(Arguments& a) {
  const double lr = a.number("lr");
  const std::vector<Member> all = members(a, lr);
  if (a.error()) return refused();
  const auto stepped = together(lr, all);
  const bool are_alike = std::all_of(all.begin(), all.end(), [](const Member& each) { return each.every == 1; });
  if (are_alike && are_apart(all)) {
    const auto curve = one_by_one(a, all, lr);
    if (curve && agree(stepped, *curve, lr)) return reading(curve);
  }
  const auto product = product_of(all, lr);
  if (are_alike && product && agree(stepped, *product, lr)) return reading(product);
  return own_reading(a, stepped);
}

}  // namespace etude::dialect::mmengine
