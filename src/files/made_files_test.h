#pragma once
// Files that the tests of this room make: bytes of each format, and a folder to write them to.

#include <gtest/gtest.h>
#include <zlib.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "files/formats.h"
#include "support/folder.h"
#include "support/refused.h"

namespace etude::files::testing {

using Bytes = std::vector<std::uint8_t>;

inline Bytes bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

inline Bytes joined(Bytes a, const Bytes& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

/// An IDX file of that type and these sizes, whatever its values are.
inline Bytes idx(std::uint8_t type, std::initializer_list<std::uint32_t> sizes, const Bytes& values) {
  Bytes file{0, 0, type, static_cast<std::uint8_t>(sizes.size())};
  for (const std::uint32_t size : sizes)
    for (const int shift : {24, 16, 8, 0}) file.push_back(static_cast<std::uint8_t>(size >> shift));
  return joined(file, values);
}

/// CIFAR-10 records: pixel i of the r-th is (r + i) mod 256.
inline Bytes cifar10(const std::vector<std::uint8_t>& labels) {
  Bytes file;
  for (std::size_t r = 0; r < labels.size(); ++r) {
    file.push_back(labels[r]);
    for (std::size_t i = 0; i < 3072; ++i) file.push_back(static_cast<std::uint8_t>(r + i));
  }
  return file;
}

/// One gzip member, by zlib.
inline Bytes gzip(const Bytes& content) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
  Bytes packed(deflateBound(&stream, content.size()) + 64);
  stream.next_in = const_cast<Bytef*>(content.data());
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = packed.data();
  stream.avail_out = static_cast<uInt>(packed.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

class Folder : public etude::testing::Folder {
 public:
  /// Writes a file, with the folders on the way to it, and gives its path.
  std::string write(const std::string& name, const Bytes& content) const {
    const auto path = std::filesystem::path(*this / name);
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(content.data()), static_cast<std::streamsize>(content.size()));
    return path.string();
  }
};

using etude::testing::expect_refused;

}  // namespace etude::files::testing
