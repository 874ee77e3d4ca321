// Prints what the exports of core.h give here, one call a line: name, arguments, answer, with tabs between.
// A double is the 16 hex digits of its bits, any NaN is "nan". check.mjs makes the same calls in WebAssembly.

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <iterator>
#include <string>
#include <vector>

#include "core.h"
#include "engine.h"
#include "etude/optim/optimizer.h"
#include "etude/schedule/schedule.h"

namespace {

std::string hex(double value) {
  if (std::isnan(value)) return "nan";
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(std::bit_cast<std::uint64_t>(value)));
  return text;
}

std::string shortest(double value) {
  char text[32];
  return {text, etude_shortest(value, text)};
}

void line(const std::string& name, const std::vector<std::string>& rest) {
  std::fputs(name.c_str(), stdout);
  for (const std::string& each : rest) std::printf("\t%s", each.c_str());
  std::puts("");
}

// Edges of every kind, then numbers spread over signs, digits and many magnitudes.
std::vector<double> inputs() {
  std::vector<double> all = {0.0,
                             -0.0,
                             1,
                             -1,
                             0.5,
                             1.5,
                             1e-320,
                             -1e-320,
                             2.2250738585072014e-308,
                             1e16,
                             9007199254740993.0,
                             709.78,
                             -745.2,
                             1e308,
                             1.7976931348623157e308,
                             INFINITY,
                             -INFINITY,
                             NAN,
                             3e-4,
                             0.05,
                             1e22,
                             123456};
  for (int i = 0; i < 300; ++i) {
    const double digits = etude_uniform(7, i) * 2 - 1;
    all.push_back(std::ldexp(digits, i % 24 - 12));
    all.push_back(std::ldexp(digits, i * 7 - 1060));
  }
  return all;
}

// Every kind, and what is refused.
const std::string specs[] = {
    "constant(value=0.1)",
    "linear(from=0, to=3e-4, steps=2000) then cosine(from=3e-4, to=3e-5, steps=98000)",
    "warmup(to=0.08, steps=30) then inverse_sqrt(from=0.08, timescale=30, shift=30)",
    "step(from=0.1, gamma=0.5, period=30)",
    "exponential(from=0.05, rate=0.97, period=7.5)",
    "cosine_restarts(from=0.05, to=1e-4, period=50, mult=1.2)",
    "cosine_restarts(from=0.05, to=1e-4, period=100, mult=2)",
    "cyclic(low=0.001, high=0.05, up=20, down=13, mode=exp_range, gamma=0.994)",
    "cyclic(low=0.001, high=0.05, up=20, mode=triangular2)",
    "one_cycle(peak=0.1, steps=300)",
    "one_cycle_momentum(steps=300, shape=linear)",
    "scale(max(cosine(from=0.1, steps=90), constant(value=0.03)), by=0.3)",
    "repeat(min(linear(from=0.1, to=0.2, steps=70), constant(value=0.17, steps=70)), times=5)",
    "clamp(exponential(from=1, rate=0.5, period=10), low=0.01, high=0.3)",
    "cosine(from=0.1, steps=90, exponent=2, k_decay=1.5)",
    "polynomial(from=0.1, to=0.01, steps=90, power=0.7, cycle=yes)",
    "rex(from=0.1, steps=90) then geometric(from=0.1, to=0.01, steps=50) then tanh(from=0.01, steps=99)",
    "exponential_ramp(from=0.1, steps=90, rate=0.3) then cosine_wave(from=0.1, to=0.2, steps=99, cycles=3)",
    "wsd(peak=0.1, steps=300, warmup=10, decay=70)",
    "multistep(from=0.1, milestones=[30, 60, 200], gamma=0.3)",
    "inverse_time(from=0.1, rate=0.5, period=20)",
    "noam(d_model=512, warmup=100)",
    "hyperbolic(from=0.1, to=1e-6, steps=300, bound=700)",
    "hyperbolic(from=0.1, to=1e-6, steps=90, bound=90, first=moved, axis=log)",
    "eden(from=0.045, batches=75, epoch=40)",
    "power_decay(from=0.1, timescale=40, power=0.7, shift=3)",
    "power_cool(peak=0.1, steps=300, warmup=20, decay=60, power=0.51, decay_shape=sqrt)",
    "piecewise(at=[0, 30.5, 100], values=[0.1, 0.5, 0.01], interpolation=exponential)",
    "chebyshev(low=0.01, high=0.5, steps=64)",
    "range_test(from=1e-6, to=10, steps=300, hold=3)",
    "multiply(exponential_warmup(to=1, timescale=30), radam_warmup(to=0.1, beta2=0.99))",
    "chain(warmup(to=0.1, steps=10, shape=log), window(cosine(from=1, steps=300), begin=5, end=200))",
    "offset(cosine(from=0.1, steps=100), by=30)",
    "past_end(cosine(from=0.1, steps=50, end=after), does=mirror)",
    "stretch(noise(cosine(from=0.1, steps=100), sd=0.1, seed=3), by=2.5)",
    "swa(cosine(from=0.1, steps=100), to=0.05, start=60, steps=20)",
    "batch_scaled(constant(value=0.1), multistep(from=32, milestones=[50, 100], gamma=2), base=32, rule=sqrt)",
    "cosin(from=0.1, steps=90)",
    "cosine(from=0.1, steps=90",
    "cosine(from=-0.1, steps=90)",
    "η(1)",
    "",
};

