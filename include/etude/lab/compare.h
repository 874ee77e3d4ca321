#pragma once
// A comparison: several plans on one task, over the same seeds.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "etude/base/record.h"
#include "etude/lab/trainer.h"
#include "etude/schedule/plan.h"

namespace etude {

/// One side of a comparison before it has run.
struct Contender {
  std::string name;
  Plan plan;
  Backward backward = Backward::corrected;
  std::string section;              // of the post, where it is one of the post's
  std::optional<double> published;  // what the post prints as its final loss
};

struct CompareOptions {
  std::vector<std::uint32_t> seeds{0};
  unsigned threads = 0;                                               // 0: one a core
  std::function<void(std::size_t done, std::size_t total)> progress;  // told as trials finish
};

/// Trains every contender from every seed. The same bytes for any number of threads. Refused: a plan that drives what
/// the task does not have.
Result<Comparison> compare(const Prepared& prepared, const std::vector<Contender>& contenders,
                           const CompareOptions& options = {});

/// Of one run: the lowest finite loss (NaN where there is none), and the first step with a loss below 1.05 times it.
double best_loss(const Record& record);
std::optional<Step> converged_at(const Record& record);

}  // namespace etude
