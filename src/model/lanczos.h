#pragma once
// The ends of a symmetric matrix's spectrum, from products with it alone.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace etude::model {

/// Writes A v over the second span, for a symmetric A.
using SymmetricProduct = std::function<void(std::span<const double> v, std::span<double> result)>;

struct SpectrumEnds {
  double largest = 0;          // eigenvalue
  double largest_in_size = 0;  // the eigenvalue of the largest absolute value, with its sign
  double residual = 0;         // |A u - x u|, u of length 1, of the worse of the two
  bool converged = false;
  std::size_t products = 0;
};

/// Until both residuals are at most tolerance x the largest absolute value, or `most` products are made.
SpectrumEnds spectrum_ends(const SymmetricProduct& product, std::size_t size, double tolerance, std::size_t most,
                           std::uint32_t seed);

/// A symmetric tridiagonal matrix: its diagonal, and what stands beside it, one fewer.
struct Tridiagonal {
  std::vector<double> diagonal, beside;
};

/// The eigenvalues in no order, and of each eigenvector (of length 1) the last number.
struct TridiagonalSpectrum {
  std::vector<double> values, last;
};
TridiagonalSpectrum spectrum_of(Tridiagonal matrix);

}  // namespace etude::model
