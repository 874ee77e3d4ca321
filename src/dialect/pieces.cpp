#include "dialect/phrases.h"

#include <algorithm>

#include "etude/schedule/callable.h"

namespace etude::dialect {

bool is_whole(const Literal& literal) {
  if (literal.type != Literal::Type::number || literal.source.empty()) return false;
  return literal.source.find_first_not_of("+-0123456789_") == std::string::npos;
}

Result<Schedule> lasting(const Result<Schedule>& schedule, Step steps) {
  if (!schedule) return schedule;
  const Step length = schedule->length();
  if (length == steps) return schedule;
  if (const Constant* flat = schedule->as<Constant>()) return held(flat->value, steps);
  if (length > steps) return window(schedule, 0, steps);
  return then(schedule, held((*schedule)(length), steps == endless ? steps : steps - length));
}

Result<Schedule> one_after_another(const std::vector<Schedule>& pieces, const std::vector<Step>& starts) {
  Result<Schedule> all = pieces.back();
  for (std::size_t i = pieces.size() - 1; i-- > 0;) all = then(lasting(pieces[i], starts[i + 1] - starts[i]), all);
  return all;
}

Result<Schedule> staircase(std::vector<double> at, std::vector<double> values) {
  if (values.size() == 1) return held(values[0]);
  return piecewise({.at = std::move(at), .values = std::move(values), .interpolation = Interpolation::hold});
}

Result<Reading> computed_reading(const Arguments& arguments, const Result<Schedule>& meaning,
                                 std::function<double(Step)> computed) {
  auto read = reading(meaning);
  if (!read) return read;
  auto exact = callable({.function = std::move(computed), .length = meaning->length(), .label = arguments.label()});
  if (!exact) return pass_on(exact.error());
  read->computed = *std::move(exact);
  return read;
}

Result<Reading> own_reading(const Arguments& arguments, std::function<double(Step)> computed, Step length) {
  return reading(callable({.function = std::move(computed), .length = length, .label = arguments.label()}));
}

void note_first_zero(Arguments& arguments, double first, Step rise) {
  if (first != 0 || rise <= 0) return;
  arguments.note("first-update-is-zero", "the first update has rate 0, so it does nothing", "start the warm-up above 0",
                 Step{0});
}

// ---------------------------------------------------------------------------------------------------------- ramps

namespace {

/// Longer pieces are said by no framework's numbers; sums of shorter ones fit a Step.
constexpr Step longest_said = Step{1} << 56;

/// The step at which a ramp's progress is 1.
template <class K>
Step landing(const K& kind) {
  return std::max(kind.steps - (kind.end == End::last ? 1 : 0), Step{0});
}

template <class K>
Ramp ramp_of(const Schedule& schedule, const K& kind, RampShape shape, double power = 1) {
  const Step lands = landing(kind);
  return {lands == 0 ? RampShape::constant : shape, schedule(0), schedule(lands), lands, kind.steps, power};
}

std::optional<Ramp> warmup_ramp(const Schedule& schedule, const Warmup& kind) {
  if (kind.shape == Rise::linear) return ramp_of(schedule, kind, RampShape::line);
  if (kind.shape == Rise::cosine && kind.first == First::from) return ramp_of(schedule, kind, RampShape::cosine);
  return std::nullopt;
}

std::optional<Ramp> scaled_ramp(const Scale& kind) {
  auto ramp = as_ramp(kind.of[0]);
  if (ramp) ramp->from *= kind.by, ramp->to *= kind.by;
  return ramp;
}

}  // namespace

std::optional<Ramp> as_ramp(const Schedule& schedule) {
  if (schedule.length() != endless && schedule.length() > longest_said) return std::nullopt;
  if (const auto* k = schedule.as<Constant>()) return Ramp{RampShape::constant, k->value, k->value, 0, k->steps, 1};
  if (const auto* k = schedule.as<Linear>()) return ramp_of(schedule, *k, RampShape::line);
  if (const auto* k = schedule.as<Warmup>()) return warmup_ramp(schedule, *k);
  if (const auto* k = schedule.as<Cosine>(); k && k->first == First::from && k->k_decay == 1)
    return ramp_of(schedule, *k, RampShape::cosine, k->exponent);
  if (const auto* k = schedule.as<CosineWave>(); k && k->first == First::from && k->cycles == 0.5)
    return ramp_of(schedule, *k, RampShape::cosine);
  if (const auto* k = schedule.as<Polynomial>();
      k && k->first == First::from && k->base == PowerBase::remaining && k->cycle == Switch::no)
    return ramp_of(schedule, *k, k->power == 1 ? RampShape::line : RampShape::power, k->power);
  if (const auto* k = schedule.as<Scale>()) return scaled_ramp(*k);
  return std::nullopt;
}

const Schedule& inside(const Schedule& schedule) {
  const auto* k = schedule.as<PastEnd>();
  return k ? inside(k->of[0]) : schedule;
}

std::vector<Schedule> pieces_of(const Schedule& schedule) {
  const auto* k = schedule.as<Then>();
  return k ? k->of : std::vector<Schedule>{schedule};
}

std::vector<Step> starts_of(const std::vector<Schedule>& pieces) {
  std::vector<Step> starts{0};
  for (std::size_t i = 0; i + 1 < pieces.size(); ++i)
    starts.push_back(starts.back() + std::min(pieces[i].length(), max_step - starts.back()));
  return starts;
}

// -------------------------------------------------------------------------------------------------------- float32

float float32::whole_power(float x, Step n) {
  if (n == 0) return 1;
  std::optional<float> product;
  for (Step left = n; left > 0; left >>= 1, x = x * x)
    if (left & 1) product = product ? *product * x : x;
  return *product;
}

// --------------------------------------------------------------------------------------------------------- Python

std::string list_of(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) add_item(text, item);
  return filled("[{}]", {text});
}

