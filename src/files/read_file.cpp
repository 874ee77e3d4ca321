// A file is read piece by piece, so that one that never ends is refused where it passes the limit.

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "files/files.h"

namespace etude::files {
namespace {

/// Why a file that did not open did not.
Refused refuse_closed(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored)) return refuse(path + " cannot be read: check its permissions");
  return refuse("there is no file " + path + ": check the path");
}

Result<std::vector<std::uint8_t>> read_packed(const std::string& path, std::size_t max_bytes) {
  constexpr std::size_t piece = std::size_t{1} << 20;
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return refuse(path + " is a folder: name a file in it");
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return refuse_closed(path);
  std::vector<std::uint8_t> content;
  while (stream) {
    const std::size_t size = content.size();
    content.resize(size + piece);
    stream.read(reinterpret_cast<char*>(content.data() + size), piece);
    content.resize(size + static_cast<std::size_t>(stream.gcount()));
    if (content.size() > max_bytes)
      return refuse(path + " holds more than " + std::to_string(max_bytes) +
                    " bytes: cut it into smaller files (in C++, raise max_bytes)");
  }
  if (stream.bad()) return refuse(path + " cannot be read to its end: check the disk and copy it anew");
  return content;
}

}  // namespace

Result<std::vector<std::uint8_t>> read_file(const std::string& path, std::size_t max_bytes) {
  auto content = read_packed(path, max_bytes);
  const bool is_packed = content && content->size() >= 2 && (*content)[0] == 0x1f && (*content)[1] == 0x8b;
  return is_packed ? gunzip({path, *content}, max_bytes) : content;
}

}  // namespace etude::files
