#pragma once
// A law at the points of an outline, and its derivatives by the logarithms of its numbers.

#include <array>
#include <vector>

#include "forecast/outline.h"

namespace etude::forecast {

/// A value for each role; what a law lacks has the value that leaves its factor out.
struct LawNumbers {
  std::array<double, role_count> of{};

  double& operator[](Role role) { return of[static_cast<std::size_t>(role)]; }
  double operator[](Role role) const { return of[static_cast<std::size_t>(role)]; }
};

/// Of the peak: where a rate is lower, its kernel is that of this one, by which all is done at the next step above 0.
inline constexpr double least_kernel_share = 1e-100;

/// One number of a fit; `without`, where its law has none of that role.
double number_of(const LawFit& fit, Role role, double without);

/// The parameters of a law by their roles.
LawNumbers numbers_of(const Law& law, std::span<const double> parameters);

/// The unit of rates of a law that was fitted to runs of `peak`.
double unit_of(const Law& law, double peak);

/// By d ln(number): a row a point.
using Slopes = std::vector<std::array<double, role_count>>;

/// The losses at the outline's points, and where `slopes` is given, as many rows of it.
std::vector<double> evaluate(const Law& law, const LawNumbers& numbers, double unit, const Outline& outline,
                             Slopes* slopes = nullptr);

}  // namespace etude::forecast
