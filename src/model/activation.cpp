// What stands between dense layers.
//
// Formula: relu max(0, x); tanh; gelu x (1 + t) / 2 with t = tanh(sqrt(2 / pi) (x + 0.044715 x^3)).
// Edges: relu keeps NaN, and its slope at 0 is 0. Where x^2 overflows (above 1e19, double 1e154) gelu is still x or -0,
//        but its gradient is NaN.
// Cost: tanh goes through the kernel a block at a time and is kept for the way back; the rest is a pass over the rows.
// Source: Hendrycks and Gimpel, Gaussian Error Linear Units, 2016, section 2: the form with tanh.

#include <algorithm>

#include "etude/model/architecture.h"
#include "model/lanes.h"
#include "model/layers.h"

namespace etude::model {
namespace {

using std::size_t;

constexpr size_t kPart = 1024;  // numbers whose tanh is taken at a time

template <class Real>
class Relu final : public Layer<Real> {
 public:
  explicit Relu(size_t width) : Layer<Real>("", width, width) {}

  void forward(const Pass&, const Rows<Real>& x, const Rows<Real>& y) override {
    in_lanes([&]() ETUDE_INLINED {
      for (size_t i = 0; i < x.count; ++i) {
        const Real* from = x[i];
        Real* to = y[i];
        const Lanes<Real> zero{};
        for_lanes<Real>(x.width, [&](auto at) ETUDE_INLINED {
          const Lanes<Real> value = at[from];
          at.put(to, value < zero ? zero : value);
        });
      }
    });
  }

  void input_gradient(const Pass&, const Rows<Real>& x, const Rows<Real>& dy) override {
    in_lanes([&]() ETUDE_INLINED {
      for (size_t i = 0; i < x.count; ++i) {
        Real* values = x[i];
        const Real* slopes = dy[i];
        const Lanes<Real> zero{}, one = zero + Real(1);
        for_lanes<Real>(x.width,
                        [&](auto at) ETUDE_INLINED { at.put(values, at[slopes] * (at[values] > zero ? one : zero)); });
      }
    });
  }
};

/// Keeps a tanh of every number from the way there to the way back.
template <class Real>
class KeepsTanh : public Layer<Real> {
 public:
  explicit KeepsTanh(size_t width) : Layer<Real>("", width, width) {}

  void reserve(size_t rows) override { kept_.resize(rows * this->inputs()); }

 protected:
  Real* kept(size_t row) { return kept_.data() + row * this->inputs(); }
  /// part(from, to) of a few rows at a time, which stay in the first cache.
  template <class Part>
  void in_parts(size_t rows, const Part& part) {
    const size_t few = std::max<size_t>(kPart / this->inputs(), 1);
    for (size_t from = 0; from < rows; from += few) part(from, std::min(from + few, rows));
  }
  void apply_tanh(size_t from, size_t to) { this->lent().kernel.tanh(kept(from), (to - from) * this->inputs()); }

 private:
  Buffer<Real> kept_;
};

template <class Real>
class Tanh final : public KeepsTanh<Real> {
 public:
  using KeepsTanh<Real>::KeepsTanh;

  void forward(const Pass&, const Rows<Real>& x, const Rows<Real>& y) override {
    this->in_parts(x.count, [&](size_t from, size_t to) {
      for (size_t i = from; i < to; ++i) std::copy_n(x[i], x.width, this->kept(i));
      this->apply_tanh(from, to);
      for (size_t i = from; i < to; ++i) std::copy_n(this->kept(i), x.width, y[i]);
    });
  }

  void input_gradient(const Pass&, const Rows<Real>& x, const Rows<Real>& dy) override {
    in_lanes([&]() ETUDE_INLINED {
      for (size_t i = 0; i < x.count; ++i) {
        Real* to = x[i];
        const Real *t = this->kept(i), *slopes = dy[i];
        for_lanes<Real>(x.width, [&](auto at) ETUDE_INLINED { at.put(to, at[slopes] * (Real(1) - at[t] * at[t])); });
      }
    });
  }
};

template <class Real>
class Gelu final : public KeepsTanh<Real> {
 public:
  using KeepsTanh<Real>::KeepsTanh;

  void forward(const Pass&, const Rows<Real>& x, const Rows<Real>& y) override {
    this->in_parts(x.count, [&](size_t first, size_t last) {
      in_lanes([&]() ETUDE_INLINED {
        for (size_t i = first; i < last; ++i) {
          const Real* from = x[i];
          Real* t = this->kept(i);
          for_lanes<Real>(x.width, [&](auto at) ETUDE_INLINED {
            const Lanes<Real> value = at[from];
            at.put(t, value * root() * (Real(1) + cube() * value * value));
          });
        }
      });
      this->apply_tanh(first, last);
      in_lanes([&]() ETUDE_INLINED {
        for (size_t i = first; i < last; ++i) {
          const Real *from = x[i], *t = this->kept(i);
          Real* to = y[i];
          for_lanes<Real>(x.width,
                          [&](auto at) ETUDE_INLINED { at.put(to, Real(0.5) * at[from] * (Real(1) + at[t])); });
        }
      });
    });
  }

  /// (1 + t) / 2 + x / 2 dt/dx, dt/dx = (1 - t^2) sqrt(2 / pi) (1 + 3 0.044715 x^2).
  void input_gradient(const Pass&, const Rows<Real>& x, const Rows<Real>& dy) override {
    in_lanes([&]() ETUDE_INLINED {
      for (size_t i = 0; i < x.count; ++i) {
        Real* values = x[i];
        const Real *ts = this->kept(i), *slopes = dy[i];
        for_lanes<Real>(x.width, [&](auto at) ETUDE_INLINED {
          const Lanes<Real> value = at[values], t = at[ts];
          const Lanes<Real> inner = root() * (Real(1) + Real(3) * cube() * value * value);
          const Lanes<Real> slope = Real(0.5) * ((Real(1) + t) + value * ((Real(1) - t * t) * inner));
          at.put(values, at[slopes] * slope);
        });
      }
    });
  }

 private:
  ETUDE_INLINED static Real root() { return Real(0.79788456080286535588); }  // sqrt(2 / pi)
  ETUDE_INLINED static Real cube() { return Real(0.044715); }
};

}  // namespace

template <class Real>
LayerPointer<Real> activation(ActivationKind kind, std::size_t width) {
  if (kind == ActivationKind::relu) return std::make_unique<Relu<Real>>(width);
  if (kind == ActivationKind::tanh) return std::make_unique<Tanh<Real>>(width);
  return std::make_unique<Gelu<Real>>(width);
}
template LayerPointer<double> activation(ActivationKind, std::size_t);
template LayerPointer<float> activation(ActivationKind, std::size_t);
template LayerPointer<Dual> activation(ActivationKind, std::size_t);

}  // namespace etude::model
