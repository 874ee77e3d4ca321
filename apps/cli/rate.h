#pragma once
// --lr: the optimizer's own rate, for lines that leave the rate to the optimizer.

#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "etude/dialect/spec.h"
#include "flags.h"
#include "terminal.h"

namespace etude::cli {

struct RateFlag {
  double lr = unset;

  static constexpr auto fields(auto...) {
    return std::array{field<&RateFlag::lr>(Unit::number, {.above_least = true}, "the optimizer's own rate")};
  }
  void add_to(Flags& flags, const std::string& meaning) { flags.field(*this, "lr", {.meaning = meaning}); }
  /// Nothing where it was not given. The fields must have been read.
  std::optional<double> given() const { return std::isnan(lr) ? std::nullopt : std::optional(lr); }
};

/// Refused where a rate was given and no spec leaves it to the optimizer.
Result<void> check_is_used(std::optional<double> lr, const std::vector<dialect::Spec>& specs);

/// Refused, with what to type: a spec that leaves the rate to the optimizer, where nobody gave it.
Result<void> check_rates_given(const std::vector<dialect::Spec>& specs);

/// Says, before anything else, of each spec whose rate nobody gave that 1 stands for it: as the first line of what is
/// printed, or on standard error where a machine reads standard output.
void say_missing_rates(const std::vector<dialect::Spec>& specs, bool is_for_machine, const Terminal& terminal);

}  // namespace etude::cli
