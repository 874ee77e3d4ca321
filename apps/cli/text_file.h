#pragma once
// A text that somebody named: a file, or standard input.

#include <string>

#include "etude/base/result.h"

namespace etude::cli {

/// All of it. Refused: what cannot be read, is a folder, has nothing but blanks where `wanted` should stand, or is longer
/// than 64 MiB, of which no more is read.
Result<std::string> read_text_file(const std::string& path, const std::string& wanted);
Result<std::string> read_standard_input(const std::string& wanted);

}  // namespace etude::cli
