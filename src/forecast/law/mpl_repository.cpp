// The multi-power law as its authors' program computes it: the warm-up's rise is a drop below 0.

#include "forecast/laws.h"

namespace etude::forecast {
namespace {

constexpr Parameter mpl_repository_numbers[] = {
    {Role::floor, "L0", 0, 0, 1e-3, 1e3, "the loss that no number of steps gets below"},
    {Role::height, "A", 0, 0, 1e-6, 1e6, "what progress takes off"},
    {Role::decline, "alpha", 0.5, 0, 0.02, 3, "how fast progress takes it off"},
    {Role::drop_height, "B", 0, 0, 1e-9, 1e9, "what a drop of the rate takes off"},
    {Role::kernel_rate, "C", 1, 0.001, 1e-6, 1000000.0, "how soon after the drop"},
    {Role::kernel_power, "beta", 0.5, 0.001, 0.02, 0.99, "how slowly the rest of it follows"},
    {Role::kernel_scaling, "gamma", 0.5, 0.001, 0.01, 0.99, "how much sooner at a high rate is later at a low one"},
};

}  // namespace

const Law mpl_repository{
    .word = "mpl_repository",
    .title = "MPL as its authors' program has it",
    .formula = "as mpl, but with the drops of all steps, the rise of the warm-up among them; L0 is lower by that",
    .source = "the program of Luo et al., ICLR 2025, in which the paper's figures were made",
    .kernel = Kernel::power,
    .unit = RateUnit::one,
    .counts_from_first_step = true,
    .may_choose = false,
    .priors_yield = false,
    .parameters = mpl_repository_numbers,
};

}  // namespace etude::forecast
