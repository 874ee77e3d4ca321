#include "etude/model/network.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <utility>
#include <vector>

#include "etude/model/architecture.h"
#include "model/kernels.h"
#include "support/bits.h"

namespace etude::model {
namespace {

using testing::bits;

/// The post's network and loss.
template <class Real>
Network<Real> network_of(const std::vector<std::size_t>& widths, Vectors vectors = Vectors::widest) {
  return mlp<Real>({.widths = widths}, {.floor = 1e-12}, vectors);
}

template <class Real>
Real exp_of(Real x) {
  return kernels::kernel<Real>(Vectors::portable).exp(&x, 1), x;
}
template <class Real>
Real log_of(Real x) {
  return kernels::kernel<Real>(Vectors::portable).log(&x, 1), x;
}

/// The post's network again, one number at a time: what the kernels are held against.
template <class Real>
struct ByHand {
  std::vector<std::size_t> widths;
  std::vector<Real> parameters;
  bool fused = true;
  std::vector<std::vector<Real>> acts = {};
  std::vector<Real> gradients = {};
  double loss = 0;
  double nearest_kink = std::numeric_limits<double>::infinity();

  Real add(Real sum, Real x, Real y) const { return fused ? std::fma(x, y, sum) : sum + x * y; }
  std::size_t begin(std::size_t layer) const {
    std::size_t at = 0;
    for (std::size_t i = 0; i < layer; ++i) at += (widths[i] + 1) * widths[i + 1];
    return at;
  }

  void forward(const Batch<Real>& batch) {
    const std::size_t n = batch.labels.size();
    acts.assign(1, std::vector<Real>(batch.inputs.begin(), batch.inputs.end()));
    for (std::size_t layer = 0; layer + 1 < widths.size(); ++layer) forward_layer(layer, n);
    double sum_log = 0;
    for (std::size_t i = 0; i < n; ++i) sum_log += softmax(acts.back().data() + i * widths.back(), batch.labels[i]);
    loss = -(sum_log / static_cast<double>(n));
  }
  void forward_layer(std::size_t layer, std::size_t n) {
    const std::size_t in = widths[layer], out = widths[layer + 1];
    const Real* w = parameters.data() + begin(layer);
    std::vector<Real> y(n * out);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < out; ++j) {
        Real sum = w[in * out + j];
        for (std::size_t k = 0; k < in; ++k) sum = add(sum, acts[layer][i * in + k], w[k * out + j]);
        const bool hidden = layer + 2 < widths.size();
        if (hidden) nearest_kink = std::min(nearest_kink, std::abs(static_cast<double>(sum)));
        y[i * out + j] = hidden && sum < 0 ? 0 : sum;
      }
    acts.push_back(std::move(y));
  }
  double softmax(Real* p, std::int32_t label) const {
    const Real largest = *std::max_element(p, p + widths.back());
    for (std::size_t c = 0; c < widths.back(); ++c) p[c] = exp_of<Real>(p[c] - largest);
    const Real sum = std::accumulate(p, p + widths.back(), Real(0));
    for (std::size_t c = 0; c < widths.back(); ++c) p[c] /= sum;
    return log_of<Real>(p[label] + static_cast<Real>(1e-12));
  }

  void backward(const Batch<Real>& batch) {
    const std::size_t n = batch.labels.size();
    gradients.assign(parameters.size(), 0);
    std::vector<Real> g = acts.back();
    for (std::size_t i = 0; i < n; ++i) g[i * widths.back() + static_cast<std::size_t>(batch.labels[i])] -= 1;
    for (Real& x : g) x /= static_cast<Real>(n);
    for (std::size_t layer = widths.size() - 1; layer-- > 0;) g = backward_layer(layer, n, g);
  }
  std::vector<Real> backward_layer(std::size_t layer, std::size_t n, const std::vector<Real>& g) {
    const std::size_t in = widths[layer], out = widths[layer + 1];
    const Real* w = parameters.data() + begin(layer);
    Real* dw = gradients.data() + begin(layer);
    std::vector<Real> down(n * in);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t k = 0; k <= in; ++k) {
        const Real x = k < in ? acts[layer][i * in + k] : 1;
        Real sum = 0;
        for (std::size_t j = 0; j < out; ++j) {
          dw[k * out + j] = add(dw[k * out + j], x, g[i * out + j]);
          if (k < in) sum = add(sum, g[i * out + j], w[k * out + j]);
        }
        if (k < in) down[i * in + k] = sum * Real(x > 0);
      }
    return down;
  }
};

