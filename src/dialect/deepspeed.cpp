// DeepSpeed: deepspeed.runtime.lr_schedules. The engine calls step() after each update and the counter starts at -1,
// so the warm-up schedules lag by one: the first two updates have the lowest rate.

#include <algorithm>

#include "dialect/pieces.h"

namespace etude::dialect {
namespace {

bool check_rise(Arguments& a) {
  if (a.steps("warmup_num_steps", -max_step) == 1)
    a.note("default-surprise", "warmup_num_steps 1 counts as 2", "give 2 or more");
  return a.require(a.steps("warmup_num_steps", -max_step) > 0,
                   "warmup_num_steps must be at least 1: DeepSpeed raises ValueError");
}

bool is_linear(Arguments& a) {
  const std::string type = a.text("warmup_type");
  if (type != "linear" && type != "log")
    a.note("ignored-argument", "warmup_type '{}' is not known: DeepSpeed takes 'log'", {type},
           "write 'log' or 'linear'");
  return type == "linear";
}

/// The lowest rate once, as the counter lags, and then the rise itself.
Result<Schedule> rise_of(Arguments& a, double first, double from, double to) {
  const Step steps = std::max(a.steps("warmup_num_steps"), Step{2});
  if (first == 0 && from == 0)
    a.note("first-update-is-zero", "the first two updates have rate 0: the counter starts at -1",
           "give a lowest rate above 0", Step{0});
  const auto rise = is_linear(a)
                        ? rise_from(from, to, steps)
                        : warmup({.to = to, .steps = steps, .from = from, .first = First::from, .shape = Rise::log});
  return then(held(first, 1), rise);
}

double peak_of(Arguments& a) { return a.is_none("warmup_max_lr") ? a.number("lr") : a.number("warmup_max_lr"); }

Result<Reading> read_warmup(Arguments& a) {
  if (!check_rise(a)) return refused<Reading>();
  const double low = a.number("warmup_min_lr"), high = peak_of(a);
  return reading(then(rise_of(a, low, low, high), held(high)));
}

/// The steps of the decay after the rise; a run that is shorter than its rise has none.
Step decay_steps(Arguments& a) {
  const Step rise = std::max(a.steps("warmup_num_steps"), Step{2}), total = a.steps_or_run("total_num_steps");
  if (total < rise)
    a.note("warmup-longer-than-run", "total_num_steps is below warmup_num_steps: the rate drops to its end at once",
           "give a shorter warm-up", total);
  return std::max(total - rise, Step{0});
}

Result<Reading> read_warmup_decay(Arguments& a) {
  if (!check_rise(a)) return refused<Reading>();
  const double low = a.number("warmup_min_lr"), high = a.number("warmup_max_lr");
  const Step steps = decay_steps(a);
  const auto fall = steps > 0 ? straight(high, low, steps) : held(low);
  return reading(then(rise_of(a, low, low, high), fall));
}

Result<Reading> read_warmup_cosine(Arguments& a) {
  if (!check_rise(a)) return refused<Reading>();
  const double lr = a.number("lr"), low = lr * a.number("cos_min_ratio");
  const Step steps = std::max(decay_steps(a), Step{1});
  return reading(then(rise_of(a, 0, lr * a.number("warmup_min_ratio"), lr),
                      cosine({.from = lr, .to = low, .steps = steps, .first = First::moved})));
}

// ------------------------------------------------------------------------------------------------------- OneCycle

/// One cycle of a rate or a momentum, from `low` to `high` and back, in stairs or not, and a decay.
struct Cycle {
  Step first = 1, second = 1, first_stairs = 0, second_stairs = 0;

