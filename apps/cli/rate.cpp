#include "rate.h"

#include <algorithm>

#include "spec.h"

namespace etude::cli {

Result<void> check_is_used(std::optional<double> lr, const std::vector<dialect::Spec>& specs) {
  const auto has_it = [&](const dialect::Spec& spec) { return spec.optimizer && spec.optimizer->lr == *lr; };
  if (!lr || std::any_of(specs.begin(), specs.end(), has_it)) return {};
  return refuse(
      "--lr is for a line that leaves the rate to the optimizer, and this says its rates itself; leave it out");
}

Result<void> check_rates_given(const std::vector<dialect::Spec>& specs) {
  for (std::size_t i = 0; i < specs.size(); ++i)
    if (const auto note = missing_rate(specs[i]))
      return refuse(numbered(i, specs.size()) + "the line leaves the rate to the optimizer and does not say it; " +
                    note->advice);
  return {};
}

void say_missing_rates(const std::vector<dialect::Spec>& specs, bool is_for_machine, const Terminal& terminal) {
  for (const dialect::Spec& spec : specs) {
    const auto note = missing_rate(spec);
    if (!note) continue;
    if (is_for_machine) {
      print_aside(*note, terminal);
    } else {
      print_note(*note, false, terminal.out);
    }
  }
}

}  // namespace etude::cli
