#pragma once
// The exact laboratory as a task: a plan's rates and batch sizes in, the losses of a run out. It has no seed: what
// seeds scatter around is what it gives.
//
//   const Record record = run_power_law(PowerLawTask{.steps = 100'000}, plan);

#include <string>

#include "etude/optim/power_law.h"
#include "etude/record/run.h"
#include "etude/schedule/plan.h"

namespace etude::train {

struct PowerLawTask {
  optim::PowerLaw problem = {};
  std::size_t batch = 8;  // where the plan drives none
  Step steps = 1000;

  static constexpr auto fields(auto...) {
    return std::array{field<&PowerLawTask::batch>(Unit::count, {.least = 1, .most = 1e9}, "new samples of a step")};
  }
  friend bool operator==(const PowerLawTask&, const PowerLawTask&) = default;
};

inline constexpr std::string_view power_law_name = "power-law";
inline constexpr std::string_view power_law_meaning =
    "SGD on linear regression whose spectrum and target are power laws: losses are exact, nothing is sampled";

/// Refused: a problem or a length out of range.
Result<void> check(const PowerLawTask& task);

/// Refused, with what to type: a plan that drives more than the rate and the batch size, or a batch size below 1.
Result<void> check_plan(const PowerLawTask& task, const Plan& plan);

/// Losses before every step, and after the last as `trained_loss`: expected ones, without the noise's own half of its
/// variance. Task and plan are such as both checks pass. Source: optim/power_law.h.
Record run_power_law(const PowerLawTask& task, const Plan& plan);

/// What decides the bits of a run but its plan and steps, as text.
std::string configuration(const PowerLawTask& task);

/// "power-law" and what differs from it at its defaults: "power-law spectrum=2 steps=600".
std::string words_of(const PowerLawTask& task);

}  // namespace etude::train
