#pragma once
// The flags that say how a study is done: seeds, tuning, controls.

#include <string>
#include <vector>

#include "apps/cli/flags.h"
#include "etude/study/study.h"

namespace etude::cli {

struct StudyFlags {
  std::string seeds = "1";
  bool tunes = false, has_controls = false, halves_not = false;
  std::string tuning_seeds = "3", from = "0.04", to = "2.56", ratio = "1.4142135623730951", score = "final";

  void add_to(Flags& flags);
  std::vector<std::string> names() const;
  /// Seeds, tuning and controls; the rest of the options is the setting's.
  Result<study::StudyOptions> read(const Flags& flags) const;
};

}  // namespace etude::cli
