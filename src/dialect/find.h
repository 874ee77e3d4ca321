#pragma once
// From a call to the entry that reads it.

#include "dialect/arguments.h"

namespace etude::dialect {

/// Every language, in the order in which help lists them.
const std::vector<const Language*>& languages();

/// Reads a call of that language whose lr= is `lr`, unless it has its own.
Result<Reading> read_inner(const Language& language, const Literal& call, std::optional<double> lr,
                           const Horizon& horizon);

}  // namespace etude::dialect
