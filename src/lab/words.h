#pragma once

#include <span>
#include <string_view>

#include "etude/base/result.h"

namespace etude {

/// The index of `name` among `names`, or a refusal that lists them.
Result<std::size_t> index_of(std::string_view what, std::string_view name, std::span<const std::string_view> names);

}  // namespace etude
