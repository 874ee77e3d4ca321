// A multilayer perceptron trained on whole batches.
//
// Idea: a layer's activations carry a column of ones beside them, so W with b under it is one matrix. Then
//   forward   Y  = relu(X W + b)         the sum starts at b
//   backward  dW = (X, 1)^T G            its last row is db
//             G' = G W^T * (X > 0)       written over X, which nothing needs any more
// and all three are the product of kernels.h. Rows are padded to whole panels of the kernel; parameters and gradients
// are not: W is copied into panels, O(parameters), before each product that reads it.
// Edges: softmax is shifted by the row's maximum; a row with NaN or +infinity in its logits is NaN; no samples give a
// loss of NaN and gradients of 0.
// Cost: 2 samples parameters operations each for forward, dW and (all layers but the first) G'.
// Source: Rumelhart, Hinton and Williams 1986; the gradient (p - onehot) / n of softmax and cross-entropy together.

#include "etude/model/network.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include "etude/base/math.h"
#include "model/kernels.h"

namespace etude {

namespace {

using kernels::Epilogue;
using kernels::Product;
using std::size_t;

/// Numbers that begin a cache line.
template <class Real>
class Buffer {
 public:
  void resize(size_t size) { lines_.assign((size + kLine - 1) / kLine, Line{}); }
  Real* data() { return lines_.empty() ? nullptr : lines_.front().number; }

 private:
  static constexpr size_t kLine = 64 / sizeof(Real);
  struct alignas(64) Line {
    Real number[kLine] = {};
  };
  std::vector<Line> lines_;
};

/// Samples x width, each row padded to whole panels; the column after the last holds ones.
template <class Real>
struct Activations {
  size_t width = 0;
  size_t row = 0;  // from one row to the next
  Buffer<Real> numbers;

  Activations(size_t width, size_t panel) : width(width), row((width + panel) / panel * panel) {}
  Real* data() { return numbers.data(); }
  void resize(size_t samples) {
    numbers.resize(samples * row);
    for (size_t i = 0; i < samples; ++i) data()[i * row + width] = 1;
  }
};

}  // namespace

template <class Real>
struct Network<Real>::State {
  std::vector<size_t> widths;
  kernels::Kernel<Real> kernel;
  std::vector<Slice> slices;
  std::vector<Real> parameters;
  std::vector<Real> gradients;
  std::vector<Activations<Real>> activations;  // the inputs, then the output of each layer
  Buffer<Real> weights;                        // one layer's W or its transpose, in panels
  Buffer<Real> bias;                           // one layer's b, padded
  size_t samples = 0;
  bool has_forward = false;  // the activations are those of a forward()

  size_t inputs(size_t layer) const { return widths[layer]; }
  size_t outputs(size_t layer) const { return widths[layer + 1]; }
  size_t padded(size_t width) const { return (width + kernel.panel - 1) / kernel.panel * kernel.panel; }

