#pragma once
// What is read of files that somebody named: no more than anybody means to give.

#include <functional>
#include <string>
#include <string_view>

#include "etude/base/result.h"

namespace etude::cli {

/// All of a file in which `wanted` stands. Refused: what cannot be read, a folder, nothing but blanks, more than 64 MiB.
Result<std::string> read_file(const std::string& path, const std::string& wanted);

/// Hands a file of any length on, piece by piece. Refused: what cannot be read, a folder, and what `take` refuses.
Result<void> read_pieces(const std::string& path, const std::function<Result<void>(std::string_view piece)>& take);

/// All of standard input. Refused: nothing but blanks, more than 64 MiB.
Result<std::string> read_standard_input(const std::string& wanted);

}  // namespace etude::cli
