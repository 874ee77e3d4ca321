// Losses and gradients of single rows, against the formulas in model/loss.h.

#include "model/criterion.h"

#include <gtest/gtest.h>

#include <cmath>

namespace etude::model {
namespace {

using std::size_t;

struct Measured {
  double loss = 0;
  std::vector<double> gradient;
};

template <class Real>
Measured measured(const LossOptions& options, const std::vector<double>& logits, std::int32_t label) {
  Criterion<Real> criterion(options, logits.size(), Vectors::widest);
  criterion.reserve(1);
  RowBuffer<Real> buffer;
  buffer.resize(1, logits.size(), 8);
  const Rows<Real> row = buffer.first(1);
  for (size_t c = 0; c < logits.size(); ++c) row[0][c] = static_cast<Real>(logits[c]);
  Totals totals;
  criterion.add(row, &label, totals);
  criterion.gradient(row, &label, 1);
  return {totals.loss, {row[0], row[0] + logits.size()}};
}

std::vector<double> softmax(const std::vector<double>& logits) {
  std::vector<double> p;
  double sum = 0;
  for (const double z : logits) p.push_back(std::exp(z)), sum += p.back();
  for (double& each : p) each /= sum;
  return p;
}

TEST(CrossEntropy, IsSmoothedAndHasAFloorTogetherOrAlone) {
  const std::vector<double> rows[] = {{0.3, -1.2, 2, 0.1}, {5, 5, 5}, {-30, 2}, {60, -60, 0}};
  for (const auto& logits : rows)
    for (const double smoothing : {0.0, 0.1, 1.0})
      for (const double floor : {0.0, 1e-12, 0.01})
        for (size_t label = 0; label < logits.size(); ++label) {
          const auto p = softmax(logits);
          double loss = 0;
          std::vector<double> gradient;
          for (size_t c = 0; c < p.size(); ++c) {
            const double q = (c == label ? 1 - smoothing : 0) + smoothing / static_cast<double>(p.size());
            if (q > 0) loss -= q * std::log(p[c] + floor);
            gradient.push_back(p[c] - q);
          }
          const LossOptions options{.label_smoothing = smoothing, .floor = floor};
          const auto in64 = measured<double>(options, logits, static_cast<std::int32_t>(label));
          const auto in32 = measured<float>(options, logits, static_cast<std::int32_t>(label));
          EXPECT_NEAR(in64.loss, loss, 1e-12 * (1 + loss)) << smoothing << " " << floor << " " << label;
          EXPECT_NEAR(in32.loss, loss, 2e-6 * (1 + loss)) << smoothing << " " << floor << " " << label;
          for (size_t c = 0; c < p.size(); ++c) EXPECT_NEAR(in64.gradient[c], gradient[c], 1e-15);
        }
}

}  // namespace
}  // namespace etude::model
