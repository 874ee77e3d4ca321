#include "model/kernels.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "etude/base/math.h"
#include "model/reference.h"
#include "support/bits.h"

// The shapes of the 64-byte form, which few machines can run, in arithmetic that every machine can.
#pragma GCC diagnostic ignored "-Wpsabi"
namespace etude::model::kernels::wide {
extern const Kernel<double> float64;
extern const Kernel<float> float32;
}  // namespace etude::model::kernels::wide
#define ETUDE_NAMESPACE wide
#define ETUDE_VECTOR_BYTES 64
#define ETUDE_TILE_ROWS 12
#define ETUDE_FUSED 0
#include "model/kernels.inc"

namespace etude::model {
namespace {

using kernels::Epilogue;
using kernels::Kernel;
using kernels::Product;

struct Shape {
  std::size_t rows, columns, depth;
};

const Shape kShapes[] = {{1, 1, 1},   {6, 8, 3},    {7, 3, 5},   {13, 17, 4},  {3, 64, 300},
                         {65, 3, 33}, {61, 130, 2}, {2, 130, 7}, {121, 9, 70}, {24, 33, 11},
                         {1, 47, 2},  {65, 64, 64}, {0, 5, 3},   {5, 0, 3},    {5, 5, 0}};

using testing::bits;

/// A product with its numbers: A either way round, B and the start in whole panels, C with a column too many.
template <class Real>
struct Case {
  Shape shape;
  std::size_t panel, panels;
  std::vector<Real> a, b, start, c;
  bool transposed, has_start;
  Epilogue epilogue;

  Case(Shape s, std::size_t panel, bool transposed, bool has_start, Epilogue epilogue)
      : shape(s),
        panel(panel),
        panels((s.columns + panel - 1) / panel),
        transposed(transposed),
        has_start(has_start),
        epilogue(epilogue) {
    fill(a, s.rows * s.depth, 1);
    fill(b, panels * panel * s.depth, 2);
    fill(start, panels * panel, 3);
    fill(c, s.rows * (s.columns + 1), 4);
  }
  void fill(std::vector<Real>& numbers, std::size_t size, unsigned seed) {
    std::minstd_rand random(seed);
    numbers.resize(size);
    for (Real& x : numbers) x = static_cast<Real>(static_cast<double>(random()) / 1e9 - 1.07);
  }
  std::size_t a_row() const { return transposed ? 1 : shape.depth; }
  std::size_t a_step() const { return transposed ? shape.rows : 1; }

  std::vector<Real> by(const Kernel<Real>& kernel) {
    std::vector<Real> out = c;
    Product<Real> p{.rows = shape.rows, .columns = shape.columns, .depth = shape.depth};
    p.a = a.data(), p.a_row = a_row(), p.a_step = a_step();
    p.b = b.data(), p.b_panel = shape.depth * panel, p.b_step = panel;
    p.start = has_start ? start.data() : nullptr;
    p.c = out.data(), p.c_row = shape.columns + 1, p.epilogue = epilogue;
    kernel.multiply(p);
    return out;
  }

