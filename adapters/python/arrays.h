#pragma once
// A schedule asked for many steps at once.

#include "binding.h"
#include "etude/schedule/schedule.h"

namespace etude::binding {

/// The values at `steps`, in the form that steps have: of an array of whole numbers an array of float64 of the same shape
/// and library (NumPy, PyTorch, JAX), of another buffer a memoryview, of a range or any other sequence a list. The steps
/// are read where they lie. Bit for bit what the schedule gives one by one. Raises TypeError for anything else.
nb::object values_at(const Schedule& schedule, nb::handle steps);

}  // namespace etude::binding
