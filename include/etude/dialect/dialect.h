#pragma once
// Other frameworks' own words for a schedule, read and written: torch.CosineAnnealingLR(lr=0.1, T_max=100).
//
// A line is one call as in Python, by the library's own names and defaults, or one of its blocks of configuration
// (Keras, DeepSpeed, mmengine). Where its numbers depend on the optimizer's rate, that is lr=, 1 where it is left out;
// an optimizer that is named is passed over. Nothing is evaluated: numbers, strings, lists, dicts and calls are read,
// a lambda is refused with the way to say it here.

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

/// What a line means.
struct Reading {
  Plan plan;                          // in etude's kinds, in float64
  std::optional<Schedule> computed;   // the rate as the library's own arithmetic gives it, where that is not float64
  std::vector<Note> notes;            // what the library does that its user might not expect
  std::vector<Argument> arguments{};  // of the line and the calls in it, as lint() asks for them

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
/// framework itself would die of later is refused at once.
Result<Reading> read_dialect(std::string_view text, const Horizon& horizon = {});

/// Running code for another framework.
struct Program {
  std::string code;
  std::string phrase;       // the framework's own call, where one says it; empty for a closed form
  std::vector<Note> notes;  // steps that cannot be the same, and why
};

/// The plan as a program of that framework ("torch", ...; also "cpp", "json", "text"), held against the plan over a run
/// of `steps` updates and half as many past it. Refused where the framework can not say it, with the first step that
/// would differ.
Result<Program> write_dialect(const Plan& plan, std::string_view to, Step steps);

/// What write_dialect() takes.
std::vector<std::string_view> written_dialects();

/// {"name", "library", "written", "schedules": [{"name", "arguments", "meaning"}]}
Json to_json(const Dialect& dialect);

}  // namespace etude::dialect
