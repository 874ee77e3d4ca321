#pragma once
// Verdicts of one's own, as etude claims --json wrote them.

#include <string>
#include <vector>

#include "etude/advice/advice.h"

namespace etude::cli {

struct ReadClaims {
  advice::OwnClaims own;
  std::vector<std::string> without;  // claims that the file has no verdict on
};

/// Refused: what etude claims --json does not write, what another version of etude wrote, a claim that there is none of, and
/// a file without a verdict.
Result<ReadClaims> read_claims(const std::string& path);

}  // namespace etude::cli
