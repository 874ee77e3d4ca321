// What weights are drawn from.

#include <gtest/gtest.h>

#include <cmath>

#include "etude/model/architecture.h"

namespace etude::model {
namespace {

constexpr double sd = 0.05;

/// The standard deviation that is promised; 0: not drawn.
double promised(const Parameter& p, Initialisation initialisation) {
  const double inputs = static_cast<double>(p.rows), outputs = static_cast<double>(p.columns);
  if (initialisation == Initialisation::zero) return 0;
  if (p.role == Role::embedding) return sd;
  if (p.role != Role::weight) return 0;
  if (initialisation == Initialisation::he) return std::sqrt(2 / inputs);
  return initialisation == Initialisation::xavier ? std::sqrt(2 / (inputs + outputs)) : sd;
}

/// Within 4.5 standard errors of a normal sample's mean and deviation.
template <class Real>
void expect_drawn(std::span<const Real> values, double deviation, const std::string& what) {
  double sum = 0, squares = 0;
  for (const Real x : values) sum += static_cast<double>(x), squares += static_cast<double>(x) * static_cast<double>(x);
  const auto n = static_cast<double>(values.size());
  EXPECT_NEAR(sum / n, 0, 4.5 * deviation / std::sqrt(n)) << what;
  EXPECT_NEAR(std::sqrt(squares / n), deviation, 4.5 * deviation / std::sqrt(2 * n)) << what;
}

template <class Real>
void expect_initialised(Network<Real> network) {
  for (const auto how : {Initialisation::he, Initialisation::xavier, Initialisation::normal, Initialisation::zero}) {
    RandomState random(7);
    initialise(network, how, random, sd);
    for (const Parameter& p : network.layout()) {
      const std::string what = std::string(name_of(how)) + " " + p.name;
      const std::span<const Real> values = network.parameters().subspan(p.begin, p.size());
      if (const double deviation = promised(p, how); deviation > 0)
        expect_drawn(values, deviation, what);
      else
        for (const Real x : values) ASSERT_EQ(x, static_cast<Real>(p.role == Role::gain ? 1 : 0)) << what;
    }
  }
}

TEST(Initialise, DrawsWithTheDeviationsThatItPromises) {
  const MlpOptions wide{.widths = {50, 300, 20, 40}, .norm = NormKind::batch};
  const TransformerOptions text{.vocabulary = 90, .context = 30, .width = 24, .heads = 2};
  expect_initialised(mlp<double>(wide));
  expect_initialised(mlp<float>(wide));
  expect_initialised(transformer<double>(text));
}

}  // namespace
}  // namespace etude::model
