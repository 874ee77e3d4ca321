// The multi-power law as its paper has it. It chooses between shapes.

#include "forecast/laws.h"

namespace etude::forecast {
namespace {

constexpr Parameter mpl_numbers[] = {
    {Role::floor, "L0", 0, 0, 1e-3, 1e3, "the loss that no number of steps gets below"},
    {Role::height, "A", 0, 0, 1e-6, 1e6, "what progress takes off"},
    {Role::decline, "alpha", 0.5, 0, 0.02, 3, "how fast progress takes it off"},
    {Role::drop_height, "B", 0, 0, 1e-9, 1e9, "what a drop of the rate takes off"},
    {Role::kernel_rate, "C", 1, 0.001, 1e-6, 1000000.0, "how soon after the drop"},
    {Role::kernel_power, "beta", 0.5, 0.001, 0.02, 0.99, "how slowly the rest of it follows"},
    {Role::kernel_scaling, "gamma", 0.5, 0.001, 0.01, 0.99, "how much sooner at a high rate is later at a low one"},
};

}  // namespace

const Law mpl{
    .word = "mpl",
    .title = "MPL, the multi-power law",
    .formula = "L0 + A (S1 + S_W)^-alpha - B sum (rate_(k-1) - rate_k) (1 - (1 + C rate_k^-gamma S_k)^-beta)",
    .source = "Luo et al., A multi-power law for loss curve prediction across learning rate schedules, ICLR 2025",
    .kernel = Kernel::power,
    .unit = RateUnit::one,
    .counts_from_first_step = false,
    .may_choose = true,
    .priors_yield = false,
    .parameters = mpl_numbers,
};

}  // namespace etude::forecast
