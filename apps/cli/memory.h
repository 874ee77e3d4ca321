#pragma once
// A store as the memory of a study.

#include <string>

#include "etude/lab/trials.h"
#include "etude/store/store.h"

namespace etude::cli {

/// Finds and keeps trials of this configuration (see configuration()) in the store, which must live as long.
Memory memory_of(Store& store, const std::string& configuration);

}  // namespace etude::cli
