#pragma once
// The post's own experiments, as it wrote them.

#include <optional>
#include <string_view>
#include <vector>

#include "etude/study/study.h"

namespace etude::study {

/// A training of the post: where it stands, its schedule, and the final loss that the post prints for it.
/// Nobody gets that number from the post's code; what the code gives is what etude computes.
struct PublishedRun {
  std::string_view id;    // as in the golden files
  std::string_view name;  // as in the post's last table
  std::string_view section;
  std::string_view spec;
  double printed;
};
const std::vector<PublishedRun>& published_runs();

/// Every training of the post's sections 1-4 and 7, with the backward pass as the post wrote it and corrected.
std::vector<Contender> published_contenders();

}  // namespace etude::study
