#include "winner.h"

#include <algorithm>

#include "apps/cli/command_line.h"
#include "base/words.h"
#include "etude/dialect/write.h"
#include "etude/report/comparison.h"
#include "study/scaled.h"

namespace etude::cli {
namespace {

/// The dialect of a line, if programs are written in it; of what is etude's own none.
std::string framework_of(const Typed& typed) {
  const std::string name = typed.spec.line.substr(0, typed.spec.line.find('.'));
  const auto targets = dialect::targets();
  return std::find(targets.begin(), targets.end(), name) == targets.end() ? "" : name;
}

std::string framework_among(const std::vector<Typed>& schedules, const Typed& winner) {
  if (const std::string own = framework_of(winner); !own.empty()) return own;
  for (const Typed& each : schedules)
    if (const std::string name = framework_of(each); !name.empty()) return name;
  return "python";
}

/// The schedule at the peak at which it was run.
dialect::Spec at_peak(const Typed& typed, const Comparison& comparison, const Arm& arm) {
  if (arm.tuning.empty()) return typed.spec;
  const double own = study::peak_of(typed.spec.computed, comparison.steps);
  return dialect::spec_of(study::scaled(typed.spec.meaning, {arm.peak, own}));
}

/// The framework's own words for it, and for which optimizer they are; empty where it has none.
std::string phrase_of(const dialect::Spec& spec, const dialect::Target& target) {
  const auto program = dialect::write_dialect(spec, target);
  if (!program || program->phrase.empty()) return "";
  std::string phrase = program->phrase;
  for (const Note& note : program->notes)
    if (note.id == "optimizer-lr") phrase += "  # " + note.text;
  return phrase;
}

/// What no notation says, no command line can name.
std::string command_for(const dialect::Spec& spec, const dialect::Target& target) {
  if (dialect::has_function(spec.meaning)) return "";
  return CommandLine{"etude",
                     {"convert", notation::print(spec.meaning), "--to", std::string(target.to), "--steps",
                      std::to_string(target.steps)}}
      .text();
}

}  // namespace

std::optional<Winner> winner_among(const Comparison& comparison, const std::vector<Typed>& schedules, std::string to) {
  const auto found = report::winner_of(comparison);
  if (!found || *found >= schedules.size()) return std::nullopt;
  const Typed& typed = schedules[*found];
  const Arm& arm = comparison.arms[*found];
  if (to.empty()) to = framework_among(schedules, typed);
  const dialect::Spec spec = at_peak(typed, comparison, arm);
  const dialect::Target target{.to = to, .steps = comparison.steps};
  return Winner{notation::print(spec.meaning), to, phrase_of(spec, target), command_for(spec, target)};
}

Result<void> check_target(const std::string& to) {
  const auto targets = dialect::targets();
  if (to.empty() || std::find(targets.begin(), targets.end(), to) != targets.end()) return {};
  return refuse("--to takes one of " + joined(targets) + ", not \"" + to + "\"");
}

}  // namespace etude::cli