  Step total() const { return first + second; }
  /// How far from low to high it stands at t.
  double height(Step t) const {
    const Step at = t % total();
    const bool rises = at <= first;
    const Step stairs = rises ? first_stairs : second_stairs;
    const double part = static_cast<double>(rises ? at : total() - at);
    const double of = static_cast<double>(rises ? first : second);
    return stairs > 0 ? std::floor(part * static_cast<double>(stairs) / of) / static_cast<double>(stairs) : part / of;
  }
  bool has_stairs() const { return first_stairs > 0 || second_stairs > 0; }
};

Cycle cycle_of(Arguments& a) {
  Cycle c;
  c.first = a.steps("cycle_first_step_size", -max_step);
  c.second = a.is_none("cycle_second_step_size") ? c.first : a.steps("cycle_second_step_size", -max_step);
  c.first_stairs = a.steps("cycle_first_stair_count");
  c.second_stairs = a.is_none("cycle_second_stair_count") ? c.first_stairs : a.steps("cycle_second_stair_count");
  a.require(c.first < max_step / 8 && c.second < max_step / 8, "the cycle is too long");
  a.require(c.first > 0, "cycle_first_step_size must be above 0: DeepSpeed raises ValueError");
  a.require(c.second >= 0, "cycle_second_step_size must not be below 0: DeepSpeed raises ValueError");
  return c;
}

struct Decay {
  double rate = 0, size = 0;
  bool is_on() const { return rate != 0 && size != 0; }
  double factor(Step past) const { return is_on() ? 1 + rate * (static_cast<double>(past) / size) : 1; }
};

Result<Schedule> after_cycle(double low, const Decay& decay) {
  if (!decay.is_on()) return held(low);
  return inverse_time({.from = low, .rate = decay.rate, .period = decay.size});
}

Result<Schedule> cycle_lr(Arguments& a, const Cycle& c, double low, double high, const Decay& decay) {
  const auto end = after_cycle(low, decay);
  if (c.has_stairs()) {
    auto read = own_reading(
        a, [=](Step t) { return low + (high - low) * c.height(t); }, c.total());
    return then(window(read->plan.lr, 0, c.total()), end);
  }
  const auto up = straight(low, high, c.first);
  if (c.second == 0) return then(up, end);
  return then(up, straight(high, low, c.second), end);
}

/// Adam's beta1 moves against the rate; before the first step() it stands at the low end.
Result<Schedule> cycle_beta1(Arguments& a, const Cycle& c, const Decay& decay) {
  const double low = a.number("cycle_min_mom"), high = a.number("cycle_max_mom");
  const auto read = own_reading(a, [=](Step t) {
    if (t == 0) return low;
    return t <= c.total() ? high - (high - low) * c.height(t) : high * decay.factor(t - c.total());
  });
  if (c.has_stairs() || decay.is_on() || c.second == 0) return read->plan.lr;
  const auto top = static_cast<double>(c.first), end = static_cast<double>(c.total());
  if (c.first == 1) return piecewise({.at = {0, 1, end}, .values = {low, low, high}});
  return piecewise({.at = {0, 1, top, end}, .values = {low, high - (high - low) * c.height(1), low, high}});
}

Result<Reading> read_one_cycle(Arguments& a) {
  const Cycle c = cycle_of(a);
  if (a.error()) return refused<Reading>();
  const double size = a.number("decay_step_size");
  const double low = a.number("cycle_min_lr"), high = a.number("cycle_max_lr");
  auto read = reading(cycle_lr(a, c, low, high, {a.number("decay_lr_rate"), size}));
  if (!read || !a.flag("cycle_momentum")) return read;
  const Decay growth{a.number("decay_mom_rate"), size};
  const auto beta1 = cycle_beta1(a, c, growth);
  if (!beta1) return pass_on(beta1.error());
  read->plan.beta1 = *beta1;
  a.note("momentum-moves", "Adam's beta1 moves too, and the first update has cycle_min_mom",
         "give cycle_momentum=False");
  if (growth.rate > 0 && growth.is_on())
    a.note("rises-after-end", "decay_mom_rate makes beta1 grow after the cycle, above 1 in the end", "leave it out");
  return read;
}

/// The line has no end: its millionth interval stands for it.
Result<Reading> read_range_test(Arguments& a) {
  const double from = a.number("lr_range_test_min_lr"), rate = a.number("lr_range_test_step_rate");
  const Step size = a.steps("lr_range_test_step_size", -max_step);
  if (!a.require(size > 0 && size < (Step{1} << 40),
                 "lr_range_test_step_size must be above 0: DeepSpeed raises ValueError"))
    return refused<Reading>();
  if (a.flag("lr_range_test_staircase"))
    return own_reading(a, [=](Step t) { return from * (1 + rate * static_cast<double>(t / size)); });
  constexpr Step intervals = 1'000'000;
  return reading(rise_from(from, from * (1 + rate * static_cast<double>(intervals)), size * intervals));
}

// -------------------------------------------------------------------------------------------------------- phrases

/// The schedule without its first step, which DeepSpeed's lag repeats.
struct Lagged {
  double first = 0;
  std::vector<Schedule> pieces;
};

std::optional<Lagged> lagged(const Schedule& schedule) {
  std::vector<Schedule> pieces = pieces_of(inside(schedule));
  const auto* first = pieces[0].as<Constant>();
  if (!first || first->steps != 1 || pieces.size() < 3) return std::nullopt;
  const double rate = first->value;
  pieces.erase(pieces.begin());
  return Lagged{rate, std::move(pieces)};
}

/// A rise in DeepSpeed's words: its type and its steps.
struct Rising {
  std::string type;
  Step steps;
  double from, to;
};

std::optional<Rising> rising(const Schedule& schedule) {
  const auto* k = schedule.as<Warmup>();
  if (!k || k->first != First::from || k->steps < 2) return std::nullopt;
  if (k->shape == Rise::linear && k->end == End::after) return Rising{"linear", k->steps, k->from, k->to};
  if (k->shape == Rise::log && k->end == End::last) return Rising{"log", k->steps, k->from, k->to};
  return std::nullopt;
}

std::string rise_text(const Rising& rise) {
  return filled(", warmup_num_steps={}, warmup_type='{}')", {rise.steps, rise.type});
}

std::string rates_text(const Rising& rise) {
  return filled("warmup_min_lr={}, warmup_max_lr={}{}", {rise.from, rise.to, rise_text(rise)});
}

std::string say_cosine(const Rising& rise, const Cosine& fall) {
  if (fall.first != First::moved || fall.end != End::last || fall.from != rise.to || rise.to == 0) return "";
  return filled("deepspeed.WarmupCosineLR(lr={}, total_num_steps={}, warmup_min_ratio={}, cos_min_ratio={}{}",
                {rise.to, rise.steps + fall.steps, rise.from / rise.to, fall.to / fall.from, rise_text(rise)});
}

std::string say_warmup(const Schedule& schedule) {
  const auto lag = lagged(schedule);
  if (!lag || lag->pieces.size() != 2) return "";
  const auto rise = rising(lag->pieces[0]);
  if (!rise) return "";
  if (const auto* fall = lag->pieces[1].as<Cosine>()) return say_cosine(*rise, *fall);
  const auto rest = as_ramp(lag->pieces[1]);
  if (!rest) return "";
  if (rest->shape == RampShape::constant && rest->from == rise->to)
    return filled("deepspeed.WarmupLR({}", {rates_text(*rise)});
  if (rest->shape != RampShape::line || rest->from != rise->to || rest->to != rise->from) return "";
  return filled("deepspeed.WarmupDecayLR(total_num_steps={}, {}", {rise->steps + rest->steps, rates_text(*rise)});
}

/// WarmupLR can not hold one rate from the start; a range test that does not move can.
std::string say_constant(const Schedule& schedule) {
  const auto ramp = as_ramp(inside(schedule));
  if (!ramp || ramp->shape != RampShape::constant) return "";
  return filled("deepspeed.LRRangeTest(lr_range_test_min_lr={}, lr_range_test_step_rate=0.0)", {ramp->from});
}

std::string range_test_text(double from, double size, double rate, bool stairs) {
  return filled(
      "deepspeed.LRRangeTest(lr_range_test_min_lr={}, lr_range_test_step_size={}, lr_range_test_step_rate={}{}",
      {from, plain(size), rate, stairs ? ", lr_range_test_staircase=True)" : ")"});
}

/// A line that rises; DeepSpeed's goes on rising past its end.
std::string say_range_test(const Schedule& given) {
  const Schedule& schedule = inside(given);
  if (const auto* k = schedule.as<RateSweep>()) {
    if (k->shape != Sweep::linear || k->steps < 2 || k->from == 0) return "";
    const auto last = static_cast<double>(k->steps - 1);
    const double size = k->hold > 1 ? static_cast<double>(k->hold) : last;
    return range_test_text(k->from, size, (k->to / k->from - 1) * (size / last), k->hold > 1);
  }
  const auto ramp = as_ramp(schedule);
  if (!ramp || ramp->shape != RampShape::line || !(ramp->from > 0 && ramp->to > ramp->from)) return "";
  return range_test_text(ramp->from, static_cast<double>(ramp->steps), ramp->to / ramp->from - 1, false);
}

std::string one_cycle_text(double low, double high, Step first, Step second, const std::string& more) {
  return filled(
      "deepspeed.OneCycle(cycle_min_lr={}, cycle_max_lr={}, cycle_first_step_size={}, cycle_second_step_size={}{}, "
      "cycle_momentum=False)",
      {low, high, first, second, more});
}

/// Up, down, and a constant or 1/t.
std::string say_one_cycle(const Schedule& schedule) {
  const std::vector<Schedule> pieces = pieces_of(inside(schedule));
  if (pieces.size() < 2 || pieces.size() > 3) return "";
  const auto up = as_ramp(pieces[0]), down = as_ramp(pieces[1]);
  if (!up || !down || up->shape != RampShape::line || down->shape != RampShape::line) return "";
  if (up->length != up->steps || up->to != down->from || up->from != down->to) return "";
  std::string more;
  if (pieces.size() == 3) {
    const auto* fall = pieces[2].as<InverseTime>();
    if (fall && fall->staircase == Switch::yes) return "";
    if (fall) more = filled(", decay_step_size={}, decay_lr_rate={}", {plain(fall->period), fall->rate});
  }
  return one_cycle_text(up->from, up->to, up->steps, down->steps, more);
}

std::vector<std::string> phrases(const Plan& plan) {
  return said({say_warmup(plan.lr), say_one_cycle(plan.lr), say_range_test(plan.lr), say_constant(plan.lr)});
}

/// A Python literal as JSON has it.
std::string json_of(const Literal& literal) {
  if (literal.type == Literal::Type::boolean) return literal.number != 0 ? "true" : "false";
  if (literal.type == Literal::Type::none) return "null";
  if (literal.type == Literal::Type::text) return filled("\"{}\"", {literal.text});
  return literal.source;
}

/// The block of a DeepSpeed configuration, which the program itself reads.
std::string block_of(const Literal& call) {
  std::string params;
  for (const auto& [name, value] : call.named)
    if (name != "lr") add_item(params, filled("\"{}\": {}", {name, json_of(value)}));
  return filled("{\"scheduler\": {\"type\": \"{}\", \"params\": {{}}}}", {last_name(call.text), params});
}

std::string program(const Literal& call, const Plan&, Step steps) {
  return filled(
      "import json\nimport sys\n\nimport torch\nfrom deepspeed.runtime import lr_schedules\n\n"
      "# for deepspeed.initialize(config=...)\nCONFIG = json.loads('''\n{}\n''')\n\n\n"
      "def make_scheduler(optimizer):\n    scheduler = CONFIG[\"scheduler\"]\n"
      "    return getattr(lr_schedules, scheduler[\"type\"])(optimizer, **scheduler[\"params\"])\n\n\n{}",
      {block_of(call), csv_main(steps,
                                filled("optimizer = torch.optim.Adam([torch.zeros(1, requires_grad=True)], lr={})\n"
                                       "scheduler = make_scheduler(optimizer)\n",
                                       {rate_of(call)}),
                                "optimizer.param_groups[0][\"lr\"]", "optimizer.step()\nscheduler.step()\n")});
}

/// DeepSpeed takes any scheduler of PyTorch's own; its optimizer's rate is the 1 that rate() is a factor of.
std::string closed_form(const std::string& function, const Plan&, Step steps) {
  return filled(
      "import math\nimport sys\n\nimport torch\n\n\n{}\n\ndef make_scheduler(optimizer):\n    # for "
      "deepspeed.initialize(lr_scheduler=...); the optimizer's own lr "
      "must be 1\n"
      "    return torch.optim.lr_scheduler.LambdaLR(optimizer, rate)\n\n\n{}",
      {function, csv_main(steps,
                          "optimizer = torch.optim.Adam([torch.zeros(1, requires_grad=True)], lr=1.0)\n"
                          "scheduler = make_scheduler(optimizer)\n",
                          "optimizer.param_groups[0][\"lr\"]", "optimizer.step()\nscheduler.step()\n")});
}

}  // namespace

const Language& deepspeed_language() {
  static constexpr Entry entries[] = {
      {"WarmupLR",
       "warmup_min_lr=0.0, warmup_max_lr=None, warmup_num_steps=1000, warmup_type='log', last_batch_iteration=-1, "
       "lr=1.0",
       "a rise, then flat", &read_warmup},
      {"WarmupDecayLR",
       "total_num_steps=None, warmup_min_lr=0.0, warmup_max_lr=0.001, warmup_num_steps=1000, warmup_type='log', "
       "last_batch_iteration=-1",
       "a rise, then a straight line", &read_warmup_decay},
      {"WarmupCosineLR",
       "total_num_steps=None, warmup_min_ratio=0.0, warmup_num_steps=1000, cos_min_ratio=0.0001, "
       "warmup_type='log', last_batch_iteration=-1, lr=1.0",
       "a rise, then half a cosine wave", &read_warmup_cosine},
      {"OneCycle",
       "cycle_min_lr, cycle_max_lr, decay_lr_rate=0.0, cycle_first_step_size=2000, cycle_second_step_size=None, "
       "cycle_first_stair_count=0, cycle_second_stair_count=None, decay_step_size=0, cycle_momentum=True, "
       "cycle_min_mom=0.8, cycle_max_mom=0.9, decay_mom_rate=0.0, last_batch_iteration=-1",
       "one cycle, then flat or 1/t; beta1 moves against it", &read_one_cycle},
      {"LRRangeTest",
       "lr_range_test_min_lr=0.001, lr_range_test_step_size=2000, lr_range_test_step_rate=1.0, "
       "lr_range_test_staircase=False, last_batch_iteration=-1",
       "the growing rate of a range test", &read_range_test},
  };
  static constexpr Language language{
      "deepspeed", "DeepSpeed, deepspeed.runtime.lr_schedules", {}, entries, {&phrases, &program, &closed_form}};
  return language;
}

}  // namespace etude::dialect
