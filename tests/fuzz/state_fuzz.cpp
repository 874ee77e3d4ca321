// Any bytes as a saved state, as they are and behind a title and before a checksum that are right: a state that is
// written as the same bytes, or refused in one line.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "etude/train/state.h"

using namespace etude;

static void require(bool holds) {
  if (!holds) std::abort();
}

template <class Real>
static void check_bytes(std::span<const std::uint8_t> bytes) {
  const auto state = train::state_from_bytes<Real>(bytes);
  if (!state) return require(!state.error().message.empty() && state.error().message.find('\n') == std::string::npos);
  const auto again = train::to_bytes(*state);
  require(std::equal(again.begin(), again.end(), bytes.begin(), bytes.end()));
}

static std::vector<std::uint8_t> sealed(std::string_view title, std::span<const std::uint8_t> inside) {
  std::vector<std::uint8_t> bytes(title.begin(), title.end());
  bytes.insert(bytes.end(), inside.begin(), inside.end());
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const std::uint8_t byte : bytes) hash = (hash ^ byte) * 0x100000001b3;
  for (int shift = 0; shift < 64; shift += 8) bytes.push_back(static_cast<std::uint8_t>(hash >> shift));
  return bytes;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span<const std::uint8_t> bytes(data, size);
  check_bytes<double>(bytes);
  check_bytes<float>(bytes);
  check_bytes<double>(sealed("etude state 2 float64\n", bytes));
  check_bytes<float>(sealed("etude state 2 float32\n", bytes));
  return 0;
}
