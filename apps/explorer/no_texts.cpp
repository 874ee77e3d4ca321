// In place of transformers and of diagnostics: the page trains on points in the plane, and measures losses alone.

#include "etude/lab/diagnostics.h"
#include "etude/model/architecture.h"

namespace etude {

std::string check(const TransformerOptions&) { return "the page has no texts to read; choose the mlp"; }

/// Never called: points in the plane are no texts, and Prepared says so first.
template <class Real>
Network<Real> transformer(const TransformerOptions&, const LossOptions&, Vectors) {
  __builtin_trap();
}
template Network<double> transformer(const TransformerOptions&, const LossOptions&, Vectors);
template Network<float> transformer(const TransformerOptions&, const LossOptions&, Vectors);

template <class Real>
MeasuredUpdate measured_update(Trainer<Real>& trainer) {
  return {trainer.update(), {}, {}};
}
template <class Real>
Result<NoiseScale> gradient_noise(Trainer<Real>&, const NoiseOptions&) {
  return refuse("the page measures no gradient noise");
}
template <class Real>
Result<Curvature> curvature(Trainer<Real>&, const CurvatureOptions&, std::size_t) {
  return refuse("the page measures no curvature");
}
template <class Real>
Result<Line> loss_on_line(Network<Real>&, const Batch<Real>&, std::span<const Real>, std::span<const Real>,
                          std::size_t) {
  return refuse("the page measures no barrier");
}
template <class Real>
std::vector<AttentionFigures> attention_figures(Trainer<Real>&) {
  return {};
}

#define ETUDE_FOR(Real)                                                                                                \
  template MeasuredUpdate measured_update(Trainer<Real>&);                                                             \
  template Result<NoiseScale> gradient_noise(Trainer<Real>&, const NoiseOptions&);                                     \
  template Result<Curvature> curvature(Trainer<Real>&, const CurvatureOptions&, std::size_t);                          \
  template Result<Line> loss_on_line(Network<Real>&, const Batch<Real>&, std::span<const Real>, std::span<const Real>, \
                                     std::size_t);                                                                     \
  template std::vector<AttentionFigures> attention_figures(Trainer<Real>&);
ETUDE_FOR(double)
ETUDE_FOR(float)

}  // namespace etude
