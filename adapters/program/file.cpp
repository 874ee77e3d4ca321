// A FIFO is opened without waiting for who writes to it, and then seen to be no file.

#include "adapters/program/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <vector>

namespace etude::program {
namespace {

constexpr std::size_t most_hashed_bytes = std::size_t{1} << 30U;
constexpr std::uint64_t no_bytes = 0xcbf29ce484222325U;

std::uint64_t hashed(std::uint64_t hash, std::string_view text) {
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return hash;
}

/// An open file, or nothing. A device is not even opened, for some begin to work by that.
class RegularFile {
 public:
  explicit RegularFile(const std::string& path) {
    if (stat(path.c_str(), &status_) != 0 || !S_ISREG(status_.st_mode)) return;
    descriptor_ = open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    is_file_ = descriptor_ >= 0 && fstat(descriptor_, &status_) == 0 && S_ISREG(status_.st_mode);
  }
  ~RegularFile() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  RegularFile(const RegularFile&) = delete;
  RegularFile& operator=(const RegularFile&) = delete;

  explicit operator bool() const { return is_file_; }
  const struct stat& status() const { return status_; }
  std::size_t size() const { return static_cast<std::size_t>(status_.st_size); }

  /// At most so many bytes from there on; fewer at its end.
  std::string read(std::size_t from, std::size_t most_bytes) const {
    std::string text(most_bytes, '\0');
    std::size_t had = 0;
    for (ssize_t got = 1; got > 0 && had < most_bytes; had += static_cast<std::size_t>(std::max<ssize_t>(got, 0)))
      got = pread(descriptor_, text.data() + had, most_bytes - had, static_cast<off_t>(from + had));
    text.resize(had);
    return text;
  }

 private:
  int descriptor_ = -1;
  struct stat status_ {};
  bool is_file_ = false;
};

std::string size_and_time(const struct stat& status) {
  return std::to_string(status.st_size) + " bytes of " + std::to_string(status.st_mtim.tv_sec) + " s " +
         std::to_string(status.st_mtim.tv_nsec) + " ns";
}

}  // namespace

Result<std::string> read_file(const std::string& path, std::size_t most_bytes) {
  const RegularFile file(path);
  if (!file) return refuse("there is no file " + path);
  if (file.size() > most_bytes) return refuse(path + " has more than " + std::to_string(most_bytes) + " bytes");
  return file.read(0, file.size());
}

std::string end_of_file(const std::string& path, std::size_t most_bytes) {
  const RegularFile file(path);
  if (!file) return "";
  const std::size_t bytes = std::min(most_bytes, file.size());
  return file.read(file.size() - bytes, bytes);
}

std::uint64_t fingerprint(std::string_view text) { return hashed(no_bytes, text); }

std::string hexadecimal(std::uint64_t number) {
  std::string text(16, '0');
  for (auto digit = text.rbegin(); digit != text.rend(); ++digit, number >>= 4U)
    *digit = "0123456789abcdef"[number & 15U];
  return text;
}

std::optional<std::string> file_fingerprint(const std::string& path) {
  constexpr std::size_t piece_bytes = std::size_t{1} << 20U;
  const RegularFile file(path);
  if (!file) return std::nullopt;
  if (file.size() > most_hashed_bytes) return size_and_time(file.status());
  std::uint64_t hash = no_bytes;
  std::string piece;
  for (std::size_t at = 0; !(piece = file.read(at, piece_bytes)).empty(); at += piece.size())
    hash = hashed(hash, piece);
  return hexadecimal(hash);
}

}  // namespace etude::program
