// burn (0.22): an LrScheduler in Rust, which counts the updates and is saved and loaded with the run.

#include "dialect/write/code.h"
#include "dialect/write/plain.h"
#include "dialect/write/programs.h"

namespace etude::dialect {
namespace {

Result<Program> write_burn(const Written& written) {
  return code::program_of(written, templates::burn_rs_in, code::in_rust);
}

}  // namespace

const Plain burn_target{"burn", &write_burn};

}  // namespace etude::dialect
