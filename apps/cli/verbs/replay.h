#pragma once
// The rate that a run really had: a schedule under a controller, with the metrics that it was told.

#include <optional>
#include <string>
#include <vector>

#include "apps/cli/flags.h"
#include "etude/dialect/controllers.h"

namespace etude::cli {

/// A controller, what it remembers at the beginning, and what it is told.
struct MetricLog {
  Controller controller;
  std::vector<Note> notes;
  std::vector<double> metrics;
  Step every = 1;         // steps between two metrics
  ControllerState state;  // where it goes on from

  /// How many steps there are to show: those of the log, or all of a run of `run` steps that are left. Refused where
  /// that is none, or too few for the metrics, or more than `most`.
  Result<Step> steps(std::optional<Step> run, Step most) const;

  /// The metric that was reported after each of so many steps.
  std::vector<std::optional<double>> column(Step steps) const;
};

/// --controller, --metrics, --after, --every and --state.
struct ReplayFlags {
  std::string controller, metrics, after, every, state;

  void add_to(Flags& flags);
  /// Nothing where --controller is not given.
  Result<std::optional<MetricLog>> read() const;
};

}  // namespace etude::cli
