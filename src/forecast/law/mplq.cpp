// MPLq: the multi-power law with progress in a power of the rate. It chooses between shapes, and doubts PPLq.

#include "forecast/laws.h"

namespace etude::forecast {
namespace {

constexpr Parameter mplq_numbers[] = {
    {Role::floor, "L0", 0, 0, 1e-3, 1e3, "the loss that no number of steps gets below"},
    {Role::height, "A", 0, 0, 1e-6, 1e6, "what progress takes off"},
    {Role::decline, "alpha", 0.47, 0.002, 0.02, 3, "how fast progress takes it off"},
    {Role::drop_height, "B", 0, 0, 1e-9, 1e9, "what a drop of the rate takes off"},
    {Role::kernel_rate, "C", 0.3, 0.001, 1e-4, 1000.0, "how soon after the drop"},
    {Role::kernel_power, "beta", 1, 0.001, 0.02, 20, "how slowly the rest of it follows"},
    {Role::kernel_scaling, "gamma", 0.5, 0.002, 0.01, 0.99, "how much sooner at a high rate is later at a low one"},
    {Role::rate_power, "q", 0.55, 0.02, 0.05, 3, "below 1 a high rate makes less progress than its multiple"},
    {Role::warmup_share, "s0", 1, 0.002, 1e-3, 1000.0, "what the warm-up counts for beside its own progress"},
};

}  // namespace

const Law mplq{
    .word = "mplq",
    .title = "MPLq, the multi-power law with progress in a power of the rate",
    .formula =
        "L0 + A (Sq + s0 S_W)^-alpha - B sum (x_(k-1) - x_k) (1 - (1 + (C/peak) x_k^-gamma S_k)^-beta), x = rate / "
        "peak, Sq = peak sum x^q",
    .source = "measured on the logs of tests/golden/curves, 2026-11",
    .kernel = Kernel::power,
    .unit = RateUnit::peak,
    .counts_from_first_step = false,
    .may_choose = true,
    .priors_yield = false,
    .parameters = mplq_numbers,
};

}  // namespace etude::forecast
