// Layer normalisation.
//
// Formula: y = gain n + bias, n = (x - mean) r, r = 1 / sqrt(variance + 1e-5), mean and variance of the row's own
// numbers;
//          dgain = sum dy n and dbias = sum dy over the rows; with g = gain dy, dx = r (g - mean(g) - n mean(g n)).
// Edges: the variance is that of the numbers there are (divided by their count) and taken around the mean, in two
// passes.
//        A row of equal numbers gives the bias.
// Cost: three passes over a row forward, four backward; kept are two numbers a row.
// Source: Ba, Kiros and Hinton, Layer Normalization, 2016.

#include <cmath>

#include "model/lanes.h"
#include "model/layers.h"

namespace etude::model {
namespace {

using std::size_t;

constexpr size_t kSide = 4;  // rows whose sums are taken side by side

template <class Real>
class LayerNorm final : public Layer<Real> {
 public:
  LayerNorm(std::string name, size_t width) : Layer<Real>(std::move(name), width, width) {}

  std::vector<Parameter> shapes() const override {
    return {{this->name() + ".gain", 1, this->inputs(), Role::gain},
            {this->name() + ".bias", 1, this->inputs(), Role::bias}};
  }

  void reserve(size_t rows) override { kept_.resize(rows); }

  void forward(const Pass&, const Rows<Real>& x, const Rows<Real>& y) override {
    const Real *gain = this->lent().parameters, *bias = gain + x.width;
    in_lanes([&]() ETUDE_INLINED {
      size_t row = 0;
      for (; row + kSide <= x.count; row += kSide) measure<kSide>(x, row);
      for (; row < x.count; ++row) measure<1>(x, row);
      for (size_t i = 0; i < x.count; ++i) {
        const Kept own = kept_[i];
        const Real* from = x[i];
        Real* to = y[i];
        for_lanes<Real>(x.width, [&](auto at) ETUDE_INLINED {
          at.put(to, at[gain] * ((at[from] - own.mean) * own.scale) + at[bias]);
        });
      }
    });
  }

  void add_gradients(const Pass& pass, const Rows<Real>& x, const Rows<Real>& dy) override {
    this->clear_at_beginning(pass);
    Real *gain = this->lent().gradients, *bias = gain + x.width;
    in_lanes([&]() ETUDE_INLINED {
      for (size_t i = 0; i < x.count; ++i) {
        const Kept own = kept_[i];
        const Real *from = x[i], *slope = dy[i];
        for_lanes<Real>(x.width, [&](auto at) ETUDE_INLINED {
          at.put(gain, at[gain] + at[slope] * ((at[from] - own.mean) * own.scale));
          at.put(bias, at[bias] + at[slope]);
        });
      }
    });
  }

  void input_gradient(const Pass&, const Rows<Real>& x, const Rows<Real>& dy) override {
    in_lanes([&]() ETUDE_INLINED {
      for (size_t i = 0; i < x.count; ++i) push_back(kept_[i], x[i], dy[i]);
    });
  }

 private:
  struct Kept {
    Real mean, scale;
  };

  /// Mean and scale of the rows from `first` on.
  template <size_t rows>
  ETUDE_INLINED void measure(const Rows<Real>& x, size_t first) {
    using std::sqrt;  // a dual number brings its own
    const Real n = static_cast<Real>(static_cast<double>(x.width));
    std::array<Real, rows> mean =
        sum_rows<Real, rows>(x.width, [&](auto at, size_t row) ETUDE_INLINED { return at[x[first + row]]; });
    for (Real& each : mean) each = each / n;
    const std::array<Real, rows> squares = sum_rows<Real, rows>(x.width, [&](auto at, size_t row) ETUDE_INLINED {
      const auto away = at[x[first + row]] - mean[row];
      return away * away;
    });
    for (size_t row = 0; row < rows; ++row)
      kept_[first + row] = {mean[row], Real(1) / sqrt(squares[row] / n + Real(1e-5))};
  }

  ETUDE_INLINED void push_back(const Kept& kept, Real* x, const Real* dy) const {
    const size_t width = this->inputs();
    const Real n = static_cast<Real>(static_cast<double>(width));
    const Real* gain = this->lent().parameters;
    const auto normal = [&](auto at) ETUDE_INLINED { return (at[x] - kept.mean) * kept.scale; };
    const auto slope = [&](auto at) ETUDE_INLINED { return at[gain] * at[dy]; };
    const Real mean = sum_lanes<Real>(width, slope) / n;
    const Real along = sum_lanes<Real>(width, [&](auto at) ETUDE_INLINED { return slope(at) * normal(at); }) / n;
    for_lanes<Real>(width,
                    [&](auto at) ETUDE_INLINED { at.put(x, (slope(at) - mean - normal(at) * along) * kept.scale); });
  }

  std::vector<Kept> kept_;
};

}  // namespace

template <class Real>
LayerPointer<Real> layer_norm(std::string name, std::size_t width) {
  return std::make_unique<LayerNorm<Real>>(std::move(name), width);
}
template LayerPointer<double> layer_norm(std::string, std::size_t);
template LayerPointer<float> layer_norm(std::string, std::size_t);
template LayerPointer<Dual> layer_norm(std::string, std::size_t);

}  // namespace etude::model
