// SGD on a power-law regression, mode by mode: no formula of sums, but the recursion itself. Where losses follow it, it
// holds at every rate up to the edge, and for every batch.

#include "forecast/laws.h"

namespace etude::forecast {
namespace {

constexpr Parameter sgd_numbers[] = {
    {Role::floor, "L0", 0, 0, 1e-9, 1e3, "the loss that no number of steps gets below"},
    {Role::height, "A", 0, 0, 1e-6, 1e6, "what the first mode adds to the loss at the start"},
    {Role::decline, "s", 0.7, 0.0003, 0.05, 5, "the source: how fast the energy falls from mode to mode"},
    {Role::spectrum, "b", 1.6, 0.0003, 1.02, 6, "the spectrum: how fast the variance falls from mode to mode"},
    {Role::kernel_rate, "C", 0.3, 0.0003, 1e-5, 1.95, "the variance of the first mode times the peak"},
    {Role::noise, "N", 0, 0, 1e-9, 1e6, "the noise of the labels over the batch"},
    {Role::feedback, "f", 0.1, 0.0003, 1e-6, 1.5, "what the loss itself adds to the noise, one over the batch"},
    {Role::modes, "M", 65536, 0.0003, 16, 1e7, "how many modes there are"},
};

}  // namespace

const Law sgd{
    .word = "sgd",
    .title = "SGD on a power-law regression",
    .formula =
        "L0 + sum_(j<=M) e_j, e_j = A j^-(1 + s b) at the start, v_j = (C/peak) j^-b, e_j <- (1 - 2 rate v_j + (1 + f) "
        "rate^2 v_j^2) e_j + rate^2 v_j^2 (f sum_i e_i + N)",
    .source = "the second moments of SGD with Gaussian inputs; its limit of small rates is in Li et al., 2025",
    .kernel = Kernel::modes,
    .unit = RateUnit::peak,
    .counts_from_first_step = false,
    .may_choose = true,
    .priors_yield = true,
    .parameters = sgd_numbers,
};

}  // namespace etude::forecast
