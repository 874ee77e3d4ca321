// Plain JAX: a function of the step for jit, vmap and scan. It is the formula, where JAX computes the curve out of it in
// float32; where the formula branches as no traced step can, or loses in float32 what it gives in float64, the rates of
// the run are computed once, in float64, and looked up.

#include "dialect/write/code.h"
#include "dialect/write/formula_float32.h"
#include "dialect/write/plain.h"
#include "dialect/write/programs.h"
#include "dialect/write/python.h"

namespace etude::dialect {
namespace {

std::optional<std::string> by_formula(const Written& written) {
  const auto python = python_formula(written.plan.lr);
  const auto formula = python ? code::read_formula(*python) : std::nullopt;
  if (!formula || !code::agrees_in_float32(*formula, written.plan.lr, written.steps)) return std::nullopt;
  const auto functions = code::in_jax(*formula);
  if (!functions) return std::nullopt;
  return program_text(
      templates::jax_py,
      {{"ETUDE_FUNCTIONS", *functions},
       {"ETUDE_MAIN", csv_main(written.run, "rates = jax.jit(jax.vmap(schedule))(jnp.arange(steps))", "rates[step]")}});
}

std::string by_table(const Written& written, const std::string& function) {
  const std::string before = filled("schedule = make_schedule(max(steps, {}))", {written.run});
  return program_text(templates::jax_table_py, {{"ETUDE_FUNCTION", function},
                                                {"ETUDE_STEPS", written.run},
                                                {"ETUDE_MAIN", csv_main(written.run, before, "schedule(step)")}});
}

Result<Program> write_jax(const Written& written) {
  const std::vector<Note> notes = {{"float32",
                                    "JAX computes in float32: its numbers are the original's to about 7 digits",
                                    "nothing need be done",
                                    {}}};
  if (const auto program = by_formula(written)) return Program{*program, "", notes};
  const auto function = python_function(written.plan.lr, written.steps);
  if (!function) return pass_on(function.error());
  return Program{by_table(written, function->text), "", notes};
}

}  // namespace

const Plain jax_target{"jax", &write_jax};

}  // namespace etude::dialect
