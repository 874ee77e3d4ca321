// One Python function a node, written after those that it calls: def rate_1(t), def rate_2(t), ..., def rate(step).
// A kind is one line of the table at the end: its body, with its fields' values written in.

#include "dialect/python.h"

#include <cmath>
#include <map>

#include "etude/base/number.h"
#include "etude/schedule/kinds.h"

namespace etude::dialect {
namespace {

class Writer;
using Body = std::string (*)(const Schedule&, Writer&);

std::string number(double x) { return std::isinf(x) ? "math.inf" : shortest(x); }
std::string number(Step x) { return x == endless ? "math.inf" : std::to_string(x); }
template <class T>
std::string list(const std::vector<T>& items) {
  std::string text;
  for (const T& item : items) text += (text.empty() ? "" : ", ") + number(item);
  return "[" + text + "]";
}

/// Lines, each indented by one level.
std::string lines(std::initializer_list<std::string> all) {
  std::string text;
  for (const std::string& line : all) text += "    " + line + "\n";
  return text;
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

const std::string mixed_w(double from, double to) {
  return "return w * " + number(from) + " + (1 - w) * " + number(to);
}

/// p = ..., as progress() of ramp.h.
std::string progress_line(Step steps, First first, End end) {
  if (steps <= 0) return "p = 1";
  const Step moved = first == First::moved ? 1 : 0, last = steps - 1 + (end == End::after ? 1 : 0);
  const std::string at = "min(t, " + number(last) + ")";
  return "p = " + (moved ? "(" + at + " + 1)" : at) + " / " + number(std::max(last + moved, Step{1}));
}

/// A ramp whose weight of `from` is this expression of p.
template <class K>
std::string ramp(const K& k, const std::string& weight) {
  return lines({progress_line(k.steps, k.first, k.end), "w = " + weight, mixed_w(k.from, k.to)});
}

const std::string cosine_of_p = "(1 + math.cos(math.pi * p)) / 2";

std::string constant_body(const Schedule& s, Writer&) { return lines({"return " + number(s.as<Constant>()->value)}); }
std::string linear_body(const Schedule& s, Writer&) { return ramp(*s.as<Linear>(), "1 - p"); }
std::string cosine_body(const Schedule& s, Writer&) {
  const Cosine& k = *s.as<Cosine>();
  const std::string p = k.k_decay == 1 ? "p" : "p ** " + number(k.k_decay);
  const std::string wave = "(1 + math.cos(math.pi * " + p + ")) / 2";
  return ramp(k, k.exponent == 1 ? wave : "(" + wave + ") ** " + number(k.exponent));
}
std::string wave_body(const Schedule& s, Writer&) {
  const CosineWave& k = *s.as<CosineWave>();
  return ramp(k, "(1 + math.cos(math.pi * " + number(2 * k.cycles) + " * p)) / 2");
}
std::string rex_body(const Schedule& s, Writer&) { return ramp(*s.as<Rex>(), "(1 - p) / (1 - 0.5 * p)"); }
std::string tanh_body(const Schedule& s, Writer&) {
  const Tanh& k = *s.as<Tanh>();
  return ramp(k, "(1 - math.tanh(" + number(k.lb) + " * (1 - p) + " + number(k.ub) + " * p)) / 2");
}
std::string exponential_ramp_body(const Schedule& s, Writer&) {
  const ExponentialRamp& k = *s.as<ExponentialRamp>();
  return ramp(k, "(" + number(k.rate) + " ** p - " + number(k.rate) + ") / (1 - " + number(k.rate) + ")");
}
std::string geometric_body(const Schedule& s, Writer&) {
  const Geometric& k = *s.as<Geometric>();
  return lines({progress_line(k.steps, k.first, k.end),
                "return " + number(k.from) + " * (" + number(k.to) + " / " + number(k.from) + ") ** p"});
}
std::string polynomial_body(const Schedule& s, Writer&) {
  const Polynomial& k = *s.as<Polynomial>();
  const std::string weight =
      k.base == PowerBase::remaining ? "(1 - p) ** " + number(k.power) : "1 - p ** " + number(k.power);
  if (k.cycle == Switch::no || k.steps <= 0) return ramp(k, weight);
  const std::string moved = k.first == First::moved ? " + 1" : "", last = k.end == End::last ? " - 1" : "";
  return lines(
      {"steps = " + number(k.steps) + " * max((t + " + number(k.steps - 1) + ") // " + number(k.steps) + ", 1)",
       "p = (min(t, steps" + last + ")" + moved + ") / max(steps" + last + moved + ", 1)", "w = " + weight,
       mixed_w(k.from, k.to)});
}
std::string rise(Rise shape, const std::string& moves, const std::string& done) {
  switch (shape) {
    case Rise::linear:
      return "p";
    case Rise::cosine:
      return "(1 - math.cos(math.pi * p)) / 2";
    case Rise::sqrt:
      return "1 - math.sqrt(1 - p)";
    case Rise::log:
      return "1 if p == 1 else math.log(1 + p * " + moves + ") / math.log(1 + " + moves + ")";
    case Rise::constant:
      return done;
  }
  return "p";
}
std::string warmup_body(const Schedule& s, Writer&) {
  const Warmup& k = *s.as<Warmup>();
  const Step moves = k.steps - (k.end == End::last ? 1 : 0) + (k.first == First::moved ? 1 : 0);
  const std::string done = "0 if t < " + number(k.steps) + " else 1";
  return lines(
      {progress_line(k.steps, k.first, k.end), "w = " + rise(k.shape, number(moves), done), mixed_w(k.to, k.from)});
}
std::string step_body(const Schedule& s, Writer&) {
  const StepDecay& k = *s.as<StepDecay>();
  return lines({"return " + number(k.from) + " * " + number(k.gamma) + " ** (t // " + number(k.period) + ")"});
}
std::string multistep_body(const Schedule& s, Writer&) {
  const Multistep& k = *s.as<Multistep>();
  const std::string begun = k.side == Side::at ? "t >= m" : "t > m";
  return lines({"return " + number(k.from) + " * " + number(k.gamma) + " ** sum(" + begun + " for m in " +
                list(k.milestones) + ")"});
}
std::string exponential_body(const Schedule& s, Writer&) {
  const Exponential& k = *s.as<Exponential>();
  const std::string periods =
      std::string(k.staircase == Switch::yes ? "math.floor" : "") + "(t / " + number(k.period) + ")";
  return lines(
      {"return max(" + number(k.from) + " * " + number(k.rate) + " ** " + periods + ", " + number(k.floor) + ")"});
}
std::string inverse_time_body(const Schedule& s, Writer&) {
  const InverseTime& k = *s.as<InverseTime>();
  const std::string periods =
      std::string(k.staircase == Switch::yes ? "math.floor" : "") + "(t / " + number(k.period) + ")";
  return lines({"return " + number(k.from) + " / (1 + " + number(k.rate) + " * " + periods + ")"});
}
std::string inverse_sqrt_body(const Schedule& s, Writer&) {
  const InverseSqrt& k = *s.as<InverseSqrt>();
  const std::string scale = number(k.timescale);
  return lines(
      {"return " + number(k.from) + " * math.sqrt(" + scale + " / max(t + " + number(k.shift) + ", " + scale + "))"});
}
std::string noam_body(const Schedule& s, Writer&) {
  const Noam& k = *s.as<Noam>();
  const std::string w = number(k.warmup);
  return lines({k.first == First::moved ? "s = t + 1" : "s = t", "rise = s / (" + w + " * math.sqrt(" + w + "))",
                "return " + number(k.factor) + " / math.sqrt(" + number(k.d_model) +
                    ") * (min(1 / math.sqrt(s), rise) if s > 0 else rise)"});
}
std::string restarts_body(const Schedule& s, Writer&) {
  const CosineRestarts& k = *s.as<CosineRestarts>();
  const std::string less = k.end == End::last ? "max(period - 1, 1)" : "period";
  return lines({"cycle, period = 0, " + number(k.period),
                "while t >= period:", "    following = max(int(period * " + number(k.mult) + "), 1)",
                "    if following == period:", "        cycle, t = cycle + t // period, t % period", "        break",
                "    cycle, t, period = cycle + 1, t - period, following", "if cycle >= " + number(k.cycles) + ":",
                "    return " + number(k.to), "p = min(t / " + less + ", 1)", "w = " + cosine_of_p,
                "return w * " + number(k.from) + " * " + number(k.amp_mult) + " ** cycle + (1 - w) * " + number(k.to)});
}
std::string cyclic_body(const Schedule& s, Writer&) {
  const Cyclic& k = *s.as<Cyclic>();
  const Step down = k.down > 0 ? k.down : k.up;
  const std::string height = k.mode == CyclicMode::triangular    ? "1"
                             : k.mode == CyclicMode::triangular2 ? "0.5 ** cycle"
                                                                 : number(k.gamma) + " ** t";
  return lines(
      {"cycle, at = divmod(t, " + number(k.up + down) + ")",
       "w = min(at / " + number(k.up) + ", (" + number(k.up + down) + " - at) / " + number(down) + ") * " + height,
       mixed_w(k.high, k.low)});
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
  return lines({"at, values = " + list(at) + ", " + list(values), "i = sum(t >= a for a in at)",
                "if i == len(at):", "    return values[-1]", "p = (t - at[i - 1]) / (at[i] - at[i - 1])",
                "w = " + weight, "return w * values[i - 1] + (1 - w) * values[i]"});
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
  const std::string head = "at, values = " + list(k.at) + ", " + list(k.values);
  const std::string find = "i = sum(t >= a for a in at)";
  if (k.interpolation == Interpolation::hold)
    return lines({head, "return values[max(sum(t >= a for a in at) - 1, 0)]"});
  const std::string between = k.interpolation == Interpolation::exponential
                                  ? "return values[i - 1] * (values[i] / values[i - 1]) ** p"
                                  : "return w * values[i - 1] + (1 - w) * values[i]";
  return lines({head, find, "if i == 0 or i == len(at):", "    return values[0 if i == 0 else -1]",
                "p = (t - at[i - 1]) / (at[i] - at[i - 1])",
                "w = " + (k.interpolation == Interpolation::cosine ? cosine_of_p : std::string("1 - p")), between});
}
std::string chebyshev_body(const Schedule& s, Writer&) {
  const Chebyshev& k = *s.as<Chebyshev>();
  const std::string low = number(k.low), high = number(k.high);
  const std::string steps = number(std::max(k.steps, Step{1}));
  const std::string permute =
      k.permuted == Switch::no ? ""
                               : "    i, bits = 0, []\n    n = " + steps +
                                     "\n    while n > 1:\n        bits.append((t % 2, n))\n        t, n = t // 2, n // "
                                     "2\n    for odd, n in reversed(bits):\n        i = n - 1 - i if odd else i\n";
  return lines({"t = min(t, " + steps + " - 1)", "i = t"}) + permute +
         lines({"centre, radius = (1 / " + high + " + 1 / " + low + ") / 2, (1 / " + low + " - 1 / " + high + ") / 2",
                "return 1 / (centre - radius * math.cos(math.pi * (i + 0.5) / " + steps + "))"});
}
std::string range_test_body(const Schedule& s, Writer&) {
  const RateSweep& k = *s.as<RateSweep>();
  const Step last = std::max(k.steps - 1, Step{0});
  const std::string at = "t = min(t, " + number(last) + ")";
  const std::string p =
      k.steps <= 0 ? "p = 1" : "p = (t - t % " + number(k.hold) + ") / " + number(std::max(last, Step{1}));
  if (k.shape == Sweep::linear) return lines({at, p, "return (1 - p) * " + number(k.from) + " + p * " + number(k.to)});
  return lines({at, p, "return " + number(k.from) + " * (" + number(k.to) + " / " + number(k.from) + ") ** p"});
}
std::string exponential_warmup_body(const Schedule& s, Writer&) {
  const ExponentialWarmup& k = *s.as<ExponentialWarmup>();
  return lines({"return " + number(k.to) + " * (1 - math.exp(-(t + 1) / " + number(k.timescale) + "))"});
}
std::string radam_warmup_body(const Schedule& s, Writer&) {
  const RadamWarmup& k = *s.as<RadamWarmup>();
  return lines(
      {"limit = 2 / (1 - " + number(k.beta2) + ") - 1", "def rho(s):", "    power = " + number(k.beta2) + " ** s",
       "    return limit - 2 * s * power / (1 - power)", "first = 1",
       "while not rho(first) > 4 and first < 1000:", "    first += 1", "r = rho(t + first)",
       "return " + number(k.to) + " * math.sqrt((r - 4) * (r - 2) * limit / ((limit - 4) * (limit - 2) * r))"});
}

std::string then_body(const Schedule& s, Writer& writer) {
  std::string text;
  Step start = 0;
  const auto& pieces = s.as<Then>()->of;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const std::string call =
        "return " + writer.function(pieces[i]) + (start == 0 ? "(t)" : "(t - " + number(start) + ")");
    start += i + 1 < pieces.size() ? pieces[i].length() : 0;
    text += i + 1 < pieces.size() ? lines({"if t < " + number(start) + ":", "    " + call}) : lines({call});
  }
  return text;
}
std::string chain_body(const Schedule& s, Writer& writer) {
  std::string text;
  Step start = 0;
  double factor = 1;
  const auto& pieces = s.as<Chain>()->of;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const std::string call =
        "return " + number(factor) + " * " + writer.function(pieces[i]) + "(t - " + number(start) + ")";
    if (i + 1 == pieces.size()) return text + lines({call});
    factor *= pieces[i](pieces[i].length() - 1);
    start += pieces[i].length();
    text += lines({"if t < " + number(start) + ":", "    " + call});
  }
  return text;
}
std::string joined(const std::vector<Schedule>& of, Writer& writer, const std::string& between) {
  std::string text;
  for (const Schedule& each : of) text += (text.empty() ? "" : between) + writer.function(each) + "(t)";
  return text;
}
std::string scale_body(const Schedule& s, Writer& writer) {
  return lines({"return " + number(s.as<Scale>()->by) + " * " + writer.function(s.as<Scale>()->of[0]) + "(t)"});
}
std::string multiply_body(const Schedule& s, Writer& writer) {
  return lines({"return " + joined(s.as<Multiply>()->of, writer, " * ")});
}
std::string max_body(const Schedule& s, Writer& writer) {
  return lines({"return max([" + joined(s.as<Max>()->of, writer, ", ") + "])"});
}
std::string min_body(const Schedule& s, Writer& writer) {
  return lines({"return min([" + joined(s.as<Min>()->of, writer, ", ") + "])"});
}
std::string clamp_body(const Schedule& s, Writer& writer) {
  const Clamp& k = *s.as<Clamp>();
  return lines({"return min(max(" + writer.function(k.of[0]) + "(t), " + number(k.low) + "), " + number(k.high) + ")"});
}
std::string repeat_body(const Schedule& s, Writer& writer) {
  const Repeat& k = *s.as<Repeat>();
  const std::string period = number(k.of[0].length()), call = writer.function(k.of[0]);
  return lines({"if t // " + period + " >= " + number(k.times) + ":", "    return " + call + "(" + period + " - 1)",
                "return " + call + "(t % " + period + ")"});
}
std::string window_body(const Schedule& s, Writer& writer) {
  const Window& k = *s.as<Window>();
  return lines({"return " + writer.function(k.of[0]) + "(min(max(t, " + number(k.begin) + "), " +
                (k.end == endless ? "math.inf" : number(std::max(k.end - 1, k.begin))) + ") - " + number(k.begin) +
                ")"});
}
std::string offset_body(const Schedule& s, Writer& writer) {
  const Offset& k = *s.as<Offset>();
  return lines({"return " + writer.function(k.of[0]) + "(t + " + number(k.by) + ")"});
}
std::string past_end_body(const Schedule& s, Writer& writer) {
  const PastEnd& k = *s.as<PastEnd>();
  const std::string end = number(k.at == endless ? k.of[0].length() : k.at), call = writer.function(k.of[0]);
  const std::string first = "if t < " + end + ":", inside = "    return " + call + "(t)";
  switch (k.does) {
    case Beyond::hold:
      return lines({"return " + call + "(min(t, " + end + "))"});
    case Beyond::repeat:
      return lines({"return " + call + "(t % " + end + ")"});
    case Beyond::mirror:
      return lines(
          {"turns, t = divmod(t, " + end + ")", "return " + call + "(t if turns % 2 == 0 else " + end + " - t)"});
    case Beyond::zero:
      return lines({first, inside, "return 0.0"});
    case Beyond::error:
      return lines({first, inside, "raise ValueError(f\"the schedule ends before step {t}\")"});
  }
  return "";
}
std::string noise_body(const Schedule& s, Writer& writer) {
  const Noise& k = *s.as<Noise>();
  return lines({"def uniform(which):", "    mask = (1 << 64) - 1",
                "    x = (" + number(k.seed) +
                    " * 0x9e3779b97f4a7c15 + t * 0xbf58476d1ce4e5b9 + which * 0x94d049bb133111eb) & mask",
                "    for _ in range(2):", "        x = ((x ^ (x >> 30)) * 0xbf58476d1ce4e5b9) & mask",
                "        x = ((x ^ (x >> 27)) * 0x94d049bb133111eb) & mask", "        x ^= x >> 31",
                "    return ((x >> 11) + 0.5) * 2.0 ** -53",
                "normal = math.sqrt(-2 * math.log(uniform(1))) * math.cos(math.pi * 2 * uniform(2))",
                "return max(" + writer.function(k.of[0]) + "(t) * (1 + " + number(k.sd) + " * normal), 0.0)"});
}
std::string swa_body(const Schedule& s, Writer& writer) {
  const Swa& k = *s.as<Swa>();
  const std::string call = writer.function(k.of[0]) + "(t)";
  const std::string p = k.steps == 0 ? "p = 1" : "p = min((t - " + number(k.start) + ") / " + number(k.steps) + ", 1)";
  return lines({"if t < " + number(k.start) + ":", "    return " + call, p,
                "w = " + (k.shape == Rise::cosine ? cosine_of_p : std::string("1 - p")),
                "return w * " + call + " + (1 - w) * " + number(k.to)});
}
std::string batch_scaled_body(const Schedule& s, Writer& writer) {
  const BatchScaled& k = *s.as<BatchScaled>();
  const std::string ratio = writer.function(k.of[1]) + "(t) / " + number(k.base);
  return lines({"return " + writer.function(k.of[0]) + "(t) * " +
                (k.rule == BatchRule::linear ? ratio : "math.sqrt(" + ratio + ")")});
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
  const std::string name = "rate_" + std::to_string(++count_);
  text_ += "def " + name + "(t):  # " + std::string(schedule.kind().name) + "\n" + body + "\n\n";
  return name;
}

}  // namespace

Result<std::string> python_function(const Schedule& schedule) {
  Writer writer;
  const std::string name = writer.function(schedule);
  if (!writer.failed()) return writer.text() + "def rate(step):\n    return float(" + name + "(step))\n";
  return refuse("a " + std::string(schedule.kind().name) + " has no closed form in Python");
}

}  // namespace etude::dialect
