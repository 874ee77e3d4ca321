#pragma once
// The case that etude advise is told of: by flags, by questions on a terminal, by the file of a range test.

#include <string>
#include <vector>

#include "apps/cli/flags.h"
#include "apps/cli/spec.h"
#include "etude/advice/advice.h"

namespace etude::cli {

struct CaseFlags {
  std::string model, optimizer, start, noise, range;
  HorizonFlags horizon;
  double peak = unset;

  static constexpr auto fields(auto...) {
    return std::array{field<&CaseFlags::peak>(Unit::rate, {.above_least = true}, "the peak rate, where it is known")};
  }
  void add_to(Flags& flags);
  /// Refused: a word that names none, with the nearest; a horizon that does not tell the steps; a range test that suggests
  /// no rate; --peak beside --range.
  Result<advice::Case> read(const Flags& flags) const;
};

/// What of the case is not known, and the flag that would say it.
struct Unknown {
  std::string what, flag;
};
std::vector<Unknown> unknown_of(const advice::Case& given);

/// Asks on this terminal for what is not known, a line each; nothing typed leaves it so. What names nothing is asked again.
advice::Case asked_for(advice::Case given, const Terminal& terminal);

}  // namespace etude::cli
