// burn (0.22): an LrScheduler in Rust, which counts the updates and is saved and loaded with the run.

#include "dialect/write/code.h"
#include "dialect/write/plain.h"
#include "dialect/write/programs.h"

namespace etude::dialect {
namespace {

Result<Program> write_burn(const Written& written) {
  const auto formula = code::formula_of(written.plan.lr, written.steps);
  if (!formula) return pass_on(formula.error());
  return Program{
      program_text(templates::burn_rs_in, {{"ETUDE_FUNCTIONS", code::in_rust(*formula)}, {"ETUDE_STEPS", written.run}}),
      "", code::notes_of(*formula)};
}

}  // namespace

const Plain burn_target{"burn", &write_burn};

}  // namespace etude::dialect
