// Idea: the header says how many bytes must follow, and the file is taken only if exactly so many do.
// Formula: file = 0, 0, type, d, d sizes of 4 bytes, size_1 x ... x size_d values of 1 to 8 bytes, big-endian.
// Edges: the product of the sizes is held against the bytes that follow before each multiplication, so it cannot
//        overflow; a size of 0 is refused, or 2^32 samples of nothing would fit.
// Cost: one pass over the values unpacked.
// Source: the description of the format beside the MNIST database.

#include <algorithm>
#include <bit>
#include <optional>

#include "data/refusals.h"
#include "files/formats.h"

namespace etude::files {
namespace {

enum class Type : std::uint8_t { unsigned_byte = 8, byte = 9, short_int = 11, int32 = 12, float32 = 13, float64 = 14 };

struct Idx {
  Type type = Type::unsigned_byte;
  std::size_t width = 1;  // bytes a value
  std::vector<std::size_t> sizes;
  std::span<const std::uint8_t> values;
  std::size_t values_each() const { return values.size() / width / sizes[0]; }
};

/// Bytes a value, 0 if there is no such type.
std::size_t width_of(std::uint8_t type) {
  switch (static_cast<Type>(type)) {
    case Type::unsigned_byte:
    case Type::byte:
      return 1;
    case Type::short_int:
      return 2;
    case Type::int32:
    case Type::float32:
      return 4;
    case Type::float64:
      return 8;
  }
  return 0;
}

std::uint64_t big_endian(std::span<const std::uint8_t> bytes) {
  std::uint64_t bits = 0;
  for (const std::uint8_t byte : bytes) bits = bits << 8 | byte;
  return bits;
}

double value_of(Type type, std::uint64_t bits) {
  switch (type) {
    case Type::unsigned_byte:
      return static_cast<double>(bits);
    case Type::byte:
      return static_cast<std::int8_t>(bits);
    case Type::short_int:
      return static_cast<std::int16_t>(bits);
    case Type::int32:
      return static_cast<std::int32_t>(bits);
    case Type::float32:
      return std::bit_cast<float>(static_cast<std::uint32_t>(bits));
    case Type::float64:
      return std::bit_cast<double>(bits);
  }
  return 0;
}

std::string listed(const std::vector<std::size_t>& sizes) {
  std::string text;
  for (const std::size_t size : sizes) text += (text.empty() ? "" : " x ") + std::to_string(size);
  return text;
}

/// Whether exactly size_1 x ... x size_d values make up `idx.values`; no size is 0.
bool fits(const Idx& idx) {
  std::size_t bytes = idx.width;
  for (const std::size_t size : idx.sizes) {
    if (size > idx.values.size() / bytes) return false;
    bytes *= size;
  }
  return bytes == idx.values.size();
}

Result<Idx> open_idx(const File& file) {
  const auto bytes = file.bytes;
  if (bytes.size() < 4 || bytes[0] != 0 || bytes[1] != 0 || width_of(bytes[2]) == 0)
    return refuse(file.name + " is no IDX file: it should begin with the bytes 0, 0, a type of 8 to 14, and how many " +
                  "dimensions it has");
  const std::size_t dimensions = bytes[3], header = 4 + 4 * dimensions;
  if (dimensions == 0 || bytes.size() < header)
    return refuse(file.name + " says that it has " + std::to_string(dimensions) + " dimensions, and is " +
                  std::to_string(bytes.size()) + " bytes long: get the whole file");
  Idx idx{static_cast<Type>(bytes[2]), width_of(bytes[2]), {}, bytes.subspan(header)};
  for (std::size_t i = 0; i < dimensions; ++i) idx.sizes.push_back(big_endian(bytes.subspan(4 + 4 * i, 4)));
  if (std::count(idx.sizes.begin(), idx.sizes.end(), 0U) > 0)
    return refuse(file.name + " holds " + listed(idx.sizes) +
                  " values, which are none: give a file with samples in it");
  if (fits(idx)) return idx;
  return refuse(file.name + " says that it holds " + listed(idx.sizes) + " values of " + std::to_string(idx.width) +
                " bytes each, and " + std::to_string(idx.values.size()) + " bytes follow: get the whole file");
}

std::vector<double> values_of(const Idx& idx, std::size_t count) {
  std::vector<double> values(count);
  if (idx.type == Type::unsigned_byte) {
    for (std::size_t i = 0; i < count; ++i) values[i] = idx.values[i] / 255.0;
  } else {
    for (std::size_t i = 0; i < count; ++i)
      values[i] = value_of(idx.type, big_endian(idx.values.subspan(i * idx.width, idx.width)));
  }
  return values;
}

std::vector<std::int32_t> labels_of(const Idx& idx) {
  std::vector<std::int32_t> labels(idx.sizes[0]);
  for (std::size_t i = 0; i < labels.size(); ++i)
    labels[i] = static_cast<std::int32_t>(value_of(idx.type, big_endian(idx.values.subspan(i * idx.width, idx.width))));
  return labels;
}

}  // namespace

Result<data::Dataset> read_idx(const File& inputs, const File& labels, std::size_t limit) {
  const auto pictures = open_idx(inputs);
  if (!pictures) return pass_on(pictures.error());
  const auto answers = open_idx(labels);
  if (!answers) return pass_on(answers.error());
  if (pictures->sizes.size() < 2)
    return refuse(inputs.name + " has one dimension, as labels have: give IMAGES,LABELS in this order");
  if (answers->sizes.size() != 1 || answers->type == Type::float32 || answers->type == Type::float64)
    return refuse(labels.name +
                  " holds no labels, which are integers in one dimension: give IMAGES,LABELS in this order");
  if (pictures->sizes[0] != answers->sizes[0])
    return refuse(inputs.name + " holds " + std::to_string(pictures->sizes[0]) + " samples and " + labels.name + " " +
                  std::to_string(answers->sizes[0]) + " labels: give two files that belong together");

  data::Dataset data{.features = pictures->values_each(), .inputs = {}, .labels = labels_of(*answers)};
  const std::int64_t largest = *std::max_element(data.labels.begin(), data.labels.end());
  data.classes = static_cast<std::size_t>(std::max(std::int64_t{0}, largest + 1));
  data.labels.resize(std::min(limit, data.labels.size()));
  data.inputs = values_of(*pictures, data.labels.size() * data.features);
  return data::checked(std::move(data), inputs.name + " with " + labels.name);
}

}  // namespace etude::files
