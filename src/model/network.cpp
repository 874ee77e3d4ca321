// Layers, batch by batch.
//
// Idea: a batch goes through in blocks of about 100 rows: forward, loss and backward of one block, then the next, so
// what a block's layers hand to each other stays in the cache. Gradients go on from block to block, in ascending order.
// Edges: a layer that looks across samples (BatchNorm), and a caller who changes weights on the way back, get one
// block. No labels give a loss of NaN and gradients of 0.

#include "etude/model/network.h"

#include <algorithm>
#include <cassert>
#include <limits>

#include "model/criterion.h"
#include "model/size.h"

namespace etude::model {

using std::size_t;

template <class Real>
struct Network<Real>::State {
  std::unique_ptr<Sequence<Real>> layers;
  size_t positions = 1;
  size_t block_rows = 0;  // for which memory is reserved
  size_t panel = 1;
  Criterion<Real> criterion;
  std::vector<Parameter> layout;
  std::vector<Slice> slices;
  std::vector<Real> statistics;
  Buffer<Real> parameter_memory, gradient_memory;
  std::span<Real> parameters, gradients;
  RowBuffer<Real> inputs, outputs;
  bool observes = false;

  State(std::unique_ptr<Sequence<Real>> sequence, const LossOptions& loss, size_t positions_of_sample, Vectors vectors)
      : layers(std::move(sequence)), positions(positions_of_sample), criterion(loss, layers->outputs(), vectors) {
    lay_out();
    Memory<Real> memory{parameters.data(), gradients.data(), statistics.data(), kernels::kernel<Real>(vectors)};
    panel = memory.kernel.panel;
    layers->lend(memory);
  }

