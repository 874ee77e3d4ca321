// One Python function a node, written after those that it calls: def rate_1(t), def rate_2(t), ..., def rate(step).
// A kind is one line of the table at the end: its body, with its fields' values written in.

#include "dialect/python.h"

#include <cmath>
#include <map>

#include "dialect/words.h"
#include "etude/base/number.h"
#include "etude/schedule/kinds.h"

namespace etude::dialect {
namespace {

class Writer;
using Body = std::string (*)(const Schedule&, Writer&);

template <class T>
std::string list(const std::vector<T>& items) {
  std::string text;
  for (const T& item : items) add_item(text, formula("{}", {item}));
  return formula("[{}]", {text});
}

/// Lines, each indented by one level.
std::string lines(const char* pattern, const std::initializer_list<Word>& words = {}) {
  return indented(formula(pattern, words), 4);
}

class Writer {
 public:
  /// The name of the Python function of t that is this schedule.
  std::string function(const Schedule& schedule);
  bool failed() const { return failed_; }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
  int count_ = 0;
  bool failed_ = false;
};

const std::string mixed_w(double from, double to) { return formula("return w * {} + (1 - w) * {}", {from, to}); }

/// p = ..., as progress() of ramp.h.
std::string progress_line(Step steps, First first, End end) {
  if (steps <= 0) return "p = 1";
  const Step moved = first == First::moved ? 1 : 0, last = steps - 1 + (end == End::after ? 1 : 0);
  const std::string at = formula("min(t, {})", {last});
  return formula("p = {} / {}", {moved ? formula("({} + 1)", {at}) : at, std::max(last + moved, Step{1})});
}

/// A ramp whose weight of `from` is this expression of p.
template <class K>
std::string ramp(const K& k, const std::string& weight) {
  return lines(
      "{}\n"
      "w = {}\n"
      "{}\n",
      {progress_line(k.steps, k.first, k.end), weight, mixed_w(k.from, k.to)});
}

const std::string cosine_of_p = "(1 + math.cos(math.pi * p)) / 2";

std::string constant_body(const Schedule& s, Writer&) { return lines("return {}\n", {s.as<Constant>()->value}); }
std::string linear_body(const Schedule& s, Writer&) { return ramp(*s.as<Linear>(), "1 - p"); }
std::string cosine_body(const Schedule& s, Writer&) {
  const Cosine& k = *s.as<Cosine>();
  const std::string p = k.k_decay == 1 ? "p" : formula("p ** {}", {k.k_decay});
  const std::string wave = formula("(1 + math.cos(math.pi * {})) / 2", {p});
  return ramp(k, k.exponent == 1 ? wave : formula("({}) ** {}", {wave, k.exponent}));
}
std::string wave_body(const Schedule& s, Writer&) {
  const CosineWave& k = *s.as<CosineWave>();
  return ramp(k, formula("(1 + math.cos(math.pi * {} * p)) / 2", {2 * k.cycles}));
}
std::string rex_body(const Schedule& s, Writer&) { return ramp(*s.as<Rex>(), "(1 - p) / (1 - 0.5 * p)"); }
std::string tanh_body(const Schedule& s, Writer&) {
  const Tanh& k = *s.as<Tanh>();
  return ramp(k, formula("(1 - math.tanh({} * (1 - p) + {} * p)) / 2", {k.lb, k.ub}));
}
std::string exponential_ramp_body(const Schedule& s, Writer&) {
  const ExponentialRamp& k = *s.as<ExponentialRamp>();
  return ramp(k, formula("({} ** p - {}) / (1 - {})", {k.rate, k.rate, k.rate}));
}
std::string geometric_body(const Schedule& s, Writer&) {
  const Geometric& k = *s.as<Geometric>();
  return lines(
      "{}\n"
      "return {} * ({} / {}) ** p\n",
      {progress_line(k.steps, k.first, k.end), k.from, k.to, k.from});
}
std::string polynomial_body(const Schedule& s, Writer&) {
  const Polynomial& k = *s.as<Polynomial>();
  const std::string weight =
      k.base == PowerBase::remaining ? formula("(1 - p) ** {}", {k.power}) : formula("1 - p ** {}", {k.power});
  if (k.cycle == Switch::no || k.steps <= 0) return ramp(k, weight);
  const char *moved = k.first == First::moved ? " + 1" : "", *last = k.end == End::last ? " - 1" : "";
  return lines(
      "steps = {} * max((t + {}) // {}, 1)\n"
      "p = (min(t, steps{}){}) / max(steps{}{}, 1)\n"
      "w = {}\n"
      "{}\n",
      {k.steps, k.steps - 1, k.steps, last, moved, last, moved, weight, mixed_w(k.from, k.to)});
}
std::string rise(Rise shape, Word moves, const std::string& done) {
  switch (shape) {
    case Rise::linear:
      return "p";
    case Rise::cosine:
      return "(1 - math.cos(math.pi * p)) / 2";
    case Rise::sqrt:
      return "1 - math.sqrt(1 - p)";
    case Rise::log:
      return formula("1 if p == 1 else math.log(1 + p * {}) / math.log(1 + {})", {moves, moves});
    case Rise::constant:
      return done;
  }
  return "p";
}
std::string warmup_body(const Schedule& s, Writer&) {
  const Warmup& k = *s.as<Warmup>();
  const Step moves = k.steps - (k.end == End::last ? 1 : 0) + (k.first == First::moved ? 1 : 0);
  const std::string done = formula("0 if t < {} else 1", {k.steps});
  return lines(
      "{}\n"
      "w = {}\n"
      "{}\n",
      {progress_line(k.steps, k.first, k.end), rise(k.shape, moves, done), mixed_w(k.to, k.from)});
}
std::string step_body(const Schedule& s, Writer&) {
  const StepDecay& k = *s.as<StepDecay>();
  return lines("return {} * {} ** (t // {})\n", {k.from, k.gamma, k.period});
}
std::string multistep_body(const Schedule& s, Writer&) {
  const Multistep& k = *s.as<Multistep>();
  const char* begun = k.side == Side::at ? "t >= m" : "t > m";
  return lines("return {} * {} ** sum({} for m in {})\n", {k.from, k.gamma, begun, list(k.milestones)});
}
std::string exponential_body(const Schedule& s, Writer&) {
  const Exponential& k = *s.as<Exponential>();
  const std::string periods = formula("{}(t / {})", {when(k.staircase == Switch::yes, "math.floor"), k.period});
  return lines("return max({} * {} ** {}, {})\n", {k.from, k.rate, periods, k.floor});
}
std::string inverse_time_body(const Schedule& s, Writer&) {
  const InverseTime& k = *s.as<InverseTime>();
  const std::string periods = formula("{}(t / {})", {when(k.staircase == Switch::yes, "math.floor"), k.period});
  return lines("return {} / (1 + {} * {})\n", {k.from, k.rate, periods});
}
std::string inverse_sqrt_body(const Schedule& s, Writer&) {
  const InverseSqrt& k = *s.as<InverseSqrt>();
  const Word scale = k.timescale;
  return lines("return {} * math.sqrt({} / max(t + {}, {}))\n", {k.from, scale, k.shift, scale});
}
std::string noam_body(const Schedule& s, Writer&) {
  const Noam& k = *s.as<Noam>();
  const Word w = k.warmup;
  return lines(
      "{}\n"
      "rise = s / ({} * math.sqrt({}))\n"
      "return {} / math.sqrt({}) * (min(1 / math.sqrt(s), rise) if s > 0 else rise)\n",
      {k.first == First::moved ? "s = t + 1" : "s = t", w, w, k.factor, k.d_model});
}
std::string restarts_body(const Schedule& s, Writer&) {
  const CosineRestarts& k = *s.as<CosineRestarts>();
  const char* less = k.end == End::last ? "max(period - 1, 1)" : "period";
  return lines(
      "cycle, period = 0, {}\n"
      "while t >= period:\n"
      "    following = max(int(period * {}), 1)\n"
      "    if following == period:\n"
      "        cycle, t = cycle + t // period, t % period\n"
      "        break\n"
      "    cycle, t, period = cycle + 1, t - period, following\n"
      "if cycle >= {}:\n"
      "    return {}\n"
      "p = min(t / {}, 1)\n"
      "w = {}\n"
      "return w * {} * {} ** cycle + (1 - w) * {}\n",
      {k.period, k.mult, k.cycles, k.to, less, cosine_of_p, k.from, k.amp_mult, k.to});
}
std::string cyclic_body(const Schedule& s, Writer&) {
  const Cyclic& k = *s.as<Cyclic>();
  const Step down = k.down > 0 ? k.down : k.up;
  const std::string height = k.mode == CyclicMode::triangular    ? "1"
                             : k.mode == CyclicMode::triangular2 ? "0.5 ** cycle"
                                                                 : formula("{} ** t", {k.gamma});
  return lines(
      "cycle, at = divmod(t, {})\n"
      "w = min(at / {}, ({} - at) / {}) * {}\n"
      "{}\n",
      {k.up + down, k.up, k.up + down, down, height, mixed_w(k.high, k.low)});
}

/// A curve through three points and an end, as OneCyclePhases draws it.
std::string phases(const OneCyclePhases& phases, Shape shape, double start, double peak, double finish) {
  const std::string weight = shape == Shape::cosine ? cosine_of_p : "1 - p";
  std::vector<double> at, values;
  for (const auto& [step, value] :
       {std::pair(Step{0}, start), {phases.top, peak}, {phases.foot, start}, {phases.last, finish}}) {
    if (!at.empty() && static_cast<double>(step) == at.back()) {
      if (step != phases.last) values.back() = value;
      continue;
    }
    at.push_back(static_cast<double>(step));
    values.push_back(value);
  }
  return lines(
      "at, values = {}, {}\n"
      "i = sum(t >= a for a in at)\n"
      "if i == len(at):\n"
      "    return values[-1]\n"
      "p = (t - at[i - 1]) / (at[i] - at[i - 1])\n"
      "w = {}\n"
      "return w * values[i - 1] + (1 - w) * values[i]\n",
      {list(at), list(values), weight});
}
std::string one_cycle_body(const Schedule& s, Writer&) {
  const OneCycle& k = *s.as<OneCycle>();
  return phases(OneCyclePhases::of(k.steps, k.pct, k.final_pct), k.shape, k.peak / k.div, k.peak,
                k.peak / (k.div * k.final_div));
}
std::string one_cycle_momentum_body(const Schedule& s, Writer&) {
  const OneCycleMomentum& k = *s.as<OneCycleMomentum>();
  return phases(OneCyclePhases::of(k.steps, k.pct, k.final_pct), k.shape, k.high, k.low, k.high);
}
std::string piecewise_body(const Schedule& s, Writer&) {
  const Piecewise& k = *s.as<Piecewise>();
  const std::string head = formula("at, values = {}, {}", {list(k.at), list(k.values)});
  const std::string find = "i = sum(t >= a for a in at)";
  if (k.interpolation == Interpolation::hold)
    return lines(
        "{}\n"
        "return values[max(sum(t >= a for a in at) - 1, 0)]\n",
        {head});
  const char* between = k.interpolation == Interpolation::exponential
                            ? "return values[i - 1] * (values[i] / values[i - 1]) ** p"
                            : "return w * values[i - 1] + (1 - w) * values[i]";
  return lines(
      "{}\n"
      "{}\n"
      "if i == 0 or i == len(at):\n"
      "    return values[0 if i == 0 else -1]\n"
      "p = (t - at[i - 1]) / (at[i] - at[i - 1])\n"
      "w = {}\n"
      "{}\n",
      {head, find, k.interpolation == Interpolation::cosine ? cosine_of_p : std::string("1 - p"), between});
}
std::string chebyshev_body(const Schedule& s, Writer&) {
  const Chebyshev& k = *s.as<Chebyshev>();
  const Word low = k.low, high = k.high;
  const Word steps = std::max(k.steps, Step{1});
  const std::string permute = k.permuted == Switch::no
                                  ? ""
                                  : formula(
                                        "    i, bits = 0, []\n    n = {}\n    while n > 1:\n        bits.append((t % "
                                        "2, n))\n        t, n = t // 2, n // "
                                        "2\n    for odd, n in reversed(bits):\n        i = n - 1 - i if odd else i\n",
                                        {steps});
  return lines(
             "t = min(t, {} - 1)\n"
             "i = t\n",
             {steps}) +
         permute +
         lines(
             "centre, radius = (1 / {} + 1 / {}) / 2, (1 / {} - 1 / {}) / 2\n"
             "return 1 / (centre - radius * math.cos(math.pi * (i + 0.5) / {}))\n",
             {high, low, low, high, steps});
}
std::string range_test_body(const Schedule& s, Writer&) {
  const RateSweep& k = *s.as<RateSweep>();
  const Step last = std::max(k.steps - 1, Step{0});
  const std::string at = formula("t = min(t, {})", {last});
  const std::string p = k.steps <= 0 ? "p = 1" : formula("p = (t - t % {}) / {}", {k.hold, std::max(last, Step{1})});
  if (k.shape == Sweep::linear)
    return lines(
        "{}\n"
        "{}\n"
        "return (1 - p) * {} + p * {}\n",
        {at, p, k.from, k.to});
  return lines(
      "{}\n"
      "{}\n"
      "return {} * ({} / {}) ** p\n",
      {at, p, k.from, k.to, k.from});
}
std::string exponential_warmup_body(const Schedule& s, Writer&) {
  const ExponentialWarmup& k = *s.as<ExponentialWarmup>();
  return lines("return {} * (1 - math.exp(-(t + 1) / {}))\n", {k.to, k.timescale});
}
std::string radam_warmup_body(const Schedule& s, Writer&) {
  const RadamWarmup& k = *s.as<RadamWarmup>();
  return lines(
      "limit = 2 / (1 - {}) - 1\n"
      "def rho(s):\n"
      "    power = {} ** s\n"
      "    return limit - 2 * s * power / (1 - power)\n"
      "first = 1\n"
      "while not rho(first) > 4 and first < 1000:\n"
      "    first += 1\n"
      "r = rho(t + first)\n"
      "return {} * math.sqrt((r - 4) * (r - 2) * limit / ((limit - 4) * (limit - 2) * r))\n",
      {k.beta2, k.beta2, k.to});
}

std::string then_body(const Schedule& s, Writer& writer) {
  std::string text;
  Step start = 0;
  const auto& pieces = s.as<Then>()->of;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const std::string call =
        formula("return {}{}", {writer.function(pieces[i]), start == 0 ? "(t)" : formula("(t - {})", {start})});
    start += i + 1 < pieces.size() ? pieces[i].length() : 0;
    text += i + 1 < pieces.size() ? lines(
                                        "if t < {}:\n"
                                        "    {}\n",
                                        {start, call})
                                  : lines("{}\n", {call});
  }
  return text;
}
std::string chain_body(const Schedule& s, Writer& writer) {
  std::string text;
  Step start = 0;
  double factor = 1;
  const auto& pieces = s.as<Chain>()->of;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const std::string call = formula("return {} * {}(t - {})", {factor, writer.function(pieces[i]), start});
    if (i + 1 == pieces.size()) return text + lines("{}\n", {call});
    factor *= pieces[i](pieces[i].length() - 1);
    start += pieces[i].length();
    text += lines(
        "if t < {}:\n"
        "    {}\n",
        {start, call});
  }
  return text;
}
std::string joined(const std::vector<Schedule>& of, Writer& writer, const char* between) {
  std::string text;
  for (const Schedule& each : of) add_item(text, formula("{}(t)", {writer.function(each)}), between);
  return text;
}
std::string scale_body(const Schedule& s, Writer& writer) {
  return lines("return {} * {}(t)\n", {s.as<Scale>()->by, writer.function(s.as<Scale>()->of[0])});
}
std::string multiply_body(const Schedule& s, Writer& writer) {
  return lines("return {}\n", {joined(s.as<Multiply>()->of, writer, " * ")});
}
std::string max_body(const Schedule& s, Writer& writer) {
  return lines("return max([{}])\n", {joined(s.as<Max>()->of, writer, ", ")});
}
std::string min_body(const Schedule& s, Writer& writer) {
  return lines("return min([{}])\n", {joined(s.as<Min>()->of, writer, ", ")});
}
std::string clamp_body(const Schedule& s, Writer& writer) {
  const Clamp& k = *s.as<Clamp>();
  return lines("return min(max({}(t), {}), {})\n", {writer.function(k.of[0]), k.low, k.high});
}
std::string repeat_body(const Schedule& s, Writer& writer) {
  const Repeat& k = *s.as<Repeat>();
  const Word period = k.of[0].length();
  const std::string call = writer.function(k.of[0]);
  return lines(
      "if t // {} >= {}:\n"
      "    return {}({} - 1)\n"
      "return {}(t % {})\n",
      {period, k.times, call, period, call, period});
}
std::string window_body(const Schedule& s, Writer& writer) {
  const Window& k = *s.as<Window>();
  return lines("return {}(min(max(t, {}), {}) - {})\n",
               {writer.function(k.of[0]), k.begin, k.end == endless ? endless : std::max(k.end - 1, k.begin), k.begin});
}
std::string offset_body(const Schedule& s, Writer& writer) {
  const Offset& k = *s.as<Offset>();
  return lines("return {}(t + {})\n", {writer.function(k.of[0]), k.by});
}
std::string past_end_body(const Schedule& s, Writer& writer) {
  const PastEnd& k = *s.as<PastEnd>();
  const Word end = k.at == endless ? k.of[0].length() : k.at;
  const std::string call = writer.function(k.of[0]);
  const std::string first = formula("if t < {}:", {end}), inside = formula("    return {}(t)", {call});
  switch (k.does) {
    case Beyond::hold:
      return lines("return {}(min(t, {}))\n", {call, end});
    case Beyond::repeat:
      return lines("return {}(t % {})\n", {call, end});
    case Beyond::mirror:
      return lines(
          "turns, t = divmod(t, {})\n"
          "return {}(t if turns % 2 == 0 else {} - t)\n",
          {end, call, end});
    case Beyond::zero:
      return lines(
          "{}\n"
          "{}\n"
          "return 0.0\n",
          {first, inside});
    case Beyond::error:
      return lines(
          "{}\n"
          "{}\n"
          "raise ValueError(f\"the schedule ends before step {t}\")\n",
          {first, inside});
  }
  return "";
}
std::string noise_body(const Schedule& s, Writer& writer) {
  const Noise& k = *s.as<Noise>();
  return lines(
      "def uniform(which):\n"
      "    mask = (1 << 64) - 1\n"
      "    x = ({} * 0x9e3779b97f4a7c15 + t * 0xbf58476d1ce4e5b9 + which * 0x94d049bb133111eb) & mask\n"
      "    for _ in range(2):\n"
      "        x = ((x ^ (x >> 30)) * 0xbf58476d1ce4e5b9) & mask\n"
      "        x = ((x ^ (x >> 27)) * 0x94d049bb133111eb) & mask\n"
      "        x ^= x >> 31\n"
      "    return ((x >> 11) + 0.5) * 2.0 ** -53\n"
      "normal = math.sqrt(-2 * math.log(uniform(1))) * math.cos(math.pi * 2 * uniform(2))\n"
      "return max({}(t) * (1 + {} * normal), 0.0)\n",
      {k.seed, writer.function(k.of[0]), k.sd});
}
std::string swa_body(const Schedule& s, Writer& writer) {
  const Swa& k = *s.as<Swa>();
  const std::string call = formula("{}(t)", {writer.function(k.of[0])});
  const std::string p = k.steps == 0 ? "p = 1" : formula("p = min((t - {}) / {}, 1)", {k.start, k.steps});
  return lines(
      "if t < {}:\n"
      "    return {}\n"
      "{}\n"
      "w = {}\n"
      "return w * {} + (1 - w) * {}\n",
      {k.start, call, p, k.shape == Rise::cosine ? cosine_of_p : std::string("1 - p"), call, k.to});
}
std::string batch_scaled_body(const Schedule& s, Writer& writer) {
  const BatchScaled& k = *s.as<BatchScaled>();
  const std::string ratio = formula("{}(t) / {}", {writer.function(k.of[1]), k.base});
  return lines("return {}(t) * {}\n",
               {writer.function(k.of[0]), k.rule == BatchRule::linear ? ratio : formula("math.sqrt({})", {ratio})});
}

