#pragma once
// The loss of a block of logits, and its gradient.

#include <cstddef>
#include <type_traits>
#include <vector>

#include "etude/model/loss.h"
#include "model/layer.h"

namespace etude {

/// What the losses are computed in.
template <class Real>
using Wide = std::conditional_t<std::is_same_v<Real, Dual>, Dual, double>;

struct Totals {
  double loss = 0;          // the sum over the labels
  std::size_t correct = 0;  // labels whose logit is the first of the largest
};

template <class Real>
class Criterion {
 public:
  Criterion(const LossOptions& options, std::size_t classes, Vectors vectors);
  void reserve(std::size_t rows);

  /// Adds the losses of the rows, in their order.
  void add(const Rows<Real>& logits, const std::int32_t* labels, Totals& totals);
  /// After add() of the same rows: writes d(sum of losses / labels_of_step) / d(logits) over the logits.
  void gradient(const Rows<Real>& logits, const std::int32_t* labels, std::size_t labels_of_step);

 private:
  void softmax(const Rows<Real>& logits);
  void add_cross_entropy(std::size_t rows, const std::int32_t* labels, Totals& totals);
  Wide<Real> squares(const Rows<Real>& logits, std::size_t row, std::size_t label) const;
  void squares_gradient(Real* z, std::size_t row, std::size_t label) const;
  void cross_entropy_gradient(Real* z, std::size_t row, std::size_t label) const;

  LossOptions options_;
  std::size_t classes_;
  kernels::Kernel<Wide<Real>> kernel_;
  std::vector<std::ptrdiff_t> largest_;    // the class of each row's largest logit
  std::vector<Wide<Real>> shifted_;        // rows x classes: logits less their largest
  std::vector<Wide<Real>> probabilities_;  // rows x classes
  std::vector<Wide<Real>> logs_;           // rows, or rows x classes with label smoothing
};

}  // namespace etude
