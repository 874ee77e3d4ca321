// dense, norm, activation and dropout, layer by layer. A ReLU alone between two dense layers becomes part of both.

#include <array>
#include <cmath>

#include "etude/model/architecture.h"
#include "model/layers.h"
#include "model/size.h"

namespace etude::model {
namespace {

/// A ReLU that stands alone between two dense layers becomes part of both.
bool is_fused(const MlpOptions& options) {
  return options.activation == ActivationKind::relu && options.norm == NormKind::none && options.dropout == 0;
}

template <class Real>
void add_hidden(std::vector<LayerPointer<Real>>& layers, const MlpOptions& options, std::size_t i) {
  const std::string name = "layer" + std::to_string(i);
  const std::size_t width = options.widths[i];
  const bool fused = is_fused(options);
  layers.push_back(dense<Real>({name, options.widths[i - 1], width, fused, fused && i > 1}));
  if (fused) return;
  if (options.norm == NormKind::layer) layers.push_back(layer_norm<Real>(name + ".norm", width));
  if (options.norm == NormKind::batch) layers.push_back(batch_norm<Real>(name + ".norm", width));
  layers.push_back(activation<Real>(options.activation, width));
  if (options.dropout > 0) layers.push_back(dropout<Real>(options.dropout, width));
}

std::string too_large(const MlpOptions& options) {
  double parameters = 0, outputs = 0;
  for (std::size_t i = 1; i < options.widths.size(); ++i) {
    const auto inputs = static_cast<double>(options.widths[i - 1]), width = static_cast<double>(options.widths[i]);
    parameters += (inputs + (options.norm == NormKind::none ? 1 : 3)) * width;
    outputs += width;
  }
  return check_size(parameters, most_rows_of_block * outputs, "type smaller widths, such as 64,64");
}

}  // namespace

std::string check(const MlpOptions& options) {
  if (options.widths.size() < 2) return "a network has at least one layer; type its hidden widths, such as 64,64";
  for (const std::size_t width : options.widths)
    if (width == 0) return "a layer of width 0 passes nothing on; type widths of at least 1, such as 64,64";
  if (!(options.dropout >= 0 && options.dropout < 1))
    return "dropout is the share of activations set to 0, from 0 to below 1; type 0.1";
  return too_large(options);
}

template <class Real>
Network<Real> mlp(const MlpOptions& options, const LossOptions& loss, Vectors vectors) {
  std::vector<LayerPointer<Real>> layers;
  const std::size_t last = options.widths.size() - 1;
  for (std::size_t i = 1; i < last; ++i) add_hidden(layers, options, i);
  layers.push_back(dense<Real>({"layer" + std::to_string(last), options.widths[last - 1], options.widths[last], false,
                                is_fused(options) && last > 1}));
  return Network<Real>(std::make_unique<Sequence<Real>>(std::move(layers)), loss, 1, vectors);
}

template Network<double> mlp(const MlpOptions&, const LossOptions&, Vectors);
template Network<float> mlp(const MlpOptions&, const LossOptions&, Vectors);
template Network<Dual> mlp(const MlpOptions&, const LossOptions&, Vectors);

}  // namespace etude::model
