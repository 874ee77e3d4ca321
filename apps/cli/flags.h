#pragma once
// The command line's own words. Every value stays text until its verb reads it, as strictly as a spec is read.

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "call_files.h"
#include "command_line.h"
#include "etude/base/field.h"
#include "etude/base/result.h"
#include "terminal.h"

namespace CLI {  // NOLINT(readability-identifier-naming): the name that CLI11 has
class App;
}

namespace etude::cli {

/// The name of a field that Options state; another one does not compile.
template <class Options>
struct FieldOf {
  consteval FieldOf(const char* name) : member(stated(name)) {}
  Member member;

 private:
  static consteval Member stated(std::string_view name) {
    for (const Member& each : Options::fields())
      if (each.field.name == name) return each;
    throw "no field of these options";
  }
};

/// How a field is typed, where its statement does not say it.
struct FieldFlag {
  std::string name = {};                 // empty: --verify-steps of verify_steps
  std::string meaning = {};              // empty: the field's own
  std::string group = {};                // of the help
  std::optional<std::string> text = {};  // of the default; none: as short as it can be
};

/// The arguments and flags of one verb. What is bound must live as long as the command line is read.
class Flags {
 public:
  Flags(CLI::App& app, CommandLine line) : app_(&app), line_(std::move(line)) {}

  const CommandLine& line() const { return line_; }

  void argument(const std::string& name, std::string& value, const std::string& meaning);
  void arguments(const std::string& name, std::vector<std::string>& values, const std::string& meaning);
  void required_arguments(const std::string& name, std::vector<std::string>& values, const std::string& meaning);
  void required_argument(const std::string& name, std::string& value, const std::string& meaning);
  void required_option(const std::string& name, std::string& value, const std::string& meaning);
  void option(const std::string& name, std::string& value, const std::string& meaning, const std::string& group = "");
  void list(const std::string& name, std::vector<std::string>& values, const std::string& meaning);
  /// One value each time that it is given.
  void repeated(const std::string& name, std::vector<std::string>& values, const std::string& meaning);
  void flag(const std::string& name, bool& value, const std::string& meaning, const std::string& group = "");
  /// A flag of which given() is all there is to know.
  void flag(const std::string& name, const std::string& meaning, const std::string& group = "");
  /// A flag for a field of some options, which must live as long: name, help and the default, where the field takes it,
  /// are read off its statement. A field that is yes or no is a flag without a value, which turns it into the other.
  template <class Options>
  void field(Options& options, FieldOf<std::type_identity_t<Options>> field, const FieldFlag& as = {}) {
    bind(field.member, &options, as);
  }
  /// Puts what was typed into the fields, and holds the files of the call against each other. Refused: the first value
  /// that its statement refuses, and what check_apart() refuses.
  Result<void> read_fields() const;
  /// --csv alone means standard output ("-"), --csv=FILE a file.
  void output(const std::string& name, std::string& where, const std::string& meaning);
  /// The path of a file that is read, or written.
  void file(const std::string& name, std::string& path, FileUse use, const std::string& meaning,
            const std::string& may_replace = "");
  /// What a flag names in another way.
  void names_files(CallFiles files) { files_->push_back(std::move(files)); }

  bool given(const std::string& name) const;
  /// The first of the names that is given; empty where none is.
  std::string first_given(const std::vector<std::string>& names) const;
  /// Refused: the first of `others` that is given beside `flag`, which fixes what they say.
  Result<void> refuse_beside(const std::string& flag, const std::vector<std::string>& others) const;

 private:
  struct BoundField {
    std::string flag;
    Member member;
    void* options;
    std::string text = {};
  };
  void bind(const Member& member, void* options, const FieldFlag& as);

  CLI::App* app_;
  CommandLine line_;
  std::shared_ptr<std::deque<BoundField>> fields_ = std::make_shared<std::deque<BoundField>>();
  std::shared_ptr<std::vector<CallFiles>> files_ = std::make_shared<std::vector<CallFiles>>();
};

/// What a chosen verb does, and prints as the terminal is; an Error is one line on standard error and status 1.
using Action = std::function<Result<void>(const Terminal&)>;

/// A flag in whose presence a verb does something of its own, such as a study that has a name.
struct Preset {
  std::string flag, meaning;
  Action action;
};

/// Adds the flags. What it gives does the action of the first that is typed, or else the other one.
Action with_presets(Flags& flags, std::vector<Preset> presets, Action otherwise);

/// A verb: one file each. A name of two words, "forecast fit", is a verb of the one before it, which declares nothing
/// itself.
struct Verb {
  const char* name;
  const char* meaning;
  const char* example;
  Action (*declare)(Flags flags);  // nullptr: it has verbs of its own
  bool takes_files = false;        // its arguments are: in `--csv x.csv` the file may be one of them
};

/// What was typed: what to do, help among it, or what is wrong; and how to print.
struct Choice {
  std::variant<Action, std::string> action;
  TerminalFlags terminal = {};
};
Choice read_command_line(const std::vector<Verb>& verbs, int argc, char** argv);

constexpr int done = 0, failed = 1, wrong_usage = 2;

Action list_verb(Flags flags);
Action show_verb(Flags flags);
Action compare_verb(Flags flags);
Action train_verb(Flags flags);
Action lint_verb(Flags flags);
Action diff_verb(Flags flags);
Action plan_verb(Flags flags);
Action convert_verb(Flags flags);
Action range_verb(Flags flags);
Action forecast_fit_verb(Flags flags);
Action forecast_score_verb(Flags flags);
Action forecast_predict_verb(Flags flags);
Action forecast_rank_verb(Flags flags);
Action forecast_watch_verb(Flags flags);
Action forecast_optimise_verb(Flags flags);
Action forecast_refine_verb(Flags flags);
Action claims_verb(Flags flags);
Action advise_verb(Flags flags);
Action runs_verb(Flags flags);
Action explore_verb(Flags flags);

}  // namespace etude::cli
