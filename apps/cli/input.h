#pragma once
// What is read of files that somebody named: no more than anybody means to give.

#include <string>

#include "etude/base/result.h"

namespace etude::cli {

/// All of a file in which `wanted` stands. Refused: what cannot be read, a folder, nothing but blanks, more than 64 MiB.
Result<std::string> read_file(const std::string& path, const std::string& wanted);

/// All of standard input. Refused: nothing but blanks, more than 64 MiB.
Result<std::string> read_standard_input(const std::string& wanted);

}  // namespace etude::cli
