#pragma once
// A SPEC as it is typed: etude's notation, a dialect's line or block, a recipe's name, or @file.

#include <string>
#include <vector>

#include "etude/dialect/dialect.h"
#include "etude/notation/notation.h"
#include "flags.h"

namespace etude::cli {

/// What was typed, and what it means.
struct Spec {
  std::string name;                // the plan's text
  Plan meaning;                    // in etude's kinds
  Plan computed;                   // the same, with the rate as the framework's own arithmetic gives it
  std::vector<Note> notes;         // the framework's ways
  std::vector<Resolved> resolved;  // amounts that the horizon turned into steps
};

/// The flags that say how long a run is: --steps, or --epochs with --samples and --batch.
struct HorizonFlags {
  std::string steps, epochs, samples, batch, accumulation, devices, context;
  bool drop_last = false;

  void add_to(Flags& flags, const std::string& steps_meaning);
  Result<Horizon> read() const;
};

/// "run: 300 optimizer updates: 3 epochs of 100, each of 10 samples x 1 x 1"; empty where --steps alone says it.
std::string horizon_text(const Horizon& horizon);

Result<Spec> read_spec(const std::string& text, const Horizon& horizon);

/// The same for several; the message says which one is wrong.
Result<std::vector<Spec>> read_specs(const std::vector<std::string>& texts, const Horizon& horizon);

/// The length of a run that shows all of the specs: the horizon's, or the longest schedule's own.
Result<Step> run_length(const Horizon& horizon, const std::vector<Spec>& specs, Step most);

}  // namespace etude::cli
