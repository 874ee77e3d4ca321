#pragma once
// Idea: an update rule that multiplies matrices needs no more than one product, whose sums run in one order, so that no
//       width of vectors changes a bit: four rows and a vector of columns at a time stay in registers.
// Formula: product(a, b): c_ij = sum_k a_ik b_kj, k ascending.
// Edges: a last row is computed again where rows fill no block of four, and kept once; columns that fill no vector are
//        filled up with zeros.
// Cost: 2 rows k columns flops, of which a core makes about half of what its multiply and add allow.

#include <algorithm>
#include <vector>

#include "optim/vectors.h"

namespace etude::optim {

/// Row by row.
template <class Real>
struct Matrix {
  std::size_t rows = 0, columns = 0;
  std::vector<Real> numbers = {};
};

template <class Real>
Matrix<Real> transposed(const Matrix<Real>& a) {
  Matrix<Real> t{a.columns, a.rows, std::vector<Real>(a.numbers.size())};
  for (std::size_t i = 0; i < a.rows; ++i)
    for (std::size_t j = 0; j < a.columns; ++j) t.numbers[j * a.rows + i] = a.numbers[i * a.columns + j];
  return t;
}

inline constexpr std::size_t block_rows = 4;

/// Four rows of c from `row` on, and the `filled` bytes of them from column j on, which are one whole vector or, at the
/// end, the first of one.
template <int bytes, class Real>
ETUDE_IN_LOOP void product_of_block(const Matrix<Real>& a, const Matrix<Real>& b, Matrix<Real>& c, std::size_t row,
                                    std::size_t j, std::size_t filled) {
  using Reals = Vector<Real, bytes>;
  const std::size_t rows = std::min(block_rows, a.rows - row);
  const Real* left[block_rows];
  for (std::size_t r = 0; r < block_rows; ++r) left[r] = &a.numbers[(row + std::min(r, rows - 1)) * a.columns];
  Reals sums[block_rows] = {};
  for (std::size_t k = 0; k < a.columns; ++k) {
    Reals right{};
    std::memcpy(&right, &b.numbers[k * b.columns + j], filled);
    for (std::size_t r = 0; r < block_rows; ++r) sums[r] += left[r][k] * right;
  }
  for (std::size_t r = 0; r < rows; ++r) std::memcpy(&c.numbers[(row + r) * c.columns + j], &sums[r], filled);
}

template <int bytes, class Real>
ETUDE_IN_LOOP void product_of_all(const Matrix<Real>& a, const Matrix<Real>& b, Matrix<Real>& c) {
  constexpr std::size_t lanes = bytes / sizeof(Real);
  for (std::size_t row = 0; row < c.rows; row += block_rows) {
    std::size_t j = 0;
    for (; j + lanes <= c.columns; j += lanes) product_of_block<bytes>(a, b, c, row, j, bytes);
    if (j < c.columns) product_of_block<bytes>(a, b, c, row, j, (c.columns - j) * sizeof(Real));
  }
}

template <class Real>
void product_narrow(const Matrix<Real>& a, const Matrix<Real>& b, Matrix<Real>& c) {
  product_of_all<16>(a, b, c);
}

template <class Real>
ETUDE_WIDE void product_wide(const Matrix<Real>& a, const Matrix<Real>& b, Matrix<Real>& c) {
  product_of_all<32>(a, b, c);
}

/// As many columns of a as rows of b.
template <class Real>
Matrix<Real> product(const Matrix<Real>& a, const Matrix<Real>& b, [[maybe_unused]] Width width) {
  Matrix<Real> c{a.rows, b.columns, std::vector<Real>(a.rows * b.columns)};
  auto multiply = product_narrow<Real>;
  if constexpr (has_wide)
    if (width == Width::wide) multiply = product_wide<Real>;
  multiply(a, b, c);
  return c;
}

}  // namespace etude::optim
