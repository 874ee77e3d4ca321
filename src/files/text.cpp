// Each different byte of a text is a token; samples are the text cut into pieces of the context.

#include <algorithm>
#include <array>

#include "data/refusals.h"
#include "files/formats.h"

namespace etude::files {

std::vector<std::uint8_t> vocabulary(std::span<const std::uint8_t> text) {
  std::array<bool, 256> is_used{};
  for (const std::uint8_t byte : text) is_used[byte] = true;
  std::vector<std::uint8_t> used;
  for (std::size_t byte = 0; byte < is_used.size(); ++byte)
    if (is_used[byte]) used.push_back(static_cast<std::uint8_t>(byte));
  return used;
}

Result<data::Dataset> read_text(const File& file, const TextOptions& options) {
  const std::size_t length = file.bytes.size(), context = options.context;
  if (context < 1) return refuse("the context must be at least 1 token, not 0");
  if (length <= context)
    return refuse(file.name + " has " + std::to_string(length) + " tokens, and a context of " +
                  std::to_string(context) + " needs one more than that: take a longer text or a shorter context");
  const auto bytes = vocabulary(file.bytes);
  std::array<std::int32_t, 256> token{};
  for (std::size_t i = 0; i < bytes.size(); ++i) token[bytes[i]] = static_cast<std::int32_t>(i);

  data::Dataset data{.features = 1, .classes = bytes.size(), .positions = context, .inputs = {}, .labels = {}};
  const std::size_t used = std::min(options.limit, (length - 1) / context) * context;
  data.inputs.reserve(used);
  data.labels.reserve(used);
  for (std::size_t i = 0; i < used; ++i) {
    data.inputs.push_back(token[file.bytes[i]]);
    data.labels.push_back(token[file.bytes[i + 1]]);
  }
  return data::checked(std::move(data), file.name);
}

}  // namespace etude::files
