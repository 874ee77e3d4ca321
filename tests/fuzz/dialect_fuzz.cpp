// Any bytes as a dialect's line or block: read or refused in one line, and asked for near and far steps.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "etude/dialect/controllers.h"
#include "etude/dialect/dialect.h"

using namespace etude;

static void check_error(const Error& error) {
  if (error.message.empty() || error.message.find('\n') != std::string::npos) std::abort();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Horizon run;
  run.steps = 1000;
  (void)dialect::is_dialect(text);
  const auto read = dialect::read_dialect(text, run);
  if (!read) check_error(read.error());
  if (read) {
    for (const auto& [name, schedule] : parts(read->plan))
      for (const Step t : {Step{0}, Step{1}, Step{1000}, Step{100000}}) (void)schedule(t);
    (void)read->lr()(1000);
    (void)lint(read->plan, 1000);
  }
  if (const auto controller = dialect::read_controller(text); !controller) check_error(controller.error());
  return 0;
}
