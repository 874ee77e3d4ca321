// Nanoseconds a schedule's value costs: one step at a time, at steps in no order and at steps near 2^62, and in bulk.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <vector>

#include "etude/notation/notation.h"

namespace etude {
namespace {

constexpr const char* specs[] = {
    "constant(value=0.1)",
    "linear(from=0.1, to=0, steps=100000)",
    "warmup(to=0.1, steps=100000)",
    "cosine(from=0.1, to=1e-4, steps=100000)",
    "cosine_restarts(from=0.1, to=1e-4, period=100)",
    "cosine_restarts(from=0.1, to=1e-4, period=100, mult=2)",
    "step(from=0.1, gamma=0.5, period=100)",
    "exponential(from=0.1, rate=0.999)",
    "inverse_sqrt(from=0.1, timescale=100)",
    "cyclic(low=0.01, high=0.1, up=100)",
    "cyclic(low=0.01, high=0.1, up=100, mode=triangular2)",
    "cyclic(low=0.01, high=0.1, up=100, mode=exp_range, gamma=0.9999)",
    "one_cycle(peak=0.1, steps=100000)",
    "scale(cosine(from=0.1, to=1e-4, steps=100000), by=0.5)",
    "clamp(cosine(from=0.1, to=1e-4, steps=100000), low=0.01)",
    "repeat(cosine(from=0.1, to=1e-4, steps=100))",
    "max(constant(value=0.01), cosine(from=0.1, steps=100000))",
    "warmup(to=0.1, steps=1000) then cosine(from=0.1, steps=99000)",
    ("warmup(to=0.1, steps=1000) then constant(value=0.1, steps=9000) then linear(from=0.1, to=0.05, steps=40000) then "
     "cosine(from=0.05, to=0.01, steps=40000) then linear(from=0.01, to=0, steps=10000)"),
};

Schedule schedule_of(benchmark::State& state) {
  const char* spec = specs[state.range(0)];
  state.SetLabel(std::string(spec).substr(0, 60));
  return *notation::parse_schedule(spec);
}

void in_order(benchmark::State& state) {
  const Schedule schedule = schedule_of(state);
  Step t = 0;
  for (auto _ : state) benchmark::DoNotOptimize(schedule(t = (t + 1) % 100000));
}

void in_no_order(benchmark::State& state) {
  const Schedule schedule = schedule_of(state);
  std::uint64_t random = 1;
  for (auto _ : state) {
    random = random * 6364136223846793005u + 1442695040888963407u;
    benchmark::DoNotOptimize(schedule(static_cast<Step>((random >> 32) % 100000)));
  }
}

void near_the_last_step(benchmark::State& state) {
  const Schedule schedule = schedule_of(state);
  Step t = max_step;
  for (auto _ : state) benchmark::DoNotOptimize(schedule(t = max_step - (t + 1) % 4096));
}

void in_bulk(benchmark::State& state) {
  const Schedule schedule = schedule_of(state);
  std::vector<double> values(100000);
  for (auto _ : state) {
    schedule.values(0, values);
    benchmark::DoNotOptimize(values.data());
  }
  state.counters["ns_a_point"] =
      benchmark::Counter(1e-9 * static_cast<double>(values.size()),
                         benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

constexpr int last = static_cast<int>(std::size(specs)) - 1;
BENCHMARK(in_order)->DenseRange(0, last);
BENCHMARK(in_no_order)->DenseRange(0, last);
BENCHMARK(near_the_last_step)->DenseRange(0, last);
BENCHMARK(in_bulk)->DenseRange(0, last);

}  // namespace
}  // namespace etude
