// Any bytes as every kind of data file, packed or not: a dataset that training can use, or refused in one line. A limit
// gives the beginning of what there is.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "files/files.h"

using namespace etude;

static void require(bool holds) {
  if (!holds) std::abort();
}

static void check_error(const Error& error) {
  require(!error.message.empty() && error.message.find('\n') == std::string::npos);
}

/// `read(limit)` with and without a limit.
template <class Read>
static void check_reader(Read read) {
  const Result<data::Dataset> all = read(no_limit);
  if (!all) return check_error(all.error());
  require(check(*all).has_value());
  const Result<data::Dataset> some = read(3);
  if (!some) return check_error(some.error());
  require(some->samples() == std::min<std::size_t>(3, all->samples()) && some->classes == all->classes);
  require(std::equal(some->inputs.begin(), some->inputs.end(), all->inputs.begin()));
  require(std::equal(some->labels.begin(), some->labels.end(), all->labels.begin()));
}

/// Two IDX files on end: the second begins at the last thing that looks like labels' magic.
static std::size_t labels_begin(std::span<const std::uint8_t> bytes) {
  for (std::size_t at = bytes.size(); at >= 4; --at)
    if (bytes[at - 4] == 0 && bytes[at - 3] == 0 && bytes[at - 1] == 1) return at - 4;
  return bytes.size() / 2;
}

static void read_all(std::span<const std::uint8_t> bytes) {
  const files::File file{"file", bytes};
  const std::size_t cut = labels_begin(bytes);
  const files::File inputs{"inputs", bytes.first(cut)}, labels{"labels", bytes.subspan(cut)};
  check_reader([&](std::size_t limit) { return files::read_idx(inputs, labels, limit); });
  check_reader([&](std::size_t limit) { return files::read_cifar10(file, limit); });
  for (const std::size_t context : {1, 2, 64})
    check_reader([&](std::size_t limit) { return files::read_text(file, {context, limit}); });
  for (const files::CsvHeader header :
       {files::CsvHeader::detect, files::CsvHeader::names, files::CsvHeader::none, files::CsvHeader::skip})
    check_reader([&](std::size_t limit) { return files::read_csv(file, {"", header, limit}); });
  check_reader([&](std::size_t limit) { return files::read_csv(file, {"label", files::CsvHeader::detect, limit}); });
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span<const std::uint8_t> bytes(data, size);
  read_all(bytes);
  constexpr std::size_t most = 1 << 16;
  const auto unpacked = files::gunzip({"file.gz", bytes}, most);
  if (!unpacked) check_error(unpacked.error());
  require(!unpacked || unpacked->size() <= most);
  if (unpacked) read_all(*unpacked);
  return 0;
}
