// fastai: annealers, and the fit methods that use them. A schedule is a function of the share of training done; the
// value at step t is f(t / steps). combine_scheds finds its place in float32, then anneals in float64.

#include <algorithm>
#include <cmath>

#include "dialect/read/float32.h"
#include "dialect/read/reading.h"

namespace etude::dialect::fastai {
namespace {

enum class Way { line, cosine, flat, geometric, power };

/// One annealer, as fastai computes it.
struct Annealer {
  Way way = Way::line;
  double start = 1, end = 1, power = 1;

  double operator()(double done) const {
    switch (way) {
      case Way::line:
        return start + done * (end - start);
      case Way::cosine:
        return start + (1 + math::cos(math::pi * (1 - done))) * (end - start) / 2;
      case Way::flat:
        return start;
      case Way::geometric:
        return start * math::pow(end / start, done);
      case Way::power:
        return start + (end - start) * math::pow(done, power);
    }
    return start;
  }

  /// The value at its end.
  double last() const { return way == Way::flat ? start : end; }

  Result<Schedule> over(Step steps) const {
    switch (way) {
      case Way::line:
        return straight(start, end, steps);
      case Way::cosine:
        return half_wave(start, end, steps);
      case Way::flat:
        return held(start, steps);
      case Way::geometric:
        return geometric({.from = start, .to = end, .steps = steps, .end = End::after});
      case Way::power:
        return power_done(start, end, steps, power);
    }
    return refuse("");
  }
};

/// Annealers one after the other, each over its share of the run.
struct Combined {
  std::vector<double> shares;
  std::vector<Annealer> annealers;
  std::vector<float> bounds;  // where each begins, as torch's cumsum adds the shares up

  Combined(std::vector<double> given, std::vector<Annealer> of) : shares(std::move(given)), annealers(std::move(of)) {
    double sum = 0;
    bounds.push_back(0);
    for (const double share : shares) bounds.push_back(float32::of(sum += static_cast<double>(float32::of(share))));
  }

