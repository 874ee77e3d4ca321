#pragma once
// A folder of a test's own, so that tests that run beside each other, of other builds too, share no file.

#include <cstdlib>
#include <filesystem>
#include <string>

namespace etude::testing {

/// Is gone with its contents afterwards. Others may look into it.
class Folder {
 public:
  Folder() : path_((std::filesystem::temp_directory_path() / "etude-XXXXXX").string()) {
    if (!mkdtemp(path_.data())) std::abort();
    std::filesystem::permissions(path_, std::filesystem::perms::all);
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  const std::string& path() const { return path_; }

  /// The one that is there until the program ends.
  static const Folder& of_program() {
    static const Folder one;
    return one;
  }

 private:
  std::string path_;
};

}  // namespace etude::testing
