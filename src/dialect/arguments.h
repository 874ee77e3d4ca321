#pragma once
// One call's arguments, bound to the entry's signature as Python binds them. An entry's reader asks for each by its
// name.

#include <initializer_list>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dialect/language.h"
#include "dialect/words.h"

namespace etude::dialect {

/// The arguments by name. The first wrong one is remembered and refused when the reader is done, so a reader asks for
/// all that it needs without looking back; in the place of a wrong argument it is given a harmless 1.
class Arguments {
  static constexpr Step nowhere = std::numeric_limits<Step>::min();

 public:
  Arguments(const Language& language, const Entry& entry, const Literal& call, const Setting& setting);

  double number(const char* name);
  std::optional<double> maybe(const char* name);      // nothing for None
  Step steps(const char* name, Step least = 0);       // a whole number
  std::optional<Step> maybe_steps(const char* name);  // nothing for None
  bool flag(const char* name);
  std::string text(const char* name);
  std::vector<double> numbers(const char* name);                   // a list, or one number
  std::vector<Step> milestones(const char* name);                  // a list of whole numbers
  std::vector<std::pair<double, double>> pairs(const char* name);  // {10: 0.5} or [(10, 0.5)]
  const Literal& literal(const char* name);
  bool is_none(const char* name);

  /// The run's own length: `name` where it is given, else the horizon's.
  Step steps_or_run(const char* name);

  /// What a call inside this one means, in the same dialect. Its lr= is `lr` where it has none of its own.
  Result<Reading> read(const Literal& call, std::optional<double> lr = {});
  /// The same. Where it is refused, so is this call, with that message.
  std::optional<Reading> member(const Literal& call, std::optional<double> lr = {});
  /// The same as a schedule; its notes become this call's.
  Schedule inner(const Literal& call, std::optional<double> lr = {});
  std::vector<Schedule> inners(const char* name);

  /// Refuses unless `holds`; the message says what the library would do and what to type.
  bool require(bool holds, const char* pattern, const std::initializer_list<Word>& words = {});
  /// Tells the user of something that the library does and few expect.
  void note(const char* id, const char* text, const char* advice, Step step = nowhere);
  void note(const char* id, const char* pattern, const std::initializer_list<Word>& words, const char* advice,
            Step step = nowhere);
  void note(std::string id, std::string text, std::string advice, std::optional<Step> step = {});

  /// "eta_min is read only from 0 on", of the first argument that is a number below 0; empty where none is.
  std::string below_zero() const;

  /// The call with the dialect's name before it and every argument named.
  std::string label() const;

  /// What the arguments say of the schedule, in the order of the signature, those of calls among them where they stand.
  std::vector<Argument> stated() const;

  /// The optimizer's own rate, if the reader asked for it.
  const std::optional<OptimizerRate>& optimizer() const { return optimizer_; }

  const Horizon& horizon() const { return setting_.horizon; }
  const Setting& setting() const { return setting_; }
  const std::optional<Error>& error() const { return error_; }
  std::vector<Note>& notes() { return notes_; }

 private:
  void bind(const Literal& signature);
  void give(const std::string& name, const Literal& value);
  void take_optimizer_rate();
  void refuse_middle();
  void fail(const Literal* at, const char* pattern, const std::initializer_list<Word>& words = {});

  const Language& language_;
  const Entry& entry_;
  const Literal& call_;
  const Setting setting_;
  std::vector<std::string> order_;  // the arguments' names
  std::map<std::string, Literal, std::less<>> values_;
  std::vector<std::string> given_;          // the names of those that differ from their defaults
  std::optional<OptimizerRate> own_rate_;   // where the call takes one
  std::optional<OptimizerRate> optimizer_;  // the same, once it was asked for, or that of a call inside
  std::optional<Error> error_;
  std::vector<Note> notes_;
};

}  // namespace etude::dialect
