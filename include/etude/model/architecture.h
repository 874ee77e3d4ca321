#pragma once
// The networks that can be asked for by name.

#include <string>
#include <string_view>
#include <vector>

#include "etude/base/field.h"
#include "etude/base/result.h"
#include "etude/base/shown.h"
#include "etude/model/network.h"

namespace etude::model {

enum class ActivationKind { relu, gelu, tanh };
constexpr auto words_of(ActivationKind) { return std::array<std::string_view, 3>{"relu", "gelu", "tanh"}; }

enum class NormKind { none, layer, batch };
constexpr auto words_of(NormKind) { return std::array<std::string_view, 3>{"none", "layer", "batch"}; }

/// dense -> norm -> activation -> dropout for every layer but the last, which is dense alone.
struct MlpOptions {
  std::vector<std::size_t> widths{2, 64, 64, 3};  // inputs, hidden layers, outputs: at least two, each at least 1
  ActivationKind activation = ActivationKind::relu;
  NormKind norm = NormKind::none;
  double dropout = 0;  // share of the activations that are set to 0, 0 ... below 1

  friend bool operator==(const MlpOptions&, const MlpOptions&) = default;
};
std::string check(const MlpOptions& options);

/// A causal character transformer: token and position embedding, blocks, head.
/// pre-LN   x + attention(norm(x)), x + mlp(norm(x)), and a norm before the head (Radford et al. 2019)
/// post-LN  norm(x + attention(x)), norm(x + mlp(x)) (Vaswani et al. 2017)
struct TransformerOptions {
  std::size_t vocabulary = 64;
  std::size_t context = 64;  // positions of a sample
  std::size_t width = 64;    // a multiple of `heads`
  std::size_t heads = 4;
  std::size_t blocks = 2;
  bool pre_norm = true;
  ActivationKind activation = ActivationKind::gelu;  // of the mlp, which is 4 x as wide
  double dropout = 0;                                // of the embedding, the attention's and the mlp's output

  friend bool operator==(const TransformerOptions&, const TransformerOptions&) = default;
};
std::string check(const TransformerOptions& options);

/// The options have been checked. Parameters are 0 until initialise().
template <class Real>
ETUDE_SHOWN Network<Real> mlp(const MlpOptions& options, const LossOptions& loss = {},
                              Vectors vectors = Vectors::widest);
template <class Real>
ETUDE_SHOWN Network<Real> transformer(const TransformerOptions& options, const LossOptions& loss = {},
                                      Vectors vectors = Vectors::widest);

}  // namespace etude::model
