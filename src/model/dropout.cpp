// Dropout.
//
// Idea: a number is kept or not by a hash of the step's key, the layer, the row of the batch and the column, so the
// mask needs no generator that would have to be drawn in order, and is the same for any blocks. One hash serves two
// columns. Formula: training y = x / (1 - rate) with probability 1 - rate, else 0; evaluation y = x. Edges: NaN and
// infinity that are dropped become NaN, for 0 times them is. The rate is rounded to a multiple of 2^-32. Cost: half a
// hash (two products of 64 bits) a number. Source: Srivastava et al. 2014; the hash is the finaliser of SplitMix64:
// Steele, Lea and Flood 2014.

#include <algorithm>

#include "model/lanes.h"
#include "model/layers.h"

namespace etude::model {
namespace {

using std::size_t;

constexpr std::uint64_t kGolden = 0x9e3779b97f4a7c15;  // 2^64 / the golden ratio, odd

constexpr std::uint64_t hash(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

/// Another stream of numbers for each `index`.
constexpr std::uint64_t stream(std::uint64_t key, std::uint64_t index) { return hash(key + (index + 1) * kGolden); }

template <class Real>
class Dropout final : public Layer<Real> {
 public:
  Dropout(double rate, size_t width)
      : Layer<Real>("", width, width),
        dropped_(static_cast<std::uint64_t>(rate * 0x1p32 + 0.5)),
        scale_(static_cast<Real>(1 / (1 - rate))) {}

  void reserve(size_t rows) override { mask_.resize(rows * this->inputs()); }

  void forward(const Pass& pass, const Rows<Real>& x, const Rows<Real>& y) override {
    if (!pass.is_training) {
      for (size_t i = 0; i < x.count; ++i) std::copy_n(x[i], x.width, y[i]);
      return;
    }
    const std::uint64_t key = stream(stream(0, pass.key), this->lent().index);
    for (size_t i = 0; i < x.count; ++i) draw(stream(key, pass.first_row + i), mask(i));
    multiply(x, y);
  }
  void input_gradient(const Pass&, const Rows<Real>& x, const Rows<Real>& dy) override { multiply(dy, x); }

 private:
  Real* mask(size_t row) { return mask_.data() + row * this->inputs(); }

  void draw(std::uint64_t key, Real* to) const {
    for (size_t j = 0; j < this->inputs(); j += 2) {
      const std::uint64_t both = stream(key, j);
      to[j] = (both >> 32) < dropped_ ? Real(0) : scale_;
      if (j + 1 < this->inputs()) to[j + 1] = (both & 0xffffffff) < dropped_ ? Real(0) : scale_;
    }
  }

  void multiply(const Rows<Real>& from, const Rows<Real>& to) {
    in_lanes([&]() ETUDE_INLINED {
      for (size_t i = 0; i < from.count; ++i) {
        const Real *kept = mask(i), *values = from[i];
        Real* products = to[i];
        for_lanes<Real>(from.width, [&](auto at) ETUDE_INLINED { at.put(products, at[values] * at[kept]); });
      }
    });
  }

  std::uint64_t dropped_;  // of 2^32
  Real scale_;
  Buffer<Real> mask_;  // 0 or 1 / (1 - rate)
};

}  // namespace

template <class Real>
LayerPointer<Real> dropout(double rate, std::size_t width) {
  return std::make_unique<Dropout<Real>>(rate, width);
}
template LayerPointer<double> dropout(double, std::size_t);
template LayerPointer<float> dropout(double, std::size_t);
template LayerPointer<Dual> dropout(double, std::size_t);

}  // namespace etude::model
