// One training run: 300 epochs of full-batch gradient descent on the post's task and network, forward, loss, backward
// and update; and what the core could do at most. bench/peers.py runs the same in NumPy and PyTorch.

#include <benchmark/benchmark.h>

#include <cstddef>
#include <vector>

#include "etude/base/random.h"
#include "etude/data/spirals.h"
#include "etude/model/network.h"
#include "etude/optim/sgd.h"
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

template <class Real>
void update(Network<Real>& network, std::size_t layer) {
  const auto [begin, size] = network.layer(layer);
  sgd_step<Real>(network.parameters().subspan(begin, size), network.gradients().subspan(begin, size), kLr);
}

template <class Real>
double train(const Batch<Real>& batch, Order order, Vectors vectors) {
  Network<Real> network({2, 64, 64, 3}, vectors);
  RandomState random(42);
  initialise_he(network, random);
  double loss = 0;
  for (int epoch = 0; epoch < kEpochs; ++epoch) {
    loss = network.forward(batch);
    if (order == Order::as_written) {
      network.backward(batch, [&](std::size_t layer) { update(network, layer); });
    } else {
      network.backward(batch);
      sgd_step<Real>(network.parameters(), network.gradients(), kLr);
    }
  }
  return loss;
}

template <class Real>
void train_run(benchmark::State& state, Order order, Vectors vectors) {
  const Dataset data = make_spirals();
  const std::vector<Real> inputs(data.inputs.begin(), data.inputs.end());
  const Batch<Real> batch{inputs, data.labels};
  double loss = 0;
  for (auto _ : state) benchmark::DoNotOptimize(loss = train(batch, order, vectors));
  const double run = kEpochs * operations({2, 64, 64, 3}, data.samples());
  state.counters["loss"] = loss;
  state.counters["operations"] = run;
  state.counters["GFLOP/s"] = {run * 1e-9, benchmark::Counter::kIsIterationInvariantRate};
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
  const auto add = [](const char* name, auto function, Order order, Vectors vectors) {
    benchmark::RegisterBenchmark(name, function, order, vectors)->Unit(benchmark::kMillisecond);
  };
  add("train/float64/corrected", train_run<double>, Order::corrected, Vectors::widest);
  add("train/float64/as-written", train_run<double>, Order::as_written, Vectors::widest);
  add("train/float32/corrected", train_run<float>, Order::corrected, Vectors::widest);
  add("train/float32/as-written", train_run<float>, Order::as_written, Vectors::widest);
  add("train/float64/corrected/portable", train_run<double>, Order::corrected, Vectors::portable);
  add("train/float32/corrected/portable", train_run<float>, Order::corrected, Vectors::portable);
  return true;
}();

}  // namespace
}  // namespace etude
