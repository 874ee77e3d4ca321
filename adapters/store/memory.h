#pragma once
// A store as the memory of a study.

#include <string>

#include "etude/study/remembering.h"
#include "store/store.h"

namespace etude::memory {

/// Finds and keeps trials of this configuration (see configuration()) in the store, which must live as long.
study::Memory memory_of(store::Store& store, const std::string& configuration);

}  // namespace etude::memory
