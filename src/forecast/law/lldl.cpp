// LLDL: a drop takes off at once all that it ever will.

#include "forecast/laws.h"

namespace etude::forecast {
namespace {

constexpr Parameter lldl_numbers[] = {
    {Role::floor, "L0", 0, 0, 1e-3, 1e3, "the loss that no number of steps gets below"},
    {Role::height, "A", 0, 0, 1e-6, 1e6, "what progress takes off"},
    {Role::decline, "alpha", 0.5, 0, 0.02, 3, "how fast progress takes it off"},
    {Role::drop_height, "B", 0, 0, 1e-9, 1e9, "what a drop of the rate takes off"},
};

}  // namespace

const Law lldl{
    .word = "lldl",
    .title = "LLDL, the loss linear in the drop of the rate",
    .formula = "L0 + A (S1 + S_W)^-alpha - B (peak - rate)",
    .source = "a simplification in Luo et al., ICLR 2025",
    .kernel = Kernel::at_once,
    .unit = RateUnit::one,
    .counts_from_first_step = false,
    .may_choose = false,
    .priors_yield = false,
    .parameters = lldl_numbers,
};

}  // namespace etude::forecast
