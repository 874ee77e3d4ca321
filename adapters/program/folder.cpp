// mkdir() lets one of many have a name.

#include "adapters/program/folder.h"

#include <sys/stat.h>

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
    : path_(std::exchange(other.path_, "")), is_kept_(other.is_kept_), copies_(std::move(other.copies_)) {}

TrainerFolder::~TrainerFolder() {
  std::error_code ignored;
  if (!path_.empty() && !is_kept_) fs::remove_all(path_, ignored);
}

int TrainerFolder::next_copy(const std::string& name) {
  const std::lock_guard lock(naming_);
  return ++copies_[name];
}

Result<TrialFolder> TrainerFolder::enter(const std::string& name) {
  for (;;) {
    const int copy = next_copy(name);
    TrialFolder folder{path_ + "/" + name + (copy == 1 ? "" : "-" + std::to_string(copy))};
    if (mkdir(folder.path.c_str(), 0777) == 0) return folder;
    if (errno != EEXIST) return cannot_make(folder.path, std::strerror(errno));
  }
}

void TrainerFolder::leave(const TrialFolder& folder) {
  std::error_code ignored;
  if (!is_kept_) fs::remove_all(folder.path, ignored);
}

Result<void> write_file(const std::string& path, std::string_view text) {
  std::ofstream file(path, std::ios::binary);
  file.write(text.data(), static_cast<std::streamsize>(text.size()));
  file.close();
  if (file) return {};
  return refuse("cannot write " + path + ": " + std::strerror(errno) + "; is the disk full?");
}

}  // namespace etude::program
