// A record is a label and 3 x 32 x 32 bytes; the file is taken only if it is whole records.

#include "files/cifar10.h"

#include <algorithm>

#include "data/refusals.h"
#include "files/formats.h"

namespace etude::files {

Result<void> add_cifar10(const File& file, std::size_t limit, data::Dataset& data) {
  constexpr std::size_t pixels = 3 * 32 * 32, record = 1 + pixels, classes = 10;
  const std::size_t records = file.bytes.size() / record, before = data.samples();
  if (records == 0 || file.bytes.size() % record != 0)
    return refuse(file.name + " is " + std::to_string(file.bytes.size()) + " bytes long, and CIFAR-10's records are " +
                  std::to_string(record) + " each: get the whole file of the binary version");
  const std::size_t added = std::min(records, limit - std::min(limit, before));
  data.features = pixels;
  data.classes = classes;
  data.inputs.resize((before + added) * pixels);
  for (std::size_t s = 0; s < added; ++s) {
    const auto bytes = file.bytes.subspan(s * record, record);
    if (bytes[0] >= classes)
      return refuse(file.name + ": the label of record " + std::to_string(s) + " (from 0) is " +
                    std::to_string(bytes[0]) + ", not 0 to 9: get the whole file of the binary version");
    data.labels.push_back(bytes[0]);
    for (std::size_t i = 0; i < pixels; ++i) data.inputs[(before + s) * pixels + i] = bytes[1 + i] / 255.0;
  }
  return {};
}

Result<data::Dataset> read_cifar10(const File& file, std::size_t limit) {
  data::Dataset data;
  if (const auto added = add_cifar10(file, limit, data); !added) return pass_on(added.error());
  return data::checked(std::move(data), file.name);
}

}  // namespace etude::files