  Real element(std::size_t i, std::size_t j, Real old, bool fused) const {
    Real sum = has_start ? start[j] : 0;
    for (std::size_t k = 0; k < shape.depth; ++k) {
      const Real x = a[i * a_row() + k * a_step()];
      const Real y = b[(j / panel * shape.depth + k) * panel + j % panel];
      sum = fused ? std::fma(x, y, sum) : sum + x * y;
    }
    if (epilogue == Epilogue::relu) return sum < 0 ? Real(0) : sum;
    return epilogue == Epilogue::gate ? sum * Real(old > 0) : sum;
  }
  std::vector<Real> by_hand(bool fused) const {
    std::vector<Real> out = c;
    for (std::size_t i = 0; i < shape.rows; ++i)
      for (std::size_t j = 0; j < shape.columns; ++j) {
        Real& old = out[i * (shape.columns + 1) + j];
        old = element(i, j, old, fused);
      }
    return out;
  }
};

template <class Real>
void expect_same_bits(const Kernel<Real>& kernel, bool fused) {
  for (const Shape& shape : kShapes)
    for (const Epilogue epilogue : {Epilogue::keep, Epilogue::relu, Epilogue::gate})
      for (const bool transposed : {false, true})
        for (const bool has_start : {false, true}) {
          Case<Real> test(shape, kernel.panel, transposed, has_start, epilogue);
          const auto got = test.by(kernel);
          const auto expected = test.by_hand(fused);
          for (std::size_t i = 0; i < got.size(); ++i)
            ASSERT_EQ(bits(got[i]), bits(expected[i])) << shape.rows << "x" << shape.columns << "x" << shape.depth
                                                       << " at " << i << " epilogue " << static_cast<int>(epilogue);
        }
}

/// relu keeps NaN; gate multiplies, so NaN and infinity do not vanish behind a closed gate.
template <class Real>
void expect_nan_to_pass(const Kernel<Real>& kernel) {
  const Real nan = std::numeric_limits<Real>::quiet_NaN();
  const Real infinity = std::numeric_limits<Real>::infinity();
  for (const std::size_t columns : {std::size_t(1), kernel.panel}) {
    Case<Real> test({1, columns, 1}, kernel.panel, false, false, Epilogue::relu);
    test.a[0] = nan;
    EXPECT_TRUE(std::isnan(test.by(kernel)[0]));
    test.a[0] = -infinity;
    test.b[0] = 1;
    EXPECT_EQ(test.by(kernel)[0], 0);
    test.epilogue = Epilogue::gate;
    test.c[0] = -1;
    EXPECT_TRUE(std::isnan(test.by(kernel)[0]));
    test.c[0] = nan;
    test.a[0] = 2;
    EXPECT_EQ(test.by(kernel)[0], 0);
  }
}

TEST(Kernels, PortableRoundsEachProductAndSum) {
  expect_same_bits(kernels::kernel<double>(Vectors::portable), false);
  expect_same_bits(kernels::kernel<float>(Vectors::portable), false);
}

TEST(Kernels, WiderVectorsAndTilesChangeNoBit) {
  expect_same_bits(kernels::wide::float64, false);
  expect_same_bits(kernels::wide::float32, false);
}

TEST(Kernels, NanPasses) {
  expect_nan_to_pass(kernels::kernel<double>(Vectors::widest));
  expect_nan_to_pass(kernels::kernel<float>(Vectors::widest));
  expect_nan_to_pass(kernels::kernel<double>(Vectors::portable));
  expect_nan_to_pass(kernels::kernel<float>(Vectors::portable));
}

template <class Real>
struct Function {
  const char* name;
  void (*Kernel<Real>::*member)(Real*, std::size_t);
  double (*exact)(double);
  double from, to;
};

/// Held to 4 ulp of base/math.h, which is held to MPFR.
template <class Real>
void expect_functions(const Kernel<Real>& kernel) {
  const double most = sizeof(Real) == 8 ? 708 : 87;
  const Function<Real> functions[] = {
      {"exp", &Kernel<Real>::exp, math::exp, -most, most}, {"exp", &Kernel<Real>::exp, math::exp, -1, 1},
      {"tanh", &Kernel<Real>::tanh, math::tanh, -25, 25},  {"tanh", &Kernel<Real>::tanh, math::tanh, -0.01, 0.01},
      {"log", &Kernel<Real>::log, math::log, 1e-12, 4},    {"log", &Kernel<Real>::log, math::log, 1, 1e9}};
  for (const auto& [name, member, exact, from, to] : functions) {
    std::vector<Real> x(10007), y;
    for (std::size_t i = 0; i < x.size(); ++i)
      x[i] = static_cast<Real>(from + (to - from) * static_cast<double>(i) / static_cast<double>(x.size()));
    y = x;
    (kernel.*member)(y.data(), y.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
      const Real expected = static_cast<Real>(exact(static_cast<double>(x[i])));
      const Real ulp = std::nextafter(std::abs(expected), std::numeric_limits<Real>::infinity()) - std::abs(expected);
      ASSERT_LE(std::abs(y[i] - expected), 4 * ulp) << name << "(" << x[i] << ")";
      Real alone = x[i];
      if (i % 97 == 0) (kernel.*member)(&alone, 1);
      if (i % 97 == 0) {
        ASSERT_EQ(bits(alone), bits(y[i])) << name << " of one number";
      }
    }
  }
}

TEST(Kernels, FunctionsAreWithinFourUlp) {
  for (const Vectors vectors : {Vectors::portable, Vectors::avx2, Vectors::avx512}) {
    expect_functions(kernels::kernel<double>(vectors));
    expect_functions(kernels::kernel<float>(vectors));
  }
  expect_functions(kernels::wide::float64);
  expect_functions(kernels::wide::float32);
}

template <class Real>
void expect_same_functions(const Kernel<Real>& one, const Kernel<Real>& other) {
  const Real infinity = std::numeric_limits<Real>::infinity();
  std::vector<Real> x{Real(0), Real(-0.0), 1, infinity, -infinity, -800, 800, std::numeric_limits<Real>::min()};
  std::minstd_rand random(7);
  while (x.size() < 1001) x.push_back(static_cast<Real>(static_cast<double>(random()) / 1e7 - 100));
  for (const auto member : {&Kernel<Real>::exp, &Kernel<Real>::log, &Kernel<Real>::tanh}) {
    auto a = x, b = x;
    (one.*member)(a.data(), a.size());
    (other.*member)(b.data(), b.size());
    for (std::size_t i = 0; i < x.size(); ++i)
      EXPECT_TRUE(std::isnan(a[i]) ? std::isnan(b[i]) : bits(a[i]) == bits(b[i])) << x[i];
  }
}

TEST(Kernels, FunctionsHaveTheSameBitsInEveryForm) {
  for (const Vectors vectors : {Vectors::avx2, Vectors::avx512}) {
    expect_same_functions(kernels::kernel<double>(Vectors::portable), kernels::kernel<double>(vectors));
    expect_same_functions(kernels::kernel<float>(Vectors::portable), kernels::kernel<float>(vectors));
  }
  expect_same_functions(kernels::kernel<double>(Vectors::portable), kernels::wide::float64);
  expect_same_functions(kernels::kernel<float>(Vectors::portable), kernels::wide::float32);
}

TEST(Kernels, FunctionsAtTheirEnds) {
  const double infinity = std::numeric_limits<double>::infinity(), nan = std::numeric_limits<double>::quiet_NaN();
  const auto kernel = kernels::kernel<double>(Vectors::widest);
  const struct {
    void (*function)(double*, std::size_t);
    double x, y;
  } cases[] = {{kernel.exp, 0, 1},
               {kernel.exp, -infinity, 0},
               {kernel.exp, infinity, infinity},
               {kernel.exp, nan, nan},
               {kernel.exp, -1e300, 0},
               {kernel.log, 1, 0},
               {kernel.log, 0, -infinity},
               {kernel.log, infinity, infinity},
               {kernel.log, -1, nan},
               {kernel.log, nan, nan},
               {kernel.tanh, 0, 0},
               {kernel.tanh, -infinity, -1},
               {kernel.tanh, infinity, 1},
               {kernel.tanh, nan, nan}};
  for (const auto& [function, x, y] : cases) {
    double value = x;
    function(&value, 1);
    EXPECT_TRUE(std::isnan(y) ? std::isnan(value) : value == y) << x << " gives " << value;
  }
}

template <class Real>
void expect_products_of_reference() {
  const auto kernel = kernels::reference<Real>();
  for (const Shape& shape : kShapes)
    for (const Epilogue epilogue : {Epilogue::keep, Epilogue::relu, Epilogue::gate}) {
      Case<Real> test(shape, kernel.panel, false, true, epilogue);
      EXPECT_EQ(test.by(kernel), test.by_hand(false));
    }
}

TEST(Kernels, ReferenceGivesTheProductsOfThePortableForm) {
  expect_products_of_reference<double>();
  expect_products_of_reference<float>();
}

TEST(Kernels, VectorsThatTheMachineLacksGiveThePortableForm) {
  EXPECT_TRUE(available(Vectors::portable));
  EXPECT_TRUE(available(Vectors::widest));
  const auto portable = kernels::kernel<double>(Vectors::portable);
  for (const Vectors vectors : {Vectors::avx2, Vectors::avx512})
    EXPECT_EQ(kernels::kernel<double>(vectors).multiply == portable.multiply, !available(vectors));
}

class FusedKernels : public ::testing::TestWithParam<Vectors> {};

TEST_P(FusedKernels, GiveTheBitsOfAScalarFusedMultiplyAdd) {
  if (!available(GetParam())) GTEST_SKIP() << "this machine has no such vectors";
  expect_same_bits(kernels::kernel<double>(GetParam()), true);
  expect_same_bits(kernels::kernel<float>(GetParam()), true);
}

INSTANTIATE_TEST_SUITE_P(All, FusedKernels, ::testing::Values(Vectors::avx2, Vectors::avx512),
                         [](const auto& info) { return info.param == Vectors::avx2 ? "avx2" : "avx512"; });

}  // namespace
}  // namespace etude::model
