// A text is read piece by piece, so that one that never ends is refused where it passes the limit.

#include "text_file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>

namespace etude::cli {
namespace {

constexpr std::size_t most_bytes = 64U << 20, piece_bytes = 1U << 20;

Result<std::string> read_from(std::istream& stream, const std::string& name, const std::string& wanted) {
  std::string text;
  while (stream) {
    const std::size_t size = text.size();
    text.resize(size + piece_bytes);
    stream.read(text.data() + size, piece_bytes);
    text.resize(size + static_cast<std::size_t>(stream.gcount()));
    if (text.size() > most_bytes) return refuse(name + " is longer than 64 MiB; give fewer points");
  }
  if (stream.bad()) return refuse("cannot read " + name + "; name a file, not a folder");
  if (text.find_first_not_of(" \t\r\n") == std::string::npos)
    return refuse(name + " is empty; write " + wanted + " into it");
  return text;
}

}  // namespace

Result<std::string> read_text_file(const std::string& path, const std::string& wanted) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored))
    return refuse("cannot read " + path + "; name a file, not a folder");
  std::ifstream file(path, std::ios::binary);
  if (!file) return refuse("cannot read " + path + ": " + std::strerror(errno) + "; name a file that can be read");
  return read_from(file, path, wanted);
}

Result<std::string> read_standard_input(const std::string& wanted) {
  return read_from(std::cin, "standard input", wanted);
}

}  // namespace etude::cli
