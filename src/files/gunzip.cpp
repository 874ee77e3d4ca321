// Idea: unpack in pieces and count, so that a small file that unpacks to a huge one is refused when it passes the
// limit. Edges: several members on end are one content, as gzip has it; the data must end where a member ends. Cost:
// zlib's, and one copy. Source: RFC 1952.

#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>

#include "files/files.h"

namespace etude::files {
namespace {

/// A gzip stream being unpacked.
class Inflater {
 public:
  explicit Inflater(std::span<const std::uint8_t> packed) : left_(packed) {
    is_open_ = inflateInit2(&stream_, 16 + MAX_WBITS) == Z_OK;  // 16: a gzip header, not zlib's
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  ~Inflater() {
    if (is_open_) inflateEnd(&stream_);
  }

  bool is_open() const { return is_open_; }
  bool has_input() const { return stream_.avail_in > 0 || !left_.empty(); }
  void next_member() { inflateReset(&stream_); }
  std::string trouble() const { return stream_.msg ? stream_.msg : "no gzip data"; }

  /// Unpacks some of the input into `out`: zlib's status, and in `count` how many bytes came.
  int unpack(std::span<std::uint8_t> out, std::size_t& count) {
    if (stream_.avail_in == 0) feed();
    stream_.next_out = out.data();
    stream_.avail_out = static_cast<uInt>(out.size());
    const int status = inflate(&stream_, Z_NO_FLUSH);
    count = out.size() - stream_.avail_out;
    return status;
  }

 private:
  void feed() {
    const std::size_t size = std::min<std::size_t>(left_.size(), std::numeric_limits<uInt>::max());
    stream_.next_in = const_cast<Bytef*>(left_.data());  // zlib does not write there
    stream_.avail_in = static_cast<uInt>(size);
    left_ = left_.subspan(size);
  }

  z_stream stream_{};
  std::span<const std::uint8_t> left_;
  bool is_open_ = false;
};

}  // namespace

Result<std::vector<std::uint8_t>> gunzip(const File& file, std::size_t max_bytes) {
  Inflater inflater(file.bytes);
  if (!inflater.is_open()) return refuse(file.name + ": there is no memory to unpack it; close other programs");
  std::vector<std::uint8_t> content;
  std::array<std::uint8_t, 1 << 15> piece;
  for (;;) {
    std::size_t count = 0;
    const int status = inflater.unpack(piece, count);
    if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR)
      return refuse(file.name + " is damaged (" + inflater.trouble() + "): get it again");
    if (count > max_bytes - content.size())
      return refuse(file.name + " unpacks to more than " + std::to_string(max_bytes) +
                    " bytes: cut it into smaller files (in C++, raise max_bytes)");
    content.insert(content.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(count));
    if (status == Z_STREAM_END && !inflater.has_input()) return content;
    if (status == Z_STREAM_END) inflater.next_member();
    if (status != Z_STREAM_END && count == 0 && !inflater.has_input())
      return refuse(file.name + " is cut short: its gzip data ends after " + std::to_string(content.size()) +
                    " unpacked bytes; get it again");
  }
}

}  // namespace etude::files
