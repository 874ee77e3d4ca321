// A store of many trials: a look-up, a miss, one more trial, the whole list; and the bytes a trial takes.

#include <benchmark/benchmark.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "store/store.h"

namespace etude {
namespace {

/// A configuration as long as a real one, 1,000 plans, any number of seeds; no curve, as trials of tuning have none.
store::TrialKey key_of(std::int64_t i) {
  return {.configuration = "data=spirals\n" + std::string(600, '.'),
          .plan = "warmup(to=0.1, steps=100) then cosine(from=0.1, to=0, steps=" + std::to_string(i % 1000) + ")",
          .steps = 1000,
          .seed = static_cast<std::uint32_t>(i / 1000)};
}

Outcome outcome_of(std::int64_t i) {
  const double loss = 1.0 / static_cast<double>(i + 3);
  return {.final_loss = loss,
          .tail_loss = loss * 1.1,
          .best_loss = loss / 2,
          .heldout_loss = loss * 2,
          .heldout_accuracy = 0.5,
          .steps = 1000};
}

/// One store for all measurements of its size, gone at the end of the program.
class Stored {
 public:
  explicit Stored(std::int64_t count) : path_("store_bench_" + std::to_string(getpid()) + ".etude"), store_(make()) {
    for (std::int64_t i = 0; i < count; ++i)
      if (!store_.add(key_of(i), outcome_of(i))) std::abort();
  }
  ~Stored() {
    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path_ + suffix);
  }
  store::Store& store() { return store_; }
  double bytes() const { return static_cast<double>(std::filesystem::file_size(path_)); }

 private:
  store::Store make() {
    std::filesystem::remove(path_);
    return *store::Store::open(path_);
  }
  std::string path_;
  store::Store store_;
};

Stored& stored(std::int64_t count) {
  static std::int64_t held = 0;
  static std::optional<Stored> one;
  if (held != count) one.emplace(held = count);
  return *one;
}

std::uint64_t next(std::uint64_t& random) {
  return (random = random * 6364136223846793005u + 1442695040888963407u) >> 32;
}

void found(benchmark::State& state) {
  Stored& all = stored(state.range(0));
  std::uint64_t random = 1;
  for (auto _ : state) {
    const auto outcome = all.store().find(key_of(static_cast<std::int64_t>(next(random)) % state.range(0)));
    if (!outcome || !*outcome) std::abort();
  }
  state.counters["bytes_a_trial"] = all.bytes() / static_cast<double>(state.range(0));
}

void missed(benchmark::State& state) {
  Stored& all = stored(state.range(0));
  std::uint64_t random = 1;
  for (auto _ : state) {
    const auto outcome = all.store().find(key_of(static_cast<std::int64_t>(state.range(0) + 1'000'000 + next(random))));
    if (!outcome || *outcome) std::abort();
  }
}

void listed(benchmark::State& state) {
  Stored& all = stored(state.range(0));
  for (auto _ : state) {
    std::int64_t count = 0;
    const auto seen = all.store().visit({}, store::Detail::numbers, [&](const store::StoredTrial&) {
      ++count;
      return Result<void>();
    });
    if (!seen || count < state.range(0)) std::abort();
  }
}

void added(benchmark::State& state) {
  Stored& all = stored(state.range(0));
  std::int64_t i = state.range(0);
  for (auto _ : state)
    if (!all.store().add(key_of(i), outcome_of(i)) || ++i == 0) std::abort();
}

BENCHMARK(found)->Arg(1'000)->Unit(benchmark::kMicrosecond);
BENCHMARK(added)->Arg(1'000)->Iterations(2000)->Unit(benchmark::kMicrosecond)->UseRealTime();
BENCHMARK(found)->Arg(1'000'000)->Unit(benchmark::kMicrosecond)->UseRealTime();
BENCHMARK(missed)->Arg(1'000'000)->Unit(benchmark::kMicrosecond)->UseRealTime();
BENCHMARK(listed)->Arg(1'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(added)->Arg(1'000'000)->Iterations(2000)->Unit(benchmark::kMicrosecond)->UseRealTime();

}  // namespace
}  // namespace etude
