#include "model/lanczos.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "etude/base/math.h"
#include "support/not_finite.h"

namespace etude::model {
namespace {

using Vector = std::vector<double>;

/// M D M with the reflection M = 1 - 2 u u / (u u), u = (1, 2, 3, ...): these eigenvalues, and no zeros.
SymmetricProduct matrix_with(const Vector& eigenvalues) {
  return [eigenvalues](std::span<const double> v, std::span<double> result) {
    const auto reflect = [](Vector x) {
      double along = 0, length = 0;
      for (std::size_t i = 0; i < x.size(); ++i) {
        const double u = static_cast<double>(i + 1);
        along += u * x[i], length += u * u;
      }
      for (std::size_t i = 0; i < x.size(); ++i) x[i] -= 2 * along / length * static_cast<double>(i + 1);
      return x;
    };
    Vector x = reflect({v.begin(), v.end()});
    for (std::size_t i = 0; i < x.size(); ++i) x[i] *= eigenvalues[i];
    std::copy_n(reflect(x).begin(), x.size(), result.begin());
  };
}

TEST(SpectrumEnds, AreTheLargestEigenvalueAndTheLargestInSize) {
  const struct {
    Vector eigenvalues;
    double largest, largest_in_size;
  } cases[] = {
      {{7}, 7, 7},
      {{-7}, -7, -7},
      {{0, 0, 0}, 0, 0},
      {{1, 1, 1, 1}, 1, 1},
      {{-5, 1, 3}, 3, -5},
      {{-5, 1, 6}, 6, 6},
      {{-3, -2, -1}, -1, -3},
      {{2, 2, 9, 9, -9.5, 0, 0}, 9, -9.5},
      {{1e-9, -4e-9, 3e-9}, 3e-9, -4e-9},
      {{1e12, -4e12, 3e12}, 3e12, -4e12},
  };
  for (const auto& c : cases) {
    const auto ends = spectrum_ends(matrix_with(c.eigenvalues), c.eigenvalues.size(), 1e-10, 100, 0);
    EXPECT_TRUE(ends.converged);
    EXPECT_LE(ends.products, c.eigenvalues.size());
    EXPECT_NEAR(ends.largest, c.largest, 1e-13 * std::abs(c.largest_in_size));
    EXPECT_NEAR(ends.largest_in_size, c.largest_in_size, 1e-13 * std::abs(c.largest_in_size));
  }
}

Vector spread(std::size_t size) {
  Vector all;
  for (std::size_t i = 0; i < size; ++i) all.push_back(1 / (1 + static_cast<double>(i)));
  return all;
}

TEST(SpectrumEnds, AreThereLongBeforeTheBasisIsComplete) {
  for (const std::uint32_t seed : {0u, 1u, 2u}) {
    const auto ends = spectrum_ends(matrix_with(spread(1000)), 1000, 1e-6, 100, seed);
    EXPECT_TRUE(ends.converged);
    EXPECT_LT(ends.products, 40u);
    EXPECT_LE(ends.residual, 1e-6);
    EXPECT_NEAR(ends.largest, 1, 1e-11);  // the residual squared, over the distance 1/2 to the next eigenvalue
  }
}

TEST(SpectrumEnds, LieWithinTheirResidualWhereProductsRunOut) {
  const Vector eigenvalues = spread(1000);
  for (const std::size_t most : {1u, 2u, 3u, 5u, 8u}) {
    const auto ends = spectrum_ends(matrix_with(eigenvalues), eigenvalues.size(), 1e-9, most, 0);
    EXPECT_FALSE(ends.converged);
    EXPECT_EQ(ends.products, most);
    EXPECT_GT(ends.residual, 1e-9);
    double nearest = 1;
    for (const double x : eigenvalues) nearest = std::min(nearest, std::abs(x - ends.largest));
    EXPECT_LE(nearest, ends.residual) << most;
  }
}

TEST(SpectrumEnds, OfWhatIsNotFiniteAreNan) {
  for (const double bad : {nan, std::numeric_limits<double>::infinity()}) {
    const auto ends = spectrum_ends(matrix_with({1, bad, 2}), 3, 1e-6, 100, 0);
    EXPECT_TRUE(std::isnan(ends.largest) && std::isnan(ends.largest_in_size));
    EXPECT_FALSE(ends.converged);
  }
}

TEST(TridiagonalSpectrum, IsThatOfASecondDifference) {
  for (const std::size_t size : {1u, 2u, 3u, 10u, 57u}) {  // 2 on the diagonal, -1 beside it
    TridiagonalSpectrum found = spectrum_of({Vector(size, 2.0), Vector(size - 1, -1.0)});
    const double pace = math::pi / static_cast<double>(size + 1);
    std::vector<bool> met(size, false);
    for (std::size_t i = 0; i < size; ++i)
      for (std::size_t k = 1; k <= size; ++k) {
        const double angle = pace * static_cast<double>(k);
        if (std::abs(found.values[i] - (2 - 2 * math::cos(angle))) > 1e-13) continue;
        met[k - 1] = true;
        const double last = std::sqrt(2 / static_cast<double>(size + 1)) * math::sin(angle);
        EXPECT_NEAR(std::abs(found.last[i]), last, 1e-12) << size << ", eigenvalue " << k;
      }
    EXPECT_EQ(std::count(met.begin(), met.end(), true), size);
  }
}

TEST(TridiagonalSpectrum, OfPartsThatDoNotTouchIsTheirs) {
  const TridiagonalSpectrum found = spectrum_of({{1, 0, 0, -4}, {0, 3, 0}});
  Vector values = found.values;
  std::sort(values.begin(), values.end());
  const double expected[] = {-4, -3, 1, 3};
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_NEAR(values[i], expected[i], 1e-15 * 4);
    EXPECT_EQ(std::abs(found.last[i]), found.values[i] == -4 ? 1 : 0);
  }
}

TEST(TridiagonalSpectrum, OfRoundingAloneBesideLargerNumbersEnds) {
  Tridiagonal matrix{Vector(40, 1e-17), Vector(39, 1e-17)};
  matrix.diagonal[0] = 1;
  for (const double value : spectrum_of(matrix).values)
    EXPECT_LE(std::min(std::abs(value), std::abs(value - 1)), 1e-15);
}

}  // namespace
}  // namespace etude::model
