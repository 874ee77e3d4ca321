#pragma once
// Other frameworks' own words for a schedule, read and written: torch.CosineAnnealingLR(lr=0.1, T_max=100).
//
// A line is one call as in Python, by the library's own names and defaults, or one of its blocks of configuration
// (Keras, DeepSpeed, mmengine). Where its numbers depend on the optimizer's rate, that is lr=; an optimizer that is
// named is passed over. Nothing is evaluated: numbers, strings, lists, dicts and calls are read, a lambda is refused
// with the way to say it here.

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "etude/base/json.h"
#include "etude/schedule/horizon.h"
#include "etude/schedule/lint.h"
#include "etude/schedule/plan.h"

namespace etude::dialect {

/// The optimizer's own rate, of which the numbers of many libraries' schedules are multiples.
struct OptimizerRate {
  double lr = 1;
  bool is_missing = false;  // the line leaves the rate to the optimizer and nobody has said it: 1 stands for it
};

/// What a line means.
struct Reading {
  Plan plan;                         // in etude's kinds, in float64
  std::optional<Schedule> computed;  // the rate as the library's own arithmetic gives it, where that is not float64
  std::vector<Note> notes;           // what the library does that its user might not expect
  std::optional<OptimizerRate> optimizer = {};   // nothing where the line sets the rate, whatever the optimizer's is
  std::string line = {};                         // the same call, each argument named, with lr= and the run's steps
  std::vector<Argument> arguments = {};          // of the line and the calls in it, as lint() asks for them
  std::function<double(double t)> between = {};  // where the framework asks it at a step with a fraction: that rate

  /// What the framework really gives.
  const Schedule& lr() const { return computed ? *computed : plan.lr; }
};

/// One schedule of a framework.
struct DialectEntry {
  std::string_view name;       // "CosineAnnealingLR"
  std::string_view signature;  // "T_max, eta_min=0.0, lr=1.0": its arguments and defaults, in its own words
  std::string_view meaning;
};

struct Dialect {
  std::string_view name;     // "torch"
  std::string_view library;  // "PyTorch, torch.optim.lr_scheduler"
  std::vector<DialectEntry> entries;
  bool is_written = false;  // convert --to takes it
};

/// Every dialect there is, in the order in which help lists them.
const std::vector<Dialect>& dialects();

/// Is this text a dialect's rather than etude's own?
bool is_dialect(std::string_view text);

/// What the line or block means. Refused with the column, what stands there and what was expected; and what the
/// framework itself would die of later is refused at once. A line that leaves the rate to the optimizer and does not
/// say it has that of the optimizer, `lr`.
Result<Reading> read_dialect(std::string_view text, const Horizon& horizon = {}, std::optional<double> lr = {});

/// {"name", "library", "written", "schedules": [{"name", "arguments", "meaning"}]}
Json to_json(const Dialect& dialect);

}  // namespace etude::dialect
