// In place of data's readers of files: a page has none.

#include "etude/data/sources.h"
#include "etude/data/transform.h"

namespace etude {

Result<Split> load_source(std::string_view text, const LoadOptions& options) {
  if (is_generated(text)) return generate(text, options);
  return refuse("the page trains on generated data, such as spirals:classes=5; for " + std::string(text) +
                " use etude on the command line");
}

/// Never called: what is generated is held out by another draw.
Result<Split> split(Split loaded, const SplitOptions&) { return loaded; }

}  // namespace etude
