#pragma once
// What is asked for, read.

#include "data/request.h"

namespace etude::files {

/// Reads what is asked for. Refused: an unknown format or option, too few or too many paths, and what its reader
/// refuses.
Result<data::Split> load(const data::Request& request, const data::LoadOptions& options);

}  // namespace etude::files
