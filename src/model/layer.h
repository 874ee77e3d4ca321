#pragma once
// What a layer is. A new one is a class in a file of its own: its shapes, forward, gradients, input gradient.
//
// Gradients flow back through the same memory that the activations went forward in: when a layer's backward begins, its
// outputs hold the loss's gradient with respect to them; when it ends, its inputs hold that with respect to the inputs.
// What a layer needs of its outputs afterwards it keeps for itself.

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "etude/model/network.h"
#include "model/buffer.h"
#include "model/kernels.h"

namespace etude::model {

/// A matrix whose rows begin `stride` numbers apart. Behind every row of a layer's inputs stands a 1, at [width], and
/// rows are padded to whole panels of the kernel; bare rows stand one behind the other.
template <class Real>
struct Rows {
  Real* data = nullptr;
  std::size_t count = 0;
  std::size_t width = 0;
  std::size_t stride = 0;

  Real* operator[](std::size_t row) const { return data + row * stride; }
};

/// What all layers are told of the pass that they take part in.
struct Pass {
  bool is_training = true;
  bool observes = false;      // attention keeps its figures
  std::uint64_t key = 0;      // of this step's random masks
  std::size_t first_row = 0;  // of the block, among the batch's rows
  std::size_t positions = 1;  // rows that belong to one sample
  bool is_first_part = true;  // of the figures and sums of this pass
  bool begins_sums = false;   // of gradients: what they hold is not to be added to
};

/// The memory that a network lends to its layers, and the counter that tells them apart.
template <class Real>
struct Memory {
  Real* parameters = nullptr;
  Real* gradients = nullptr;
  Real* statistics = nullptr;
  kernels::Kernel<Real> kernel;
  std::uint64_t index = 0;
};

template <class Real>
class Layer {
 public:
  Layer(std::string name, std::size_t inputs, std::size_t outputs)
      : name_(std::move(name)), inputs_(inputs), outputs_(outputs) {}
  virtual ~Layer() = default;
  Layer(const Layer&) = delete;
  Layer& operator=(const Layer&) = delete;

  std::size_t inputs() const { return inputs_; }
  std::size_t outputs() const { return outputs_; }

  /// Its parameters in their order; `begin` is the network's to set.
  virtual std::vector<Parameter> shapes() const { return {}; }
  virtual std::size_t statistics() const { return 0; }
  /// Whether one sample's outputs depend on other samples: such a network takes a batch whole.
  virtual bool couples_samples() const { return false; }
  /// Whether it takes inputs without anything behind their rows, as a caller has them, where it is the first layer.
  virtual bool takes_bare_rows() const { return false; }

  /// Takes its part of the memory, in the order of shapes(), and leaves the rest.
  virtual void lend(Memory<Real>& memory) {
    lent_ = memory;
    size_ = 0;
    for (const Parameter& p : shapes()) size_ += p.size();
    memory.parameters += size_;
    memory.gradients += size_;
    memory.statistics += statistics();
    ++memory.index;
  }
  /// Parameters of these names stay as they are; a layer whose own all do keeps its statistics, too.
  virtual void freeze(const std::function<bool(const std::string&)>& /*is_frozen*/) {}
  /// Room for blocks of so many rows.
  virtual void reserve(std::size_t /*rows*/) {}
  /// The parameters may have changed since the last pass.
  virtual void prepare() {}

  /// y = f(x). Writes nothing over x: a residual reads it again.
  virtual void forward(const Pass& pass, const Rows<Real>& x, const Rows<Real>& y) = 0;
  /// Adds the parameters' gradients, to 0 where the pass `begins_sums`; y holds the gradient of the outputs. Called once,
  /// before input_gradient().
  virtual void add_gradients(const Pass& /*pass*/, const Rows<Real>& /*x*/, const Rows<Real>& /*y*/) {}
  /// Writes the gradient of the inputs over x, and nothing over y.
  virtual void input_gradient(const Pass& pass, const Rows<Real>& x, const Rows<Real>& y) = 0;

  /// The figures of its attention, appended.
  virtual void figures(std::vector<AttentionFigures>& /*all*/) const {}

 protected:
  const std::string& name() const { return name_; }
  const Memory<Real>& lent() const { return lent_; }
  /// For who only adds.
  void clear_at_beginning(const Pass& pass) {
    if (pass.begins_sums) std::fill_n(lent_.gradients, size_, Real(0));
  }

 private:
  std::string name_;
  std::size_t inputs_, outputs_;
  std::size_t size_ = 0;  // of all its parameters
  Memory<Real> lent_;
};

template <class Real>
using LayerPointer = std::unique_ptr<Layer<Real>>;

/// Rows of `width` numbers, each row a cache line's multiple, with the 1 behind.
template <class Real>
class RowBuffer {
 public:
  void resize(std::size_t rows, std::size_t width, std::size_t panel) {
    width_ = width;
    stride_ = (width + panel) / panel * panel;
    numbers_.resize(rows * stride_);
    for (std::size_t i = 0; i < rows; ++i) numbers_.data()[i * stride_ + width] = 1;
  }
  Rows<Real> first(std::size_t rows) { return {numbers_.data(), rows, width_, stride_}; }

 private:
  std::size_t width_ = 0, stride_ = 0;
  Buffer<Real> numbers_;
};

/// Layers one after another, and what lies between them.
template <class Real>
class Sequence final : public Layer<Real> {
 public:
  explicit Sequence(std::vector<LayerPointer<Real>> layers)
      : Layer<Real>("", layers.front()->inputs(), layers.back()->outputs()), layers_(std::move(layers)) {}

  std::vector<Parameter> shapes() const override;
  std::size_t statistics() const override;
  bool couples_samples() const override;
  bool takes_bare_rows() const override { return layers_.front()->takes_bare_rows(); }
  void lend(Memory<Real>& memory) override;
  void freeze(const std::function<bool(const std::string&)>& is_frozen) override;
  void reserve(std::size_t rows) override;
  void prepare() override;
  void forward(const Pass& pass, const Rows<Real>& x, const Rows<Real>& y) override;
  /// All layers' gradients, and the input gradient of all but the first; layer_done(i) between the two of layer i.
  void add_gradients(const Pass& pass, const Rows<Real>& x, const Rows<Real>& y) override;
  void input_gradient(const Pass& pass, const Rows<Real>& x, const Rows<Real>& y) override;
  void figures(std::vector<AttentionFigures>& all) const override;

  const std::vector<LayerPointer<Real>>& layers() const { return layers_; }
  std::function<void(std::size_t)> layer_done;

 private:
  /// What layer i reads and writes.
  Rows<Real> reads(std::size_t i, const Rows<Real>& x) { return i == 0 ? x : between_[i - 1].first(x.count); }
  Rows<Real> writes(std::size_t i, const Rows<Real>& y) {
    return i + 1 == layers_.size() ? y : between_[i].first(y.count);
  }
  std::vector<LayerPointer<Real>> layers_;
  std::vector<RowBuffer<Real>> between_;
  std::size_t panel_ = 1;
};

}  // namespace etude::model
