#pragma once
// The native network: a multilayer perceptron with ReLU, softmax and cross-entropy, trained on whole batches.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "etude/base/random.h"

namespace etude {

/// Samples to train on, owned by the caller.
template <class Real>
struct Batch {
  std::span<const Real> inputs;          // samples x features, row-major
  std::span<const std::int32_t> labels;  // one a sample, 0 ... classes - 1
};

/// The machine's vectors that a network computes with. `avx2` and `avx512` give the same bits: they fuse each product
/// with its sum. `portable` rounds the product too and gives its own bits, the same on every machine and in a browser.
enum class Vectors { widest, portable, avx2, avx512 };

/// Whether this machine has them; a network that asks for others gets `portable`.
bool available(Vectors vectors);

/// x -> relu(x W + b) for every layer but the last, softmax(x W + b) for the last.
/// Real is float or double; softmax and loss are computed in double either way. A sum runs over its terms in ascending
/// order, whatever the width of the vectors. NaN passes through relu, as it does through NumPy's maximum(0, x).
template <class Real>
class Network {
 public:
  /// `widths` are the sizes of input, hidden layers and output, at least two, each at least 1: {2, 64, 64, 3}.
  /// All parameters start at 0.
  explicit Network(std::vector<std::size_t> widths, Vectors vectors = Vectors::widest);
  ~Network();
  Network(Network&&) noexcept;
  Network& operator=(Network&&) noexcept;

  const std::vector<std::size_t>& widths() const;
  std::size_t layers() const { return widths().size() - 1; }

  /// Where layer i lies in parameters() and gradients(): W (inputs x outputs, row-major), then b.
  struct Slice {
    std::size_t begin = 0;
    std::size_t size = 0;
  };
  Slice layer(std::size_t index) const;

  /// Both stay where they are for the network's life.
  std::span<Real> parameters();
  std::span<const Real> gradients() const;

  /// Mean over the batch of -log(p[label] + 1e-12); NaN for an empty batch. Keeps what backward() needs.
  double forward(const Batch<Real>& batch);

  /// Gradients of the mean cross-entropy (without the 1e-12) at the last forward(), which was of the same batch; last
  /// layer first. It uses up what forward() kept: a second backward() begins with a forward() of its own.
  /// `layer_done(i)` is called when layer i's gradients are complete and before the gradient is pushed on through
  /// layer i's weights: who changes those weights there gets the backward pass that the post wrote.
  void backward(const Batch<Real>& batch, const std::function<void(std::size_t)>& layer_done = {});

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// W ~ N(0, 2 / inputs) drawn layer by layer in row-major order, b = 0 (He et al. 2015).
template <class Real>
void initialise_he(Network<Real>& network, RandomState& random);

}  // namespace etude
