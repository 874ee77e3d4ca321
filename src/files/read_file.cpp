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

Refused too_long(const std::string& path, std::size_t max_bytes) {
  return refuse(path + " holds more than " + std::to_string(max_bytes) +
                " bytes: cut it into smaller files (in C++, raise max_bytes)");
}

/// What can be said of a file before it is read.
Result<void> look_at(const std::string& path, std::size_t max_bytes) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  const fs::file_status status = fs::status(path, ignored);
  if (fs::is_directory(status)) return refuse(path + " is a folder: name a file in it");
  if (fs::is_character_file(status)) return refuse(path + " is a device: name a file");
  if (fs::is_regular_file(status) && fs::file_size(path, ignored) > max_bytes) return too_long(path, max_bytes);
  return {};
}

Result<std::vector<std::uint8_t>> read_packed(const std::string& path, std::size_t max_bytes) {
  constexpr std::size_t piece = std::size_t{1} << 20;
  if (const auto good = look_at(path, max_bytes); !good) return pass_on(good.error());
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return refuse_closed(path);
  std::vector<std::uint8_t> content;
  while (stream) {
    const std::size_t size = content.size();
    content.resize(size + piece);
    stream.read(reinterpret_cast<char*>(content.data() + size), piece);
    content.resize(size + static_cast<std::size_t>(stream.gcount()));
    if (content.size() > max_bytes) return too_long(path, max_bytes);
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
