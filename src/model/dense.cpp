// A dense layer.
//
// Idea: a row of inputs carries a 1 behind it, so W with b under it is one matrix. Then
//   forward         Y  = X W + b            the sum starts at b
//   gradients       dW = (X, 1)^T dY        its last row is db
//   input gradient  dX = dY W^T             written over X
// and all three are the product of kernels.h. A ReLU after the layer is taken into the first, one before it, whose
// outputs are X, into the last: dX counts where X > 0.
// Few outputs would leave most lanes of a vector empty in dW; there dW^T = dY^T (X, 1) is computed: the same sums.
// Edges: W is copied into the kernel's panels before a pass, unless it stands in such already, and its transpose when
// the first input gradient of a pass asks: so who changes W between the two pushes the gradient through the changed one.
// Cost: 2 rows inputs outputs operations each; the copies are of the order of W.
// Source: Rumelhart, Hinton and Williams 1986.

#include <algorithm>
#include <cstring>

#include "model/layers.h"

namespace etude::model {
namespace {

using kernels::Epilogue;
using kernels::Product;
using std::size_t;

constexpr size_t kShortRow = 256;  // bytes

template <class Real>
class Dense final : public Layer<Real> {
 public:
  explicit Dense(DenseOptions options)
      : Layer<Real>(options.name, options.inputs, options.outputs), options_(std::move(options)) {}

  std::vector<Parameter> shapes() const override {
    return {{this->name() + ".weight", this->inputs(), this->outputs(), Role::weight},
            {this->name() + ".bias", 1, this->outputs(), Role::bias}};
  }

  void lend(Memory<Real>& memory) override {
    Layer<Real>::lend(memory);
    panel_ = memory.kernel.panel;
    if (!lies_in_panels()) weights_.resize(this->inputs() * padded(this->outputs()));
    transposed_.resize(this->outputs() * padded(this->inputs()));
    bias_.resize(padded(this->outputs()));
    if (is_narrow()) narrow_.resize(this->outputs() * padded(this->inputs() + 1));
  }

  void prepare() override {
    const Real* w = this->lent().parameters;
    if (!lies_in_panels()) pack(w, this->inputs(), this->outputs(), this->outputs(), 1, weights_.data());
    std::copy_n(w + this->inputs() * this->outputs(), this->outputs(), bias_.data());
    is_transposed_ = false;
  }

  void forward(const Pass&, const Rows<Real>& x, const Rows<Real>& y) override {
    Product<Real> product{.rows = x.count, .columns = this->outputs(), .depth = this->inputs()};
    product.a = x.data;
    product.a_row = x.stride;
    product.a_step = 1;
    product.b = lies_in_panels() ? this->lent().parameters : weights_.data();
    product.b_panel = lies_in_panels() ? panel_ : this->inputs() * panel_;
    product.b_step = lies_in_panels() ? this->outputs() : panel_;
    product.start = bias_.data();
    product.c = y.data;
    product.c_row = y.stride;
    product.epilogue = options_.relu ? Epilogue::relu : Epilogue::keep;
    product.pads = true;
    this->lent().kernel.multiply(product);
    if (this->outputs() % panel_ != 0)
      for (size_t i = 0; i < y.count; ++i) y[i][y.width] = 1;  // again: the product wrote over it
  }

  void add_gradients(const Pass& pass, const Rows<Real>& x, const Rows<Real>& dy) override {
    if (is_narrow()) return add_transposed_gradients(pass, x, dy);
    const bool is_bare = x.stride == x.width;
    Product<Real> product{.rows = this->inputs() + (is_bare ? 0 : 1), .columns = this->outputs(), .depth = x.count};
    product.a = x.data;
    product.a_row = 1;
    product.a_step = x.stride;
    product.b = dy.data;
    product.b_panel = panel_;
    product.b_step = dy.stride;
    product.c = this->lent().gradients;
    product.c_row = this->outputs();
    product.goes_on = !pass.begins_sums;
    this->lent().kernel.multiply(product);
    if (!is_bare) return;
    static const Real one(1);  // the row of 1 that X lacks
    product.rows = 1;
    product.a = &one;
    product.a_step = 0;
    product.c += this->inputs() * this->outputs();
    this->lent().kernel.multiply(product);
  }
  bool takes_bare_rows() const override { return !is_narrow(); }