void schedule_lines(const std::string& spec) {
  char text[1024];
  line("complaint", {spec, {text, etude_complaint(spec.data(), spec.size(), text, sizeof text)}});
  const etude::Schedule* schedule = etude_parse(spec.data(), spec.size());
  if (!schedule) return;
  line("print", {spec, {text, etude_print(schedule, text, sizeof text)}});
  const auto at = [&](std::int64_t step) { line("at", {spec, std::to_string(step), hex(etude_at(schedule, step))}); };
  for (std::int64_t step = 0; step < 400; step += 7) at(step);
  for (std::int64_t step = 1000; step < INT64_C(1) << 58; step *= 31) at(step);
  etude_drop(schedule);
}

// A kind that no spec above names; empty where there is none.
std::string forgotten_kind() {
  for (const etude::Kind& kind : etude::kinds()) {
    const auto names_it = [&](const std::string& spec) { return spec.find(kind.name) != std::string::npos; };
    if (std::none_of(std::begin(specs), std::end(specs), names_it)) return std::string(kind.name);
  }
  return "";
}

void number_lines(double x) {
  line("exp", {hex(x), hex(etude_exp(x))});
  line("log", {hex(x), hex(etude_log(x))});
  line("cos_pi", {hex(x), hex(etude_cos_pi(x))});
  line("tanh", {hex(x), hex(etude_tanh(x))});
  for (double y : {0.5, -1.0, 2.0, 1 / 3.0, 40.25, -700.0}) line("pow", {hex(x), hex(y), hex(etude_pow(x, y))});
  const std::string text = shortest(x);
  line("shortest", {hex(x), text});
  line("to_double", {text, hex(etude_to_double(text.data(), text.size()))});
}

void random_lines(std::uint32_t seed, int n) {
  line("uniform", {std::to_string(seed), std::to_string(n), hex(etude_uniform(seed, n))});
  line("normal", {std::to_string(seed), std::to_string(n), hex(etude_normal(seed, n))});
}

void engine_lines(int network) {
  for (int rule = 0; rule < static_cast<int>(etude::optim::rules().size()); ++rule)
    for (int is_float32 : {0, 1})
      line("trained", {std::to_string(network), std::to_string(rule), std::to_string(is_float32), "12",
                       hex(etude_trained(network, rule, is_float32, 12))});
}

}  // namespace

int main() {
  if (const std::string kind = forgotten_kind(); !kind.empty()) {
    std::fprintf(stderr, "tests/wasm/native.cpp: add a spec with the kind %s\n", kind.c_str());
    return 1;
  }
  for (double x : inputs()) number_lines(x);
  for (std::uint32_t seed : {0u, 42u, 4000000000u}) {
    for (int n : {0, 1, 700}) random_lines(seed, n);
  }
  for (const std::string& spec : specs) schedule_lines(spec);
  for (int network = 0; network < etude_networks(); ++network) engine_lines(network);
}
