// Plain C: a function of the step, and nothing but the language's own library.

#include "dialect/write/code.h"
#include "dialect/write/plain.h"
#include "dialect/write/programs.h"

namespace etude::dialect {
namespace {

Result<Program> write_c(const Written& written) { return code::program_of(written, templates::c_in, code::in_c); }

}  // namespace

const Plain c_target{"c", &write_c};

}  // namespace etude::dialect
