// Training, forward, loss, backward and update: the post's 300 epochs, a step of a small network on pictures, a step of
// a character transformer; and what the core could do at most. bench/peers.py runs the same in NumPy and PyTorch.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <vector>

#include "data/spirals.h"
#include "etude/base/random.h"
#include "etude/model/architecture.h"
#include "etude/optim/optimizer.h"
#include "fma_peak.h"

namespace etude {
namespace {

constexpr int kEpochs = 300;
constexpr double kLr = 0.01;

enum class Order { corrected, as_written };

/// Two operations a multiply-add of the matrix products that an epoch needs: forward and dW in every layer, dX in all
/// but the first.
double operations(const std::vector<std::size_t>& widths, std::size_t samples) {
  double sum = 0;
  for (std::size_t i = 0; i + 1 < widths.size(); ++i)
    sum += (i == 0 ? 2.0 : 3.0) * 2.0 * static_cast<double>(samples * widths[i] * widths[i + 1]);
  return sum;
}

/// Trains, and returns the last epoch's loss; an epoch is done by `around(epoch)`, which calls it.
template <class Real, class Around>
double train(const model::Batch<Real>& batch, Order order, model::Vectors vectors, const Around& around) {
  auto network = model::mlp<Real>({.widths = {2, 64, 64, 3}}, {.floor = 1e-12}, vectors);
  RandomState random(42);
  model::initialise(network, model::Initialisation::he, random);
  optim::OptimizerState<Real> state;
  const auto update = [&](std::size_t begin, std::size_t size) {
    optim::optimizer_step<Real>({}, network.parameters().subspan(begin, size), network.gradients().subspan(begin, size),
                                state, {.lr = kLr});
  };
  model::TrainingPass pass;
  if (order == Order::as_written)
    pass.layer_done = [&](std::size_t layer) { update(network.layer(layer).begin, network.layer(layer).size); };
  double loss = 0;
  const auto epoch = [&] {
    loss = network.loss_and_gradients(batch, pass);
    if (order == Order::corrected) update(0, network.parameters().size());
  };
  for (int i = 0; i < kEpochs; ++i) around(epoch);
  return loss;
}

/// Of this thread alone, in seconds: another process on the core does not count.
double cpu_time() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Seconds of this thread that something takes.
template <class Does>
double seconds_of(const Does& does) {
  const double begin = cpu_time();
  does();
  return cpu_time() - begin;
}

/// The share of the core's multiply-add peak that work reaches, which takes turns with multiply-adds in registers, a
/// tenth of a millisecond or some each, so that whatever slows the core slows both: the ratio of their mean rates.
template <class Real>
class Turns {
 public:
  explicit Turns(model::Vectors vectors) : vectors_(most(vectors)) {}

  template <class Work>
  void take(const Work& work) {
    worked_ += seconds_of(work);
    chains_ += seconds_of([&] { chained_ += bench::run_fma_chains(Real(1), vectors_); });
  }
  double share(double operations_of_all) const {
    return operations_of_all / worked_ / (static_cast<double>(chained_) / chains_);
  }

 private:
  static model::Vectors most(model::Vectors vectors) {
    return vectors == model::Vectors::avx2 ? vectors : model::Vectors::widest;
  }
  model::Vectors vectors_;
  double worked_ = 0, chains_ = 0;
  std::int64_t chained_ = 0;
};

/// Of a run, epoch by epoch.
template <class Real>
double share_of_peak(const model::Batch<Real>& batch, Order order, model::Vectors vectors, double operations_of_run) {
  Turns<Real> turns(vectors);
  train(batch, order, vectors, [&](const auto& epoch) { turns.take(epoch); });
  return turns.share(operations_of_run);
}

double median(std::vector<double> numbers) {
  const auto middle = numbers.begin() + static_cast<std::ptrdiff_t>(numbers.size() / 2);
  std::nth_element(numbers.begin(), middle, numbers.end());
  return *middle;
}

/// Times whole runs; the share of the peak is the median of five runs of their own.
template <class Real>
void train_run(benchmark::State& state, Order order, model::Vectors vectors) {
  const data::Dataset data = data::make_spirals();
  const std::vector<Real> inputs(data.inputs.begin(), data.inputs.end());
  const model::Batch<Real> batch{inputs, data.labels};
  const double run = kEpochs * operations({2, 64, 64, 3}, data.samples());
  double loss = 0;
  for (auto _ : state) {
    const auto plainly = [](const auto& epoch) { epoch(); };
    benchmark::DoNotOptimize(loss = train(batch, order, vectors, plainly));
  }
  std::vector<double> shares(5);
  for (double& share : shares) share = share_of_peak(batch, order, vectors, run);
  state.counters["of_peak"] = {median(shares), benchmark::Counter::kAvgThreads};
  state.counters["loss"] = loss;
  state.counters["operations"] = run;
  state.counters["GFLOP/s"] = {run * 1e-9, benchmark::Counter::kIsIterationInvariantRate};
}

/// Random inputs and labels of the right shape: what they say costs nothing.
struct Numbers {
  std::vector<float> inputs;
  std::vector<std::int32_t> labels;

