#pragma once
// Targets that are no framework: plain languages, and etude's own forms. plain.inc names each once; it is one file that
// defines `const Plain <name>_target`, and its template.

#include <span>
#include <string>
#include <string_view>

#include "etude/dialect/write.h"

namespace etude::dialect {

/// What is to be written, and the run.
struct Written {
  const Spec& spec;
  const Plan& exact;  // the curve
  const Plan& plan;   // the same with numbers as people write them, where they give it
  Step steps;
  Step run;  // of these steps, those before the first at which the schedule raises
};

struct Plain {
  std::string_view name;
  Result<Program> (*write)(const Written& written);
};

/// Every one, in the order in which help lists them.
std::span<const Plain* const> plain_targets();

#define PLAIN(name) extern const Plain name##_target;
#include "dialect/write/plain.inc"
#undef PLAIN

}  // namespace etude::dialect
