// Embeddings, blocks of attention and mlp, a head; the order of norm and sum is that of pre-LN or post-LN.

#include <algorithm>

#include "etude/model/architecture.h"
#include "model/layers.h"
#include "model/size.h"

namespace etude::model {
namespace {

template <class Real>
using Layers = std::vector<LayerPointer<Real>>;

template <class Real>
Layers<Real> heed(const TransformerOptions& options, const std::string& block) {
  const std::string name = block + "attention";
  Layers<Real> layers;
  layers.push_back(dense<Real>({.name = name + ".qkv", .inputs = options.width, .outputs = 3 * options.width}));
  layers.push_back(attention<Real>(name, options.width, options.heads));
  layers.push_back(dense<Real>({.name = name + ".out", .inputs = options.width, .outputs = options.width}));
  return layers;
}

/// A ReLU becomes part of the layers beside it.
template <class Real>
Layers<Real> think(const TransformerOptions& options, const std::string& block) {
  const std::string name = block + "mlp";
  const std::size_t width = options.width;
  const bool fused = options.activation == ActivationKind::relu;
  Layers<Real> layers;
  layers.push_back(dense<Real>({.name = name + ".in", .inputs = width, .outputs = 4 * width, .relu = fused}));
  if (!fused) layers.push_back(activation<Real>(options.activation, 4 * width));
  layers.push_back(dense<Real>({.name = name + ".out", .inputs = 4 * width, .outputs = width, .gates_input = fused}));
  return layers;
}

/// x + inner(norm(x)), or norm(x + inner(x)).
template <class Real>
void add(Layers<Real>& all, const TransformerOptions& options, const std::string& norm, Layers<Real> inner) {
  if (options.pre_norm) inner.insert(inner.begin(), layer_norm<Real>(norm, options.width));
  if (options.dropout > 0) inner.push_back(dropout<Real>(options.dropout, options.width));
  all.push_back(residual<Real>(std::move(inner)));
  if (!options.pre_norm) all.push_back(layer_norm<Real>(norm, options.width));
}

std::string too_large(const TransformerOptions& options) {
  const auto width = static_cast<double>(options.width), blocks = static_cast<double>(options.blocks),
             tokens = static_cast<double>(options.vocabulary), context = static_cast<double>(options.context);
  const double parameters = (2 * tokens + context) * width + tokens + blocks * (12 * width + 13) * width;
  const double of_position = blocks * (14 * width + static_cast<double>(options.heads) * context) + tokens;
  return check_size(parameters, std::max<double>(most_rows_of_block, context) * of_position,
                    "type a smaller width, such as 64, fewer blocks, such as 2, or a shorter context, such as 64");
}

}  // namespace

std::string check(const TransformerOptions& options) {
  if (options.vocabulary < 2)
    return "a vocabulary of " + std::to_string(options.vocabulary) +
           " leaves nothing to predict; type one of at least 2";
  if (options.context == 0) return "a context of 0 positions holds no text; type one of at least 1, such as 64";
  if (options.width == 0) return "a transformer of width 0 passes nothing on; type a width of at least 1, such as 64";
  if (options.heads == 0) return "attention needs a head; type heads of at least 1, such as 4";
  if (options.width % options.heads != 0)
    return "the width " + std::to_string(options.width) + " does not divide into " + std::to_string(options.heads) +
           " heads; type a multiple of the heads, such as " + std::to_string(16 * options.heads);
  if (options.blocks == 0) return "a transformer has at least one block; type blocks of at least 1, such as 2";
  if (!(options.dropout >= 0 && options.dropout < 1))
    return "dropout is the share of activations set to 0, from 0 to below 1; type 0.1";
  return too_large(options);
}

template <class Real>
Network<Real> transformer(const TransformerOptions& options, const LossOptions& loss, Vectors vectors) {
  Layers<Real> layers;
  layers.push_back(embedding<Real>("embedding", options.vocabulary, options.context, options.width));
  if (options.dropout > 0) layers.push_back(dropout<Real>(options.dropout, options.width));
  for (std::size_t i = 1; i <= options.blocks; ++i) {
    const std::string block = "block" + std::to_string(i) + ".";
    add(layers, options, block + "norm1", heed<Real>(options, block));
    add(layers, options, block + "norm2", think<Real>(options, block));
  }
  if (options.pre_norm) layers.push_back(layer_norm<Real>("norm", options.width));
  layers.push_back(dense<Real>({.name = "head", .inputs = options.width, .outputs = options.vocabulary}));
  return Network<Real>(std::make_unique<Sequence<Real>>(std::move(layers)), loss, options.context, vectors);
}

template Network<double> transformer(const TransformerOptions&, const LossOptions&, Vectors);
template Network<float> transformer(const TransformerOptions&, const LossOptions&, Vectors);
template Network<Dual> transformer(const TransformerOptions&, const LossOptions&, Vectors);

}  // namespace etude::model
