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

/// A file to be written once the work is done. Opening it shows that it can be written; until write() has succeeded
/// nothing stands under its name that was not there before.
class OutputFile {
 public:
  static Result<OutputFile> open(const std::string& path);
  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&& other) noexcept;
  ~OutputFile();

  Result<void> write(const std::string& text);
  const std::string& path() const { return path_; }

 private:
  OutputFile(std::string path, std::string draft) : path_(std::move(path)), draft_(std::move(draft)) {}
  std::string path_;
  std::string draft_;  // the file beside it that is renamed at the end; empty for a device
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
  /// Each with its flag, empty where it was not asked for.
  std::vector<std::pair<std::string, std::string>> files() const;
};

/// Refused: one file, or standard output, for two flags.
Result<void> check_distinct(const std::vector<std::pair<std::string, std::string>>& files);

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
