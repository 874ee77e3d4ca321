// Attention, the core alone: queries, keys and values come from a dense layer before it.
//
// Idea: of one sample and head at a time, S = Q K^T / sqrt(width of a head), P = softmax of the rows, Y = P V; and back
//   dP = dY V^T    dS = P (dP - row sum of P dP)    dQ = dS K / sqrt()    dK = dS^T Q / sqrt()    dV = P^T dY
// Each product takes a few rows at a time, and of what a causal mask hides only what its tiles cover.
// Edges: a row with NaN or +infinity among its logits is NaN. What a mask hides has p = 0, so NaN or infinity in a
// value
//        that is hidden may still make NaN of the rows just before it.
// Cost: 2 positions^2 width operations a sample forward, four times as many backward, half of it where causal; exp of
//       each p. P of a block is kept, and Q, K and V are packed again on the way back: they are still in x.
// Source: Vaswani et al., Attention Is All You Need, 2017.

#include <algorithm>
#include <cmath>
#include <limits>

#include "etude/base/math.h"
#include "model/lanes.h"
#include "model/layers.h"

namespace etude::model {
namespace {

using kernels::Product;
using std::size_t;

constexpr size_t kRows = 24;  // of a product at a time

constexpr size_t up_to_multiple(size_t count, size_t of) { return (count + of - 1) / of * of; }

/// The largest logit and the entropy of the rows of a pass.
struct Watched {
  double largest = -std::numeric_limits<double>::infinity();
  double entropy = 0;
  size_t rows = 0;

  void add(double largest_logit, double entropy_of_row) {
    if (largest_logit > largest || std::isnan(largest_logit)) largest = largest_logit;
    entropy += entropy_of_row;
    ++rows;
  }
};

template <class Real>
class Attention final : public Layer<Real> {
 public:
  Attention(std::string name, size_t width, size_t heads, bool causal)
      : Layer<Real>(std::move(name), 3 * width, width), heads_(heads), head_width_(width / heads), causal_(causal) {}

  void forward(const Pass& pass, const Rows<Real>& x, const Rows<Real>& y) override {
    fit(pass.positions, x.count);
    if (pass.is_first_part && pass.observes) watched_ = {};
    for (size_t sample = 0; sample < x.count; sample += positions_)
      for (size_t head = 0; head < heads_; ++head)
        attend(pass, part(x, sample, head), part(y, sample, head), p(sample, head));
  }

  void input_gradient(const Pass&, const Rows<Real>& x, const Rows<Real>& dy) override {
    for (size_t sample = 0; sample < x.count; sample += positions_)
      for (size_t head = 0; head < heads_; ++head)
        push_back(part(x, sample, head), part(dy, sample, head), p(sample, head));
  }

  void figures(std::vector<AttentionFigures>& all) const override {
    if (watched_.rows > 0)
      all.push_back({this->name(), watched_.largest, watched_.entropy / static_cast<double>(watched_.rows)});
  }

 private:
  /// Room for the rows of a block, once its samples are known.
  void fit(size_t positions, size_t rows) {
    if (positions == positions_ && rows <= rows_) return;
    positions_ = positions;
    rows_ = rows;
    const size_t panel = this->lent().kernel.panel;
    row_ = up_to_multiple(positions, std::max<size_t>(panel, 16));
    kept_.resize(rows * heads_ * row_);
    slopes_.resize(positions * row_);
    logits_.resize(row_);
    for (Buffer<Real>* deep : {&values_, &keys_, &queries_, &upstream_})
      deep->resize(positions * up_to_multiple(head_width_, panel));
    transposed_.resize(head_width_ * row_);
  }

  /// One head of one sample: its queries, or its outputs; keys and values stand one and two widths on.
  Rows<Real> part(const Rows<Real>& rows, size_t sample, size_t head) const {
    return {rows[sample] + head * head_width_, positions_, head_width_, rows.stride};
  }
  Rows<Real> keys(Rows<Real> x) const { return x.data += this->outputs(), x; }
  Rows<Real> values(Rows<Real> x) const { return x.data += 2 * this->outputs(), x; }
  Real* p(size_t sample, size_t head) { return kept_.data() + (sample * heads_ + head * positions_) * row_; }

