// Plain JAX: a function of the step for jit, vmap and scan, where Python cannot branch on the step. The rates of the run
// are computed once, in float64, and looked up.

#include "dialect/write/plain.h"
#include "dialect/write/programs.h"
#include "dialect/write/python.h"

namespace etude::dialect {
namespace {

Result<Program> write_jax(const Written& written) {
  const auto function = python_function(written.plan.lr, written.steps);
  if (!function) return pass_on(function.error());
  const std::string before = filled("schedule = make_schedule(max(steps, {}))", {written.run});
  return Program{program_text(templates::jax_py, {{"ETUDE_FUNCTION", function->text},
                                                  {"ETUDE_STEPS", written.run},
                                                  {"ETUDE_MAIN", csv_main(written.run, before, "schedule(step)")}}),
                 "",
                 {{"float32",
                   "JAX computes in float32: its numbers are the original's to about 7 digits",
                   "nothing need be done",
                   {}}}};
}

}  // namespace

const Plain jax_target{"jax", &write_jax};

}  // namespace etude::dialect
