#pragma once
// What a script does with its schedules that its user might not expect, where the text itself shows it. The names of
// findings are those of etude lint.

#include <optional>

#include "source/stepping.h"

namespace etude::inline source {

/// A length in epochs of a schedule that is stepped with every batch, or one in batches of one stepped once an epoch.
std::optional<Note> fault_of_stepping(Node call, const Stepping& stepping);

/// Are these two schedules of one optimizer, both stepped whatever happens?
bool share_an_optimizer(Node call, const Stepping& stepping, Node other, const Stepping& of_other);

}  // namespace etude::source
