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

constexpr size_t kRows = 24;   // of a product at a time
constexpr size_t kWhole = 16;  // what a vector of the kernel takes at once

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
    row_ = up_to_multiple(positions, std::max(panel, kWhole));
    kept_.resize(rows * heads_ * row_);
    slopes_.resize(positions * row_);
    shifted_.resize(kRows * row_);
    logits_.resize(kRows * row_);
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
    in_lanes([&]() ETUDE_INLINED {
      for (size_t column = 0; column < from.width; column += panel) {
        Real* out = to.data() + column * from.count;
        const size_t count = std::min(panel, from.width - column);
        for (size_t i = 0; i < from.count; ++i, out += panel) {
          const Real* row = from[i] + column;
          for_lanes<Real>(count, [&](auto at) ETUDE_INLINED { at.put(out, at[row] * factor); });
        }
      }
    });
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
      const size_t end = std::min(begin + kRows, positions_);
      multiply_transposed(x, begin, end, p);
      softmax(pass, p, begin, end);
      multiply(p, false, values_, y, begin, end);
    }
  }

  /// How many columns row i of those before `end` looks at, and these in whole vectors of the kernel.
  size_t seen_by(size_t i, size_t end) const { return causal_ ? i + 1 : seen_before(end); }
  size_t whole(size_t count) const { return up_to_multiple(count, kWhole); }

  /// Of rows begin ... end; what they do not see of the columns before `end` becomes 0. Logits less the row's largest
  /// stand one row behind the other, so that their exponentials are one call.
  void softmax(const Pass& pass, Real* p, size_t begin, size_t end) {
    Real* const shifted = shifted_.data();
    Real largest[kRows];
    in_lanes([&]() ETUDE_INLINED {
      Real* to = shifted;
      for (size_t i = begin; i < end; ++i) {
        largest[i - begin] = shift(p + i * row_, seen_by(i, end), to);
        to += whole(seen_by(i, end));
      }
    });
    size_t count = 0;
    for (size_t i = begin; i < end; ++i) count += whole(seen_by(i, end));
    if (pass.observes) std::copy_n(shifted, count, logits_.data());
    this->lent().kernel.exp(shifted, count);
    in_lanes([&]() ETUDE_INLINED {
      const Real* from = shifted;
      for (size_t i = begin; i < end; ++i) {
        const Real sum = normalise(from, seen_by(i, end), seen_before(end), p + i * row_);
        if (pass.observes)
          watch(p + i * row_, logits_.data() + (from - shifted), seen_by(i, end),
                static_cast<double>(largest[i - begin]), static_cast<double>(sum));
        from += whole(seen_by(i, end));
      }
    });
  }

  /// Writes the logits less their largest, which it returns; behind `count` stands -infinity in their place.
  ETUDE_INLINED Real shift(const Real* row, size_t count, Real* to) const {
    const Lanes<Real> none = Lanes<Real>{} + Real(-std::numeric_limits<double>::infinity());
    Lanes<Real> most = Lanes<Real>{} + row[0];
    for_lanes<Real>(whole(count), [&](auto at) ETUDE_INLINED {
      const Lanes<Real> next = lanes_before<Real>(count, at.first, at[row], none);
      most = next > most ? next : most;
    });
    const Real largest = largest_of(reinterpret_cast<const Real*>(&most), lane_count<Real>);
    for_lanes<Real>(whole(count), [&](auto at) ETUDE_INLINED {
      at.put(to, lanes_before<Real>(count, at.first, at[row] - largest, none));
    });
    return largest;
  }

  /// Writes p, and returns the sum that it divided by. What is not seen is 0 / sum, which a sum of NaN would make NaN.
  ETUDE_INLINED Real normalise(const Real* from, size_t count, size_t seen, Real* row) const {
    const Real sum = sum_lanes<Real>(whole(count), [&](auto at) ETUDE_INLINED { return at[from]; });
    const Lanes<Real> zero{};
    for_lanes<Real>(whole(count), [&](auto at) ETUDE_INLINED { at.put(row, at[from] / sum); });
    if (!(sum > Real(0))) std::fill(row + count, row + whole(count), Real(0));
    for (size_t j = whole(count); j < seen; j += lane_count<Real>) AllLanes<Real>{j}.put(row, zero);
    return sum;
  }

  /// With z the logits less their largest, -sum p log p = log(sum of e^z) - sum p z.
  void watch(const Real* row, const Real* z, size_t count, double largest, double sum) {
    double mean = 0;
    for (size_t j = 0; j < count; ++j) mean += static_cast<double>(row[j]) * static_cast<double>(z[j]);
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
  Buffer<Real> shifted_, logits_;                    // logits less their largest, of a few rows; those that are watched
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
