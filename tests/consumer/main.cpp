// A schedule made in C++ and the same one read from text: fails where they are not one, or where a text is not refused.

#include "etude/notation/notation.h"
#include "etude/schedule/kinds.h"

int main() {
  const auto made = etude::then(etude::warmup({.to = 0.08, .steps = 30}), etude::cosine({.from = 0.08, .steps = 270}));
  const auto read = etude::notation::parse_schedule("warmup(to=0.08, steps=30) then cosine(from=0.08, steps=270)");
  const bool are_one = made && read && *made == *read && (*read)(30) == 0.08;
  return are_one && !etude::notation::parse_schedule("cosin(from=0.08, steps=270)") ? 0 : 1;
}
