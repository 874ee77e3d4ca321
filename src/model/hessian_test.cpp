#include "etude/model/hessian.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>

#include "etude/base/json.h"
#include "etude/base/random.h"
#include "etude/model/architecture.h"
#include "support/choose.h"
#include "support/json_numbers.h"

namespace etude::model {
namespace {

using testing::numbers;
using Vector = std::vector<double>;

/// The cases of the golden networks that have second derivatives.
std::vector<Json> golden_cases() {
  std::ifstream file(std::string(ETUDE_GOLDEN) + "/engine/networks.jsonl");
  std::vector<Json> all;
  std::string line;
  while (std::getline(file, line))
    if (const auto json = read_json(line); json && json->find("hessian")) all.push_back(*json);
  return all;
}

/// A network, its samples and its parameters.
struct DualProblem {
  MlpOptions options;
  LossOptions loss = {};
  Vector inputs, parameters;
  std::vector<std::int32_t> labels;

  explicit DualProblem(const Json& json) {
    const Json& said = *json.find("options");
    options.widths.clear();
    for (const double width : numbers(*said.find("widths"))) options.widths.push_back(static_cast<std::size_t>(width));
    options.activation = *testing::choose<ActivationKind>("activation", *said.find("activation")->as<std::string>());
    inputs = numbers(*json.find("inputs"));
    for (const double label : numbers(*json.find("labels"))) labels.push_back(static_cast<std::int32_t>(label));
    const auto network = mlp<Dual>(options);
    for (const Parameter& p : network.layout()) testing::flatten(*json.find("parameters")->find(p.name), parameters);
  }
  DualProblem(MlpOptions of, LossOptions with, std::size_t samples) : options(std::move(of)), loss(with) {
    RandomState random(3);
    for (std::size_t i = 0; i < samples; ++i) {
      for (std::size_t k = 0; k < options.widths.front(); ++k) inputs.push_back(random.normal());
      labels.push_back(static_cast<std::int32_t>(random.bits() % options.widths.back()));
    }
    auto network = mlp<double>(options);
    initialise(network, Initialisation::he, random);
    parameters.assign(network.parameters().begin(), network.parameters().end());
  }
  Hessian hessian(const Hessian::Options& of = {}) const { return {mlp<Dual>(options, loss), inputs, labels, of}; }
  Vector product(const Vector& v) const {
    Vector result(v.size());
    Hessian all = hessian();
    all.product(parameters, v, result);
    return result;
  }
  Vector gradient_at(const Vector& at) const {
    auto network = mlp<double>(options, loss);
    std::copy(at.begin(), at.end(), network.parameters().begin());
    network.loss_and_gradients({inputs, labels});
    return {network.gradients().begin(), network.gradients().end()};
  }
};

Vector draw(std::size_t size, std::uint32_t seed) {
  RandomState random(seed);
  Vector all(size);
  for (double& x : all) x = random.normal();
  return all;
}

double dot(const Vector& x, const Vector& y) {
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += x[i] * y[i];
  return sum;
}

TEST(Hessian, IsThatOfAutomaticDifferentiation) {
  const auto cases = golden_cases();
  EXPECT_EQ(cases.size(), 2u);  // tanh and relu
  for (const Json& line : cases) {
    const Json& golden = *line.find("hessian");
    const DualProblem problem(line);
    const Vector product = problem.product(numbers(*golden.find("vector")));
    const Vector expected = numbers(*golden.find("product"));
    ASSERT_EQ(product.size(), expected.size());
    for (std::size_t i = 0; i < product.size(); ++i) EXPECT_NEAR(product[i], expected[i], 1e-13) << "number " << i;
    Hessian hessian = problem.hessian();
    const Curvature found = curvature(hessian, problem.parameters, {.tolerance = 1e-8});
    EXPECT_TRUE(found.converged);
    EXPECT_NEAR(found.largest_eigenvalue, *golden.find("largest_eigenvalue")->number(), 1e-12);
    EXPECT_NEAR(found.trace, *golden.find("trace")->number(), 1e-12);
    EXPECT_EQ(found.trace_error, 0);
  }
}

std::vector<DualProblem> many_problems() {
  std::vector<DualProblem> all;
  for (const NormKind norm : {NormKind::none, NormKind::layer, NormKind::batch})
    for (const ActivationKind activation : {ActivationKind::gelu, ActivationKind::tanh})
      for (const LossOptions& loss : {LossOptions{.label_smoothing = 0.1}, LossOptions{.kind = LossKind::mse_softmax},
                                      LossOptions{.kind = LossKind::mse_logits}, LossOptions{.floor = 1e-12}})
        all.emplace_back(MlpOptions{.widths = {3, 5, 4, 3}, .activation = activation, .norm = norm}, loss, 11);
  return all;
}

TEST(Hessian, IsSymmetric) {
  for (const DualProblem& problem : many_problems()) {
    const Vector u = draw(problem.parameters.size(), 1), v = draw(problem.parameters.size(), 2);
    const double one = dot(u, problem.product(v)), other = dot(v, problem.product(u));
    EXPECT_NEAR(one, other, 1e-12 * (1 + std::abs(one))) << name_of(problem.options.norm);
    EXPECT_GT(std::abs(one), 1e-3);
  }
}

TEST(Hessian, IsTheDifferenceOfGradientsWhereNothingHasAKink) {
  constexpr double kStep = 1e-4;
  for (const DualProblem& problem : many_problems()) {
    const Vector v = draw(problem.parameters.size(), 4), product = problem.product(v);
    const auto difference = [&](double step) {
      Vector above = problem.parameters, below = above;
      for (std::size_t i = 0; i < v.size(); ++i) above[i] += step * v[i], below[i] -= step * v[i];
      above = problem.gradient_at(above), below = problem.gradient_at(below);
      for (std::size_t i = 0; i < v.size(); ++i) above[i] -= below[i];
      return above;
    };
    const Vector near = difference(kStep), far = difference(2 * kStep);
    for (std::size_t i = 0; i < v.size(); ++i)  // off by the fifth derivative times 1e-16, and rounding over the step
      EXPECT_NEAR(product[i], (8 * near[i] - far[i]) / (12 * kStep), 1e-9 * (1 + std::abs(product[i])))
          << name_of(problem.options.norm) << " " << i;
  }
}

/// Squares of a linear network whose columns of inputs, and of ones, are orthogonal: H is diagonal,
/// 2 / n x the squared length of the column. Lengths 2, 8, 4 and n = 4 give 1, 4, 2 for each of three outputs.
DualProblem squares() {
  DualProblem problem({.widths = {2, 3}}, {.kind = LossKind::mse_logits}, 4);
  problem.inputs = {1, 0, -1, 0, 0, 2, 0, -2};
  return problem;
}

TEST(Hessian, OfALinearNetworkWithSquaresIsKnown) {
  const DualProblem problem = squares();
  const Vector diagonal = {1, 1, 1, 4, 4, 4, 2, 2, 2}, v = draw(9, 5), product = problem.product(v);
  for (std::size_t i = 0; i < 9; ++i) EXPECT_NEAR(product[i], diagonal[i] * v[i], 1e-14) << i;
}

TEST(Curvature, OfALinearNetworkWithSquaresIsKnown) {
  const DualProblem problem = squares();
  Hessian hessian = problem.hessian();
  for (const std::size_t exact_below : {8u, 9u}) {
    const Curvature found = curvature(hessian, problem.parameters, {.exact_below = exact_below});
    EXPECT_TRUE(found.converged);
    EXPECT_NEAR(found.largest_eigenvalue, 4, 1e-13);
    EXPECT_EQ(found.largest_in_size, found.largest_eigenvalue);
    EXPECT_NEAR(found.trace, 21, 1e-13);  // random signs have no error where H is diagonal
    EXPECT_NEAR(found.trace_error, 0, 1e-13);
    EXPECT_EQ(found.products, 3u + (exact_below == 9 ? 9 : 16));  // three eigenvalues that differ: three for the basis
  }
}

TEST(Curvature, IsOfTheParametersThatVary) {
  const DualProblem problem = squares();
  const struct {
    std::vector<Network<Dual>::Slice> of;
    double largest, trace;
  } cases[] = {{{{0, 3}}, 1, 3}, {{{6, 3}}, 2, 6}, {{{0, 3}, {6, 2}}, 2, 7}, {{{5, 1}}, 4, 4}};
  for (const auto& c : cases) {
    Hessian hessian = problem.hessian({.of = c.of});
    const Curvature found = curvature(hessian, problem.parameters);
    EXPECT_NEAR(found.largest_eigenvalue, c.largest, 1e-13);
    EXPECT_NEAR(found.trace, c.trace, 1e-13);
  }
}

TEST(Curvature, EstimatesTheTraceWithinItsError) {
  const DualProblem problem({.widths = {2, 16, 16, 3}}, {}, 90);
  Hessian hessian = problem.hessian();
  const double exact = curvature(hessian, problem.parameters, {.exact_below = 10'000}).trace;
  for (const std::uint32_t seed : {0u, 1u, 2u}) {
    const Curvature few = curvature(hessian, problem.parameters, {.probes = 20, .seed = seed});
    const Curvature many = curvature(hessian, problem.parameters, {.probes = 320, .seed = seed});
    EXPECT_LE(std::abs(many.trace - exact), 3 * many.trace_error);
    EXPECT_GT(many.trace_error, 0);
    EXPECT_NEAR(few.trace_error / many.trace_error, 4, 2);  // the root of 16 times the probes
    EXPECT_NEAR(many.largest_eigenvalue, few.largest_eigenvalue, 1e-12);
  }
}

TEST(Curvature, OfOneParameterIsItsPlaceOnTheDiagonal) {
  for (const Json& line : golden_cases()) {
    const DualProblem problem(line);
    const std::size_t size = problem.parameters.size();
    double trace = 0;
    for (std::size_t i = 0; i < size; ++i) {
      Vector unit(size, 0.0);
      unit[i] = 1;
      const double diagonal = problem.product(unit)[i];
      Hessian hessian = problem.hessian({.of = {{i, 1}}});
      const Curvature found = curvature(hessian, problem.parameters);
      EXPECT_NEAR(found.largest_eigenvalue, diagonal, 1e-15);
      EXPECT_EQ(found.largest_in_size, found.largest_eigenvalue);
      EXPECT_EQ(found.products, 2u);
      trace += found.trace;
    }
    EXPECT_NEAR(trace, *line.find("hessian")->find("trace")->number(), 1e-12);
  }
}

TEST(Curvature, IsTheSameBytesForASeed) {
  const DualProblem problem({.widths = {2, 16, 16, 3}, .dropout = 0.5}, {}, 90);
  Hessian one = problem.hessian({.of = {}, .key = 1}), same = problem.hessian({.of = {}, .key = 1}),
          other = problem.hessian({.of = {}, .key = 2});
  const Curvature first = curvature(one, problem.parameters), again = curvature(same, problem.parameters);
  EXPECT_EQ(first.largest_eigenvalue, again.largest_eigenvalue);
  EXPECT_EQ(first.trace, again.trace);
  EXPECT_EQ(first.trace, curvature(one, problem.parameters).trace);
  EXPECT_NE(first.trace, curvature(one, problem.parameters, {.seed = 1}).trace);
  EXPECT_NE(first.trace, curvature(other, problem.parameters).trace);
}

TEST(Curvature, IsNanWhereThereIsNothingFiniteToMeasure) {
  DualProblem problem = squares();
  Hessian hessian = problem.hessian();
  EXPECT_TRUE(std::isnan(curvature(hessian, problem.parameters, {.probes = 0}).trace));
  EXPECT_TRUE(std::isnan(curvature(hessian, problem.parameters, {.probes = 1, .exact_below = 0}).trace_error));
  Hessian empty(mlp<Dual>(problem.options), {}, {});
  EXPECT_TRUE(std::isnan(curvature(empty, problem.parameters).largest_eigenvalue));
  problem.inputs[3] = std::numeric_limits<double>::quiet_NaN();
  Hessian broken = problem.hessian();
  const Curvature found = curvature(broken, problem.parameters);
  EXPECT_TRUE(std::isnan(found.largest_eigenvalue) && std::isnan(found.trace));
  EXPECT_FALSE(found.converged);
}

TEST(Curvature, RefusesOptionsThatMeanNothing) {
  const CurvatureOptions wrong[] = {
      {.tolerance = 0}, {.tolerance = std::nan("")}, {.tolerance = 1}, {.most_products = 0}};
  for (const CurvatureOptions& options : wrong) EXPECT_NE(check(options), "");
  EXPECT_EQ(check(CurvatureOptions{}), "");
}

}  // namespace
}  // namespace etude::model
