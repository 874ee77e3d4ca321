#pragma once
// Schedulers of packages that etude does not read. Most of them take another scheduler in, whose curve alone would be
// the wrong one, so a script that has one is refused.

#include "source/names.h"

namespace etude::inline source {

/// Refuses, by its name and with what to write instead, where the text calls one.
Result<void> check_wrappers(const Names& names);

}  // namespace etude::source
