// The law over several peaks. Alone it is poor; with what the laws of the fitted peaks say of its error it predicts another peak.

#include "forecast/laws.h"

namespace etude::forecast {
namespace {

constexpr Parameter joint_numbers[] = {
    {Role::floor, "L0", 0, 0, 1e-3, 1e3, "the loss that no number of steps gets below"},
    {Role::height, "A", 0, 0, 1e-6, 1e6, "what progress takes off"},
    {Role::decline, "alpha", 0.47, 0, 0.02, 3, "how fast progress takes it off"},
    {Role::drop_height, "B", 0, 0, 1e-9, 1e9, "what a drop of the rate takes off"},
    {Role::kernel_rate, "C", 10, 0.001, 1e-3, 100000.0, "how soon after the drop"},
    {Role::kernel_power, "beta", 0.7, 0.001, 0.02, 20, "how slowly the rest of it follows"},
    {Role::drop_power, "p", 0.5, 0.002, 0.05, 3, "below 1 a drop from a low rate counts for more"},
    {Role::rate_power, "q", 0.7, 0.003, 0.05, 3, "below 1 a high rate makes less progress than its multiple"},
};

}  // namespace

const Law joint{
    .word = "joint",
    .title = "the joint law over peaks",
    .formula =
        "L0 + A Sq^-alpha + B (h(peak) - sum (h(rate_(k-1)) - h(rate_k)) (1 - (1 + C (peak/1e-3)^-1 S_k)^-beta)), "
        "h(rate) = (rate/1e-3)^p, Sq = 1e-3 sum (rate/1e-3)^q",
    .source = "measured on the logs of tests/golden/curves, 2026-11",
    .kernel = Kernel::joint,
    .unit = RateUnit::thousandth,
    .counts_from_first_step = false,
    .may_choose = true,
    .priors_yield = true,
    .parameters = joint_numbers,
};

}  // namespace etude::forecast