  double operator()(double done) const {
    const float at = float32::of(done);
    std::size_t i = 0;
    while (i + 1 < annealers.size() && at >= bounds[i + 1]) ++i;
    return annealers[i](static_cast<double>((at - bounds[i]) / (bounds[i + 1] - bounds[i])));
  }
};

/// The steps at which the annealers begin, and the last one ends.
std::vector<double> starts_of(const Combined& c, Step steps) {
  std::vector<double> starts{0};
  double sum = 0;
  for (const double share : c.shares) starts.push_back((sum += share) * static_cast<double>(steps));
  starts.back() = static_cast<double>(steps);
  return starts;
}

bool are_whole(const std::vector<double>& steps) {
  return std::all_of(steps.begin(), steps.end(), [](double x) { return std::abs(x - std::round(x)) < 1e-9; });
}

Result<Schedule> in_sequence(const Combined& c, const std::vector<double>& starts) {
  std::vector<Schedule> pieces;
  for (std::size_t i = 0; i < c.annealers.size(); ++i) {
    auto piece = c.annealers[i].over(static_cast<Step>(std::round(starts[i + 1]) - std::round(starts[i])));
    if (!piece) return piece;
    pieces.push_back(*piece);
  }
  Result<Schedule> all = pieces.back();
  for (std::size_t i = pieces.size() - 1; i-- > 0;) all = then(pieces[i], all);
  return all;
}

/// The interpolation that all of them have, where each also starts at the value at which the one before it ends.
std::optional<Interpolation> interpolation_of(const Combined& c) {
  bool lines = true, waves = true;
  for (std::size_t i = 0; i < c.annealers.size(); ++i) {
    const Annealer& each = c.annealers[i];
    if (i > 0 && c.annealers[i - 1].last() != each.start) return std::nullopt;
    lines = lines && (each.way == Way::line || each.way == Way::flat);
    waves = waves && (each.way == Way::cosine || each.way == Way::flat);
  }
  if (waves) return Interpolation::cosine;
  return lines ? std::optional(Interpolation::linear) : std::nullopt;
}

/// The schedule of etude's kinds, or nothing where no kind says it.
std::optional<Result<Schedule>> meaning_of(const Combined& c, Step steps) {
  std::vector<double> starts = starts_of(c, steps);
  if (are_whole(starts)) return in_sequence(c, starts);
  const auto interpolation = interpolation_of(c);
  if (!interpolation) return std::nullopt;
  std::vector<double> values{c.annealers[0].start};
  for (const Annealer& each : c.annealers) values.push_back(each.last());
  return piecewise({.at = std::move(starts), .values = std::move(values), .interpolation = *interpolation});
}

std::function<double(Step)> over(std::function<double(double)> f, Step steps) {
  return [f = std::move(f), steps](Step t) { return f(static_cast<double>(t) / static_cast<double>(steps)); };
}

Result<Reading> reading_of(Arguments& a, const Combined& c, Step steps) {
  const auto meaning = meaning_of(c, steps);
  if (meaning) return computed_reading(a, *meaning, over(c, steps));
  return own_reading(a, over(c, steps), steps);
}

/// steps=, or n_epoch= of a known dataset, or the run's own length.
Step run_of(Arguments& a, bool has_epochs = false) {
  if (!has_epochs || !a.is_none("steps") || a.is_none("n_epoch")) return std::max(a.steps_or_run("steps"), Step{1});
  const auto epoch = updates_per_epoch(a.horizon());
  if (!a.require(epoch.has_value(), "how many steps an epoch has is not known; give steps=, or --samples and --batch"))
    return 1;
  const double steps = static_cast<double>(a.steps("n_epoch", 1)) * static_cast<double>(*epoch);
  return a.require(steps < 0x1p53, "the run is too long") ? static_cast<Step>(steps) : 1;
}

Annealer annealer_of(Arguments& a, Way way) {
  Annealer each{way, a.number("start"), a.number("end"), way == Way::power ? a.number("power") : 1};
  if (way == Way::flat) each.end = each.start;
  if (way == Way::geometric)
    a.require(each.start > 0 && each.end > 0, "SchedExp divides by start and can not end at 0; give rates above 0");
  return each;
}

/// fastai never asks for a value past the end. Its formulas go on there: a wave turns back, a line falls below 0.
template <Way way>
Result<Reading> read_annealer(Arguments& a) {
  const Annealer each = annealer_of(a, way);
  const Step steps = run_of(a);
  if (way == Way::flat) return reading(held(each.start));
  if (way == Way::cosine) return reading(past_end(each.over(steps), Beyond::mirror));
  if (way == Way::geometric)
    return reading(
        exponential({.from = each.start, .rate = each.end / each.start, .period = static_cast<double>(steps)}));
  return computed_reading(a, each.over(steps), over(each, steps));
}

std::optional<Way> way_of(std::string_view name) {
  static constexpr std::pair<std::string_view, Way> ways[] = {{"SchedLin", Way::line},
                                                              {"SchedCos", Way::cosine},
                                                              {"SchedNo", Way::flat},
                                                              {"SchedExp", Way::geometric},
                                                              {"SchedPoly", Way::power}};
  for (const auto& [each, way] : ways)
    if (each == name) return way;
  return std::nullopt;
}

Annealer inner_annealer(Arguments& a, const Literal& call) {
  const auto way = way_of(last_name(call.text));
  for (const Entry& entry : language.entries) {
    if (!way || entry.name != last_name(call.text)) continue;
    Arguments own(language, entry, call, a.setting());
    const Annealer each = annealer_of(own, *way);
    if (own.error()) a.require(false, "{}", {own.error()->message});
    return each;
  }
  a.require(false, "scheds takes SchedLin, SchedCos, SchedNo, SchedExp and SchedPoly, read {}",
            {call.source.substr(0, 40)});
  return {};
}

bool check_shares(Arguments& a, const std::vector<double>& shares) {
  double sum = 0;
  bool positive = true;
  for (const double share : shares) sum += share, positive = positive && share >= 0;
  return a.require(positive, "no share may be below 0: fastai ends with AssertionError") &&
         a.require(sum == 1,
                   "the shares must sum to exactly 1, not {}: fastai ends with AssertionError; give "
                   "the last as 1 less the others",
                   {plain(sum)});
}

Result<Reading> read_combined(Arguments& a) {
  std::vector<Annealer> annealers;
  for (const Literal& each : a.literal("scheds").items) annealers.push_back(inner_annealer(a, each));
  const std::vector<double> shares = a.numbers("pcts");
  if (!a.require(shares.size() == annealers.size() && !shares.empty(), "needs one share in pcts for each of scheds") ||
      !check_shares(a, shares))
    return refused();
  return reading_of(a, Combined(shares, annealers), run_of(a));
}

Combined two_waves(double share, double start, double middle, double end) {
  return {{share, 1 - share}, {{Way::cosine, start, middle, 1}, {Way::cosine, middle, end, 1}}};
}

bool check_share(Arguments& a, const char* name) {
  const double share = a.number(name);
  return a.require(share >= 0 && share <= 1, "{} must be between 0 and 1: fastai ends with AssertionError", {name});
}

Result<Reading> read_combined_cos(Arguments& a) {
  if (!check_share(a, "pct")) return refused();
  return reading_of(a, two_waves(a.number("pct"), a.number("start"), a.number("middle"), a.number("end")), run_of(a));
}

/// The rate that is given, or the Learner's own.
double rate_of(Arguments& a, const char* name) {
  if (!a.is_none(name)) return a.number(name);
  a.note("default-surprise", filled("{} is left out: fastai takes the Learner's lr, 0.001 by default", {name}),
         std::string("give ") + name);
  return 0.001;
}

Result<Reading> read_one_cycle(Arguments& a) {
  if (!check_share(a, "pct_start")) return refused();
  const double peak = rate_of(a, "lr_max"), share = a.number("pct_start");
  const std::vector<double> moms = a.numbers("moms");
  const Step steps = run_of(a, true);
  if (!a.require(moms.size() == 3, "moms needs three numbers, as in (0.95, 0.85, 0.95)")) return refused();
  auto read = reading_of(a, two_waves(share, peak / a.number("div"), peak, peak / a.number("div_final")), steps);
  const auto momentum = own_reading(a, over(two_waves(share, moms[0], moms[1], moms[2]), steps), steps);
  if (read && momentum) read->plan.momentum = momentum->plan.lr;
  return read;
}

Result<Reading> read_flat_cos(Arguments& a) {
  if (!check_share(a, "pct_start")) return refused();
  const double rate = rate_of(a, "lr"), share = a.number("pct_start");
  Combined c = two_waves(share, rate, rate, rate / a.number("div_final"));
  const Combined flat({share, 1 - share}, {{Way::flat, rate, rate, 1}, c.annealers[1]});
  return reading_of(a, flat, run_of(a, true));
}

/// Each cycle's share of the run, and the steps of the run.
std::pair<std::vector<double>, double> cycle_shares(Step cycles, Step length, Step mult) {
  std::vector<double> shares;
  double whole = 0, next = static_cast<double>(length);
  for (Step i = 0; i < cycles; ++i, next *= static_cast<double>(mult)) {
    shares.push_back(next);
    whole += next;
  }
  for (double& share : shares) share /= whole;
  return {shares, whole};
}

/// fastai counts cycle_len in epochs. Here it counts steps: the curve is the same.
Result<Reading> read_sgdr(Arguments& a) {
  const Step cycles = a.steps("n_cycles", 1), length = a.steps("cycle_len", 1), mult = a.steps("cycle_mult", 1);
  const double rate = rate_of(a, "lr_max");
  if (!a.require(mult > 1, "cycle_mult 1 ends in ZeroDivisionError; give 2 or more") ||
      !a.require(cycles <= 32, "n_cycles above 32 makes a run that no one finishes"))
    return refused();
  const auto [shares, whole] = cycle_shares(cycles, length, mult);
  if (!a.require(whole < 0x1p53, "the run is too long") || !check_shares(a, shares)) return refused();
  const Combined waves(shares, std::vector<Annealer>(shares.size(), {Way::cosine, rate, 0, 1}));
  const auto factor = static_cast<double>(mult);
  return computed_reading(
      a, cosine_restarts({.from = rate, .period = length, .mult = factor, .cycles = cycles, .end = End::after}),
      over(waves, static_cast<Step>(whole)));
}

constexpr Entry entries[] = {
    {"SchedLin", "start, end, steps=None", "a straight line", &read_annealer<Way::line>},
    {"SchedCos", "start, end, steps=None", "half a cosine wave", &read_annealer<Way::cosine>},
    {"SchedNo", "start, end, steps=None", "start at every step", &read_annealer<Way::flat>},
    {"SchedExp", "start, end, steps=None", "a straight line on a log axis", &read_annealer<Way::geometric>},
    {"SchedPoly", "start, end, power, steps=None", "a power of what is done", &read_annealer<Way::power>},
    {"combine_scheds", "pcts, scheds, steps=None", "one after the other, each over its share", &read_combined},
    {"combined_cos", "pct, start, middle, end, steps=None", "two half cosine waves", &read_combined_cos},
    {"fit_one_cycle",
     "n_epoch=None, lr_max=None, div=25.0, div_final=100000.0, pct_start=0.25, wd=None, moms=(0.95, 0.85, 0.95), "
     "cbs=None, reset_opt=False, start_epoch=0, steps=None",
     "the 1-cycle policy in two waves; momentum moves against it", &read_one_cycle},
    {"fit_flat_cos",
     "n_epoch=None, lr=None, div_final=100000.0, pct_start=0.75, wd=None, cbs=None, reset_opt=False, "
     "start_epoch=0, steps=None",
     "flat, then half a cosine wave", &read_flat_cos},
    {"fit_sgdr", "n_cycles, cycle_len, lr_max=None, cycle_mult=2, cbs=None, reset_opt=False, wd=None, start_epoch=0",
     "cosine decays with warm restarts; cycle_len in steps", &read_sgdr},
};

}  // namespace

constexpr Language language{.name = "fastai",
                            .library = "fastai, fastai.callback.schedule",
                            .prefixes = {"learn"},
                            .entries = entries,
                            .writing = &writing};

}  // namespace etude::dialect::fastai
