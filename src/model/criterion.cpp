// Softmax and the losses.
//
// Idea: a block of logits is turned so that a class is a column, and rows lie side by side in the lanes of vectors:
// then z' = z - max z, p = exp(z') / sum exp(z') and the gradients are the same few passes for 3 classes and for 1000.
// All exponentials of a block are one call of the kernel, and so are its logarithms: of p[label] + floor where the loss
// has a floor (with label smoothing of every p + floor), else of the sum, since -log p = log(sum) - z'. Edges: a row
// with NaN or +infinity among its logits is NaN. Cost: rows x classes exponentials, rows logarithms. Source: the
// gradient (p - q) / n of softmax and cross-entropy together, e.g. Bishop, Pattern Recognition, 4.3.4.

#include "model/criterion.h"

#include <algorithm>
#include <array>

#include "model/lanes.h"

namespace etude::model {

namespace {
template <class Real>
std::size_t filled(std::size_t rows) {
  return (rows + lane_count<Real> - 1) / lane_count<Real> * lane_count<Real>;
}
}  // namespace

template <class Real>
Criterion<Real>::Criterion(const LossOptions& options, std::size_t classes, Vectors vectors)
    : options_(options), classes_(classes), kernel_(kernels::kernel<Real>(vectors)) {}

template <class Real>
void Criterion<Real>::reserve(std::size_t rows) {
  const std::size_t height = filled<Real>(rows);
  z_.resize(height * classes_);
  probabilities_.resize(height * classes_);
  for (auto* each : {&largest_, &largest_class_, &sums_}) each->resize(height);
}

template <class Real>
void Criterion<Real>::take(const Rows<Real>& logits) {
  rows_ = logits.count;
  height_ = filled<Real>(rows_);
  for (std::size_t i = 0; i < rows_; ++i)
    for (std::size_t c = 0; c < classes_; ++c) z_[c * height_ + i] = logits[i][c];
  for (std::size_t c = 0; c < classes_; ++c) std::fill(column(z_, c) + rows_, column(z_, c) + height_, Real(0));
}

template <class Real>
void Criterion<Real>::find_largest() {
  in_lanes([&]() ETUDE_INLINED {
    for_lanes<Real>(height_, [&](auto at) ETUDE_INLINED {
      Lanes<Real> largest = at[column(z_, 0)], first{};
      for (std::size_t c = 1; c < classes_; ++c) {
        const Lanes<Real> next = at[column(z_, c)];
        first = next > largest ? Lanes<Real>{} + static_cast<Real>(static_cast<double>(c)) : first;
        largest = next > largest ? next : largest;
      }
      at.put(largest_.data(), largest);
      at.put(largest_class_.data(), first);
    });
  });
}

template <class Real>
void Criterion<Real>::softmax() {
  in_lanes([&]() ETUDE_INLINED {
    for_lanes<Real>(height_, [&](auto at) ETUDE_INLINED {
      for (std::size_t c = 0; c < classes_; ++c) {
        const Lanes<Real> shifted = at[column(z_, c)] - at[largest_.data()];
        at.put(column(z_, c), shifted);
        at.put(column(probabilities_, c), shifted);
      }
    });
  });
  kernel_.exp(probabilities_.data(), height_ * classes_);
  in_lanes([&]() ETUDE_INLINED {
    for_lanes<Real>(height_, [&](auto at) ETUDE_INLINED {
      Lanes<Real> sum{};
      for (std::size_t c = 0; c < classes_; ++c) sum += at[column(probabilities_, c)];
      for (std::size_t c = 0; c < classes_; ++c) at.put(column(probabilities_, c), at[column(probabilities_, c)] / sum);
      at.put(sums_.data(), sum);
    });
  });
}

template <class Real>
void Criterion<Real>::add_cross_entropy(const std::int32_t* labels, Totals& totals) {
  const auto at = [&](std::size_t i) { return static_cast<std::size_t>(labels[i]) * height_ + i; };
  const double smoothing = options_.label_smoothing;
  if (options_.floor > 0 && smoothing > 0) return add_smoothed_above_floor(labels, totals);
  if (options_.floor > 0)
    for (std::size_t i = 0; i < rows_; ++i) sums_[i] = probabilities_[at(i)] + static_cast<Real>(options_.floor);
  kernel_.log(sums_.data(), height_);
  for (std::size_t i = 0; i < rows_; ++i) {
    const double log_sum = double(sums_[i]);
    if (options_.floor > 0) {
      totals.loss -= log_sum;
      continue;
    }
    double loss = log_sum - double(z_[at(i)]);
    if (smoothing > 0) {
      double all = 0;
      for (std::size_t c = 0; c < classes_; ++c) all += log_sum - double(z_[c * height_ + i]);
      loss = smoothed(loss, all);
    }
    totals.loss += loss;
  }
}

/// Every class counts, so every p needs its logarithm; the gradient asks for p alone, so they may lie in z.
template <class Real>
void Criterion<Real>::add_smoothed_above_floor(const std::int32_t* labels, Totals& totals) {
  const Real floor = static_cast<Real>(options_.floor);
  for (std::size_t i = 0; i < height_ * classes_; ++i) z_[i] = probabilities_[i] + floor;
  kernel_.log(z_.data(), height_ * classes_);
  for (std::size_t i = 0; i < rows_; ++i) {
    double all = 0;
    for (std::size_t c = 0; c < classes_; ++c) all -= double(z_[c * height_ + i]);
    totals.loss += smoothed(-double(z_[static_cast<std::size_t>(labels[i]) * height_ + i]), all);
  }
}

/// sum_c q_c loss_c, of the label's loss and the sum of all classes'.
template <class Real>
double Criterion<Real>::smoothed(double of_label, double of_all) const {
  const double smoothing = options_.label_smoothing;
  return (1 - smoothing) * of_label + smoothing * (of_all / static_cast<double>(classes_));
}

/// z becomes v - y, v being logits or probabilities and y 1 at the label, else 0.
template <class Real>
void Criterion<Real>::make_gaps(const std::int32_t* labels) {
  if (options_.kind == LossKind::mse_softmax) std::copy_n(probabilities_.begin(), height_ * classes_, z_.begin());
  for (std::size_t i = 0; i < rows_; ++i) {
    Real& z = z_[static_cast<std::size_t>(labels[i]) * height_ + i];
    z = z - static_cast<Real>(1);
  }
}

template <class Real>
void Criterion<Real>::add_squares(const std::int32_t* labels, Totals& totals) {
  make_gaps(labels);
  in_lanes([&]() ETUDE_INLINED {
    for_lanes<Real>(height_, [&](auto at) ETUDE_INLINED {
      Lanes<Real> sum{};
      for (std::size_t c = 0; c < classes_; ++c) sum += at[column(z_, c)] * at[column(z_, c)];
      at.put(sums_.data(), sum);
    });
  });
  for (std::size_t i = 0; i < rows_; ++i) totals.loss += double(sums_[i]);
}

template <class Real>
void Criterion<Real>::add(const Rows<Real>& logits, const std::int32_t* labels, Totals& totals) {
  take(logits);
  find_largest();
  for (std::size_t i = 0; i < rows_; ++i)
    totals.correct += double(largest_class_[i]) == static_cast<double>(labels[i]) ? 1 : 0;
  if (options_.kind != LossKind::mse_logits) softmax();
  if (options_.kind == LossKind::cross_entropy) return add_cross_entropy(labels, totals);
  add_squares(labels, totals);
}

/// z becomes (p - q) / n.
template <class Real>
void Criterion<Real>::cross_entropy_gradient(const std::int32_t* labels, Real n) {
  const double smoothing = options_.label_smoothing;
  const Real hit = static_cast<Real>(1 - smoothing),
             each = static_cast<Real>(smoothing / static_cast<double>(classes_));
  in_lanes([&]() ETUDE_INLINED {
    for_lanes<Real>(height_ * classes_,
                    [&](auto at) ETUDE_INLINED { at.put(z_.data(), (at[probabilities_.data()] - each) / n); });
  });
  for (std::size_t i = 0; i < rows_; ++i) {
    const std::size_t at = static_cast<std::size_t>(labels[i]) * height_ + i;
    z_[at] = (probabilities_[at] - each - hit) / n;
  }
}

/// z becomes 2 (z - y) / n, or 2 p (p - y - sum_k p_k (p_k - y_k)) / n.
template <class Real>
void Criterion<Real>::squares_gradient(Real n) {
  const bool of_softmax = options_.kind == LossKind::mse_softmax;
  const Real two = static_cast<Real>(2);
  in_lanes([&]() ETUDE_INLINED {
    for_lanes<Real>(height_, [&](auto at) ETUDE_INLINED {
      Lanes<Real> mean{};
      for (std::size_t c = 0; of_softmax && c < classes_; ++c)
        mean += at[column(probabilities_, c)] * at[column(z_, c)];
      for (std::size_t c = 0; c < classes_; ++c) {
        const Lanes<Real> gap = at[column(z_, c)];
        const Lanes<Real> slope =
            of_softmax ? two * at[column(probabilities_, c)] * (gap - mean) : Lanes<Real>(two * gap);
        at.put(column(z_, c), slope / n);
      }
    });
  });
}

template <class Real>
void Criterion<Real>::gradient(const Rows<Real>& logits, const std::int32_t* labels, std::size_t labels_of_step) {
  const Real n = static_cast<Real>(static_cast<double>(labels_of_step));
  if (options_.kind == LossKind::cross_entropy) {
    cross_entropy_gradient(labels, n);
  } else {
    squares_gradient(n);
  }
  for (std::size_t i = 0; i < rows_; ++i)
    for (std::size_t c = 0; c < classes_; ++c) logits[i][c] = z_[c * height_ + i];
}

template class Criterion<double>;
template class Criterion<float>;
template class Criterion<Dual>;

std::string check(const LossOptions& options) {
  if (!(options.label_smoothing >= 0 && options.label_smoothing <= 1))
    return "label smoothing is a share from 0 to 1; type 0.1";
  if (options.label_smoothing > 0 && options.kind != LossKind::cross_entropy)
    return "label smoothing belongs to cross-entropy, not to " + std::string(name_of(options.kind)) + "; leave it out";
  if (!(options.floor >= 0 && options.floor < 1)) return "the floor under a probability is from 0 to below 1; type 0";
  return "";
}

}  // namespace etude::model
