#pragma once
// The post's comparison: every training of its sections 1-4 and 7, with the backward pass as it wrote it and corrected.

#include <string_view>
#include <vector>

#include "study/named.h"

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

NamedStudy post();

}  // namespace etude::study
