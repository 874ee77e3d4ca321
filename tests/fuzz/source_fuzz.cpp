// Any bytes as a file, whose name is the first line: a script or some form of config by its ending, or seen by what stands
// there. It is read or refused in one line, and what is found has a meaning or none.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "etude/source/source.h"

using namespace etude;

static void check_error(const Error& error) {
  if (error.message.empty() || error.message.find('\n') != std::string::npos) std::abort();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  const std::size_t end = std::min(all.find('\n'), size);
  const std::string_view file = all.substr(0, end), text = all.substr(std::min(end + 1, size));
  Horizon run;
  run.steps = 1000;
  const Known known = {{"n", 100},           {"samples", 1000},       {"batches", 50},
                       {"devices", 2},       {"max_steps", 100},      {"classes", 80},
                       {"warmup_steps", 10}, {"learning_rate", 1e-3}, {"lr", 1e-3}};
  (void)is_source(text, file);
  const auto read = read_source(text, file, known);
  if (!read) check_error(read.error());
  for (const Found& found : read ? *read : std::vector<Found>{})
    if (const auto spec = meaning(found, run); !spec) check_error(spec.error());
  return 0;
}
