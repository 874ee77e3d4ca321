#pragma once
// A SPEC as it is typed on the command line: what the library reads (etude/dialect/spec.h), or @file.

#include <string>
#include <vector>

#include "etude/dialect/spec.h"
#include "flags.h"

namespace etude::cli {

/// "1-cycle: one_cycle(peak=0.1)" in its two halves; what has no name is called what was typed. A name has letters,
/// digits, blanks and . + - _ %.
struct NamedSpec {
  std::string name, spec;
};
NamedSpec named(const std::string& typed);

/// The flags that say how long a run is: --steps, or --epochs with --samples and --batch.
struct HorizonFlags {
  std::string steps, epochs, samples, batch, accumulation, devices, context;
  bool drop_last = false;

  void add_to(Flags& flags, const std::string& steps_meaning);
  Result<Horizon> read() const;
};

/// "run: 300 optimizer updates: 3 epochs of 100, each of 10 samples x 1 x 1"; empty where --steps alone says it.
std::string horizon_text(const Horizon& horizon);

Result<dialect::Spec> read_spec(const std::string& text, const Horizon& horizon);

/// The same for several; the message says which one is wrong.
Result<std::vector<dialect::Spec>> read_specs(const std::vector<std::string>& texts, const Horizon& horizon);

/// The most steps of a run that are listed, drawn or summed one by one, and of one whose formulas are looked at.
constexpr Step most_shown = 10'000'000, most_counted = Step{1} << 40;

/// The length of a run that shows all of the specs: the horizon's, or the longest schedule's own.
Result<Step> run_length(const Horizon& horizon, const std::vector<dialect::Spec>& specs, Step most);

}  // namespace etude::cli