template <class Real>
struct MlpProblem {
  std::vector<std::size_t> widths;
  std::vector<Real> inputs, parameters;
  std::vector<std::int32_t> labels;

  MlpProblem(std::vector<std::size_t> w, std::size_t samples, unsigned seed) : widths(std::move(w)) {
    std::mt19937 random(seed);
    const auto number = [&] { return static_cast<Real>(static_cast<double>(random()) / 2147483648.0 - 1); };
    std::size_t size = 0;
    for (std::size_t i = 0; i + 1 < widths.size(); ++i) size += (widths[i] + 1) * widths[i + 1];
    std::generate_n(std::back_inserter(parameters), size, number);
    std::generate_n(std::back_inserter(inputs), samples * widths.front(), number);
    for (std::size_t i = 0; i < samples; ++i) labels.push_back(static_cast<std::int32_t>(random() % widths.back()));
  }
  Batch<Real> batch() const { return {inputs, labels}; }
  Network<Real> network(Vectors vectors = Vectors::widest) const {
    auto network = network_of<Real>(widths, vectors);
    std::copy(parameters.begin(), parameters.end(), network.parameters().begin());
    return network;
  }
};

const std::vector<std::size_t> kManyWidths[] = {
    {1, 1, 2}, {2, 3}, {3, 7, 5, 4}, {2, 130, 3}, {2, 64, 64, 3}, {9, 8, 16, 17, 2}, {5, 33, 12}};

template <class Real>
void expect_bits_of(bool fused, Vectors vectors) {
  for (const auto& widths : kManyWidths)
    for (const std::size_t samples : {1, 7, 301}) {
      const MlpProblem<Real> problem(widths, samples, 5);
      ByHand<Real> expected{widths, problem.parameters, fused};
      expected.forward(problem.batch());
      expected.backward(problem.batch());
      auto network = problem.network(vectors);
      const double loss = network.loss_and_gradients(problem.batch());
      EXPECT_EQ(bits(loss), bits(expected.loss)) << widths.size() << " " << samples;
      EXPECT_EQ(bits(network.loss(problem.batch())), bits(expected.loss)) << widths.size() << " " << samples;
      for (std::size_t i = 0; i < expected.gradients.size(); ++i)
        ASSERT_EQ(bits(network.gradients()[i]), bits(expected.gradients[i])) << samples << " samples, gradient " << i;
    }
}

TEST(Network, FusedVectorsGiveTheBitsOfTheScalarNetwork) {
  for (const Vectors vectors : {Vectors::avx2, Vectors::avx512}) {
    expect_bits_of<double>(available(vectors), vectors);  // what the machine lacks is portable, and that is not fused
    expect_bits_of<float>(available(vectors), vectors);
  }
}

TEST(Network, PortableVectorsGiveTheBitsOfTheScalarNetwork) {
  expect_bits_of<double>(false, Vectors::portable);
  expect_bits_of<float>(false, Vectors::portable);
}

TEST(Network, GradientsAreThoseOfFiniteDifferences) {
  for (const auto& widths : {std::vector<std::size_t>{1, 1, 2}, {3, 7, 5, 4}, {2, 30, 3}, {4, 9, 8, 6, 2}}) {
    const MlpProblem<double> problem(widths, 7, 1);
    ByHand<double> scalar{widths, problem.parameters};
    scalar.forward(problem.batch());
    constexpr double kStep = 1e-5;
    ASSERT_GT(scalar.nearest_kink, 20 * kStep) << "choose another seed: a difference must not cross a kink";
    auto network = problem.network();
    network.loss_and_gradients(problem.batch());
    const std::vector<double> gradients(network.gradients().begin(), network.gradients().end());
    for (std::size_t i = 0; i < gradients.size(); ++i) {
      double& p = network.parameters()[i];
      const double before = p;
      p = before + kStep;
      const double above = network.loss(problem.batch());
      p = before - kStep;
      const double below = network.loss(problem.batch());
      p = before;
      EXPECT_NEAR(gradients[i], (above - below) / (2 * kStep), 1e-8) << "parameter " << i;
    }
  }
}

