// How many updates a run has: what `etude plan` counts from data, batch, accumulation, devices and epochs.

#include "etude/schedule/horizon.h"

#include "etude/schedule/samples_seen.h"
#include "specs.h"

namespace etude::binding {
namespace {

Horizon horizon_of(const char* function, nb::kwargs keywords) { return run_of(function, keywords).horizon; }

}  // namespace

void bind_horizon(nb::module_& module) {
  const std::string signature = "def updates(" + run_arguments() + ") -> int";
  module.def(
      "updates", [](nb::kwargs keywords) { return value_or_raise(total_updates(horizon_of("updates", keywords))); },
      nb::sig(signature.c_str()),
      "The optimizer updates of a whole run: `steps`, or those of `epochs` passes over `samples`, which the devices "
      "share in batches of which one update gathers `accumulation`.");
  const std::string text_signature = "def _updates_text(" + run_arguments() + ") -> str";
  module.def(
      "_updates_text",
      [](nb::kwargs keywords) {
        return horizon_text(horizon_of("updates", keywords), Plan{value_or_raise(constant({.value = 1}))});
      },
      nb::sig(text_signature.c_str()), "The same in a sentence; nothing where the data is not known.");
}

}  // namespace etude::binding
