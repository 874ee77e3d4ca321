#pragma once
// The loss after the last update and its derivatives by all rates, in O(T).
//
// With x_k = c_k S_k, g_k = beta (1 + x_k)^(-beta-1), a_k what FSL multiplies a drop by (else 1), h(e) = (e/u)^p:
//
//   dL/de_j = -alpha A S^(-alpha-1) q (e_j/u)^(q-1)
//             - B [ h'(e_j) (a_(j+1) G_(j+1) - a_j G_j) + sum_{k<=j} D_k a_k g_k c_k - gamma D_j a_j g_j c_j S_j / e_j
//                   + sum_{k>j} D_k G_k da_k/dS(k) ],   G_T := 0
//
// S_k are sums from the end, the sum over k <= j one from the beginning. Rates of 0, where e^(q-1) has no value, have the
// derivative of a rate of 1e-4 of the peak. Peak and warm-up are held.

#include "forecast/evaluate.h"

namespace etude::forecast {

FinalLoss final_loss_of(const Law& law, const LawNumbers& numbers, double unit, std::span<const double> rates,
                        Step warmup_steps);

}  // namespace etude::forecast