TEST(Network, Float32IsCloseToFloat64) {
  for (const auto& widths : kManyWidths) {
    const MlpProblem<float> narrow(widths, 301, 3);
    MlpProblem<double> wide(widths, 301, 3);
    wide.parameters.assign(narrow.parameters.begin(), narrow.parameters.end());
    wide.inputs.assign(narrow.inputs.begin(), narrow.inputs.end());
    auto a = narrow.network();
    auto b = wide.network();
    EXPECT_NEAR(a.loss_and_gradients(narrow.batch()), b.loss_and_gradients(wide.batch()), 2e-5);
    for (std::size_t i = 0; i < a.gradients().size(); ++i) EXPECT_NEAR(a.gradients()[i], b.gradients()[i], 2e-5) << i;
  }
}

TEST(Network, LayersLieOneAfterAnother) {
  auto network = network_of<double>({3, 7, 5, 4});
  EXPECT_EQ(network.layers(), 3u);
  const std::size_t begins[] = {0, 28, 68}, sizes[] = {28, 40, 24};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(network.layer(i).begin, begins[i]);
    EXPECT_EQ(network.layer(i).size, sizes[i]);
  }
  EXPECT_EQ(network.gradients().size(), 92u);
}

TEST(Network, ParametersOfZeroGiveTheLogOfTheNumberOfClasses) {
  const MlpProblem<double> problem({2, 9, 3}, 7, 1);
  auto network = network_of<double>(problem.widths);
  EXPECT_NEAR(network.loss_and_gradients(problem.batch()), std::log(3.0), 1e-11);
  for (std::size_t i = 0; i < network.layer(1).begin; ++i) EXPECT_EQ(network.gradients()[i], 0);
}

TEST(Network, EmptyBatchHasNoLossAndNoGradient) {
  auto network = network_of<double>({2, 9, 3});
  EXPECT_TRUE(std::isnan(network.loss_and_gradients({})));
  for (const double g : network.gradients()) EXPECT_EQ(g, 0);
}

TEST(Network, NanInOneSampleReachesTheLossAndEveryLayer) {
  MlpProblem<double> problem({2, 9, 9, 3}, 7, 1);
  problem.inputs[4] = std::numeric_limits<double>::quiet_NaN();
  auto network = problem.network();
  EXPECT_TRUE(std::isnan(network.loss_and_gradients(problem.batch())));
  for (const double g : network.gradients()) EXPECT_TRUE(std::isnan(g));
}

TEST(Network, BatchesOfOtherSizesLeaveNoTrace) {
  const MlpProblem<double> large({3, 7, 5, 4}, 301, 2);
  const MlpProblem<double> small({3, 7, 5, 4}, 7, 2);
  auto network = large.network();
  const double before = network.loss_and_gradients(large.batch());
  const std::vector<double> gradients(network.gradients().begin(), network.gradients().end());
  network.loss_and_gradients(small.batch());
  network.loss(small.batch());
  EXPECT_EQ(bits(network.loss_and_gradients(large.batch())), bits(before));
  EXPECT_TRUE(std::equal(gradients.begin(), gradients.end(), network.gradients().begin()));
}

TEST(Network, LayerDoneIsCalledLastLayerFirstAndChangesNothingByItself) {
  const MlpProblem<double> problem({3, 7, 5, 4}, 301, 2);
  auto plain = problem.network();
  auto watched = problem.network();
  plain.loss_and_gradients(problem.batch());
  std::vector<std::size_t> order;
  const auto note = [&](std::size_t layer) {
    const auto slice = watched.layer(layer);
    EXPECT_EQ(watched.gradients()[slice.begin], plain.gradients()[slice.begin]);
    order.push_back(layer);
  };
  watched.loss_and_gradients(problem.batch(), {.layer_done = note});
  EXPECT_EQ(order, (std::vector<std::size_t>{2, 1, 0}));
  EXPECT_TRUE(std::equal(plain.gradients().begin(), plain.gradients().end(), watched.gradients().begin()));
}

TEST(Network, MovesWithItsParameters) {
  const MlpProblem<double> problem({3, 7, 4}, 7, 2);
  auto first = problem.network();
  const double loss = first.loss(problem.batch());
  Network<double> second = std::move(first);
  EXPECT_EQ(second.loss(problem.batch()), loss);
}

}  // namespace
}  // namespace etude::model
