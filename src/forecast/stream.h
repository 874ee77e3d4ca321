#pragma once
// A law at many points of a course, in one pass.
//
// What is left of a drop, (1 + c u)^-beta at u = S_k(t), is a sum of decays e^(-r u) over rates r = 2^j r_0, with weights
// w_j = (r_j / c)^beta e^(-r_j / c) that add up to 1: the integral of r^(beta-1) e^(-r/c) e^(-r u) by the trapezoid rule in
// ln r, whose step of ln 2 leaves an error near 5e-8. So a state of some 60 numbers M_j holds all drops there were: a drop
// adds D w_j to each, a step of rate e takes M_j (1 - e^(-r_j e)) off. Below r_0 = 1e-9 / (sum of all rates) nothing decays
// within the course, and the weights there are one geometric series. Since each r is twice the one before, y_j = 1 - e^(-r_j e)
// follows by y_(j+1) = y_j (2 - y_j), which loses no digits, in four chains: a step costs four exponentials and some 60 times 4
// operations.

#include "forecast/evaluate.h"

namespace etude::forecast {

/// The losses after `at` updates each, ascending. Cost: O(T) times the size of the state.
std::vector<double> streamed(const Law& law, const LawNumbers& numbers, double unit, std::span<const double> rates,
                             Step warmup_steps, std::span<const Step> at);

}  // namespace etude::forecast
