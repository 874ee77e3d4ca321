#pragma once
// CRC-32C: the checksum that record files carry.

#include <cstdint>
#include <string_view>

namespace etude {

std::uint32_t crc32c(std::string_view bytes);

/// The same, turned by 15 bits and shifted by a constant, as TFRecord files store it.
std::uint32_t masked_crc32c(std::string_view bytes);

}  // namespace etude
