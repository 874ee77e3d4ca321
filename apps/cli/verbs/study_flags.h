#pragma once
// The flags that say how a study is done: seeds, tuning, controls.

#include <string>
#include <vector>

#include "apps/cli/flags.h"
#include "etude/study/study.h"

namespace etude::cli {

/// What the flags said.
struct StudyFlags {
  study::StudyOptions study;
  study::TuningOptions tuning;
  bool tunes = false;
  std::size_t seeds = study.seeds.size();
  std::size_t tuning_seeds = tuning.seeds.size();

  static constexpr auto fields(auto...) {
    return std::array{
        field<&StudyFlags::seeds>(Unit::count, {.least = 1, .most = 1e6},
                                  "how many seeds: data and initial weights 0 ... K-1"),
        field<&StudyFlags::tuning_seeds>(Unit::count, {.least = 1, .most = 1e6}, "how many: 1000000, 1000001 ..."),
    };
  }
  void add_to(Flags& flags);
  std::vector<std::string> names() const;
  /// Refused: what is for --tune without it.
  Result<void> check(const Flags& flags) const;
  /// Seeds, tuning and controls; the rest of the options is the setting's.
  study::StudyOptions options() const;
};

}  // namespace etude::cli
