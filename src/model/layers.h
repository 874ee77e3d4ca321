#pragma once
// The layers, one a file. Names are whole ("block1.attention.qkv"): they become the parameters' prefixes.

#include "etude/model/architecture.h"
#include "model/layer.h"

namespace etude::model {

/// y = x W + b. What stands between two dense layers, a ReLU, can be taken into both.
struct DenseOptions {
  std::string name;
  std::size_t inputs = 1;
  std::size_t outputs = 1;
  bool relu = false;         // y = max(0, x W + b); the next layer gates
  bool gates_input = false;  // x is such a y: its gradient counts where x > 0
};
template <class Real>
LayerPointer<Real> dense(DenseOptions options);

template <class Real>
LayerPointer<Real> activation(ActivationKind kind, std::size_t width);
template <class Real>
LayerPointer<Real> dropout(double rate, std::size_t width);
template <class Real>
LayerPointer<Real> layer_norm(std::string name, std::size_t width);
template <class Real>
LayerPointer<Real> batch_norm(std::string name, std::size_t width);
/// Tokens (one a row) -> token vector + position vector.
template <class Real>
LayerPointer<Real> embedding(std::string name, std::size_t vocabulary, std::size_t context, std::size_t width);
/// Queries, keys and values (3 x width) -> concatenated heads (width).
template <class Real>
LayerPointer<Real> attention(std::string name, std::size_t width, std::size_t heads, bool causal = true);
/// y = x + f(x).
template <class Real>
LayerPointer<Real> residual(std::vector<LayerPointer<Real>> inner);

}  // namespace etude::model
