#pragma once
// The flag of `range` that repeats the post.

#include <memory>
#include <string>
#include <vector>

#include "apps/cli/output.h"

namespace etude::cli {

/// The post's own range test, with its backward pass as written and corrected, to the terminal and the outputs. It is
/// what it is: refuses those of `fixed` that are given beside it.
Preset range_as_published(const Flags& flags, const std::vector<std::string>& fixed,
                          const std::shared_ptr<const OutputFlags>& output);

}  // namespace etude::cli
