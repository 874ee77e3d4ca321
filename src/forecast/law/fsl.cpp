// The functional scaling law in its practical form: a late drop takes off less than an early one.

#include "forecast/laws.h"

namespace etude::forecast {
namespace {

constexpr Parameter fsl_numbers[] = {
    {Role::floor, "L0", 0, 0, 1e-3, 1e3, "the loss that no number of steps gets below"},
    {Role::height, "c1", 0, 0, 1e-6, 1e6, "what progress takes off"},
    {Role::decline, "s", 0.5, 0, 0.02, 3, "how fast progress takes it off"},
    {Role::drop_height, "c2", 0, 0, 1e-9, 1e9, "what a drop of the rate takes off"},
    {Role::kernel_rate, "c4", 100, 0.001, 1e-3, 1000000.0, "how soon after the drop"},
    {Role::kernel_power, "g", 0.5, 0.001, 0.02, 5, "how slowly the rest of it follows"},
    {Role::drop_floor, "c3", 1, 0.001, 1e-6, 1000.0, "what a drop counts for however late it comes"},
};

}  // namespace

const Law fsl{
    .word = "fsl",
    .title = "FSL, the functional scaling law",
    .formula = "L0 + c1 S1^-s - c2 sum (rate_(k-1) - rate_k) (c3 + S1(k)^-s) (1 - (1 + c4 S_k)^-g)",
    .source = "Li et al., Functional scaling laws in kernel regression, 2025",
    .kernel = Kernel::scaling,
    .unit = RateUnit::one,
    .counts_from_first_step = false,
    .may_choose = false,
    .priors_yield = false,
    .parameters = fsl_numbers,
};

}  // namespace etude::forecast
