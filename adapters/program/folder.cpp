#include "adapters/program/folder.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

namespace etude::program {
namespace {

namespace fs = std::filesystem;

Refused cannot_make(const std::string& path, const std::string& reason) {
  return refuse("cannot make the folder " + path + ": " + reason + "; name one that can be made with --keep-logs");
}

Result<std::string> temporary_folder() {
  const char* parent = std::getenv("TMPDIR");
  std::string path = (parent && *parent ? std::string(parent) : "/tmp") + "/etude-XXXXXX";
  if (mkdtemp(path.data())) return path;
  return refuse("cannot make the temporary folder " + path + ": " + std::strerror(errno) +
                "; set TMPDIR to a folder that can be written");
}

}  // namespace

Result<TrainerFolder> TrainerFolder::open(const std::string& keep) {
  if (keep.empty()) {
    auto path = temporary_folder();
    if (!path) return pass_on(path.error());
    return TrainerFolder(fs::absolute(*path).string(), false);
  }
  std::error_code error;
  fs::create_directories(keep, error);
  if (error) return cannot_make(keep, error.message());
  return TrainerFolder(fs::absolute(keep, error).string(), true);
}

TrainerFolder::TrainerFolder(TrainerFolder&& other) noexcept
    : path_(std::exchange(other.path_, "")), is_kept_(other.is_kept_), names_(std::move(other.names_)) {}

TrainerFolder::~TrainerFolder() {
  std::error_code ignored;
  if (!path_.empty() && !is_kept_) fs::remove_all(path_, ignored);
}

Result<TrialFolder> TrainerFolder::enter(const std::string& name) {
  std::string free = name;
  {
    const std::lock_guard lock(naming_);
    for (int copy = 2; !names_.insert(free).second; ++copy) free = name + "-" + std::to_string(copy);
  }
  TrialFolder folder{path_ + "/" + free};
  std::error_code error;
  fs::remove_all(folder.path, error);
  fs::create_directory(folder.path, error);
  if (error) return cannot_make(folder.path, error.message());
  return folder;
}

void TrainerFolder::leave(const TrialFolder& folder) {
  std::error_code ignored;
  if (!is_kept_) fs::remove_all(folder.path, ignored);
  const std::lock_guard lock(naming_);
  if (!is_kept_) names_.erase(fs::path(folder.path).filename().string());
}

Result<void> write_file(const std::string& path, std::string_view text) {
  std::ofstream file(path, std::ios::binary);
  file.write(text.data(), static_cast<std::streamsize>(text.size()));
  file.close();
  if (file) return {};
  return refuse("cannot write " + path + ": " + std::strerror(errno) + "; is the disk full?");
}

Result<std::string> read_file(const std::string& path, std::size_t most_bytes) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) return refuse("there is no file " + path);
  if (fs::file_size(path, error) > most_bytes)
    return refuse(path + " has more than " + std::to_string(most_bytes) + " bytes");
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (file.bad() || !file.is_open()) return refuse("cannot read " + path);
  return text;
}

std::string end_of_file(const std::string& path, std::size_t most_bytes) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  const std::streamoff size = file.tellg();
  if (size <= 0) return "";
  std::string text(std::min(most_bytes, static_cast<std::size_t>(size)), '\0');
  file.seekg(size - static_cast<std::streamoff>(text.size()));
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  return text;
}

}  // namespace etude::program
