#pragma once
// One kind: what it is, its fields, values worked out step by step, and its curve.

#include "apps/cli/terminal.h"
#include "etude/schedule/kinds.h"

namespace etude::cli {

void print_kind(const Kind& kind, const report::TerminalStyle& style);

}  // namespace etude::cli
