#pragma once
// Peaks that the field has published, by kind of model and optimizer.

#include <string_view>
#include <vector>

#include "etude/advice/advice.h"

namespace etude::advice {

struct Published {
  double peak;
  std::string_view ground;  // "recipe:llama", a paper, a program
  std::string_view of;      // what it was or is: "was for BERT"
  double batch = 0;         // 0: not said
  bool is_placeholder = false;
  std::vector<std::string_view> others = {};  // recipes of larger models, whose peaks are told beside it
};

/// What comes nearest to the case; a placeholder where nobody published a peak for one like it.
const Published& published_for(const Case& given);

}  // namespace etude::advice
