// Python: what schedules stand in it.

#include "source/readers.h"
#include "source/syntax.h"

namespace etude::inline source {

Result<std::vector<Found>> read_script(std::string_view text, std::string_view file, const Known&) {
  const auto syntax = Syntax::read(text, file);
  if (!syntax) return pass_on(syntax.error());
  return refuse(text_of(syntax->root().place()) + ": no schedule stands here");
}

}  // namespace etude::source
