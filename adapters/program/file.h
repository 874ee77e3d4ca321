#pragma once
// What others wrote: read without waiting for it, whatever stands at the path by now.

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "etude/base/result.h"

namespace etude::program {

/// Refused: what is no file, cannot be read, or has more than `most_bytes`.
Result<std::string> read_file(const std::string& path, std::size_t most_bytes);

/// The last bytes of a file; empty where it is none or cannot be read.
std::string end_of_file(const std::string& path, std::size_t most_bytes);

/// FNV-1a of 64 bits.
std::uint64_t fingerprint(std::string_view text);

/// Sixteen digits.
std::string hexadecimal(std::uint64_t number);

/// What changes when a file does: the fingerprint of its bytes or, above 1 GiB, which takes about a second, its size
/// and the time of its last change. Nothing where there is no file that can be read.
std::optional<std::string> file_fingerprint(const std::string& path);

}  // namespace etude::program
