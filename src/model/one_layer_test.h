#pragma once
// A layer with memory of its own, outside a network, for the tests.

#include <algorithm>
#include <utility>
#include <vector>

#include "etude/base/random.h"
#include "model/layers.h"

namespace etude::model {

/// How many rows most layers are given, and positions of a sample where they look across them.
inline constexpr std::size_t kRows = 12, kPositions = 6;

/// Numbers of -1 ... 1, none of them within 0.01 of 0, where a ReLU has its kink.
template <class Real>
std::vector<Real> some_numbers(std::size_t count, unsigned seed) {
  RandomState random(seed);
  std::vector<Real> all;
  for (std::size_t i = 0; i < count; ++i) {
    const double x = 2 * random.uniform() - 1;
    all.push_back(static_cast<Real>(x < 0 ? x - 0.01 : x + 0.01));
  }
  return all;
}

template <class Real>
struct OneLayer {
  LayerPointer<Real> layer;
  Pass pass;
  std::vector<Real> parameters, gradients, statistics;  // lent: they keep their place
  RowBuffer<Real> inputs, outputs;

  OneLayer(LayerPointer<Real> of, std::size_t most_rows, Vectors vectors = Vectors::widest) : layer(std::move(of)) {
    std::size_t size = 0;
    for (const Parameter& p : layer->shapes()) size += p.size();
    parameters.resize(size);
    gradients.resize(size);
    statistics.resize(layer->statistics());
    Memory<Real> memory{parameters.data(), gradients.data(), statistics.data(), kernels::kernel<Real>(vectors)};
    layer->lend(memory);
    layer->reserve(most_rows);
    inputs.resize(most_rows, layer->inputs(), memory.kernel.panel);
    outputs.resize(most_rows, layer->outputs(), memory.kernel.panel);
  }

  /// Parameters of the layer's own.
  void start(unsigned seed) {
    const auto from = some_numbers<Real>(parameters.size(), seed);
    std::copy(from.begin(), from.end(), parameters.begin());
  }
  /// y of the rows of x, one after another.
  std::vector<Real> forward(const std::vector<Real>& x) {
    rows_ = x.size() / layer->inputs();
    fill(x, inputs.first(rows_));
    layer->prepare();
    layer->forward(pass, inputs.first(rows_), outputs.first(rows_));
    return numbers(outputs.first(rows_));
  }
  /// dx, after forward(); the gradients are those of this call, or added.
  std::vector<Real> backward(const std::vector<Real>& upstream, bool adds = false) {
    if (!adds) std::fill(gradients.begin(), gradients.end(), Real(0));
    fill(upstream, outputs.first(rows_));
    layer->add_gradients(pass, inputs.first(rows_), outputs.first(rows_));
    layer->input_gradient(pass, inputs.first(rows_), outputs.first(rows_));
    return numbers(inputs.first(rows_));
  }

 private:
  static void fill(const std::vector<Real>& from, const Rows<Real>& to) {
    for (std::size_t i = 0; i < to.count; ++i) std::copy_n(from.data() + i * to.width, to.width, to[i]);
  }
  static std::vector<Real> numbers(const Rows<Real>& rows) {
    std::vector<Real> all;
    for (std::size_t i = 0; i < rows.count; ++i) all.insert(all.end(), rows[i], rows[i] + rows.width);
    return all;
  }
  std::size_t rows_ = 0;
};

/// df/dx by four values of f: exact but for x^4 f''''' / 1e16 and the rounding of f.
template <class Function>
double slope_by_differences(double& x, const Function& f) {
  constexpr double kStep = 1e-4;
  const double at = x;
  const auto difference = [&](double step) {
    x = at + step;
    const double above = f();
    x = at - step;
    return above - f();
  };
  const double near = difference(kStep), far = difference(2 * kStep);
  x = at;
  return (8 * near - far) / (12 * kStep);
}

}  // namespace etude::model
