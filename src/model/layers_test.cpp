// Every layer alone: gradients, the same bits however it is run, NaN.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "model/lanes.h"
#include "model/one_layer_test.h"
#include "support/not_finite.h"

namespace etude::model {
namespace {

using std::size_t;

/// The layers by name; the widths are no multiple of any vector.
template <class Real>
LayerPointer<Real> layer_named(const std::string& name) {
  if (name == "relu") return activation<Real>(ActivationKind::relu, 5);
  if (name == "gelu") return activation<Real>(ActivationKind::gelu, 5);
  if (name == "tanh") return activation<Real>(ActivationKind::tanh, 5);
  if (name == "dense") return dense<Real>({.name = "dense", .inputs = 5, .outputs = 19});
  if (name == "dropout") return dropout<Real>(0.3, 5);
  if (name == "layer norm") return layer_norm<Real>("norm", 5);
  if (name == "wide layer norm") return layer_norm<Real>("norm", 35);
  if (name == "batch norm") return batch_norm<Real>("norm", 11);
  if (name == "embedding") return embedding<Real>("embedding", 4, kPositions, 9);
  if (name == "attention") return attention<Real>("attention", 6, 2);
  if (name == "attention of one head") return attention<Real>("attention", 11, 1);
  if (name == "attention to all") return attention<Real>("attention", 6, 3, false);
  std::vector<LayerPointer<Real>> inner;  // "residual"
  inner.push_back(layer_norm<Real>("norm", 5));
  inner.push_back(dense<Real>({.name = "in", .inputs = 5, .outputs = 9}));
  inner.push_back(activation<Real>(ActivationKind::gelu, 9));
  inner.push_back(dense<Real>({.name = "out", .inputs = 9, .outputs = 5}));
  return residual<Real>(std::move(inner));
}

const std::string kNames[] = {"relu",
                              "gelu",
                              "tanh",
                              "dense",
                              "dropout",
                              "layer norm",
                              "wide layer norm",
                              "batch norm",
                              "embedding",
                              "attention",
                              "attention of one head",
                              "attention to all",
                              "residual"};

template <class Real>
std::vector<Real> inputs_of(const std::string& name, size_t width, size_t rows = kRows) {
  if (name != "embedding") return some_numbers<Real>(rows * width, 3);
  std::vector<Real> tokens;
  for (size_t i = 0; i < rows; ++i) tokens.push_back(static_cast<Real>(static_cast<int>(i * i % 4)));
  return tokens;
}

template <class Real>
OneLayer<Real> made(const std::string& name, Vectors vectors = Vectors::widest) {
  OneLayer<Real> one(layer_named<Real>(name), 10 * kRows, vectors);
  one.pass = {.key = 7, .positions = kPositions};
  one.start(2);
  return one;
}

class EveryLayer : public ::testing::TestWithParam<std::string> {};

TEST_P(EveryLayer, GradientsAreThoseOfFiniteDifferences) {
  auto one = made<double>(GetParam());
  std::vector<double> x = inputs_of<double>(GetParam(), one.layer->inputs());
  const std::vector<double> upstream = some_numbers<double>(kRows * one.layer->outputs(), 5);
  const auto value = [&] {
    const std::vector<double> y = one.forward(x);
    return std::inner_product(y.begin(), y.end(), upstream.begin(), 0.0);
  };
  value();
  const std::vector<double> dx = one.backward(upstream), gradients = one.gradients;
  for (size_t i = 0; i < gradients.size(); ++i)
    EXPECT_NEAR(gradients[i], slope_by_differences(one.parameters[i], value), 1e-9) << "parameter " << i;
  for (size_t i = 0; i < x.size() && GetParam() != "embedding"; ++i)
    EXPECT_NEAR(dx[i], slope_by_differences(x[i], value), 1e-9) << "input " << i;
}

/// What a layer gives with dual numbers along a direction of all parameters, against differences of what it gives
/// there.
TEST_P(EveryLayer, DualNumbersGiveTheSameAndItsDerivative) {
  auto one = made<double>(GetParam());
  auto dual = made<Dual>(GetParam());
  const std::vector<double> x = inputs_of<double>(GetParam(), one.layer->inputs());
  const std::vector<double> upstream = some_numbers<double>(kRows * one.layer->outputs(), 5);
  const std::vector<double> start = one.parameters, direction = some_numbers<double>(start.size(), 6);
  double t = 0;
  const auto results = [&] {
    for (size_t i = 0; i < start.size(); ++i) one.parameters[i] = start[i] + t * direction[i];
    std::vector<double> all = one.forward(x);
    const std::vector<double> dx = one.backward(upstream);
    all.insert(all.end(), dx.begin(), dx.end());
    all.insert(all.end(), one.gradients.begin(), one.gradients.end());
    return all;
  };
  for (size_t i = 0; i < start.size(); ++i) dual.parameters[i] = {start[i], direction[i]};
  std::vector<Dual> duals = dual.forward({x.begin(), x.end()});
  const std::vector<Dual> dx = dual.backward({upstream.begin(), upstream.end()});
  duals.insert(duals.end(), dx.begin(), dx.end());
  duals.insert(duals.end(), dual.gradients.begin(), dual.gradients.end());
  const std::vector<double> plain = results();
  for (size_t i = 0; i < plain.size(); ++i) {
    EXPECT_NEAR(duals[i].value, plain[i], 1e-13) << "number " << i;
    EXPECT_NEAR(duals[i].slope, slope_by_differences(t, [&] { return results()[i]; }), 1e-8) << "number " << i;
  }
}

TEST_P(EveryLayer, Float32AndPortableVectorsAreCloseToFloat64) {
  auto wide = made<double>(GetParam()), portable = made<double>(GetParam(), Vectors::portable);
  auto narrow = made<float>(GetParam());
  const size_t in = wide.layer->inputs(), out = wide.layer->outputs();
  const auto y = wide.forward(inputs_of<double>(GetParam(), in));
  const auto y_portable = portable.forward(inputs_of<double>(GetParam(), in));
  const auto y_narrow = narrow.forward(inputs_of<float>(GetParam(), in));
  const auto dx = wide.backward(some_numbers<double>(kRows * out, 5));
  const auto dx_portable = portable.backward(some_numbers<double>(kRows * out, 5));
  const auto dx_narrow = narrow.backward(some_numbers<float>(kRows * out, 5));
  for (size_t i = 0; i < y.size(); ++i) EXPECT_NEAR(y[i], y_portable[i], 1e-13);
  for (size_t i = 0; i < y.size(); ++i) EXPECT_NEAR(y[i], y_narrow[i], 1e-5);
  for (size_t i = 0; i < dx.size(); ++i) EXPECT_NEAR(dx[i], dx_portable[i], 1e-13);
  for (size_t i = 0; i < dx.size(); ++i) EXPECT_NEAR(dx[i], dx_narrow[i], 1e-5);
  for (size_t i = 0; i < wide.gradients.size(); ++i) EXPECT_NEAR(wide.gradients[i], narrow.gradients[i], 1e-4);
}

TEST_P(EveryLayer, BlocksOfWholeSamplesChangeNoBit) {
  auto whole = made<float>(GetParam()), parts = made<float>(GetParam());
  if (whole.layer->couples_samples()) return;
  const size_t in = whole.layer->inputs(), out = whole.layer->outputs(), rows = 10 * kRows;
  const auto x = inputs_of<float>(GetParam(), in, rows), upstream = some_numbers<float>(rows * out, 5);
  const auto y = whole.forward(x), dx = whole.backward(upstream);
  std::vector<float> y_parts, dx_parts;
  const auto take = [](const std::vector<float>& all, size_t begin, size_t end, size_t width) {
    return std::vector<float>(all.data() + begin * width, all.data() + end * width);
  };
  const auto append = [](std::vector<float>& all, const std::vector<float>& more) {
    all.insert(all.end(), more.begin(), more.end());
  };
  for (const auto& [begin, end] : {std::pair<size_t, size_t>{0, 6}, {6, 42}, {42, rows}}) {
    parts.pass.first_row = begin;
    append(y_parts, parts.forward(take(x, begin, end, in)));
    append(dx_parts, parts.backward(take(upstream, begin, end, out), true));
  }
  EXPECT_EQ(y, y_parts);
  EXPECT_EQ(dx, dx_parts);
  EXPECT_EQ(whole.gradients, parts.gradients);
}

TEST_P(EveryLayer, WritesOverWhatGradientsHeldWhereASumBegins) {
  auto added = made<double>(GetParam()), begun = made<double>(GetParam());
  const auto x = inputs_of<double>(GetParam(), added.layer->inputs());
  const auto upstream = some_numbers<double>(kRows * added.layer->outputs(), 5);
  added.forward(x);
  added.backward(upstream);
  begun.forward(x);
  std::fill(begun.gradients.begin(), begun.gradients.end(), 7);
  begun.pass.begins_sums = true;
  begun.backward(upstream, true);
  EXPECT_EQ(begun.gradients, added.gradients);
}

TEST_P(EveryLayer, NanPassesThereAndBack) {
  auto one = made<double>(GetParam());
  const size_t in = one.layer->inputs(), out = one.layer->outputs();
  const auto is_nan = [](double x) { return std::isnan(x); };
  for (size_t column = 0; column < in; ++column) {
    auto x = inputs_of<double>(GetParam(), in);
    x[7 * in + column] = nan;
    const auto y = one.forward(x);
    EXPECT_TRUE(std::any_of(y.begin(), y.end(), is_nan)) << "column " << column;
  }
  if (GetParam() == "embedding") return;  // tokens have no gradient
  for (size_t column = 0; column < out; ++column) {
    auto upstream = some_numbers<double>(kRows * out, 5);
    upstream[7 * out + column] = nan;
    one.forward(inputs_of<double>(GetParam(), in));
    const auto dx = one.backward(upstream);
    EXPECT_TRUE(std::any_of(dx.begin(), dx.end(), is_nan)) << "column " << column;
  }
}

TEST_P(EveryLayer, LeavesItsInputsAndTheGradientOfItsOutputs) {
  auto one = made<double>(GetParam());
  const size_t in = one.layer->inputs(), out = one.layer->outputs();
  const auto x = inputs_of<double>(GetParam(), in), upstream = some_numbers<double>(kRows * out, 5);
  one.forward(x);
  for (size_t i = 0; i < kRows; ++i) {
    EXPECT_TRUE(std::equal(one.inputs.first(kRows)[i], one.inputs.first(kRows)[i] + in, x.data() + i * in));
    EXPECT_EQ(one.outputs.first(kRows)[i][out], 1) << "the 1 behind a row is the next layer's";
  }
  one.backward(upstream);
  for (size_t i = 0; i < kRows; ++i) {
    EXPECT_TRUE(std::equal(one.outputs.first(kRows)[i], one.outputs.first(kRows)[i] + out, upstream.data() + i * out));
    EXPECT_EQ(one.inputs.first(kRows)[i][in], 1);
  }
}

std::string name_of_layer(const ::testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
}
INSTANTIATE_TEST_SUITE_P(Layers, EveryLayer, ::testing::ValuesIn(kNames), name_of_layer);

/// y = x / mean of squares: all that formulas are made of. Both compiled forms, whatever this machine takes.
template <class Real>
std::vector<Real> scaled(const std::vector<Real>& x, bool for_avx2) {
  std::vector<Real> y(x.size());
  const auto work = [&]() ETUDE_INLINED {
    const Real* from = x.data();
    Real* to = y.data();
    const Real sum = sum_lanes<Real>(x.size(), [&](auto at) ETUDE_INLINED { return at[from] * at[from] + Real(1); });
    for_lanes<Real>(x.size(), [&](auto at) ETUDE_INLINED { at.put(to, at[from] / sum); });
  };
  if (for_avx2)
    run_for_avx2(work);
  else
    work();
  return y;
}

template <class Real>
void expect_one_result() {
  for (size_t count = 0; count < 50; ++count) {
    const auto x = some_numbers<Real>(count, 9);
    const auto y = scaled(x, false);
    EXPECT_EQ(y, scaled(x, available(Vectors::avx2))) << count << " numbers";
    double sum = 0;
    for (const Real v : x) sum += static_cast<double>(v * v) + 1;
    for (size_t i = 0; i < count; ++i) ASSERT_NEAR(y[i], static_cast<double>(x[i]) / sum, 1e-6) << count << " numbers";
  }
}

TEST(Lanes, TakeEveryNumberOnceInAnyVectors) {
  expect_one_result<float>();
  expect_one_result<double>();
}

template <class Real>
void expect_largest() {
  for (size_t count = 1; count < 40; ++count)
    for (size_t place = 0; place < count; ++place) {
      std::vector<Real> x(count, Real(-3));
      x[place] = Real(-2);
      const auto work = [&]() ETUDE_INLINED { EXPECT_EQ(largest_of(x.data(), count), Real(-2)) << place; };
      in_lanes(work);
      work();
    }
}

TEST(Lanes, FindTheLargestNumberWhereverItStands) {
  expect_largest<float>();
  expect_largest<double>();
}

TEST(BareRows, GiveADenseLayerTheBitsOfPaddedOnes) {
  OneLayer<float> one(dense<float>({"a", 5, 64}), kRows);
  ASSERT_TRUE(one.layer->takes_bare_rows());
  one.start(2);
  auto x = some_numbers<float>(kRows * 5, 3);
  const auto y = one.forward(x), upstream = some_numbers<float>(kRows * 64, 4);
  const Rows<float> bare{x.data(), kRows, 5, 5}, out = one.outputs.first(kRows);
  one.layer->forward(one.pass, bare, out);
  for (size_t i = 0; i < kRows; ++i) EXPECT_TRUE(std::equal(out[i], out[i] + 64, y.data() + i * 64)) << "row " << i;
  one.backward(upstream);
  const auto gradients = one.gradients;
  std::fill(one.gradients.begin(), one.gradients.end(), 0.0f);
  one.layer->add_gradients(one.pass, bare, out);
  EXPECT_EQ(one.gradients, gradients);
}

TEST(Relu, InsideADenseLayerGivesTheBitsOfALayerOfItsOwn) {
  std::vector<LayerPointer<float>> inside, outside;
  inside.push_back(dense<float>({"a", 5, 19, true, false}));
  inside.push_back(dense<float>({"b", 19, 4, false, true}));
  outside.push_back(dense<float>({"a", 5, 19}));
  outside.push_back(activation<float>(ActivationKind::relu, 19));
  outside.push_back(dense<float>({"b", 19, 4}));
  OneLayer<float> a(std::make_unique<Sequence<float>>(std::move(inside)), kRows);
  OneLayer<float> b(std::make_unique<Sequence<float>>(std::move(outside)), kRows);
  a.start(2);
  b.start(2);
  const auto x = some_numbers<float>(kRows * 5, 3), upstream = some_numbers<float>(kRows * 4, 4);
  EXPECT_EQ(a.forward(x), b.forward(x));
  EXPECT_EQ(a.backward(upstream), b.backward(upstream));
  EXPECT_EQ(a.gradients, b.gradients);
}

}  // namespace
}  // namespace etude::model