  void lay_out();
  void load(const Batch<Real>& batch);
  void pack(const Real* from, size_t rows, size_t columns, size_t row_step, size_t column_step);
  void forward_layer(size_t layer);
  double softmax_and_loss(const Batch<Real>& batch);
  void output_gradient(const Batch<Real>& batch);
  void layer_gradient(size_t layer);
  void push_through(size_t layer);
};

template <class Real>
void Network<Real>::State::lay_out() {
  size_t largest = 0;
  size_t widest = 0;
  for (const size_t width : widths) activations.emplace_back(width, kernel.panel);
  for (size_t i = 0; i + 1 < widths.size(); ++i) {
    const size_t begin = slices.empty() ? 0 : slices.back().begin + slices.back().size;
    slices.push_back({begin, (inputs(i) + 1) * outputs(i)});
    largest = std::max({largest, inputs(i) * padded(outputs(i)), outputs(i) * padded(inputs(i))});
    widest = std::max(widest, padded(outputs(i)));
  }
  parameters.resize(slices.back().begin + slices.back().size);
  gradients.resize(parameters.size());
  weights.resize(largest);
  bias.resize(widest);
}

template <class Real>
void Network<Real>::State::load(const Batch<Real>& batch) {
  assert(batch.inputs.size() == batch.labels.size() * widths.front());
  if (samples != batch.labels.size()) {
    samples = batch.labels.size();
    for (auto& layer : activations) layer.resize(samples);
  }
  const Real* from = batch.inputs.data();
  Real* to = activations.front().data();
  for (size_t i = 0; i < samples; ++i, from += widths.front(), to += activations.front().row)
    std::copy_n(from, widths.front(), to);
}

/// Copies a matrix of rows x columns, W or its transpose, into panels. The last one keeps what it held beyond the
/// matrix: it only enters sums that nobody stores.
template <class Real>
void Network<Real>::State::pack(const Real* from, size_t rows, size_t columns, size_t row_step, size_t column_step) {
  for (size_t column = 0; column < columns; column += kernel.panel) {
    const size_t count = std::min(kernel.panel, columns - column);
    Real* to = weights.data() + column * rows;
    for (size_t k = 0; k < rows; ++k, to += kernel.panel)
      for (size_t j = 0; j < count; ++j) to[j] = from[k * row_step + (column + j) * column_step];
  }
}

template <class Real>
void Network<Real>::State::forward_layer(size_t layer) {
  auto& x = activations[layer];
  auto& y = activations[layer + 1];
  const Real* w = parameters.data() + slices[layer].begin;
  pack(w, inputs(layer), outputs(layer), outputs(layer), 1);
  std::copy_n(w + inputs(layer) * outputs(layer), outputs(layer), bias.data());
  Product<Real> product{.rows = samples, .columns = outputs(layer), .depth = inputs(layer)};
  product.a = x.data();
  product.a_row = x.row;
  product.a_step = 1;
  product.b = weights.data();
  product.b_panel = inputs(layer) * kernel.panel;
  product.b_step = kernel.panel;
  product.start = bias.data();
  product.c = y.data();
  product.c_row = y.row;
  product.epilogue = layer + 2 < widths.size() ? Epilogue::relu : Epilogue::keep;
  kernel.multiply(product);
}

/// Turns the logits into probabilities.
template <class Real>
double Network<Real>::State::softmax_and_loss(const Batch<Real>& batch) {
  const size_t classes = widths.back();
  std::vector<double> e(classes);
  double sum_log = 0;
  Real* p = activations.back().data();
  for (size_t i = 0; i < samples; ++i, p += activations.back().row) {
    const double largest = *std::max_element(p, p + classes);
    double sum = 0;
    for (size_t c = 0; c < classes; ++c) sum += e[c] = math::exp(p[c] - largest);
    for (size_t c = 0; c < classes; ++c) p[c] = static_cast<Real>(e[c] / sum);
    sum_log += math::log(e[static_cast<size_t>(batch.labels[i])] / sum + 1e-12);
  }
  return -(sum_log / static_cast<double>(samples));
}

/// Turns the probabilities into the gradient of the loss with respect to the logits.
template <class Real>
void Network<Real>::State::output_gradient(const Batch<Real>& batch) {
  const Real n = static_cast<Real>(samples);
  Real* p = activations.back().data();
  for (size_t i = 0; i < samples; ++i, p += activations.back().row) {
    p[batch.labels[i]] -= 1;
    for (size_t c = 0; c < widths.back(); ++c) p[c] /= n;
  }
}

template <class Real>
void Network<Real>::State::layer_gradient(size_t layer) {
  auto& x = activations[layer];
  auto& g = activations[layer + 1];
  Product<Real> product{.rows = inputs(layer) + 1, .columns = outputs(layer), .depth = samples};
  product.a = x.data();
  product.a_row = 1;
  product.a_step = x.row;
  product.b = g.data();
  product.b_panel = kernel.panel;
  product.b_step = g.row;
  product.c = gradients.data() + slices[layer].begin;
  product.c_row = outputs(layer);
  kernel.multiply(product);
}

template <class Real>
void Network<Real>::State::push_through(size_t layer) {
  auto& x = activations[layer];
  auto& g = activations[layer + 1];
  pack(parameters.data() + slices[layer].begin, outputs(layer), inputs(layer), 1, outputs(layer));
  Product<Real> product{.rows = samples, .columns = inputs(layer), .depth = outputs(layer)};
  product.a = g.data();
  product.a_row = g.row;
  product.a_step = 1;
  product.b = weights.data();
  product.b_panel = outputs(layer) * kernel.panel;
  product.b_step = kernel.panel;
  product.c = x.data();
  product.c_row = x.row;
  product.epilogue = Epilogue::gate;
  kernel.multiply(product);
}

template <class Real>
// NOLINTNEXTLINE(performance-unnecessary-value-param): it is moved from, which the check misses in a template
Network<Real>::Network(std::vector<size_t> widths, Vectors vectors) : state_(std::make_unique<State>()) {
  assert(widths.size() >= 2 && *std::min_element(widths.begin(), widths.end()) >= 1);
  state_->widths = std::move(widths);
  state_->kernel = kernels::kernel<Real>(vectors);
  state_->lay_out();
}

template <class Real>
Network<Real>::~Network() = default;
template <class Real>
Network<Real>::Network(Network&&) noexcept = default;
template <class Real>
Network<Real>& Network<Real>::operator=(Network&&) noexcept = default;

template <class Real>
const std::vector<size_t>& Network<Real>::widths() const {
  return state_->widths;
}

template <class Real>
typename Network<Real>::Slice Network<Real>::layer(size_t index) const {
  return state_->slices[index];
}

template <class Real>
std::span<Real> Network<Real>::parameters() {
  return state_->parameters;
}

template <class Real>
std::span<const Real> Network<Real>::gradients() const {
  return state_->gradients;
}

template <class Real>
double Network<Real>::forward(const Batch<Real>& batch) {
  state_->load(batch);
  for (size_t i = 0; i < layers(); ++i) state_->forward_layer(i);
  state_->has_forward = true;
  return state_->softmax_and_loss(batch);
}

template <class Real>
void Network<Real>::backward(const Batch<Real>& batch, const std::function<void(size_t)>& layer_done) {
  if (!state_->has_forward) forward(batch);
  state_->has_forward = false;
  state_->output_gradient(batch);
  for (size_t i = layers(); i-- > 0;) {
    state_->layer_gradient(i);
    if (layer_done) layer_done(i);
    if (i > 0) state_->push_through(i);
  }
}

template <class Real>
void initialise_he(Network<Real>& network, RandomState& random) {
  for (size_t i = 0; i < network.layers(); ++i) {
    const double scale = std::sqrt(2.0 / static_cast<double>(network.widths()[i]));
    const auto slice = network.parameters().subspan(network.layer(i).begin, network.layer(i).size);
    const size_t weights = network.widths()[i] * network.widths()[i + 1];
    for (size_t j = 0; j < weights; ++j) slice[j] = static_cast<Real>(random.normal() * scale);
    std::fill(slice.begin() + static_cast<std::ptrdiff_t>(weights), slice.end(), Real(0));
  }
}

template class Network<double>;
template class Network<float>;
template void initialise_he(Network<double>&, RandomState&);
template void initialise_he(Network<float>&, RandomState&);

}  // namespace etude
