#pragma once
// Trials as text, on their way to another machine.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "etude/study/trials.h"

namespace etude::mpi {

/// A trial, and its place among those that were handed out together.
struct Numbered {
  std::size_t index = 0;
  study::Trial trial;
};

/// Trials in one line of JSON, and back: the same values at every step of the run, bit for bit. A schedule goes as its
/// text, once however many trials have it; one that has no text that can be read back, as its values.
/// Refused: what is no such text.
std::string to_text(std::span<const Numbered> trials);
Result<std::vector<Numbered>> trials_from_text(std::string_view text);

}  // namespace etude::mpi
