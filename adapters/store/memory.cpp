#include "adapters/store/memory.h"

#include "etude/notation/notation.h"

namespace etude::memory {
namespace {

store::TrialKey key_of(const study::Trial& trial, const std::string& configuration) {
  return {.configuration = configuration,
          .plan = notation::print(trial.plan),
          .steps = trial.steps,
          .backward = std::string(name_of(trial.backward)),
          .seed = trial.seed};
}

}  // namespace

study::Memory memory_of(store::Store& store, const std::string& configuration) {
  return {
      .find = [&store, configuration](const study::Trial& trial) { return store.find(key_of(trial, configuration)); },
      .keep = [&store, configuration](
                  const study::Trial& trial,
                  const Outcome& outcome) { return store.add(key_of(trial, configuration), outcome, trial.name); }};
}

}  // namespace etude::memory
