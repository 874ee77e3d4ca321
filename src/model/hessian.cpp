// Products with second derivatives, by one pass of training in dual numbers; the trace by one product a parameter, or by
// random signs.

#include "etude/model/hessian.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "etude/base/number.h"
#include "etude/base/random.h"
#include "model/lanczos.h"

namespace etude::model {
namespace {

using std::size_t;

double dot(std::span<const double> x, std::span<const double> y) {
  double sum = 0;
  for (size_t i = 0; i < x.size(); ++i) sum += x[i] * y[i];
  return sum;
}

void add_exact_trace(const SymmetricProduct& product, size_t size, Curvature& all) {
  std::vector<double> unit(size, 0.0), column(size);
  for (size_t i = 0; i < size; ++i) {
    unit[i] = 1;
    product(unit, column);
    unit[i] = 0;
    all.trace += column[i];
  }
  all.products += size;
}

void draw_signs(RandomState& random, std::vector<double>& signs) {
  for (double& sign : signs) sign = (random.bits() >> 31) != 0 ? 1 : -1;
}

/// Hutchinson's: mean and its standard error.
void add_probed_trace(const SymmetricProduct& product, size_t size, const CurvatureOptions& options, Curvature& all) {
  RandomState random(options.seed);
  std::vector<double> signs(size), image(size), traces;
  for (size_t i = 0; i < options.probes; ++i) {
    draw_signs(random, signs);
    product(signs, image);
    traces.push_back(dot(signs, image));
  }
  const double n = static_cast<double>(traces.size());
  double sum = 0, squares = 0;
  for (const double trace : traces) sum += trace;
  all.trace = sum / n;
  for (const double trace : traces) squares += (trace - all.trace) * (trace - all.trace);
  all.trace_error = std::sqrt(squares / (n - 1) / n);
  all.products += options.probes;
}

}  // namespace

Hessian::Hessian(Network<Dual> network, std::span<const double> inputs, std::span<const std::int32_t> labels,
                 const Options& options)
    : network_(std::move(network)),
      inputs_(inputs.begin(), inputs.end()),
      labels_(labels.begin(), labels.end()),
      of_(options.of),
      key_(options.key) {
  if (of_.empty()) of_.push_back({0, network_.parameters().size()});
  for (const auto& slice : of_) size_ += slice.size;
}

void Hessian::product(std::span<const double> parameters, std::span<const double> v, std::span<double> result) {
  const auto dual = network_.parameters();
  assert(parameters.size() == dual.size() && v.size() == size_ && result.size() == size_);
  std::copy(parameters.begin(), parameters.end(), dual.begin());
  size_t at = 0;
  for (const auto& [begin, size] : of_)
    for (size_t i = begin; i < begin + size; ++i) dual[i].slope = v[at++];
  network_.loss_and_gradients({inputs_, labels_}, {.key = key_});
  at = 0;
  for (const auto& [begin, size] : of_)
    for (size_t i = begin; i < begin + size; ++i) result[at++] = network_.gradients()[i].slope;
}

std::string check(const CurvatureOptions& options) {
  if (!(options.tolerance > 0 && options.tolerance < 1))
    return "the tolerance of an eigenvalue is above 0 and below 1; type 1e-6";
  if (options.most_products < 1) return "an eigenvalue takes at least 1 product; type 100";
  return "";
}

Curvature curvature(Hessian& hessian, std::span<const double> parameters, const CurvatureOptions& options) {
  assert(check(options).empty());
  const size_t size = hessian.size();
  if (size == 0 || hessian.labels() == 0)
    return {not_a_number, not_a_number, not_a_number, false, not_a_number, not_a_number, 0};
  const SymmetricProduct product = [&](std::span<const double> v, std::span<double> result) {
    hessian.product(parameters, v, result);
  };
  const SpectrumEnds ends = spectrum_ends(product, size, options.tolerance, options.most_products, options.seed);
  Curvature all{.largest_eigenvalue = ends.largest,
                .largest_in_size = ends.largest_in_size,
                .residual = ends.residual,
                .converged = ends.converged,
                .products = ends.products};
  if (options.probes == 0)
    all.trace = all.trace_error = not_a_number;
  else if (size <= options.exact_below)
    add_exact_trace(product, size, all);
  else
    add_probed_trace(product, size, options, all);
  return all;
}

}  // namespace etude::model