/// The table: a kind and its Python. A kind that makes another (wsd, stretch) needs none.
const std::map<std::string_view, Body> bodies{
    {Constant::name, &constant_body},
    {Linear::name, &linear_body},
    {Warmup::name, &warmup_body},
    {Cosine::name, &cosine_body},
    {Polynomial::name, &polynomial_body},
    {Rex::name, &rex_body},
    {Tanh::name, &tanh_body},
    {Geometric::name, &geometric_body},
    {ExponentialRamp::name, &exponential_ramp_body},
    {CosineWave::name, &wave_body},
    {StepDecay::name, &step_body},
    {Multistep::name, &multistep_body},
    {Exponential::name, &exponential_body},
    {InverseTime::name, &inverse_time_body},
    {InverseSqrt::name, &inverse_sqrt_body},
    {Noam::name, &noam_body},
    {CosineRestarts::name, &restarts_body},
    {Cyclic::name, &cyclic_body},
    {OneCycle::name, &one_cycle_body},
    {OneCycleMomentum::name, &one_cycle_momentum_body},
    {Piecewise::name, &piecewise_body},
    {Chebyshev::name, &chebyshev_body},
    {RateSweep::name, &range_test_body},
    {ExponentialWarmup::name, &exponential_warmup_body},
    {RadamWarmup::name, &radam_warmup_body},
    {Then::name, &then_body},
    {Chain::name, &chain_body},
    {Scale::name, &scale_body},
    {Multiply::name, &multiply_body},
    {Clamp::name, &clamp_body},
    {Repeat::name, &repeat_body},
    {Max::name, &max_body},
    {Min::name, &min_body},
    {Window::name, &window_body},
    {Offset::name, &offset_body},
    {PastEnd::name, &past_end_body},
    {Noise::name, &noise_body},
    {Swa::name, &swa_body},
    {BatchScaled::name, &batch_scaled_body},
};

std::string Writer::function(const Schedule& schedule) {
  const auto found = bodies.find(schedule.kind().name);
  failed_ = failed_ || found == bodies.end();
  if (failed_) return "rate";
  const std::string body = found->second(schedule, *this);
  const std::string name = formula("rate_{}", {++count_});
  text_ += formula("def {}(t):  # {}\n{}\n\n", {name, schedule.kind().name, body});
  return name;
}

}  // namespace

Result<std::string> python_function(const Schedule& schedule) {
  Writer writer;
  const std::string name = writer.function(schedule);
  if (!writer.failed()) return formula("{}def rate(step):\n    return float({}(step))\n", {writer.text(), name});
  return refuse(formula("a {} has no closed form in Python", {schedule.kind().name}));
}

}  // namespace etude::dialect
