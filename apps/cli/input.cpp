// Piece by piece, so that what never ends is refused where it passes the limit.

#include "input.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>

namespace etude::cli {
namespace {

constexpr std::size_t longest_file = std::size_t{64} << 20U, piece = std::size_t{1} << 20U;

Refused too_long(const std::string& name) { return refuse(name + " is longer than 64 MiB; give fewer points"); }

Result<std::ifstream> opened(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return refuse("cannot read " + path + ": " + std::strerror(errno) + "; name a file that can be read");
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored))
    return refuse("cannot read " + path + "; name a file, not a folder");
  return file;
}

Result<std::string> read_all_of(std::istream& stream, const std::string& name, const std::string& wanted) {
  std::string text;
  while (stream && text.size() <= longest_file) {
    const std::size_t had = text.size();
    text.resize(had + piece);
    stream.read(text.data() + had, piece);
    text.resize(had + static_cast<std::size_t>(stream.gcount()));
  }
  if (text.size() > longest_file) return too_long(name);
  if (stream.bad()) return refuse("cannot read " + name + " to its end; check the disk");
  if (text.find_first_not_of(" \t\r\n") == std::string::npos)
    return refuse(name + " is empty; write " + wanted + " into it");
  return text;
}

}  // namespace

Result<std::string> read_file(const std::string& path, const std::string& wanted) {
  auto file = opened(path);
  if (!file) return pass_on(file.error());
  std::error_code ignored;
  if (std::filesystem::is_regular_file(path, ignored) && std::filesystem::file_size(path, ignored) > longest_file)
    return too_long(path);
  return read_all_of(*file, path, wanted);
}

Result<void> read_pieces(const std::string& path, const std::function<Result<void>(std::string_view piece)>& take) {
  auto file = opened(path);
  if (!file) return pass_on(file.error());
  std::string bytes(piece, '\0');
  while (*file) {
    file->read(bytes.data(), piece);
    const std::string_view read = std::string_view(bytes).substr(0, static_cast<std::size_t>(file->gcount()));
    if (auto good = take(read); !good) return good;
  }
  return file->bad() ? refuse("cannot read " + path + " to its end; check the disk") : Result<void>();
}

Result<std::string> read_standard_input(const std::string& wanted) {
  return read_all_of(std::cin, "standard input", wanted);
}

}  // namespace etude::cli
