// Plain C: a function of the step, and nothing but the language's own library.

#include "dialect/write/code.h"
#include "dialect/write/plain.h"
#include "dialect/write/programs.h"

namespace etude::dialect {
namespace {

Result<Program> write_c(const Written& written) {
  const auto formula = code::formula_of(written.plan.lr, written.steps);
  if (!formula) return pass_on(formula.error());
  return Program{
      program_text(templates::c_in, {{"ETUDE_FUNCTIONS", code::in_c(*formula)}, {"ETUDE_STEPS", written.run}}), "",
      code::notes_of(*formula)};
}

}  // namespace

const Plain c_target{"c", &write_c};

}  // namespace etude::dialect
