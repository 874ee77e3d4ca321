#pragma once
// Where results go: refused before the work begins, whole or not at all.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "etude/base/json.h"
#include "etude/base/result.h"
#include "etude/report/figure.h"
#include "flags.h"

namespace etude::cli {

/// A file to be written once the work is done. Opening it shows that it can be written, and leaves nothing behind; until
/// write() has succeeded nothing stands under its name, or beside it, that was not there before.
class OutputFile {
 public:
  static Result<OutputFile> open(const std::string& path);

  /// No signal comes between the pieces of it.
  Result<void> write(const std::string& text);
  const std::string& path() const { return path_; }

 private:
  OutputFile(std::string path, bool is_replaced) : path_(std::move(path)), is_replaced_(is_replaced) {}
  std::string path_;
  bool is_replaced_;  // by a file written beside it; a device or a pipe is written into
};

/// Where one form of the result goes: nowhere, to standard output, or into a file.
class Destination {
 public:
  /// "" nothing, "-" standard output, anything else a file's path.
  static Result<Destination> open(const std::string& where);

  bool is_stdout() const { return stdout_; }
  bool is_wanted() const { return stdout_ || file_; }
  Result<void> write(const std::string& text);

 private:
  bool stdout_ = false;
  std::optional<OutputFile> file_;
};

/// What every verb that prints numbers offers: --csv, --json and --svg.
struct OutputFlags {
  std::string csv, json, svg;

  void add_to(Flags& flags, const std::string& csv_meaning);
};

/// The forms that were asked for, opened before the work and written after it.
class Outputs {
 public:
  static Result<Outputs> open(const OutputFlags& flags);

  /// Writes each form that is wanted; the texts are made only then.
  Result<void> write(const std::function<std::string()>& csv, const std::function<Json()>& json,
                     const std::function<report::Figure()>& svg);

  /// True where one of them has taken standard output, so that nothing else may go there.
  bool take_stdout() const { return csv_.is_stdout() || json_.is_stdout() || svg_.is_stdout(); }

  /// "wrote out/compare.csv" for each file.
  const std::vector<std::string>& notes() const { return notes_; }

 private:
  Destination csv_, json_, svg_;
  std::vector<std::string> notes_;
};

}  // namespace etude::cli