namespace {

std::string python(const Literal& literal, std::string_view prefix, const std::vector<std::string_view>& but) {
  if (literal.type == Literal::Type::call) return python_call(literal, prefix, but);
  if (literal.type != Literal::Type::list || literal.source.empty()) return literal.source;
  std::vector<std::string> items;
  for (const Literal& item : literal.items) items.push_back(python(item, prefix, but));
  const std::string text = list_of(items);
  if (literal.source[0] == '[') return text;
  return filled("({}{}", {text.substr(1, text.size() - 2), items.size() == 1 ? ",)" : ")"});
}

}  // namespace

std::string python_call(const Literal& call, std::string_view prefix, const std::vector<std::string_view>& but) {
  std::vector<std::string> arguments;
  for (const Literal& argument : call.items) arguments.push_back(python(argument, prefix, but));
  for (const auto& [name, value] : call.named)
    if (std::find(but.begin(), but.end(), name) == but.end())
      arguments.push_back(filled("{}={}", {name, python(value, prefix, but)}));
  const std::string text = list_of(arguments);
  return filled("{}{}({})", {prefix, last_name(call.text), text.substr(1, text.size() - 2)});
}

double rate_of(const Literal& call) {
  const Literal* lr = call.find("lr");
  return lr && lr->type == Literal::Type::number ? lr->number : 1;
}

std::string csv_main(Step steps, const std::string& before, const std::string& value, const std::string& after) {
  return filled(
      "if __name__ == \"__main__\":\n    steps = int(sys.argv[1]) if len(sys.argv) > 1 else {}\n{}    "
      "print(\"step,lr\")\n    for step in range(steps):\n        value = {}\n        "
      "print(f\"{step},{float(value)!r}\")\n{}",
      {steps, indented(before, 4), value, indented(after, 8)});
}

std::string torch_main(double lr, const char* step, Step steps) {
  return filled(
      "\n\ndef main():\n"
      "    steps = int(sys.argv[1]) if len(sys.argv) > 1 else {}\n"
      "    weight = torch.nn.Parameter(torch.zeros(1))\n"
      "    optimizer = torch.optim.SGD([weight], lr={}, momentum=0.9)\n"
      "    scheduler = make_scheduler(optimizer)\n"
      "    print(\"step,lr\")\n"
      "    for step in range(steps):\n"
      "        print(f\"{step},{float(optimizer.param_groups[0]['lr'])!r}\")\n"
      "        optimizer.step()\n"
      "        if step + 1 < steps:\n"
      "            {}\n\n\nif __name__ == \"__main__\":\n    main()\n",
      {steps, lr, step});
}

}  // namespace etude::dialect
