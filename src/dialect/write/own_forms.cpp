// Etude's own forms, which read back to the same bits: the kinds where kinds say it, else the dialect's line, else the
// run as a table.

#include "dialect/write/compare.h"
#include "dialect/write/plain.h"
#include "dialect/write/programs.h"
#include "dialect/write/table.h"

namespace etude::dialect {
namespace {

/// Does the line give the curve to the last bit, whatever the horizon?
bool says(const std::string& line, const Schedule& lr, Step steps) {
  const auto read = line.empty() ? Result<Reading>(refuse("")) : read_dialect(line);
  return read && !first_apart(lr, read->lr(), steps + steps / 2, bit_for_bit);
}

/// The spec with a plan, and a line only where the plan must be said by it.
Result<Spec> in_own_words(const Written& written) {
  const Plan& plan = written.exact;
  Spec own = spec_of(plan);
  if (!has_function(plan)) return own;
  own.line = written.spec.line;
  if (says(own.line, plan.lr, written.steps)) return own;
  const auto table = with_tables(plan, written.steps);
  return table.map([](const Plan& all) { return spec_of(all); });
}

Result<Program> program_of(const Written& written, std::string (*text_of)(const Spec&)) {
  const auto own = in_own_words(written);
  if (!own) return pass_on(own.error());
  const std::string text = text_of(*own);
  Program program{text + "\n", text, {}};
  if (has_function(written.exact) && own->line.empty())
    program.notes.push_back({"table",
                             filled("no kinds say this: it is a table of the run's {} steps", {written.steps}),
                             "past the run its last rate holds",
                             {}});
  return program;
}

std::string json_of(const Spec& spec) { return write_json(to_json(spec)); }
std::string text_of(const Spec& spec) { return spec.line.empty() ? notation::print(spec.meaning) : spec.line; }

Result<Program> write_own_json(const Written& written) { return program_of(written, &json_of); }

Result<Program> write_own_text(const Written& written) {
  auto program = program_of(written, &text_of);
  if (program && program->phrase.size() > notation::longest_spec_bytes)
    return refuse(filled("as text this has {} bytes, and {} are read; --to json takes any length",
                         {program->phrase.size(), notation::longest_spec_bytes}));
  return program;
}

}  // namespace

const Plain json_target{"json", &write_own_json};
const Plain text_target{"text", &write_own_text};

}  // namespace etude::dialect
