#pragma once
// What training minimises.

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "etude/base/field.h"
#include "etude/base/result.h"

namespace etude::model {

/// Of one sample with logits z, p = softmax(z) and its class y (one-hot y_c):
/// cross_entropy   -sum_c q_c log(p_c + floor), q = (1 - s) y + s / classes with label smoothing s (Szegedy et al.
/// 2016);
///                 gradient p - q, which leaves the floor out
/// mse_softmax     sum_c (p_c - y_c)^2
/// mse_logits      sum_c (z_c - y_c)^2
enum class LossKind { cross_entropy, mse_softmax, mse_logits };
constexpr auto words_of(LossKind) {
  return std::array<std::string_view, 3>{"cross-entropy", "mse-softmax", "mse-logits"};
}

/// The loss of a batch is the mean over its samples (over all positions of a sequence).
struct LossOptions {
  LossKind kind = LossKind::cross_entropy;
  double label_smoothing = 0;  // s
  double floor = 0;            // added to a probability before its logarithm: 1e-12 in the post's code

  /// Without the floor, which is not chosen.
  static constexpr auto fields(auto...) {
    return std::array{field<&LossOptions::kind>(Unit::choice, {}, "cross-entropy, mse-softmax or mse-logits"),
                      field<&LossOptions::label_smoothing>(Unit::fraction, {.most = 1}, "of cross-entropy, 0 to 1")};
  }
  friend bool operator==(const LossOptions&, const LossOptions&) = default;
};

/// What is wrong with the options; empty if nothing.
std::string check(const LossOptions& options);

}  // namespace etude::model
