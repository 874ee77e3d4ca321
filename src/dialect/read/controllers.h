#pragma once
// The libraries whose controllers are read, as data: each call's signature, and what reads a controller out of it.

#include <array>
#include <vector>

#include "dialect/arguments.h"
#include "etude/schedule/controller.h"

namespace etude::dialect {

struct ControllerCall {
  Entry entry;  // its own `read` is for schedules: none
  Result<Controller> (*read)(Arguments&);
  std::array<std::string_view, 2> other_names = {};
};

struct ControllerLibrary {
  Language language;
  std::vector<ControllerCall> calls;
  bool is_own = false;  // etude itself: a bare name is its own, and every argument is named
};

/// In the order in which help lists them.
const std::vector<ControllerLibrary>& controller_libraries();

}  // namespace etude::dialect
