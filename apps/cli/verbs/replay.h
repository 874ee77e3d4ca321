#pragma once
// The rate that a run really had: a schedule under a controller, with the metrics that it was told.

#include <optional>
#include <string>
#include <vector>

#include "apps/cli/spec.h"
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
  std::string controller, metrics, state;
  Step after = unset_steps;
  Step every = 1;

  static constexpr auto fields(auto...) {
    return std::array{
        field<&ReplayFlags::after>(Unit::steps, {},
                                   "the controller hears no metric before this step, as of a warm-up's end [0]"),
        field<&ReplayFlags::every>(Unit::steps, {.least = 1, .most = most_shown}, "steps between two metrics [1]"),
    };
  }

  void add_to(Flags& flags);
  /// Nothing where --controller is not given. The fields must have been read.
  Result<std::optional<MetricLog>> read(const Flags& flags) const;
};

}  // namespace etude::cli
