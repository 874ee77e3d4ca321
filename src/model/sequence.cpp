// Layers one after another: forward in their order, back in the other.

#include <algorithm>

#include "model/layer.h"

namespace etude::model {

template <class Real>
std::vector<Parameter> Sequence<Real>::shapes() const {
  std::vector<Parameter> all;
  for (const auto& layer : layers_) {
    const auto own = layer->shapes();
    all.insert(all.end(), own.begin(), own.end());
  }
  return all;
}

template <class Real>
std::size_t Sequence<Real>::statistics() const {
  std::size_t sum = 0;
  for (const auto& layer : layers_) sum += layer->statistics();
  return sum;
}

template <class Real>
bool Sequence<Real>::couples_samples() const {
  return std::any_of(layers_.begin(), layers_.end(), [](const auto& layer) { return layer->couples_samples(); });
}

template <class Real>
void Sequence<Real>::lend(Memory<Real>& memory) {
  panel_ = memory.kernel.panel;
  for (const auto& layer : layers_) layer->lend(memory);
}

template <class Real>
void Sequence<Real>::freeze(const std::function<bool(const std::string&)>& is_frozen) {
  for (const auto& layer : layers_) layer->freeze(is_frozen);
}

template <class Real>
void Sequence<Real>::reserve(std::size_t rows) {
  between_.resize(layers_.size() - 1);
  for (std::size_t i = 0; i + 1 < layers_.size(); ++i) between_[i].resize(rows, layers_[i]->outputs(), panel_);
  for (const auto& layer : layers_) layer->reserve(rows);
}

template <class Real>
void Sequence<Real>::prepare() {
  for (const auto& layer : layers_) layer->prepare();
}

template <class Real>
void Sequence<Real>::forward(const Pass& pass, const Rows<Real>& x, const Rows<Real>& y) {
  for (std::size_t i = 0; i < layers_.size(); ++i) layers_[i]->forward(pass, reads(i, x), writes(i, y));
}

template <class Real>
void Sequence<Real>::add_gradients(const Pass& pass, const Rows<Real>& x, const Rows<Real>& y) {
  for (std::size_t i = layers_.size(); i-- > 0;) {
    layers_[i]->add_gradients(pass, reads(i, x), writes(i, y));
    if (layer_done) layer_done(i);
    if (i > 0) layers_[i]->input_gradient(pass, reads(i, x), writes(i, y));
  }
}

template <class Real>
void Sequence<Real>::input_gradient(const Pass& pass, const Rows<Real>& x, const Rows<Real>& y) {
  layers_.front()->input_gradient(pass, x, writes(0, y));
}

template <class Real>
void Sequence<Real>::figures(std::vector<AttentionFigures>& all) const {
  for (const auto& layer : layers_) layer->figures(all);
}

template class Sequence<double>;
template class Sequence<float>;
template class Sequence<Dual>;

}  // namespace etude::model
