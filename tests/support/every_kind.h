#pragma once
// A plan with a group for every kind, whose rate is the example of that kind's statement, stretched to hundreds of steps: a
// new kind is tested with the rest.

#include <string>

#include "etude/schedule/kinds.h"

namespace etude::testing {

inline std::string plan_of_every_kind() {
  std::string text = "plan(lr=constant(1)";
  for (const Kind& kind : kinds())
    text += ", group(" + std::string(kind.name) + ", lr=stretch(" + std::string(kind.example.spec) + ", by=256))";
  return text + ")";
}

}  // namespace etude::testing
