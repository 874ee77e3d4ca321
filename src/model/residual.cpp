// x + f(x). Forward, the input is kept and added to what comes out of the inner layers; back, the gradient of the output
// goes both ways and the two are added.

#include "model/lanes.h"
#include "model/layers.h"

namespace etude::model {
namespace {

/// to += what, row by row.
template <class Real>
void add(const Rows<Real>& what, const Rows<Real>& to) {
  in_lanes([&]() ETUDE_INLINED {
    for (std::size_t i = 0; i < to.count; ++i) {
      const Real* from = what[i];
      Real* sum = to[i];
      for_lanes<Real>(to.width, [&](auto at) ETUDE_INLINED { at.put(sum, at[sum] + at[from]); });
    }
  });
}

/// No layer writes over its inputs on the way there, nor over its outputs' gradient on the way back: so x and dy are
/// still there for the second path when the inner layers are through.
template <class Real>
class Residual final : public Layer<Real> {
 public:
  explicit Residual(std::vector<LayerPointer<Real>> inner)
      : Layer<Real>("", inner.front()->inputs(), inner.back()->outputs()), inner_(std::move(inner)) {}

  std::vector<Parameter> shapes() const override { return inner_.shapes(); }
  std::size_t statistics() const override { return inner_.statistics(); }
  bool couples_samples() const override { return inner_.couples_samples(); }
  void lend(Memory<Real>& memory) override { inner_.lend(memory); }
  void freeze(const std::function<bool(const std::string&)>& is_frozen) override { inner_.freeze(is_frozen); }
  void reserve(std::size_t rows) override { inner_.reserve(rows); }
  void prepare() override { inner_.prepare(); }

  void forward(const Pass& pass, const Rows<Real>& x, const Rows<Real>& y) override {
    inner_.forward(pass, x, y);
    add(x, y);
  }
  void add_gradients(const Pass& pass, const Rows<Real>& x, const Rows<Real>& dy) override {
    inner_.add_gradients(pass, x, dy);
  }
  void input_gradient(const Pass& pass, const Rows<Real>& x, const Rows<Real>& dy) override {
    inner_.input_gradient(pass, x, dy);
    add(dy, x);
  }

  void figures(std::vector<AttentionFigures>& all) const override { inner_.figures(all); }

 private:
  Sequence<Real> inner_;
};

}  // namespace

template <class Real>
LayerPointer<Real> residual(std::vector<LayerPointer<Real>> inner) {
  return std::make_unique<Residual<Real>>(std::move(inner));
}
template LayerPointer<double> residual(std::vector<LayerPointer<double>>);
template LayerPointer<float> residual(std::vector<LayerPointer<float>>);
template LayerPointer<Dual> residual(std::vector<LayerPointer<Dual>>);

}  // namespace etude::model
