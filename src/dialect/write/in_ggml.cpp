// ggml (ggml-opt.h, 0.15): the callback that its optimizer asks for the rate before every update.

#include "dialect/write/code.h"
#include "dialect/write/plain.h"
#include "dialect/write/programs.h"

namespace etude::dialect {
namespace {

Result<Program> write_ggml(const Written& written) {
  const auto formula = code::formula_of(written.plan.lr, written.steps);
  if (!formula) return pass_on(formula.error());
  Program program{
      program_text(templates::ggml_cpp_in, {{"ETUDE_FUNCTIONS", code::in_c(*formula)}, {"ETUDE_STEPS", written.run}}),
      "", code::notes_of(*formula)};
  program.notes.push_back({"float32", "ggml takes the rate as a float: to about 7 digits", "nothing need be done", {}});
  return program;
}

}  // namespace

const Plain ggml_target{"ggml", &write_ggml};

}  // namespace etude::dialect
