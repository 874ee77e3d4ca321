#pragma once
// The folders in which somebody's own trainer works: one a trial, kept or temporary.

#include <map>
#include <mutex>
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

/// Makes a folder a trial, from any thread, any number of studies and machines at a time. A folder is claimed by being
/// made, so it belongs to one run of one command for ever, and nobody else writes there or clears it. A temporary one
/// goes when it is left, and all of them with this.
class TrainerFolder {
 public:
  /// `keep`: the folder in which everything stays, made where it is missing; empty: a temporary one.
  /// Refused: what cannot be made.
  static Result<TrainerFolder> open(const std::string& keep);
  TrainerFolder(TrainerFolder&& other) noexcept;
  TrainerFolder& operator=(TrainerFolder&&) = delete;
  ~TrainerFolder();

  /// A new folder of that name, or of the first of NAME-2, NAME-3 ... that is not there. Never the same twice.
  Result<TrialFolder> enter(const std::string& name);
  void leave(const TrialFolder& folder);

 private:
  TrainerFolder(std::string path, bool is_kept) : path_(std::move(path)), is_kept_(is_kept) {}
  int next_copy(const std::string& name);
  std::string path_;
  bool is_kept_;
  std::mutex naming_;
  std::map<std::string, int> copies_;  // how many folders of a name were given out or found taken
};

Result<void> write_file(const std::string& path, std::string_view text);

}  // namespace etude::program
