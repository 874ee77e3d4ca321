#pragma once
// The kernel in plain words, one number at a time: the one form for dual numbers. Its products have the bits of the
// portable form; its exp, log and tanh are those of base/math.h, from which the others are at most 4 ulp away.

#include "etude/base/math.h"
#include "model/kernels.h"

namespace etude::model::kernels {

constexpr std::size_t kReferencePanel = 4;

template <class Real>
Real finished(const Product<Real>& p, const Real& sum, const Real& c) {
  if (p.epilogue == Epilogue::relu) return sum < Real(0) ? Real(0) : sum;
  if (p.epilogue == Epilogue::gate) return sum * (c > Real(0) ? Real(1) : Real(0));
  return sum;
}

template <class Real>
void reference_multiply(const Product<Real>& p) {
  for (std::size_t i = 0; i < p.rows; ++i)
    for (std::size_t j = 0; j < p.columns; ++j) {
      Real& c = p.c[i * p.c_row + j];
      const Real* b = p.depth == 0 ? nullptr : p.b + j / kReferencePanel * p.b_panel + j % kReferencePanel;
      Real sum = p.goes_on ? c : p.start ? p.start[j] : Real(0);
      for (std::size_t k = 0; k < p.depth; ++k) sum += p.a[i * p.a_row + k * p.a_step] * b[k * p.b_step];
      c = finished(p, sum, c);
    }
}

template <class Real>
Kernel<Real> reference() {
  using math::exp, math::log, math::tanh;  // for double; a dual number brings its own
  return {kReferencePanel, reference_multiply<Real>,
          [](Real* x, std::size_t n) {
            for (std::size_t i = 0; i < n; ++i) x[i] = exp(x[i]);
          },
          [](Real* x, std::size_t n) {
            for (std::size_t i = 0; i < n; ++i) x[i] = log(x[i]);
          },
          [](Real* x, std::size_t n) {
            for (std::size_t i = 0; i < n; ++i) x[i] = tanh(x[i]);
          }};
}

}  // namespace etude::model::kernels
