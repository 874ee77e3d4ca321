#pragma once
// What training minimises.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "etude/base/result.h"

namespace etude::model {

/// Of one sample with logits z, p = softmax(z) and its class y (one-hot y_c):
/// cross_entropy   -sum_c q_c log(p_c + floor), q = (1 - s) y + s / classes with label smoothing s (Szegedy et al.
/// 2016);
///                 gradient p - q, which leaves the floor out
/// mse_softmax     sum_c (p_c - y_c)^2
/// mse_logits      sum_c (z_c - y_c)^2
enum class LossKind { cross_entropy, mse_softmax, mse_logits };
std::string_view name_of(LossKind kind);
Result<LossKind> loss_named(std::string_view name);

/// The loss of a batch is the mean over its samples (over all positions of a sequence).
struct LossOptions {
  LossKind kind = LossKind::cross_entropy;
  double label_smoothing = 0;  // s, 0 ... 1, of cross_entropy
  double floor = 0;            // added to a probability before its logarithm: 1e-12 in the post's code

  friend bool operator==(const LossOptions&, const LossOptions&) = default;
};

/// What is wrong with the options; empty if nothing.
std::string check(const LossOptions& options);

}  // namespace etude::model
