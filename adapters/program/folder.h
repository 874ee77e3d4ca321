#pragma once
// The folders in which somebody's own trainer works: one a trial, kept or temporary.

#include <mutex>
#include <set>
#include <string>
#include <string_view>

#include "etude/base/result.h"

namespace etude::program {

/// The folder of one trial and the files in it, by absolute paths.
struct TrialFolder {
  std::string path;
  std::string schedule() const { return path + "/schedule.csv"; }
  std::string log() const { return path + "/log.csv"; }
  std::string output() const { return path + "/output.txt"; }
  std::string trial() const { return path + "/trial.txt"; }
};

/// Makes a folder a trial, from any thread. A temporary one goes when it is left, and all of them with this.
class TrainerFolder {
 public:
  /// `keep`: the folder in which everything stays, made where it is missing; empty: a temporary one.
  /// Refused: what cannot be made.
  static Result<TrainerFolder> open(const std::string& keep);
  TrainerFolder(TrainerFolder&& other) noexcept;
  TrainerFolder& operator=(TrainerFolder&&) = delete;
  ~TrainerFolder();

  /// An empty folder of that name; "-2" and so on is added where this has given it out already.
  Result<TrialFolder> enter(const std::string& name);
  void leave(const TrialFolder& folder);

 private:
  TrainerFolder(std::string path, bool is_kept) : path_(std::move(path)), is_kept_(is_kept) {}
  std::string path_;
  bool is_kept_;
  std::mutex naming_;
  std::set<std::string> names_;
};

Result<void> write_file(const std::string& path, std::string_view text);
/// Refused: what is no file, cannot be read, or has more than `most_bytes`.
Result<std::string> read_file(const std::string& path, std::size_t most_bytes);
/// The last bytes of a file; empty where it cannot be read.
std::string end_of_file(const std::string& path, std::size_t most_bytes);

}  // namespace etude::program
