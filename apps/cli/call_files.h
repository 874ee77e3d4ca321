#pragma once
// Every file that a call reads or writes, held against every other before the work begins.

#include <functional>
#include <string>
#include <vector>

#include "etude/base/result.h"

namespace etude::cli {

enum class FileUse { read, written };
using Paths = std::vector<std::string>;

/// The only one, or none where the path is empty.
inline Paths path_or_none(const std::string& path) { return path.empty() ? Paths() : Paths{path}; }

/// What a flag, or an argument, names: none where it is not given.
struct CallFiles {
  std::string flag;
  FileUse use;
  std::function<Paths()> paths;  // "-" is standard output, or standard input
  std::string may_replace = {};  // the flag whose file it may be, though that is read
};

/// Refused: a file, by whatever path or link, that is written by one and read or written by another; standard output
/// for two. Where standard output is a file, that counts as written, too.
Result<void> check_apart(const std::vector<CallFiles>& files);

}  // namespace etude::cli
