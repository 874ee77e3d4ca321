// ggml (ggml-opt.h, 0.15): the callback that its optimizer asks for the rate before every update.

#include "dialect/write/code.h"
#include "dialect/write/plain.h"
#include "dialect/write/programs.h"

namespace etude::dialect {
namespace {

Result<Program> write_ggml(const Written& written) {
  return code::program_of(written, templates::ggml_cpp_in, code::in_c).map([](Program program) {
    program.notes.push_back(
        {"float32", "ggml takes the rate as a float: to about 7 digits", "nothing need be done", {}});
    return program;
  });
}

}  // namespace

const Plain ggml_target{"ggml", &write_ggml};

}  // namespace etude::dialect
