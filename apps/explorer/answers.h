#pragma once
// What the page can ask; each file answers what belongs together. See core.h for requests and replies.

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "adapters/c/plan.h"
#include "etude/base/json.h"
#include "etude/dialect/spec.h"
#include "record/losses/loss_log.h"
#include "request.h"
#include "run.h"

namespace etude::explorer {

inline constexpr double longest = 1e7;  // steps of a run

class Sweeps;
class TunedStudy;

/// A log whose bytes come piece by piece.
struct LogBeingRead {
  LossLogReader reader;
  Result<void> good = {};
};

/// What the core remembers between two calls.
struct Memory {
  std::map<int, std::unique_ptr<etude_plan>> slots;
  std::map<int, std::unique_ptr<Run>> runs;
  std::shared_ptr<Sweeps> sweeps;     // of the range test
  std::shared_ptr<TunedStudy> tuned;  // each arm at its own peak
  std::optional<LogBeingRead> log;
  std::vector<double> numbers;  // beside the last reply
};

using Answer = Result<Json>;

Answer list(Memory& memory, Request& request);
Answer read(Memory& memory, Request& request);
Answer print_tree(Memory& memory, Request& request);
Answer convert(Memory& memory, Request& request);
Answer draw(Memory& memory, Request& request);
Answer path(Memory& memory, Request& request);
Answer data(Memory& memory, Request& request);
Answer train(Memory& memory, Request& request);
Answer outcome(Memory& memory, Request& request);
Answer compare(Memory& memory, Request& request);
Answer tune(Memory& memory, Request& request);
Answer tune_go(Memory& memory, Request& request);
Answer range(Memory& memory, Request& request);
Answer range_go(Memory& memory, Request& request);
Answer log(Memory& memory, Request& request);
Answer log_end(Memory& memory, Request& request);
Answer manifest(Memory& memory, Request& request);
Answer fit(Memory& memory, Request& request);
Answer predict(Memory& memory, Request& request);

/// Refused: so many kinds over so many steps that it takes seconds; there is nobody to stop it once it has begun.
Result<void> check_work(const dialect::Spec& spec, Step steps);

/// The schedule in the slot that the request names.
Result<const dialect::Spec*> spec_at(const Memory& memory, Request& request);

}  // namespace etude::explorer
