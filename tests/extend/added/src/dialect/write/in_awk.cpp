// Awk: the rates of the run, looked up by the number of the line.

#include "dialect/write/plain.h"
#include "dialect/write/programs.h"
#include "dialect/write/table.h"

namespace etude::dialect {
namespace {

Result<Program> write_awk(const Written& written) {
  const auto rates = rates_of(written.plan.lr, written.steps);
  if (!rates) return pass_on(rates.error());
  std::string text;
  for (const double rate : *rates) text += filled("{} ", {plain(rate)});
  return Program{program_text(templates::awk_in, {{"ETUDE_RATES", text}}), "", {}};
}

}  // namespace

const Plain awk_target{"awk", &write_awk};

}  // namespace etude::dialect
