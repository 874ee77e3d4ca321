#include "output.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string_view>
#include <utility>

#include "interruption.h"

namespace etude::cli {
namespace {

Refused cannot_write(const std::string& path) {
  return refuse("cannot write " + path + ": " + std::strerror(errno) + "; name a file that can be written");
}

Result<void> write_whole(const std::string& file, const std::string& text, const std::string& path) {
  std::FILE* stream = std::fopen(file.c_str(), "wb");
  if (!stream) return cannot_write(path);
  const bool written = std::fwrite(text.data(), 1, text.size(), stream) == text.size() && std::fflush(stream) == 0;
  const int reason = errno;
  if (std::fclose(stream) == 0 && written) return {};
  if (!written) errno = reason;
  return cannot_write(path);
}

bool is_database(const std::string& path) {
  std::FILE* stream = std::fopen(path.c_str(), "rb");
  if (!stream) return false;
  char begin[16] = {};
  const std::size_t read = std::fread(begin, 1, sizeof begin, stream);
  std::fclose(stream);
  return read == sizeof begin && std::string_view(begin, 15) == "SQLite format 3";
}

/// An empty file beside `path`, with the permissions that this has or would have.
Result<std::string> make_draft(const std::string& path) {
  std::string draft = path + ".XXXXXX";
  const int descriptor = mkstemp(draft.data());
  if (descriptor < 0) return cannot_write(path);
  struct stat status {};
  const bool exists = stat(path.c_str(), &status) == 0;
  const mode_t mask = umask(0);
  umask(mask);
  fchmod(descriptor, exists ? status.st_mode & 07777 : 0666 & ~mask);
  close(descriptor);
  return draft;
}

}  // namespace

Result<OutputFile> OutputFile::open(const std::string& path) {
  struct stat status {};
  const bool exists = stat(path.c_str(), &status) == 0;
  if (exists && S_ISDIR(status.st_mode)) return refuse("cannot write " + path + ": it is a folder; name a file in it");
  if (exists && access(path.c_str(), W_OK) != 0) return cannot_write(path);
  if (exists && !S_ISREG(status.st_mode)) return OutputFile(path, false);
  if (exists && is_database(path)) return refuse(path + " is a store or another database; name another file");

  const auto draft = make_draft(path);
  if (!draft) return pass_on(draft.error());
  unlink(draft->c_str());
  return OutputFile(path, true);
}

Result<void> OutputFile::write(const std::string& text) {
  const HeldSignals held;
  if (!is_replaced_) return write_whole(path_, text, path_);
  const auto draft = make_draft(path_);
  if (!draft) return pass_on(draft.error());
  auto written = write_whole(*draft, text, path_);
  if (written && std::rename(draft->c_str(), path_.c_str()) != 0) written = cannot_write(path_);
  if (!written) unlink(draft->c_str());
  return written;
}

Result<Destination> Destination::open(const std::string& where) {
  Destination destination;
  destination.stdout_ = where == "-";
  if (where.empty() || destination.stdout_) return destination;
  auto file = OutputFile::open(where);
  if (!file) return pass_on(file.error());
  destination.file_.emplace(*std::move(file));
  return destination;
}

Result<void> Destination::write(const std::string& text) {
  if (file_) return file_->write(text);
  if (stdout_) std::fwrite(text.data(), 1, text.size(), stdout);
  return {};
}

void OutputFlags::add_to(Flags& flags, const std::string& csv_meaning) {
  flags.output("--csv", csv, csv_meaning + " on standard output, or in =FILE");
  flags.output("--json", json, "JSON on standard output, or in =FILE");
  flags.file("--svg", svg, FileUse::written, "draw it into this file");
}

Result<Outputs> Outputs::open(const OutputFlags& flags) {
  Outputs outputs;
  for (const auto& [where, destination] : {std::pair{&flags.csv, &outputs.csv_}, std::pair{&flags.json, &outputs.json_},
                                           std::pair{&flags.svg, &outputs.svg_}}) {
    auto opened = Destination::open(*where);
    if (!opened) return pass_on(opened.error());
    *destination = *std::move(opened);
    if (!where->empty() && *where != "-") outputs.notes_.push_back("wrote " + *where);
  }
  return outputs;
}

Result<void> Outputs::write(const std::function<std::string()>& csv, const std::function<Json()>& json,
                            const std::function<report::Figure()>& svg) {
  Result<void> written;
  if (written && csv_.is_wanted()) written = csv_.write(csv());
  if (written && json_.is_wanted()) written = json_.write(write_json(json()) + "\n");
  if (written && svg_.is_wanted()) written = svg_.write(report::draw_svg(svg()));
  return written;
}

}  // namespace etude::cli
