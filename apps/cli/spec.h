#pragma once
// A SPEC as it is typed on the command line: what the library reads (etude/dialect/spec.h), a file that has one, or what
// people have (etude/source/source.h): a script, a config, lines out of one, standard input.

#include <optional>
#include <string>
#include <vector>

#include "etude/dialect/spec.h"
#include "etude/source/source.h"
#include "flags.h"
#include "rate.h"

namespace etude::cli {

/// "1-cycle: one_cycle(peak=0.1)" in its two halves; without a name the whole is the spec. A name has letters, digits,
/// blanks and . + - _ %, and stands on one line before a call, a recipe or a file: "lr: 0.1" is no name, but a config.
struct NamedSpec {
  std::string name, spec;
};
NamedSpec named(const std::string& typed);

/// The flags that say how long a run is: --steps, or --epochs with --samples and --batch.
struct HorizonFlags {
  Horizon horizon;
  std::vector<std::string> said = {};  // --set

  static constexpr auto fields(auto...) { return fields_of<&HorizonFlags::horizon>(); }
  void add_to(Flags& flags, const std::string& steps_meaning);
  /// Reads all fields of the verb, and with them these.
  Result<Horizon> read(const Flags& flags) const;

  /// The same flags for another run: --was-steps, --was-batch, ...
  void add_others_to(Flags& flags, const std::string& prefix, const std::string& of_what);
  /// The other run, which is as `horizon` where its flags do not say otherwise.
  Result<Horizon> read_other(const Flags& flags, const std::string& prefix, const Horizon& horizon) const;
  /// What --set says of names that a script leaves open, and the optimizer's own rate under "lr".
  Result<Known> known(std::optional<double> lr) const;
};

/// What a verb is told beside its SPECs.
struct Said {
  Horizon horizon;
  std::optional<double> lr;  // the optimizer's own rate
  Known known;
};
Result<Said> read_said(const HorizonFlags& run, const RateFlag& rate, const Flags& flags);

/// One schedule: the SPEC itself, or where `found` is, what stands in a script, a config or lines out of one.
struct Typed {
  dialect::Spec spec;
  std::optional<Found> found = {};
  std::string name = {};  // that was typed before it; of a SPEC without one, the SPEC as it was typed

  /// The name; of what was found without one, "train.py:12: torch.StepLR(...)".
  std::string label() const;
};

/// What titles, tables and legends call a schedule: as it was typed, or with --spelt-out by its whole text in etude's
/// notation.
struct NamingFlag {
  bool is_spelt_out = false;

  void add_to(Flags& flags);
  std::string name_of(const Typed& typed) const { return is_spelt_out ? typed.spec.name : typed.label(); }
  /// The spec, called so.
  dialect::Spec named(const Typed& typed) const;
};

/// "spec 2, ": which of several texts a message is about.
std::string numbered(std::size_t i, std::size_t count);

/// All schedules that the texts have. Each is, behind a name or none, a SPEC, @file, a script's or config's name (train.py; of several schedules
/// one: train.py:12, train.py:scheduler), - for standard input, or lines pasted.
/// Known's "lr" is the rate of lines that leave it to the optimizer.
Result<std::vector<Typed>> read_all(const std::vector<std::string>& texts, const Horizon& horizon, const Known& known);

/// The only schedule that the text has.
Result<Typed> read_one(const std::string& text, const Horizon& horizon, const Known& known);

/// Is the text the name of a file, or standard input, rather than what it means itself?
bool names_file(const std::string& text);
/// The files that such texts name, each perhaps with a name of its own before it.
Paths files_named_by(const std::vector<std::string>& texts);

/// The horizon; where it does not say how long the run is and all schedules stand in texts that do, the longest of these.
Horizon run_of(const Horizon& horizon, const std::vector<Typed>& all);

std::vector<dialect::Spec> specs_of(const std::vector<Typed>& all);

/// The only schedule, of a verb that takes no rate and no --set.
Result<dialect::Spec> read_spec(const std::string& text, const Horizon& horizon);

/// The same for several; the message says which one is wrong.
Result<std::vector<dialect::Spec>> read_specs(const std::vector<std::string>& texts, const Horizon& horizon);

/// The most steps of a run that are listed, drawn or summed one by one, and of one whose formulas are looked at.
constexpr Step most_shown = 10'000'000, most_counted = Step{1} << 40;

/// The length of a run that shows all of the specs: the horizon's, or the longest schedule's own.
Result<Step> run_length(const Horizon& horizon, const std::vector<dialect::Spec>& specs, Step most);
/// The same; where a script leaves it open, it is asked for by the names that stand there.
Result<Step> run_length(const Horizon& horizon, const std::vector<Typed>& all, Step most);

}  // namespace etude::cli
