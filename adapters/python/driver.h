#pragma once
// A driver out of what Python names it by, and its state as Python's own dicts.

#include <vector>

#include "binding.h"
#include "etude/driver/driver.h"

namespace etude::binding {

/// A state of plain dicts, lists, numbers and texts, and back. Raises etude.Error for what is no JSON.
nb::object state_of(const driver::Driver& driver);
Json state_from(nb::handle state);

/// "refuse", "keep", "extend" or "rebase". Raises etude.Error for any other word.
driver::Loading loading_of(std::string_view policy, bool continuous);

/// The texts of notes.
nb::list texts_of(const std::vector<Note>& notes);

/// The hyper-parameter of that name. Raises etude.Error with those there are.
HyperParameter hyper_parameter_of(std::string_view name);

}  // namespace etude::binding
