#pragma once
// The loss of a block of logits, and its gradient.

#include <cstddef>
#include <vector>

#include "etude/model/loss.h"
#include "model/layer.h"

namespace etude::model {

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
  void take(const Rows<Real>& logits);
  void find_largest();
  void softmax();
  void make_gaps(const std::int32_t* labels);
  void add_cross_entropy(const std::int32_t* labels, Totals& totals);
  void add_smoothed_above_floor(const std::int32_t* labels, Totals& totals);
  double smoothed(double of_label, double of_all) const;
  void add_squares(const std::int32_t* labels, Totals& totals);
  void cross_entropy_gradient(const std::int32_t* labels, Real n);
  void squares_gradient(Real n);
  Real* column(std::vector<Real>& of, std::size_t c) { return of.data() + c * height_; }

  LossOptions options_;
  std::size_t classes_;
  std::size_t rows_ = 0;
  std::size_t height_ = 0;  // of a column: the rows, and as many zeros as fill its last vector
  kernels::Kernel<Real> kernel_;
  std::vector<Real> z_;              // a column a class: logits, less their largest, or less y
  std::vector<Real> probabilities_;  // a column a class
  std::vector<Real> largest_;        // of each row
  std::vector<Real> largest_class_;  // the first that has it
  std::vector<Real> sums_;           // of each row: of exponentials, of squares; their logarithms
};

}  // namespace etude::model
