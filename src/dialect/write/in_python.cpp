// Plain Python: the function of the step, and nothing imported but math.

#include "dialect/write/plain.h"
#include "dialect/write/programs.h"
#include "dialect/write/python.h"

namespace etude::dialect {
namespace {

Result<Program> write_python(const Written& written) {
  const auto function = python_function(written.plan.lr, written.steps);
  if (!function) return pass_on(function.error());
  return Program{program_text(templates::python_py, {{"ETUDE_FUNCTION", function->text},
                                                     {"ETUDE_MAIN", csv_main(written.run, "", "rate(step)")}}),
                 "",
                 {}};
}

}  // namespace

const Plain python_target{"python", &write_python};

}  // namespace etude::dialect
