// Batch normalisation.
//
// Idea: as layer normalisation, but mean and variance are those of a column over the batch; in evaluation they are
// means of what the steps of training saw. Formula: y = gain n + bias, n = (x - mean) r, r = 1 / sqrt(variance + 1e-5);
// with g = gain dy over n rows,
//          dx = r (g - mean(g) - n mean(g n)), mean(g) = gain dbias / n and mean(g n) = gain dgain / n of this batch.
//          Statistics: running <- 0.9 running + 0.1 now, from 0 (mean) and 1 (variance); that variance is divided by n
//          - 1.
// Edges: the batch comes as one block. Frozen, it takes the statistics in training too: dx = r g. One row has the
// variance 0: it gives the bias, and no news of the running variance. Cost: three passes over the rows forward, two
// backward; kept are four numbers a column. Source: Ioffe and Szegedy, Batch Normalization, 2015; the running variance
// as torch.nn.BatchNorm1d takes it.

#include <algorithm>
#include <cmath>

#include "model/lanes.h"
#include "model/layers.h"

namespace etude::model {
namespace {

using std::size_t;

template <class Real>
class BatchNorm final : public Layer<Real> {
 public:
  BatchNorm(std::string name, size_t width) : Layer<Real>(std::move(name), width, width) {
    for (Buffer<Real>* numbers : {&mean_, &scale_, &slopes_, &along_}) numbers->resize(width);
  }

  std::vector<Parameter> shapes() const override {
    return {{this->name() + ".gain", 1, this->inputs(), Role::gain},
            {this->name() + ".bias", 1, this->inputs(), Role::bias}};
  }
  size_t statistics() const override { return 2 * this->inputs(); }
  bool couples_samples() const override { return !is_frozen_; }
  void freeze(const std::function<bool(const std::string&)>& is_frozen) override {
    is_frozen_ = is_frozen(this->name() + ".gain") && is_frozen(this->name() + ".bias");
  }

  void lend(Memory<Real>& memory) override {
    Layer<Real>::lend(memory);
    std::fill_n(running_mean(), this->inputs(), Real(0));
    std::fill_n(running_variance(), this->inputs(), Real(1));
  }

  void forward(const Pass& pass, const Rows<Real>& x, const Rows<Real>& y) override {
    if (pass.is_training && !is_frozen_)
      measure(x);
    else
      recall();
    const Real *gain = this->lent().parameters, *bias = gain + x.width;
    const Real *mean = mean_.data(), *scale = scale_.data();
    in_lanes([&]() ETUDE_INLINED {
      for (size_t i = 0; i < x.count; ++i) {
        const Real* from = x[i];
        Real* to = y[i];
        for_lanes<Real>(x.width, [&](auto at) ETUDE_INLINED {
          at.put(to, at[gain] * ((at[from] - at[mean]) * at[scale]) + at[bias]);
        });
      }
    });
  }

  /// Sums the batch's own dbias and dgain, which the input gradient asks for too, before it adds them.
  void add_gradients(const Pass& pass, const Rows<Real>& x, const Rows<Real>& dy) override {
    this->clear_at_beginning(pass);
    Real *slopes = slopes_.data(), *along = along_.data();
    const Real *mean = mean_.data(), *scale = scale_.data();
    std::fill_n(slopes, x.width, Real(0));
    std::fill_n(along, x.width, Real(0));
    in_lanes([&]() ETUDE_INLINED {
      for (size_t i = 0; i < x.count; ++i) {
        const Real *from = x[i], *slope = dy[i];
        for_lanes<Real>(x.width, [&](auto at) ETUDE_INLINED {
          at.put(slopes, at[slopes] + at[slope]);
          at.put(along, at[along] + at[slope] * ((at[from] - at[mean]) * at[scale]));
        });
      }
    });
    Real *gain = this->lent().gradients, *bias = gain + x.width;
    for (size_t j = 0; j < x.width; ++j) gain[j] += along[j], bias[j] += slopes[j];
  }