  void lay_out();
  size_t rows_of_block(size_t rows, bool whole) const;
  void reserve(size_t rows);
  Rows<Real> load(const Batch<Real>& batch, size_t first, size_t count);
  template <class Work>
  void for_blocks(const Batch<Real>& batch, bool whole, Pass pass, const Work& work);
};

template <class Real>
void Network<Real>::State::lay_out() {
  size_t size = 0;
  for (const auto& layer : layers->layers()) {
    slices.push_back({size, 0});
    for (Parameter& shape : layer->shapes()) {
      shape.begin = size;
      size += shape.size();
      layout.push_back(std::move(shape));
    }
    slices.back().size = size - slices.back().begin;
  }
  parameter_memory.resize(size);
  gradient_memory.resize(size);
  parameters = {parameter_memory.data(), size};
  gradients = {gradient_memory.data(), size};
  statistics.resize(layers->statistics());
  for (const Parameter& p : layout)
    if (p.role == Role::gain) std::fill_n(parameters.begin() + static_cast<std::ptrdiff_t>(p.begin), p.size(), Real(1));
}

/// Blocks of the same size, near 100 rows, of whole samples.
template <class Real>
size_t Network<Real>::State::rows_of_block(size_t rows, bool whole) const {
  const size_t samples = rows / positions;
  const size_t most = std::max<size_t>(most_rows_of_block / positions, 1);
  const size_t blocks = whole ? 1 : (samples + most - 1) / most;
  return (samples + blocks - 1) / blocks * positions;
}

template <class Real>
void Network<Real>::State::reserve(size_t rows) {
  if (rows <= block_rows) return;
  block_rows = rows;
  if (!layers->takes_bare_rows()) inputs.resize(rows, layers->inputs(), panel);
  outputs.resize(rows, layers->outputs(), panel);
  layers->reserve(rows);
  criterion.reserve(rows);
}

/// The rows as the batch has them, where the first layer takes them so: nobody writes over a network's inputs.
template <class Real>
Rows<Real> Network<Real>::State::load(const Batch<Real>& batch, size_t first, size_t count) {
  const size_t width = layers->inputs();
  const Real* from = batch.inputs.data() + first * width;
  if (layers->takes_bare_rows()) return {const_cast<Real*>(from), count, width, width};
  const Rows<Real> x = inputs.first(count);
  for (size_t i = 0; i < count; ++i, from += x.width) std::copy_n(from, x.width, x[i]);
  return x;
}

template <class Real>
template <class Work>
void Network<Real>::State::for_blocks(const Batch<Real>& batch, bool whole, Pass pass, const Work& work) {
  const size_t rows = batch.labels.size();
  assert(batch.inputs.size() == rows * layers->inputs() && rows % positions == 0);
  if (rows == 0) return;
  const size_t block = rows_of_block(rows, whole);
  reserve(block);
  layers->prepare();
  pass.observes = observes;
  pass.positions = positions;
  for (size_t first = 0; first < rows; first += block) {
    const size_t count = std::min(block, rows - first);
    const Rows<Real> x = load(batch, first, count), y = outputs.first(count);
    pass.first_row = first;
    pass.is_first_part = first == 0;
    layers->forward(pass, x, y);
    work(pass, x, y, batch.labels.data() + first);
  }
}

template <class Real>
Network<Real>::Network(std::unique_ptr<Sequence<Real>> layers, const LossOptions& loss, size_t positions,
                       Vectors vectors)
    : state_(std::make_unique<State>(std::move(layers), loss, positions, vectors)) {}
template <class Real>
Network<Real>::~Network() = default;
template <class Real>
Network<Real>::Network(Network&&) noexcept = default;
template <class Real>
Network<Real>& Network<Real>::operator=(Network&&) noexcept = default;

template <class Real>
size_t Network<Real>::features() const {
  return state_->layers->inputs() * state_->positions;
}
template <class Real>
size_t Network<Real>::classes() const {
  return state_->layers->outputs();
}
template <class Real>
size_t Network<Real>::positions() const {
  return state_->positions;
}
template <class Real>
const std::vector<Parameter>& Network<Real>::layout() const {
  return state_->layout;
}
template <class Real>
std::span<Real> Network<Real>::parameters() {
  return state_->parameters;
}
template <class Real>
std::span<const Real> Network<Real>::parameters() const {
  return state_->parameters;
}
template <class Real>
std::span<Real> Network<Real>::gradients() {
  return state_->gradients;
}
template <class Real>
std::span<Real> Network<Real>::statistics() {
  return state_->statistics;
}
template <class Real>
std::span<const Real> Network<Real>::statistics() const {
  return state_->statistics;
}
template <class Real>
size_t Network<Real>::layers() const {
  return state_->slices.size();
}
template <class Real>
typename Network<Real>::Slice Network<Real>::layer(size_t index) const {
  return state_->slices[index];
}

template <class Real>
void Network<Real>::freeze(const std::function<bool(const std::string& name)>& is_frozen) {
  state_->layers->freeze(is_frozen);
}

template <class Real>
double Network<Real>::loss_and_gradients(const Batch<Real>& batch, const TrainingPass& training) {
  if (!training.adds && batch.labels.empty()) std::fill(state_->gradients.begin(), state_->gradients.end(), Real(0));
  const size_t labels_of_step = training.labels_of_step ? training.labels_of_step : batch.labels.size();
  Totals totals;
  auto& layers = *state_->layers;
  layers.layer_done = training.layer_done;
  const bool whole = training.layer_done || layers.couples_samples();
  state_->for_blocks(batch, whole, {.is_training = true, .key = training.key},
                     [&](Pass pass, const Rows<Real>& x, const Rows<Real>& y, const std::int32_t* labels) {
                       state_->criterion.add(y, labels, totals);
                       state_->criterion.gradient(y, labels, labels_of_step);
                       pass.begins_sums = pass.is_first_part && !training.adds;
                       layers.add_gradients(pass, x, y);
                     });
  return totals.loss / static_cast<double>(batch.labels.size());
}

template <class Real>
Evaluation Network<Real>::evaluate(const Batch<Real>& batch) {
  Totals totals;
  state_->for_blocks(batch, false, {.is_training = false},
                     [&](const Pass&, const Rows<Real>&, const Rows<Real>& y, const std::int32_t* labels) {
                       state_->criterion.add(y, labels, totals);
                     });
  const double n = static_cast<double>(batch.labels.size());
  return {totals.loss / n, static_cast<double>(totals.correct) / n};
}

template <class Real>
std::vector<std::int32_t> Network<Real>::predict(std::span<const Real> inputs) {
  const std::vector<std::int32_t> no_labels(inputs.size() / state_->layers->inputs());
  std::vector<std::int32_t> classes;
  state_->for_blocks({inputs, no_labels}, false, {.is_training = false},
                     [&](const Pass&, const Rows<Real>&, const Rows<Real>& y, const std::int32_t*) {
                       for (size_t i = 0; i < y.count; ++i)
                         classes.push_back(static_cast<std::int32_t>(std::max_element(y[i], y[i] + y.width) - y[i]));
                     });
  return classes;
}

template <class Real>
void Network<Real>::observe_attention(bool on) {
  state_->observes = on;
}
template <class Real>
std::vector<AttentionFigures> Network<Real>::attention() const {
  std::vector<AttentionFigures> all;
  state_->layers->figures(all);
  return all;
}

template class Network<double>;
template class Network<float>;
template class Network<Dual>;

}  // namespace etude::model
