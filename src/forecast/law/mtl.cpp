// The momentum law: a drop is forgotten by a factor a step. Its optimum over schedules collapses, so it chooses nothing.

#include "forecast/laws.h"

namespace etude::forecast {
namespace {

constexpr Parameter mtl_numbers[] = {
    {Role::floor, "L0", 0, 0, 1e-3, 1e3, "the loss that no number of steps gets below"},
    {Role::height, "A", 0, 0, 1e-6, 1e6, "what progress takes off"},
    {Role::decline, "alpha", 0.5, 0, 0.02, 3, "how fast progress takes it off"},
    {Role::drop_height, "C", 0, 0, 1e-9, 1e9, "what a drop of the rate takes off"},
    {Role::memory, "tau", 1000, 0.001, 20, 2000, "how many steps a drop is remembered for, 1 / (1 - lambda)"},
};

}  // namespace

const Law mtl{
    .word = "mtl",
    .title = "MTL, the momentum law",
    .formula =
        "L0 + A S1^-alpha - C S2, S2 = sum m_i, m_i = lambda m_(i-1) + rate_(i-1) - rate_i, lambda = 1 - 1/tau; the "
        "warm-up as if at the peak",
    .source =
        "Tissue et al., Scaling law with learning rate annealing, 2024; there lambda is one of .95, .99, .995, .999, "
        ".9995",
    .kernel = Kernel::forgetting,
    .unit = RateUnit::one,
    .counts_from_first_step = false,
    .may_choose = false,
    .priors_yield = false,
    .parameters = mtl_numbers,
};

}  // namespace etude::forecast
