#pragma once
// A runner with a memory in front: trials that were run before are not run again.

#include <cstdint>
#include <functional>
#include <optional>

#include "etude/study/trials.h"

namespace etude::study {

/// What was run before. Both are called one at a time.
struct Memory {
  std::function<Result<std::optional<Outcome>>(const Trial&)> find;
  std::function<Result<void>(const Trial&, const Outcome&)> keep;
};

/// What a program looks up and hands on at a time. Programs that share a memory repeat at most what they have under
/// way at the same time, so small portions and different orders make them help each other.
struct Portions {
  /// About so many; 0: a sixteenth of all, from 16 to 256. Who runs many at a time wants more than those.
  std::size_t trials = 0;
  /// In which order: 0 as they come, others shuffled, each in its own way.
  std::uint32_t order = 0;
};

/// Takes what is remembered, runs the rest with `runner`, and remembers each trial as soon as it is finished, but for
/// trials that failed. Trials that begin alike are in one portion. What is remembered with fewer points of its curve
/// than are asked for, or with others, is run again; where it has more, only those asked for are given.
/// Refused: what `runner` and the memory refuse, which ends the run.
Runner remembering(Runner runner, Memory memory, const Portions& portions = {});

}  // namespace etude::study
