#include "memory.h"

#include "etude/notation/notation.h"

namespace etude::cli {
namespace {

TrialKey key_of(const Trial& trial, const std::string& configuration) {
  return {.configuration = configuration,
          .plan = print(trial.plan),
          .steps = trial.steps,
          .backward = std::string(name_of(trial.backward)),
          .seed = trial.seed};
}

}  // namespace

Memory memory_of(Store& store, const std::string& configuration) {
  return {.find = [&store, configuration](const Trial& trial) { return store.find(key_of(trial, configuration)); },
          .keep = [&store, configuration](
                      const Trial& trial,
                      const Outcome& outcome) { return store.add(key_of(trial, configuration), outcome); }};
}

}  // namespace etude::cli
