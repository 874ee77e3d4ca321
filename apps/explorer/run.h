#pragma once
// A run between two updates, which goes on a few updates at a time.

#include <cstdint>
#include <memory>
#include <vector>

#include "etude/record/outcome.h"
#include "etude/schedule/plan.h"
#include "etude/train/prepared.h"

namespace etude::explorer {

/// Of either precision.
class Run {
 public:
  virtual ~Run() = default;
  /// How many losses it has then.
  virtual std::size_t go_on(std::size_t updates) = 0;
  virtual const std::vector<double>& losses() const = 0;
  virtual Outcome outcome(std::size_t points) = 0;
  virtual const std::vector<std::uint8_t>& regions(std::size_t n, double size) = 0;
  virtual std::size_t parameters() = 0;
  /// How many labels of the training samples it gives back.
  virtual std::size_t right() = 0;
};

/// Refused: a plan that the task cannot run.
Result<std::unique_ptr<Run>> start_run(const train::Prepared& prepared, const Plan& plan, std::uint32_t seed);

}  // namespace etude::explorer
