#pragma once
// The settings that a text has for one program. A reader asks for each by its name, as a dialect's reader asks its
// Arguments: the first wrong one is remembered and refused when the reader is done.

#include <initializer_list>

#include "etude/base/pattern.h"
#include "source/config/program.h"

namespace etude::inline source::configs {

class Settings {
 public:
  Settings(const Program& program, const Value& top, const Known& known);

  // A setting's value: as it is written, else as --set gives it, else the program's default. Refused where there is none.
  double number(std::string_view name);
  Step whole(std::string_view name, Step least = 0);
  bool flag(std::string_view name);
  std::string text(std::string_view name);
  std::vector<double> numbers(std::string_view name);  // of a list, or of one number; empty where it is not there
  std::vector<Step> wholes(std::string_view name);

  /// The same, and nothing where it is none.
  std::optional<double> maybe(std::string_view name);

  /// Does the text have it, and not as none; or --set?
  bool has(std::string_view name) const;
  /// As it is written; nullptr where it is not, or is none.
  const Value* value(std::string_view name) const;

  /// What the program takes from its data or its launcher: --set NAME=VALUE says it, or the run is refused with the
  /// words for it: asked("samples", "the number of training samples", "50000").
  double asked(std::string_view name, std::string_view what, std::string_view example);
  /// The same, where the reader can do without.
  std::optional<double> given(std::string_view name) const;

  /// Refuses unless `holds`, at the place of that setting.
  bool require(bool holds, std::string_view name, const char* pattern, const std::initializer_list<Word>& words = {});
  /// Refuses a word that is none of those.
  std::string one_of(std::string_view name, std::initializer_list<std::string_view> words);
  void note(const char* id, const char* pattern, const std::initializer_list<Word>& words, const char* advice,
            std::optional<Step> step = {});

  Place place(std::string_view name) const;
  const Program& program() const { return program_; }
  const Value& top() const { return top_; }
  const std::optional<Error>& error() const { return error_; }
  const std::vector<Note>& notes() const { return notes_; }

 private:
  const Value* written(std::string_view name) const;
  Value found(std::string_view name);
  void look_for_slips();
  void fail(const Place& place, std::string message);

  const Program& program_;
  const Value& top_;
  const Known& known_;
  std::optional<Error> error_;
  std::vector<Note> notes_;
};

/// The member at the end of a dotted path, '-' and '_' being the same; nullptr where there is none.
const Value* at_path(const Value& top, std::string_view path);

/// A meaning, or why there is none: written(s, call_text(...), steps).
Result<Meaning> written(const Settings& s, std::string line, Step steps);
Result<Meaning> written(const Settings& s, const Result<Schedule>& schedule, Step steps);

/// The schedule of one whose steps are epochs, for every update: it changes at the edges of epochs.
Result<Schedule> by_epoch(Settings& s, const Result<Schedule>& schedule, Step epochs, Step updates_per_epoch);

/// Share x whole in double, rounded as Python's int(), round() and math.ceil() round.
Step cut(double value);
Step rounded(double value);
Step raised(double value);

}  // namespace etude::source::configs
