// Acme, a library that there is not: a dialect that is read only.

#include "dialect/read/reading.h"

namespace etude::dialect::acme {
namespace {

Result<Reading> read_halving(Arguments& a) {
  return reading(step_decay({.from = a.number("rate"), .gamma = 0.5, .period = a.steps("every", 1)}));
}

constexpr Entry entries[] = {{"Halving", "rate, every=10", "half the rate every so many steps", &read_halving}};

}  // namespace

constexpr Language language{.name = "acme", .library = "Acme, acme.schedules", .entries = entries};

}  // namespace etude::dialect::acme
