#pragma once
// A SPEC as it is typed on the command line: what the library reads (etude/dialect/spec.h), or @file.

#include <optional>
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
  Horizon horizon;

  static constexpr auto fields(auto...) {
    using H = HorizonFlags;
    constexpr Range known{.least = 1};
    return std::array{
        field<&H::horizon, &Horizon::steps>(Unit::steps, known, ""),
        field<&H::horizon, &Horizon::epochs>(Unit::number, {.above_least = true},
                                             "passes over the data, instead of --steps"),
        field<&H::horizon, &Horizon::samples>(Unit::count, known, "samples in the dataset"),
        field<&H::horizon, &Horizon::batch>(Unit::count, known, "samples that a device takes at once"),
        field<&H::horizon, &Horizon::accumulation>(Unit::count, known, "micro-batches that one update gathers [1]"),
        field<&H::horizon, &Horizon::devices>(Unit::count, known, "devices that share the data [1]"),
        field<&H::horizon, &Horizon::tokens_per_sample>(Unit::count, known, "tokens in a sample"),
        field<&H::horizon, &Horizon::drop_last>(Unit::choice, {}, "leave out what does not fill a batch"),
    };
  }
  void add_to(Flags& flags, const std::string& steps_meaning);
  /// Reads all fields of the verb, and with them these.
  Result<Horizon> read(const Flags& flags) const;

  /// The same flags for another run: --was-steps, --was-batch, ...
  void add_others_to(Flags& flags, const std::string& prefix, const std::string& of_what);
  /// The other run, which is as `horizon` where its flags do not say otherwise.
  Result<Horizon> read_other(const Flags& flags, const std::string& prefix, const Horizon& horizon) const;
};

/// How many updates a run under that plan has, and why; empty where --steps alone says it.
std::string horizon_text(const Horizon& horizon, const Plan& plan);

/// `lr` is the optimizer's own rate, where it is known.
Result<dialect::Spec> read_spec(const std::string& text, const Horizon& horizon, std::optional<double> lr = {});

/// The same for several; the message says which one is wrong.
Result<std::vector<dialect::Spec>> read_specs(const std::vector<std::string>& texts, const Horizon& horizon,
                                              std::optional<double> lr = {});

/// The most steps of a run that are listed, drawn or summed one by one, and of one whose formulas are looked at.
constexpr Step most_shown = 10'000'000, most_counted = Step{1} << 40;

/// The length of a run that shows all of the specs: the horizon's, or the longest schedule's own.
Result<Step> run_length(const Horizon& horizon, const std::vector<dialect::Spec>& specs, Step most);

}  // namespace etude::cli
