// ggml (ggml-opt.h, 0.15): the callback that its optimizer asks for the rate before every update.

#include <algorithm>

#include "dialect/write/code.h"
#include "dialect/write/plain.h"
#include "dialect/write/programs.h"
#include "etude/base/number.h"

namespace etude::dialect {
namespace {

/// A rate of 0 may well be the least float; what is below 0 is another rate.
void note_below_zero(const Written& written, std::vector<Note>& notes) {
  const std::vector<double> rates = written.exact.lr.values(written.run);
  const auto below = std::find_if(rates.begin(), rates.end(), [](double rate) { return rate < 0; });
  if (below == rates.end()) return;
  const Step step = below - rates.begin();
  notes.push_back({"below-zero",
                   filled("the rate is {} at step {}, and ggml aborts at a rate that is not above 0: the least float "
                          "stands for what is below",
                          {significant(*below, 6), step}),
                   "train elsewhere, or convert a schedule that stays above 0", step});
}

Result<Program> write_ggml(const Written& written) {
  return code::program_of(written, templates::ggml_cpp_in, code::in_c).map([&](Program program) {
    program.notes.push_back(
        {"float32", "ggml takes the rate as a float: to about 7 digits", "nothing need be done", {}});
    note_below_zero(written, program.notes);
    return program;
  });
}

}  // namespace

const Plain ggml_target{"ggml", &write_ggml};

}  // namespace etude::dialect
