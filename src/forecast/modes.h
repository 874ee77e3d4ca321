#pragma once
// The law of SGD on a power-law regression, in blocks of steps at one rate.
//
// Idea: in n steps at one rate each mode's energy falls by a power of its factor, and gains a geometric series of what
//       noise and loss give it a step. The loss in a block is taken as a mean of those at its two ends.
// Formula: with x = rate v, a = (1 - x)^2 + f x^2, P = a^n, Q = (1 - P) / (1 - a):
//            e' = P e + rate^2 w Q (f M + N),   M = (1 - h) S + h S',   S = sum e,   h = (n - 1) / (2 n).
//          S' on both sides gives M = ((1 - h) S + h (sum P e + G N)) / (1 - h f G), G = sum rate^2 w Q. Backwards, of p =
//          dL/de' and k = f (sum p rate^2 w Q) / (1 - h f G): p <- (p + h k) P + (1 - h) k, and by the rate
//          sum (p + h k) (e dP + (f M + N) d(rate^2 w Q)).
// Edges: a block of one step is exact. Where blocks have n > 1 their error is of second order in what the loss changes in
//        one; law and laboratory agree (tests/forecast/laboratory_test.cpp). Modes are grouped as in
//        base/power_modes.h, up to mode M, which need not be whole.
// Cost: some 20 operations a group and block, of which a run has at most a thousand, or as many as points asked for.

#include "forecast/evaluate.h"

namespace etude::forecast {

/// The losses at the outline's points, and where `slopes` is given, as many rows of derivatives by ln(number).
std::vector<double> modes_losses(const LawNumbers& numbers, double unit, const Outline& outline,
                                 Slopes* slopes = nullptr);

/// The loss after the last update and its derivatives by all rates.
FinalLoss modes_final_loss(const LawNumbers& numbers, double unit, std::span<const double> rates);

}  // namespace etude::forecast
