#pragma once
// What a study writes beside CSV, JSON and SVG: a page, a table of its trials, scalars for TensorBoard.

#include <string>
#include <vector>

#include "apps/cli/flags.h"
#include "apps/cli/output.h"
#include "etude/record/comparison.h"
#include "etude/report/page.h"

namespace etude::cli {

struct StudyOutputFlags {
  std::string html, trials, tensorboard;

  void add_to(Flags& flags);
};

class StudyOutputs {
 public:
  /// Opened before the work, as Outputs are.
  static Result<StudyOutputs> open(const StudyOutputFlags& flags);
  Result<void> write(const Comparison& comparison, const report::PageSource& source);
  const std::vector<std::string>& notes() const { return notes_; }

 private:
  Result<void> write_scalars(const Comparison& comparison) const;

  Destination html_, trials_;
  std::string tensorboard_;
  std::vector<std::string> notes_;
};

}  // namespace etude::cli
