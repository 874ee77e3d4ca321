#pragma once
// The curvature of the training loss: products with its second derivatives, and what follows from them.
//
//   Hessian hessian(mlp<Dual>({.widths = {2, 64, 64, 3}}), inputs, labels);
//   hessian.product(parameters, v, result);                                  // H v
//   const Curvature c = curvature(hessian, parameters, {.tolerance = 1e-6});

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "etude/model/network.h"

namespace etude::model {

/// The derivatives H of the gradient that loss_and_gradients() gives of one batch, in float64: at parameters p, the
/// gradient at p + v e in dual numbers is g + H v e, exact up to rounding, beside the kinks of a ReLU too.
/// Batch norm takes the statistics of the batch, dropout the masks of `key`. Where that gradient leaves something out
/// (the floor of cross-entropy), H does as well. Samples go through in blocks as in training.
/// A product is a pass of training in dual numbers, one at a time: some 25 times a pass of the vector kernels.
/// Source: Pearlmutter, Fast Exact Multiplication by the Hessian, 1994.
class Hessian {
 public:
  struct Options {
    std::vector<Network<Dual>::Slice> of = {};  // the parameters that vary, in order, none twice; empty: all
    std::uint64_t key = 0;                      // of the dropout masks
  };

  /// `inputs` and `labels` as in Batch; they are copied. What the network's parameters are does not matter.
  Hessian(Network<Dual> network, std::span<const double> inputs, std::span<const std::int32_t> labels,
          const Options& options);
  Hessian(Network<Dual> network, std::span<const double> inputs, std::span<const std::int32_t> labels)
      : Hessian(std::move(network), inputs, labels, Options{}) {}

  /// How many parameters vary: the length of v. H is the block of all second derivatives that belongs to them.
  std::size_t size() const { return size_; }
  std::size_t labels() const { return labels_.size(); }  // of its batch

  /// Writes H v. `parameters` are all of the network's; v and result have size() numbers and may be the same.
  void product(std::span<const double> parameters, std::span<const double> v, std::span<double> result);

 private:
  Network<Dual> network_;
  std::vector<Dual> inputs_;
  std::vector<std::int32_t> labels_;
  std::vector<Network<Dual>::Slice> of_;
  std::uint64_t key_;
  std::size_t size_ = 0;
};

struct CurvatureOptions {
  double tolerance = 1e-6;          // of the eigenvalues' residuals, relative to the largest in size
  std::size_t most_products = 100;  // of the search for them, which keeps as many vectors; at least 1
  std::size_t probes = 16;          // random vectors for the trace; 0: no trace
  std::size_t exact_below = 100;    // so many parameters or fewer: the trace is exact, a product each
  std::uint32_t seed = 0;           // of the start and of the probes
};
/// What is wrong with the options; empty if nothing.
std::string check(const CurvatureOptions& options);

/// The eigenvalues are found by Lanczos. An eigenvalue of H lies within `residual` of each of the two, and far closer
/// as a rule, within about residual^2 / (its distance from the next).
/// The trace is the sum of the diagonal, or the mean of v H v over vectors v of random signs (Hutchinson 1990), which
/// has the trace as its mean whatever H is; its standard error is sd / sqrt(probes).
struct Curvature {
  double largest_eigenvalue = 0;  // algebraically: gradient descent is stable below a rate of 2 / it
  double largest_in_size = 0;     // the eigenvalue of the largest absolute value, with its sign
  double residual = 0;            // |H u - x u|, u of length 1, of the worse of the two
  bool converged = false;         // within the tolerance
  double trace = 0;               // NaN without probes
  double trace_error = 0;         // standard error; 0: exact; NaN of fewer than two probes
  std::size_t products = 0;       // H v that all this took
};

/// The options have been checked. Same seed, same bytes. Where H is not finite, or there are no labels or no
/// parameters, the figures are NaN.
Curvature curvature(Hessian& hessian, std::span<const double> parameters, const CurvatureOptions& options = {});

}  // namespace etude::model
