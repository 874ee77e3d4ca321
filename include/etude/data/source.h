#pragma once
// Where data comes from: made here, or by a loader that the caller brings, since this room reads no files.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "etude/base/step.h"
#include "etude/data/dataset.h"

namespace etude::data {

/// 1 GiB: what a file may hold, unpacked, before it is refused as a mistake or a trap.
inline constexpr std::size_t default_max_bytes = std::size_t{1} << 30;

struct LoadOptions {
  std::size_t limit = no_limit;  // samples of each part: only the first so many are unpacked
  std::size_t context = 64;      // tokens a sample, of texts
  std::uint32_t seed = 0;        // of generated data
  std::string root = "/";  // the folder under which named sources lie; a path that the caller gives stays as it is
  std::size_t max_bytes = default_max_bytes;  // a file, unpacked
};

/// What gives the data of a source that is not made here. load_source() is one.
using Loader = std::function<Result<Split>(std::string_view source, const LoadOptions& options)>;

/// Whether a source is made without a file: "spirals", "spirals:classes=5".
bool is_generated(std::string_view source);
/// Makes it. Refused: fields that it does not have, and values that they cannot have.
Result<Split> generate(std::string_view source, const LoadOptions& options = {});
/// How many samples that has, without making them. Refused as by generate().
Result<std::size_t> generated_samples(std::string_view source);

}  // namespace etude::data