  void input_gradient(const Pass&, const Rows<Real>& x, const Rows<Real>& dy) override {
    if (!is_transposed_)
      pack(this->lent().parameters, this->outputs(), this->inputs(), 1, this->outputs(), transposed_.data());
    is_transposed_ = true;
    Product<Real> product{.rows = x.count, .columns = this->inputs(), .depth = this->outputs()};
    product.a = dy.data;
    product.a_row = dy.stride;
    product.a_step = 1;
    product.b = transposed_.data();
    product.b_panel = this->outputs() * panel_;
    product.b_step = panel_;
    product.c = x.data;
    product.c_row = x.stride;
    product.epilogue = options_.gates_input ? Epilogue::gate : Epilogue::keep;
    this->lent().kernel.multiply(product);
  }

 private:
  /// Where rows of W are whole panels and short, a panel is read where it stands. Longer rows would let the lines of a
  /// panel fall into few sets of the first cache.
  bool lies_in_panels() const { return this->outputs() % panel_ == 0 && this->outputs() * sizeof(Real) <= kShortRow; }
  bool is_narrow() const { return 2 * this->outputs() <= panel_; }

  void add_transposed_gradients(const Pass& pass, const Rows<Real>& x, const Rows<Real>& dy) {
    const size_t rows = this->inputs() + 1, columns = this->outputs(), stride = padded(rows);
    Real* gradients = this->lent().gradients;
    if (!pass.begins_sums)
      for (size_t i = 0; i < rows; ++i)
        for (size_t j = 0; j < columns; ++j) narrow_.data()[j * stride + i] = gradients[i * columns + j];
    Product<Real> product{.rows = columns, .columns = rows, .depth = x.count};
    product.a = dy.data;
    product.a_row = 1;
    product.a_step = dy.stride;
    product.b = x.data;
    product.b_panel = panel_;
    product.b_step = x.stride;
    product.c = narrow_.data();
    product.c_row = stride;
    product.goes_on = !pass.begins_sums;
    product.pads = true;
    this->lent().kernel.multiply(product);
    for (size_t i = 0; i < rows; ++i)
      for (size_t j = 0; j < columns; ++j) gradients[i * columns + j] = narrow_.data()[j * stride + i];
  }

  size_t padded(size_t width) const { return (width + panel_ - 1) / panel_ * panel_; }

  /// Copies a matrix of rows x columns, W or its transpose, into panels. The last one keeps what it held beyond the
  /// matrix: it only enters sums that nobody stores.
  void pack(const Real* from, size_t rows, size_t columns, size_t row_step, size_t column_step, Real* panels) const {
    for (size_t column = 0; column < columns; column += panel_) {
      const size_t count = std::min(panel_, columns - column);
      Real* to = panels + column * rows;
      const Real* source = from + column * column_step;
      if (count == panel_ && copy_panel(source, rows, row_step, column_step, to)) continue;
      for (size_t j = 0; j < count; ++j)
        for (size_t k = 0; k < rows; ++k) to[k * panel_ + j] = source[k * row_step + j * column_step];
    }
  }

  /// A whole panel, as fast as its width is known beforehand.
  bool copy_panel(const Real* from, size_t rows, size_t row_step, size_t column_step, Real* to) const {
    switch (panel_) {
      case 4:
        return copy_panel_of<4>(from, rows, row_step, column_step, to);
      case 8:
        return copy_panel_of<8>(from, rows, row_step, column_step, to);
      case 16:
        return copy_panel_of<16>(from, rows, row_step, column_step, to);
      case 32:
        return copy_panel_of<32>(from, rows, row_step, column_step, to);
      default:
        return false;
    }
  }
  template <size_t width>
  static bool copy_panel_of(const Real* from, size_t rows, size_t row_step, size_t column_step, Real* to) {
    if (column_step == 1) {
      for (size_t k = 0; k < rows; ++k, from += row_step, to += width) std::memcpy(to, from, width * sizeof(Real));
      return true;
    }
    for (size_t k = 0; k < rows; ++k, from += row_step, to += width) {
      const Real* next = from;
#pragma GCC unroll 8
      for (size_t j = 0; j < width; ++j, next += column_step) to[j] = *next;
    }
    return true;
  }

  DenseOptions options_;
  size_t panel_ = 1;
  Buffer<Real> weights_;     // W in panels
  Buffer<Real> transposed_;  // W^T in panels
  Buffer<Real> bias_;        // b, padded
  Buffer<Real> narrow_;      // dW^T with db, rows padded
  bool is_transposed_ = false;
};

}  // namespace

template <class Real>
LayerPointer<Real> dense(DenseOptions options) {
  return std::make_unique<Dense<Real>>(std::move(options));
}
template LayerPointer<double> dense(DenseOptions);
template LayerPointer<float> dense(DenseOptions);
template LayerPointer<Dual> dense(DenseOptions);

}  // namespace etude::model