  void input_gradient(const Pass&, const Rows<Real>& x, const Rows<Real>& dy) override {
    if (is_frozen_) return scaled_gradient(x, dy);
    const Real n = count_of(x);
    const Real *gain = this->lent().parameters, *mean = mean_.data(), *scale = scale_.data();
    const Real *slopes = slopes_.data(), *along = along_.data();
    in_lanes([&]() ETUDE_INLINED {
      for (size_t i = 0; i < x.count; ++i) {
        Real* values = x[i];
        const Real* slope = dy[i];
        for_lanes<Real>(x.width, [&](auto at) ETUDE_INLINED {
          const Lanes<Real> normal = (at[values] - at[mean]) * at[scale];
          at.put(values, at[gain] * at[scale] * (at[slope] - (at[slopes] + normal * at[along]) / n));
        });
      }
    });
  }

 private:
  static Real count_of(const Rows<Real>& x) { return static_cast<Real>(static_cast<double>(x.count)); }
  /// Where mean and variance do not move with x.
  void scaled_gradient(const Rows<Real>& x, const Rows<Real>& dy) const {
    const Real *gain = this->lent().parameters, *scale = scale_.data();
    in_lanes([&]() ETUDE_INLINED {
      for (size_t i = 0; i < x.count; ++i) {
        Real* values = x[i];
        const Real* slope = dy[i];
        for_lanes<Real>(x.width, [&](auto at) ETUDE_INLINED { at.put(values, at[gain] * at[scale] * at[slope]); });
      }
    });
  }

  Real* running_mean() const { return this->lent().statistics; }
  Real* running_variance() const { return this->lent().statistics + this->inputs(); }

  Real scale_of(const Real& variance) const {
    using std::sqrt;  // a dual number brings its own
    return Real(1) / sqrt(variance + Real(1e-5));
  }

  /// Mean and variance of this batch, and what they do to the running ones.
  void measure(const Rows<Real>& x) {
    const Real n = count_of(x);
    sum_columns(x, mean_.data(), [](auto at, const Real* row, const Real*) ETUDE_INLINED { return at[row]; });
    for (size_t j = 0; j < x.width; ++j) mean_.data()[j] /= n;
    sum_columns(x, scale_.data(), [](auto at, const Real* row, const Real* mean) ETUDE_INLINED {
      const Lanes<Real> away = at[row] - at[mean];
      return away * away;
    });
    for (size_t j = 0; j < x.width; ++j) {
      Real& squares = scale_.data()[j];
      running_mean()[j] += Real(0.1) * (mean_.data()[j] - running_mean()[j]);
      if (x.count > 1) running_variance()[j] += Real(0.1) * (squares / (n - Real(1)) - running_variance()[j]);
      squares = scale_of(squares / n);
    }
  }

  /// sums = the sum of formula(at, row, means) over the rows, in their order.
  template <class Formula>
  void sum_columns(const Rows<Real>& x, Real* sums, const Formula& formula) const {
    const Real* mean = mean_.data();
    std::fill_n(sums, x.width, Real(0));
    in_lanes([&]() ETUDE_INLINED {
      for (size_t i = 0; i < x.count; ++i) {
        const Real* row = x[i];
        for_lanes<Real>(x.width, [&](auto at) ETUDE_INLINED { at.put(sums, at[sums] + formula(at, row, mean)); });
      }
    });
  }

  void recall() {
    std::copy_n(running_mean(), this->inputs(), mean_.data());
    for (size_t j = 0; j < this->inputs(); ++j) scale_.data()[j] = scale_of(running_variance()[j]);
  }

  Buffer<Real> mean_, scale_;    // of the last pass
  Buffer<Real> slopes_, along_;  // sums of dy and of dy n over the batch
  bool is_frozen_ = false;
};

}  // namespace

template <class Real>
LayerPointer<Real> batch_norm(std::string name, std::size_t width) {
  return std::make_unique<BatchNorm<Real>>(std::move(name), width);
}
template LayerPointer<double> batch_norm(std::string, std::size_t);
template LayerPointer<float> batch_norm(std::string, std::size_t);
template LayerPointer<Dual> batch_norm(std::string, std::size_t);

}  // namespace etude::model
