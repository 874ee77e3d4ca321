#pragma once
// Controllers as text: etude's own, and the libraries' calls by their own names, arguments and defaults.

#include <string>
#include <string_view>
#include <vector>

#include "etude/dialect/dialect.h"
#include "etude/schedule/controller.h"

namespace etude::dialect {

/// What a line means.
struct ControllerReading {
  Controller controller;
  std::vector<Note> notes;  // what the library does that its user might not expect
};

/// "plateau(patience=2, start=30)" (every argument has its default, and is named), or a library's line:
/// torch.ReduceLROnPlateau(optimizer, 'min', patience=2). Refused with the column and what was expected.
Result<ControllerReading> read_controller(std::string_view text);

/// etude's own text of it, defaults left out: read_controller(print(c))->controller == c.
std::string print(const Controller& controller);

/// The state as one line of JSON, and back.
std::string print(const ControllerState& state);
Result<ControllerState> read_controller_state(std::string_view text);

/// Every controller that read_controller() knows, by library; etude's own first, under "etude".
const std::vector<Dialect>& controller_dialects();

}  // namespace etude::dialect
