// A file that is there is its device and inode, so that no link hides it; one that is not is its canonical path.

#include "call_files.h"

#include <sys/stat.h>

#include <filesystem>

namespace etude::cli {
namespace {

constexpr const char* input_path = "/dev/stdin";
constexpr const char* output_path = "/dev/stdout";

struct CallFile {
  const CallFiles* of;
  std::string path, identity;
};

/// Empty for what keeps nothing: a device, a pipe.
std::string identity_of(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) == 0) {
    const bool keeps = S_ISREG(status.st_mode) || S_ISDIR(status.st_mode);
    return keeps ? std::to_string(status.st_dev) + ":" + std::to_string(status.st_ino) : "";
  }
  std::error_code ignored;
  return std::filesystem::weakly_canonical(std::filesystem::absolute(path, ignored), ignored).string();
}

CallFile file_of(const CallFiles& files, const std::string& path) {
  if (path != "-") return {&files, path, identity_of(path)};
  if (files.use == FileUse::read) return {&files, path, identity_of(input_path)};
  return {&files, path, "-"};
}

Result<void> check_pair(const CallFile& a, const CallFile& b) {
  const bool writes = a.of->use == FileUse::written || b.of->use == FileUse::written;
  if (a.of == b.of || a.identity.empty() || a.identity != b.identity || !writes) return {};
  if (a.of->may_replace == b.of->flag || b.of->may_replace == a.of->flag) return {};
  const CallFile& replaced = a.of->use == FileUse::read ? a : b;
  const CallFile& written = a.of->use == FileUse::read ? b : a;
  if (replaced.of->use == FileUse::read)
    return refuse(written.of->flag + " would replace what " + replaced.of->flag + " reads, " + replaced.path +
                  "; name another file");
  const std::string both = a.of->flag + " and " + b.of->flag;
  return a.path == "-" ? refuse(both + " both go to standard output; give one a file, as in " + b.of->flag + "=FILE")
                       : refuse(both + " name the same file, " + b.path + "; give each its own");
}

}  // namespace

Result<void> check_apart(const std::vector<CallFiles>& files) {
  const CallFiles standard_output{"standard output", FileUse::written, {}};
  std::vector<CallFile> all{{&standard_output, output_path, identity_of(output_path)}};
  for (const CallFiles& each : files)
    for (const std::string& path : each.paths()) {
      const CallFile file = file_of(each, path);
      for (const CallFile& other : all)
        if (auto good = check_pair(other, file); !good) return good;
      all.push_back(file);
    }
  return {};
}

}  // namespace etude::cli
