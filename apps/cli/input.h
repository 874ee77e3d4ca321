#pragma once
// What is read of files that somebody named: no more than anybody means to give.

#include <string>

#include "etude/base/result.h"

namespace etude::cli {

/// All of a file. Refused: what cannot be read, a folder, more than 64 MiB.
Result<std::string> read_file(const std::string& path);

/// All of standard input. Refused: more than 64 MiB.
Result<std::string> read_standard_input();

}  // namespace etude::cli
