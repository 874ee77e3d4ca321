// Lanczos.
//
// Idea: in the orthonormal basis q1, q2, ... of v, A v, A^2 v, ... a symmetric A is a tridiagonal T, the ends of whose
//       spectrum are soon those of A's.
// Formula: b_j q_{j+1} = A q_j - a_j q_j - b_{j-1} q_{j-1}, a_j = q_j A q_j; rounding is kept from repeating an
//          eigenvalue by taking off every earlier q, twice. An eigenpair (x, s) of T is one of A up to a residual of
//          b_j |last number of s|. The error of x is of the order of the residual squared.
// Edges: the start is N(0, 1) by the seed; an eigenvalue whose vectors it is orthogonal to is not found. A basis that
// is
//        complete (b_j = 0 up to rounding, or j = size) is exact. What is not finite gives NaN.
// Cost: of m products, m vectors of memory, 4 m^2 size flops, and QR on T after each.
// Source: Lanczos 1950; Parlett, The Symmetric Eigenvalue Problem, 1980, chapter 13; QR with Wilkinson's shift: Golub
//         and Van Loan, Matrix Computations, 8.3.

#include "model/lanczos.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "etude/base/number.h"
#include "etude/base/random.h"

namespace etude::model {
namespace {

using std::size_t;
using Vector = std::vector<double>;

constexpr double kRounding = std::numeric_limits<double>::epsilon();

double dot(const Vector& x, const Vector& y) {
  double sum = 0;
  for (size_t i = 0; i < x.size(); ++i) sum += x[i] * y[i];
  return sum;
}

void take_off(Vector& x, double factor, const Vector& y) {
  for (size_t i = 0; i < x.size(); ++i) x[i] -= factor * y[i];
}

Vector scaled(Vector x, double factor) {
  for (double& number : x) number *= factor;
  return x;
}

Vector start_of(size_t size, std::uint32_t seed) {
  RandomState random(seed);
  Vector x(size);
  for (double& number : x) number = random.normal();
  return scaled(x, 1 / std::sqrt(dot(x, x)));
}

/// What is lost in the rounding of the matrix's largest numbers.
double nothing_beside(const Tridiagonal& t) {
  double largest = 0;
  for (const double number : t.diagonal) largest = std::max(largest, std::abs(number));
  for (const double number : t.beside) largest = std::max(largest, std::abs(number));
  return kRounding * largest;
}

/// The eigenvalue of the last two rows that is nearer to the last number of the diagonal.
double shift_of(const Tridiagonal& t, size_t last) {
  const double half = (t.diagonal[last - 1] - t.diagonal[last]) / 2, beside = t.beside[last - 1];
  const double root = std::sqrt(half * half + beside * beside);
  return t.diagonal[last] - beside * (beside / (half + (half < 0 ? -root : root)));
}

/// One QR step on rows first ... last, whose turns are applied to `row` too.
void qr_step(Tridiagonal& t, size_t first, size_t last, Vector& row) {
  double x = t.diagonal[first] - shift_of(t, last), z = t.beside[first];
  for (size_t k = first; k < last; ++k) {
    const double length = std::sqrt(x * x + z * z);
    const double c = length == 0 ? 1 : x / length, s = length == 0 ? 0 : z / length;
    const double a = t.diagonal[k], b = t.diagonal[k + 1], e = t.beside[k];
    const double left = row[k], right = row[k + 1];
    if (k > first) t.beside[k - 1] = length;
    t.diagonal[k] = c * c * a + 2 * c * s * e + s * s * b;
    t.diagonal[k + 1] = s * s * a - 2 * c * s * e + c * c * b;
    t.beside[k] = c * s * (b - a) + (c * c - s * s) * e;
    row[k] = c * left + s * right;
    row[k + 1] = c * right - s * left;
    if (k + 1 == last) return;
    x = t.beside[k];
    z = s * t.beside[k + 1];
    t.beside[k + 1] *= c;
  }
}

/// A x = value x up to `residual`, for some x of length 1.
struct Pair {
  double value = -std::numeric_limits<double>::infinity(), residual = 0;
};

struct Basis {
  std::vector<Vector> q;
  Tridiagonal t;

  /// Takes A q of the last q; gives what the next q is, times its length.
  Vector extend(Vector next) {
    t.diagonal.push_back(dot(q.back(), next));
    for (int pass = 0; pass < 2; ++pass)
      for (const Vector& earlier : q) take_off(next, dot(earlier, next), earlier);
    return next;
  }

  /// The ends of T's spectrum; `rest` is the length of what the next q would be.
  SpectrumEnds ends(double rest) const {
    const TridiagonalSpectrum spectrum = spectrum_of(t);
    Pair most, widest{0, 0};
    for (size_t i = 0; i < spectrum.values.size(); ++i) {
      const Pair pair{spectrum.values[i], rest * std::abs(spectrum.last[i])};
      if (pair.value > most.value) most = pair;
      if (i == 0 || std::abs(pair.value) > std::abs(widest.value)) widest = pair;
    }
    return {most.value, widest.value, std::max(most.residual, widest.residual), false, q.size()};
  }
};

}  // namespace

TridiagonalSpectrum spectrum_of(Tridiagonal t) {
  const size_t size = t.diagonal.size();
  assert(size > 0 && t.beside.size() + 1 == size);
  Vector row(size, 0.0);
  row.back() = 1;
  const double nothing = nothing_beside(t);
  const auto parts = [&](size_t i) { return std::abs(t.beside[i]) <= nothing; };
  size_t steps = 0;
  for (size_t last = size - 1; last > 0;) {
    if (parts(last - 1)) {
      --last;
      continue;
    }
    size_t first = last - 1;
    while (first > 0 && !parts(first - 1)) --first;
    qr_step(t, first, last, row);
    if (++steps > 30 * size)
      return {Vector(size, not_a_number), Vector(size, not_a_number)};  // only what is not finite takes so many
  }
  return {std::move(t.diagonal), std::move(row)};
}

SpectrumEnds spectrum_ends(const SymmetricProduct& product, size_t size, double tolerance, size_t most,
                           std::uint32_t seed) {
  assert(size > 0 && most > 0);
  Basis basis{{start_of(size, seed)}, {}};
  for (;;) {
    Vector next(size);
    product(basis.q.back(), next);
    next = basis.extend(std::move(next));
    const double rest = std::sqrt(dot(next, next));
    if (!std::isfinite(rest)) return {not_a_number, not_a_number, not_a_number, false, basis.q.size()};
    SpectrumEnds ends = basis.ends(rest);
    const double widest = std::abs(ends.largest_in_size);
    ends.converged = ends.residual <= tolerance * widest || rest <= 8 * kRounding * widest || basis.q.size() == size;
    if (ends.converged || basis.q.size() == most) return ends;
    basis.t.beside.push_back(rest);
    basis.q.push_back(scaled(std::move(next), 1 / rest));
  }
}

}  // namespace etude::model
