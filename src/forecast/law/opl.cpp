// OPL: progress alone. What a drop does, it does not know.

#include "forecast/laws.h"

namespace etude::forecast {
namespace {

constexpr Parameter opl_numbers[] = {
    {Role::floor, "L0", 0, 0, 1e-3, 1e3, "the loss that no number of steps gets below"},
    {Role::height, "A", 0, 0, 1e-6, 1e6, "what progress takes off"},
    {Role::decline, "alpha", 0.5, 0, 0.02, 3, "how fast progress takes it off"},
};

}  // namespace

const Law opl{
    .word = "opl",
    .title = "OPL, one power law of the sum of rates",
    .formula = "L0 + A (S1 + S_W)^-alpha",
    .source = "a simplification in Luo et al., ICLR 2025",
    .kernel = Kernel::none,
    .unit = RateUnit::one,
    .counts_from_first_step = false,
    .may_choose = false,
    .priors_yield = false,
    .parameters = opl_numbers,
};

}  // namespace etude::forecast
