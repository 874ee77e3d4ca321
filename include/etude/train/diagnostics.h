#pragma once
// What can be asked of a run between two updates, beside its losses. All but measured_update() leave the run as it was,
// bit for bit: parameters, gradients, statistics of batch norm, what the optimizer remembers, the order of its data.
// An observer asks it of a whole run.
//
//   auto trainer = *Trainer<double>::start(prepared, plan, seed);
//   const MeasuredUpdate update = measured_update(trainer);
//   const Curvature sharpness = *curvature(trainer, {.probes = 0}, 1000);
//
// Figures are of the parameters as they train (schedule-free: those at which gradients are taken). Where samples are
// fewer than all, they are drawn: data often lies class by class.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "etude/base/field.h"
#include "etude/base/shown.h"
#include "etude/model/hessian.h"
#include "etude/train/train.h"

namespace etude::train {

/// Euclidean norms of one update.
struct Norms {
  double gradient = 0;  // as the optimizer got it, after clipping
  double update = 0;    // of what the parameters moved by
  double weight = 0;    // of the parameters before
};

struct LayerNorms {
  std::string layer;  // a parameter's name up to its last dot: "layer1", "block1.attention.qkv"
  Norms norms;
};

struct MeasuredUpdate {
  StepResult result;  // its gradient_norm, before clipping, is always there
  Norms norms;        // of all parameters: the root of the sum of the layers' squares
  std::vector<LayerNorms> layers;
};

/// trainer.update(), to the same bits, and the norms around it. Where the loss is not finite, nothing moves. Frozen
/// parameters have a gradient and move by 0.
/// Cost: a copy of the parameters and some passes over them.
template <class Real>
ETUDE_SHOWN MeasuredUpdate measured_update(Trainer<Real>& trainer);

struct NoiseOptions {
  std::size_t samples = no_limit;  // the most to look at; 1 gives NaN
  std::size_t parts = 16;          // of equal size, at least 2, at most one a sample; what is left over is left out
  std::uint32_t seed = 0;          // of the draw of samples into parts
};

/// The batch size at which noise and gradient are as large as each other: B = tr(S) / |G|^2, S the covariance of the
/// gradients of single samples and G their mean.
struct NoiseScale {
  double scale = 0;             // in samples; infinity where |G|^2 cannot be told from 0
  double covariance_trace = 0;  // tr(S)
  double gradient_squared = 0;  // |G|^2; an estimate without bias may be negative
  std::size_t samples = 0;      // that were looked at
};

/// Of gradients g_1 ... g_k of k parts of b samples, and their mean g:
///   tr(S) = b / (k - 1) sum |g_j - g|^2        |G|^2 = |g|^2 - tr(S) / (k b)
/// Both are without bias, as the parts are drawn alike; they are the two estimates from a small and a large batch, with
/// the mean over all parts as that of the small one. Of the parameters that train. Batch norm takes the statistics of
/// each part, dropout a mask of its own for each, whose noise then counts.
/// Refused: fewer than 2 parts. One sample, or nothing that trains, gives NaN.
/// Cost: one pass of training over the samples. Source: McCandlish et al. 2018, appendix A.1.
template <class Real>
ETUDE_SHOWN Result<NoiseScale> gradient_noise(Trainer<Real>& trainer, const NoiseOptions& options = {});

/// Eigenvalue and trace of the second derivatives of the training loss, over the parameters that train, on up to
/// `samples` training samples as one batch, in float64 whatever the run's precision; see model/hessian.h. The loss is
/// that of training, so batch norm takes the statistics of this batch, but without dropout.
/// Refused: options that check() refuses. Nothing that trains gives NaN.
template <class Real>
ETUDE_SHOWN Result<model::Curvature> curvature(Trainer<Real>& trainer, const model::CurvatureOptions& options = {},
                                               std::size_t samples = no_limit);

/// The loss at (1 - a) from + a to.
struct Line {
  std::vector<double> losses;  // at a = 0 ... 1, evenly
  double barrier = 0;          // the most that they rise above the straight line between the first and the last
};

/// barrier = max over a of loss(a) - ((1 - a) loss(0) + a loss(1)), at least 0; NaN where a loss is NaN or an end is
/// not finite. Losses as measured: no dropout; batch norm by the network's present statistics, at every point. `from`
/// and `to` are all the network's parameters, such as two trainers' parameters(); the network is left as it was.
///   loss_on_line<double>(trainer.network(), trainer.training_batch(), before, trainer.parameters())
/// Refused: fewer than 2 points; parameters of another network.
/// Source: Frankle et al. 2020, who take the mean of both ends in place of the line; as here: Entezari et al. 2022.
template <class Real>
ETUDE_SHOWN Result<Line> loss_on_line(model::Network<Real>& network, const model::Batch<Real>& batch,
                                      std::span<const Real> from, std::span<const Real> to, std::size_t points = 11);

/// loss_on_line() from a saved state (see state.h) to the run as it stands, of all training samples.
/// Refused: what state_from_bytes() refuses; a state of another number of parameters.
template <class Real>
ETUDE_SHOWN Result<Line> loss_from(std::span<const std::uint8_t> saved, Trainer<Real>& trainer,
                                   std::size_t points = 11);

/// Largest logit and entropy of every attention layer on the samples of the last update, without dropout. Empty before
/// the first update and where there is no attention. Afterwards the network observes no longer.
template <class Real>
ETUDE_SHOWN std::vector<model::AttentionFigures> attention_figures(Trainer<Real>& trainer);

/// What can be measured beside the losses.
enum class Diagnostic { norms, noise, curvature, attention };
constexpr auto words_of(Diagnostic) {
  return std::array<std::string_view, 4>{"norms", "noise", "curvature", "attention"};
}
/// Refused: a name that is none of them, with those there are.
Result<Diagnostic> diagnostic_named(std::string_view name);

struct DiagnosticOptions {
  std::vector<Diagnostic> measures = {};
  Step every = 1;
  std::size_t samples = 1000;

  static constexpr auto fields(auto...) {
    return std::array{
        field<&DiagnosticOptions::every>(Unit::steps, {.least = 1, .most = 1e8}, "steps between measures"),
        field<&DiagnosticOptions::samples>(Unit::count, {.least = 2, .most = 1e8},
                                           "the most samples that noise and curvature look at"),
    };
  }
};

/// Writes `record.measurements`: noise and curvature of the parameters before an update, norms of the update itself,
/// attention after it.
template <class Real>
class Diagnostics final : public Observer {
 public:
  Diagnostics(Trainer<Real>& trainer, Record& record, DiagnosticOptions options)
      : trainer_(trainer), record_(record), options_(std::move(options)) {}
  bool before(Step step) override;
  bool after(Step step, const StepResult& result) override;

 private:
  bool measures(Diagnostic diagnostic, Step step) const;
  void add(Step step, std::string name, double value);
  void add(Step step, const std::string& prefix, const Norms& norms);

  Trainer<Real>& trainer_;
  Record& record_;
  DiagnosticOptions options_;
  std::vector<Real> before_ = {};  // the parameters, where norms are measured
};

}  // namespace etude::train