  /// The columns that rows up to `end` look at, and the first row that looks at the columns from `begin` on.
  size_t seen_before(size_t end) const { return causal_ ? end : positions_; }
  size_t seen_from(size_t begin) const { return causal_ ? begin : 0; }
  Real scale() const { return static_cast<Real>(1 / std::sqrt(static_cast<double>(head_width_))); }

  /// Copies rows of a head into panels of columns.
  void pack(const Rows<Real>& from, const Real& factor, Buffer<Real>& to) const {
    const size_t panel = this->lent().kernel.panel;
    for (size_t column = 0; column < from.width; column += panel) {
      Real* out = to.data() + column * from.count;
      const size_t count = std::min(panel, from.width - column);
      for (size_t i = 0; i < from.count; ++i, out += panel)
        for (size_t j = 0; j < count; ++j) out[j] = from[i][column + j] * factor;
    }
  }
  /// The transpose: a row becomes a column.
  void pack_transposed(const Rows<Real>& from, const Real& factor) {
    const size_t panel = this->lent().kernel.panel;
    for (size_t i = 0; i < from.count; ++i) {
      Real* out = transposed_.data() + i / panel * panel * from.width + i % panel;
      for (size_t k = 0; k < from.width; ++k) out[k * panel] = from[i][k] * factor;
    }
  }

  /// Rows begin ... end of what a head's rows make with the packed transpose: as many logits, or slopes of p.
  void multiply_transposed(const Rows<Real>& a, size_t begin, size_t end, Real* c) const {
    const size_t panel = this->lent().kernel.panel;
    Product<Real> product{.rows = end - begin, .columns = seen_before(end), .depth = a.width};
    product.a = a[begin];
    product.a_row = a.stride;
    product.a_step = 1;
    product.b = transposed_.data();
    product.b_panel = a.width * panel;
    product.b_step = panel;
    product.c = c + begin * row_;
    product.c_row = row_;
    this->lent().kernel.multiply(product);
  }
  /// Rows begin ... end of c = A B: A is p or its slopes, or the transpose of one of them, B a packed head.
  void multiply(const Real* a, bool transposed, const Buffer<Real>& b, const Rows<Real>& c, size_t begin,
                size_t end) const {
    const size_t panel = this->lent().kernel.panel;
    const size_t first = transposed ? seen_from(begin) : 0, last = transposed ? positions_ : seen_before(end);
    Product<Real> product{.rows = end - begin, .columns = c.width, .depth = last - first};
    product.a = a + (transposed ? begin + first * row_ : begin * row_);
    product.a_row = transposed ? 1 : row_;
    product.a_step = transposed ? row_ : 1;
    product.b = b.data() + first * panel;
    product.b_panel = positions_ * panel;
    product.b_step = panel;
    product.c = c[begin];
    product.c_row = c.stride;
    this->lent().kernel.multiply(product);
  }

  void attend(const Pass& pass, const Rows<Real>& x, const Rows<Real>& y, Real* p) {
    pack_transposed(keys(x), scale());
    pack(values(x), Real(1), values_);
    for (size_t begin = 0; begin < positions_; begin += kRows) {
      const size_t end = std::min(begin + kRows, positions_), seen = seen_before(end);
      multiply_transposed(x, begin, end, p);
      in_lanes([&]() ETUDE_INLINED {
        for (size_t i = begin; i < end; ++i) softmax(pass, p + i * row_, causal_ ? i + 1 : seen, seen);
      });
      multiply(p, false, values_, y, begin, end);
    }
  }

