// Apex, a library that there is not: a dialect that is written too.

#include "dialect/read/reading.h"

namespace etude::dialect::apex {
namespace {

Result<Reading> read_line(Arguments& a) {
  return reading(straight(a.number("start"), a.number("stop"), a.steps("length", 1)));
}

constexpr Entry entries[] = {{"Line", "start, stop, length", "a straight line", &read_line}};

}  // namespace

constexpr Language language{.name = "apex", .library = "Apex, apex.schedules", .entries = entries, .writing = &writing};

}  // namespace etude::dialect::apex
