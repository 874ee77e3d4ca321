#pragma once
// The one matrix product that training needs, three functions of many numbers, and the compiled forms of them.

#include <cstddef>

#include "etude/model/dual.h"
#include "etude/model/vectors.h"

namespace etude::model::kernels {

/// What becomes of a finished sum s before it is stored in an element c: s, max(0, s), or s * (c > 0).
enum class Epilogue { keep, relu, gate };

/// C = epilogue(start + A B). Each sum runs over k in ascending order, in one chain.
/// Whole panels of B and `start` are read: both are padded to them. C is written within its columns alone, or in whole
/// panels where it `pads`.
template <class Real>
struct Product {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::size_t depth = 0;
  const Real* a = nullptr;  // A(i, k) = a[i * a_row + k * a_step]
  std::size_t a_row = 0;
  std::size_t a_step = 0;
  const Real* b = nullptr;  // B(k, j) = b[j / panel * b_panel + k * b_step + j % panel]
  std::size_t b_panel = 0;
  std::size_t b_step = 0;
  const Real* start = nullptr;  // one a column; none means 0
  Real* c = nullptr;            // C(i, j) = c[i * c_row + j]
  std::size_t c_row = 0;
  Epilogue epilogue = Epilogue::keep;
  bool goes_on = false;  // start from C instead
  bool pads = false;     // rows of C have room for whole panels, which are written
};

/// A compiled form: `panel` columns of B lie side by side. The functions write f(x) over each of `count` numbers,
/// within 4 ulp and with the same bits in every form: they round each product and sum.
template <class Real>
struct Kernel {
  std::size_t panel;
  void (*multiply)(const Product<Real>&);
  void (*exp)(Real* x, std::size_t count);  // below -708 (float: -87) it is 0
  void (*log)(Real* x, std::size_t count);  // of normal numbers
  void (*tanh)(Real* x, std::size_t count);
};

/// The form for these vectors, or the portable one where the machine lacks them.
template <class Real>
Kernel<Real> kernel(Vectors vectors);

/// Dual numbers have one form, number by number; it is also what the others are held against.
template <>
Kernel<Dual> kernel(Vectors vectors);

namespace portable {
extern const Kernel<double> float64;
extern const Kernel<float> float32;
}  // namespace portable
namespace avx2 {
extern const Kernel<double> float64;
extern const Kernel<float> float32;
}  // namespace avx2
namespace avx512 {
extern const Kernel<double> float64;
extern const Kernel<float> float32;
}  // namespace avx512

}  // namespace etude::model::kernels
