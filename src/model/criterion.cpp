// Softmax and the losses.
//
// Idea: z' = z - max z, p = exp(z') / sum exp(z'); all exponentials of a block are one call of the kernel, and so are
// its logarithms: of p[label] + floor where the loss has a floor, else of the sum, since -log p = log(sum) - z'. Edges:
// a row with NaN or +infinity among its logits is NaN. Label smoothing takes the logarithm of every p. Cost: rows x
// classes exponentials, rows logarithms. Source: the gradient (p - q) / n of softmax and cross-entropy together, e.g.
// Bishop, Pattern Recognition, 4.3.4.

#include "model/criterion.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "model/choose.h"

namespace etude {

template <class Real>
Criterion<Real>::Criterion(const LossOptions& options, std::size_t classes, Vectors vectors)
    : options_(options), classes_(classes), kernel_(kernels::kernel<Wide<Real>>(vectors)) {}

template <class Real>
void Criterion<Real>::reserve(std::size_t rows) {
  shifted_.resize(rows * classes_);
  probabilities_.resize(rows * classes_);
  largest_.resize(rows);
  logs_.resize(rows * (options_.label_smoothing > 0 ? classes_ : 1));
}

template <class Real>
void Criterion<Real>::softmax(const Rows<Real>& logits) {
  for (std::size_t i = 0; i < logits.count; ++i) {
    const Wide<Real> largest = logits[i][largest_[i]];
    for (std::size_t c = 0; c < classes_; ++c) {
      shifted_[i * classes_ + c] = Wide<Real>(logits[i][c]) - largest;
      probabilities_[i * classes_ + c] = shifted_[i * classes_ + c];
    }
  }
  kernel_.exp(probabilities_.data(), logits.count * classes_);
  for (std::size_t i = 0; i < logits.count; ++i) {
    Wide<Real>* p = probabilities_.data() + i * classes_;
    Wide<Real> sum = 0;
    for (std::size_t c = 0; c < classes_; ++c) sum += p[c];
    for (std::size_t c = 0; c < classes_; ++c) p[c] /= sum;
    if (options_.floor == 0) logs_[i] = sum;
  }
}

template <class Real>
void Criterion<Real>::add_cross_entropy(std::size_t rows, const std::int32_t* labels, Totals& totals) {
  const auto at = [&](std::size_t i) { return i * classes_ + static_cast<std::size_t>(labels[i]); };
  if (options_.floor > 0)
    for (std::size_t i = 0; i < rows; ++i) logs_[i] = probabilities_[at(i)] + Wide<Real>(options_.floor);
  kernel_.log(logs_.data(), rows);
  const double smoothing = options_.label_smoothing;
  for (std::size_t i = 0; i < rows; ++i) {
    if (options_.floor > 0) {
      totals.loss -= double(logs_[i]);
      continue;
    }
    const double log_sum = double(logs_[i]);
    double loss = log_sum - double(shifted_[at(i)]);
    if (smoothing > 0) {
      double all = 0;
      for (std::size_t c = 0; c < classes_; ++c) all += log_sum - double(shifted_[i * classes_ + c]);
      loss = (1 - smoothing) * loss + smoothing * (all / static_cast<double>(classes_));
    }
    totals.loss += loss;
  }
}

template <class Real>
Wide<Real> Criterion<Real>::squares(const Rows<Real>& logits, std::size_t row, std::size_t label) const {
  Wide<Real> sum = 0;
  for (std::size_t c = 0; c < classes_; ++c) {
    const Wide<Real> value =
        options_.kind == LossKind::mse_softmax ? probabilities_[row * classes_ + c] : logits[row][c];
    const Wide<Real> gap = value - Wide<Real>(c == label ? 1 : 0);
    sum += gap * gap;
  }
  return sum;
}

template <class Real>
void Criterion<Real>::add(const Rows<Real>& logits, const std::int32_t* labels, Totals& totals) {
  for (std::size_t i = 0; i < logits.count; ++i) {
    largest_[i] = std::max_element(logits[i], logits[i] + classes_) - logits[i];
    totals.correct += largest_[i] == labels[i] ? 1 : 0;
  }
  if (options_.kind != LossKind::mse_logits) softmax(logits);
  if (options_.kind == LossKind::cross_entropy) return add_cross_entropy(logits.count, labels, totals);
  for (std::size_t i = 0; i < logits.count; ++i)
    totals.loss += double(squares(logits, i, static_cast<std::size_t>(labels[i])));
}

/// d loss / d z of one row, over it: 2 (z - y), or 2 p (p - y - sum_k p_k (p_k - y_k)).
template <class Real>
void Criterion<Real>::squares_gradient(Real* z, std::size_t row, std::size_t label) const {
  const Wide<Real>* p = probabilities_.data() + row * classes_;
  const auto gap = [&](const Wide<Real>& value, std::size_t c) { return value - Wide<Real>(c == label ? 1 : 0); };
  if (options_.kind == LossKind::mse_logits) {
    for (std::size_t c = 0; c < classes_; ++c) z[c] = Real(Wide<Real>(2) * gap(z[c], c));
    return;
  }
  Wide<Real> mean = 0;
  for (std::size_t c = 0; c < classes_; ++c) mean += p[c] * gap(p[c], c);
  for (std::size_t c = 0; c < classes_; ++c) z[c] = Real(Wide<Real>(2) * p[c] * (gap(p[c], c) - mean));
}

/// d loss / d z of one row, over it: p - q.
template <class Real>
void Criterion<Real>::cross_entropy_gradient(Real* z, std::size_t row, std::size_t label) const {
  const double smoothing = options_.label_smoothing;
  const Real hit = static_cast<Real>(1 - smoothing),
             each = static_cast<Real>(smoothing / static_cast<double>(classes_));
  for (std::size_t c = 0; c < classes_; ++c) z[c] = static_cast<Real>(probabilities_[row * classes_ + c]) - each;
  z[label] -= hit;
}

template <class Real>
void Criterion<Real>::gradient(const Rows<Real>& logits, const std::int32_t* labels, std::size_t labels_of_step) {
  const Real n = static_cast<Real>(static_cast<double>(labels_of_step));
  for (std::size_t i = 0; i < logits.count; ++i) {
    const auto label = static_cast<std::size_t>(labels[i]);
    if (options_.kind == LossKind::cross_entropy) {
      cross_entropy_gradient(logits[i], i, label);
    } else {
      squares_gradient(logits[i], i, label);
    }
    for (std::size_t c = 0; c < classes_; ++c) logits[i][c] /= n;
  }
}

template class Criterion<double>;
template class Criterion<float>;
template class Criterion<Dual>;

namespace {
constexpr std::array<std::string_view, 3> loss_names{"cross-entropy", "mse-softmax", "mse-logits"};
}

std::string_view name_of(LossKind kind) { return loss_names[static_cast<std::size_t>(kind)]; }

Result<LossKind> loss_named(std::string_view name) { return choose<LossKind>("loss", name, loss_names); }

std::string check(const LossOptions& options) {
  if (!(options.label_smoothing >= 0 && options.label_smoothing <= 1))
    return "label smoothing is a share from 0 to 1; type 0.1";
  if (options.label_smoothing > 0 && options.kind != LossKind::cross_entropy)
    return "label smoothing belongs to cross-entropy, not to " + std::string(name_of(options.kind)) + "; leave it out";
  if (!(options.floor >= 0 && options.floor < 1)) return "the floor under a probability is from 0 to below 1; type 0";
  return "";
}

}  // namespace etude