  Numbers(std::size_t inputs_count, std::size_t labels_count, std::size_t classes, bool are_tokens) {
    RandomState random(1);
    const auto token = [&] { return static_cast<std::int32_t>(random.bits() % classes); };
    for (std::size_t i = 0; i < inputs_count; ++i)
      inputs.push_back(are_tokens ? static_cast<float>(token()) : static_cast<float>(random.normal()));
    for (std::size_t i = 0; i < labels_count; ++i) labels.push_back(token());
  }
};

constexpr int kCheckedSteps = 20;  // the loss of this step is what bench/peers.py compares

/// A step of the network on the same mini-batch again and again; `multiply_adds` of its products, forward, dW and dX.
void step_run(benchmark::State& state, model::Network<float> network, const Numbers& numbers,
              const optim::OptimizerOptions& options, double multiply_adds, model::Vectors vectors) {
  RandomState random(42);
  model::initialise(network, model::Initialisation::he, random);
  auto slots = optim::initial_state<float>(options, network.parameters());
  double loss = 0;
  const auto step = [&] {
    loss = network.loss_and_gradients({numbers.inputs, numbers.labels});
    optim::optimizer_step<float>(options, network.parameters(), network.gradients(), slots, {.lr = 1e-3});
  };
  for (int i = 0; i < kCheckedSteps; ++i) step();
  state.counters["loss"] = loss;
  for (auto _ : state) step();
  std::vector<double> shares(5);
  for (double& share : shares) {
    Turns<float> turns(vectors);
    for (int i = 0; i < kCheckedSteps; ++i) turns.take(step);
    share = turns.share(kCheckedSteps * 2 * multiply_adds);
  }
  state.counters["of_peak"] = median(shares);
  state.counters["operations"] = 2 * multiply_adds;
  state.counters["GFLOP/s"] = {2e-9 * multiply_adds, benchmark::Counter::kIsIterationInvariantRate};
}

void fashion_step(benchmark::State& state, model::Vectors vectors) {
  constexpr std::size_t kBatch = 50;
  const Numbers numbers(kBatch * 784, kBatch, 10, false);
  const double products = kBatch * (2.0 * 784 * 64 + 3.0 * (64 * 64 + 64 * 10));
  step_run(state, model::mlp<float>({.widths = {784, 64, 64, 10}}, {}, vectors), numbers,
           optim::defaults_of(optim::Rule::sgd), products, vectors);
}

void transformer_step(benchmark::State& state, model::Vectors vectors) {
  constexpr std::size_t kBatch = 16;
  const model::TransformerOptions options{.vocabulary = 64, .context = 64, .width = 64, .heads = 4, .blocks = 2};
  const std::size_t rows = kBatch * options.context;
  const Numbers numbers(rows, rows, options.vocabulary, true);
  const double of_block = 12.0 * 64 * 64 + 2.0 * 64 * 64;  // dense layers; q k and p v over all positions
  const double products = 3.0 * static_cast<double>(rows) * (2 * of_block + 64 * 64);
  step_run(state, model::transformer<float>(options, {}, vectors), numbers, optim::defaults_of(optim::Rule::adamw),
           products, vectors);
}

template <class Real>
void peak_run(benchmark::State& state) {
  double operations = 0;
  for (auto _ : state) operations += static_cast<double>(bench::run_fma_chains(Real(1)));
  state.counters["GFLOP/s"] = {operations * 1e-9, benchmark::Counter::kIsRate};
}

BENCHMARK_TEMPLATE(peak_run, double)->Name("fma_peak/float64");
BENCHMARK_TEMPLATE(peak_run, float)->Name("fma_peak/float32");

const bool registered = [] {
  const auto add = [](const char* name, auto function, Order order, model::Vectors vectors) {
    benchmark::RegisterBenchmark(name, function, order, vectors)->Unit(benchmark::kMillisecond);
  };
  add("train/float64/corrected", train_run<double>, Order::corrected, model::Vectors::widest);
  add("train/float64/as-written", train_run<double>, Order::as_written, model::Vectors::widest);
  add("train/float32/corrected", train_run<float>, Order::corrected, model::Vectors::widest);
  add("train/float32/as-written", train_run<float>, Order::as_written, model::Vectors::widest);
  // Two runs side by side, as a study has them: twice the GFLOP/s of one, if nothing is in their way.
  benchmark::RegisterBenchmark("threads/float64", train_run<double>, Order::corrected, model::Vectors::widest)
      ->Unit(benchmark::kMillisecond)
      ->Threads(1)
      ->Threads(2)
      ->UseRealTime();
  const auto add_step = [](const char* name, auto function, model::Vectors vectors) {
    benchmark::RegisterBenchmark(name, function, vectors)->Unit(benchmark::kMicrosecond);
  };
  add_step("step/fashion-mnist", fashion_step, model::Vectors::widest);
  add_step("step/transformer", transformer_step, model::Vectors::widest);
  if (model::available(model::Vectors::avx512)) {  // what AVX2 alone would do, of AVX2's own peak
    add("train/float64/corrected/avx2", train_run<double>, Order::corrected, model::Vectors::avx2);
    add("train/float32/corrected/avx2", train_run<float>, Order::corrected, model::Vectors::avx2);
    add_step("step/fashion-mnist/avx2", fashion_step, model::Vectors::avx2);
    add_step("step/transformer/avx2", transformer_step, model::Vectors::avx2);
  }
  add("train/float64/corrected/portable", train_run<double>, Order::corrected, model::Vectors::portable);
  add("train/float32/corrected/portable", train_run<float>, Order::corrected, model::Vectors::portable);
  return true;
}();

}  // namespace
}  // namespace etude