  /// Of the first `count` logits; up to `seen` follow zeros.
  ETUDE_INLINED void softmax(const Pass& pass, Real* row, size_t count, size_t seen) {
    const Real largest = largest_of(row, count);
    const size_t whole = up_to_multiple(count, 16);  // what a vector of the kernel takes at once
    for_lanes<Real>(count, [&](auto at) ETUDE_INLINED { at.put(row, at[row] - largest); });
    std::fill(row + count, row + std::max(whole, seen), Real(-std::numeric_limits<double>::infinity()));
    if (pass.observes) std::copy_n(row, count, logits_.data());
    this->lent().kernel.exp(row, whole);
    const Real sum = sum_lanes<Real>(count, [&](auto at) ETUDE_INLINED { return at[row]; });
    for_lanes<Real>(count, [&](auto at) ETUDE_INLINED { at.put(row, at[row] / sum); });
    if (whole < seen) std::fill(row + whole, row + seen, Real(0));
    if (pass.observes) watch(row, count, static_cast<double>(largest), static_cast<double>(sum));
  }

  /// With z the logits less their largest, -sum p log p = log(sum of e^z) - sum p z.
  void watch(const Real* row, size_t count, double largest, double sum) {
    double mean = 0;
    for (size_t j = 0; j < count; ++j) mean += static_cast<double>(row[j]) * static_cast<double>(logits_.data()[j]);
    watched_.add(std::isnan(sum) ? sum : largest, math::log(sum) - mean);
  }

  void push_back(const Rows<Real>& x, const Rows<Real>& dy, const Real* p) {
    pack_transposed(values(x), Real(1));
    pack(keys(x), scale(), keys_);
    pack(x, scale(), queries_);
    pack(dy, Real(1), upstream_);
    Real* slopes = slopes_.data();
    for (size_t begin = 0; begin < positions_; begin += kRows) {
      const size_t end = std::min(begin + kRows, positions_);
      multiply_transposed(dy, begin, end, slopes);
      push_through_softmax(p, begin, end);
      multiply(slopes, false, keys_, x, begin, end);
    }
    for (size_t begin = 0; begin < positions_; begin += kRows) {
      const size_t end = std::min(begin + kRows, positions_);
      multiply(slopes, true, queries_, keys(x), begin, end);
      multiply(p, true, upstream_, values(x), begin, end);
    }
  }

  void push_through_softmax(const Real* p, size_t begin, size_t end) {
    const size_t seen = seen_before(end);
    in_lanes([&]() ETUDE_INLINED {
      for (size_t i = begin; i < end; ++i) {
        const Real* share = p + i * row_;
        Real* slopes = slopes_.data() + i * row_;
        const Real mean = sum_lanes<Real>(seen, [&](auto at) ETUDE_INLINED { return at[share] * at[slopes]; });
        for_lanes<Real>(seen, [&](auto at) ETUDE_INLINED { at.put(slopes, at[share] * (at[slopes] - mean)); });
      }
    });
  }

  size_t heads_, head_width_;
  bool causal_;
  size_t positions_ = 0, rows_ = 0;
  size_t row_ = 0;                                   // from one row of p to the next
  Buffer<Real> kept_;                                // p of every sample and head of a block
  Buffer<Real> slopes_;                              // of p, then of the logits, of one head
  Buffer<Real> logits_;                              // less their largest, of the row that is watched
  Buffer<Real> transposed_;                          // keys or values in panels of positions
  Buffer<Real> values_, keys_, queries_, upstream_;  // in panels of a head's width
  Watched watched_;
};

}  // namespace

template <class Real>
LayerPointer<Real> attention(std::string name, std::size_t width, std::size_t heads, bool causal) {
  return std::make_unique<Attention<Real>>(std::move(name), width, heads, causal);
}
template LayerPointer<double> attention(std::string, std::size_t, std::size_t, bool);
template LayerPointer<float> attention(std::string, std::size_t, std::size_t, bool);
template LayerPointer<Dual> attention(std::string, std::size_t, std::size_t, bool);

}  // namespace etude::model
