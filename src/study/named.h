#pragma once
// Studies that can be asked for by name: those of somebody else, with what their source says of them.

#include <string_view>
#include <vector>

#include "etude/study/study.h"

namespace etude::study {

/// All that decides a study's numbers, as data.
struct NamedStudy {
  std::string_view name;     // "as-published"
  std::string_view meaning;  // in a line of help
  std::string_view whose;    // schedules they are: "the post's own"
  train::Task task = {};
  std::vector<std::uint32_t> seeds{0};
  std::vector<Contender> (*contenders)();  // at peaks of their own, each with what the source reports of it
  Source source = {};
  bool (*is_drawn)(const Arm& arm);  // whether its figure shows an arm
};

/// A new one is a file with its data, such as post.cpp, and a line here.
const std::vector<NamedStudy>& named_studies();

}  // namespace etude::study
