// Plain C: the rates of the run as a table, and the function of the step that looks them up.

#include "dialect/write/plain.h"
#include "dialect/write/programs.h"
#include "dialect/write/python.h"
#include "dialect/write/table.h"

namespace etude::dialect {
namespace {

Result<Program> write_c(const Written& written) {
  const auto rates = rates_of(written.plan.lr, written.steps);
  if (!rates) return pass_on(rates.error());
  return Program{program_text(templates::c_in, {{"ETUDE_RATES", rows_of(*rates, 4)}, {"ETUDE_STEPS", written.run}}),
                 "",
                 {{"table",
                   filled("the program is a table of the run's {} steps", {rates->size()}),
                   "past the run its last rate holds",
                   {}}}};
}

}  // namespace

const Plain c_target{"c", &write_c};

}  // namespace etude::dialect
