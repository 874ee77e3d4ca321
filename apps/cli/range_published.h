#pragma once

#include "output.h"

namespace etude::cli {

/// The post's own range test, with its backward pass as written and corrected, to the terminal and the outputs.
Result<void> range_as_published(const OutputFlags& output);

}  // namespace etude::cli
