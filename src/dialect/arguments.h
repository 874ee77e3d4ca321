#pragma once
// One call's arguments under the library's own signature: what an entry's reader asks for by name.

#include <array>
#include <functional>
#include <limits>
#include <map>
#include <span>

#include "dialect/literal.h"
#include "dialect/words.h"
#include "etude/dialect/dialect.h"
#include "etude/schedule/kinds.h"

namespace etude::dialect {

struct Entry;
struct Language;

/// The arguments by name. The first wrong one is remembered and refused in the end, so that a reader can ask for all
/// it needs without looking back; what it is given in the place of a wrong one is a harmless 1.
class Arguments {
  static constexpr Step nowhere = std::numeric_limits<Step>::min();

 public:
  Arguments(const Language& language, const Entry& entry, const Literal& call, const Horizon& horizon);

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

  /// A schedule inside this one, of the same dialect, whose lr= is `lr` unless it has its own.
  Schedule inner(const Literal& call, std::optional<double> lr = {});
  std::vector<Schedule> inners(const char* name, std::optional<double> lr = {});

  /// Refuses unless `holds`; the message says what the library would do and what to type.
  bool require(bool holds, const char* message);
  bool require(bool holds, const char* pattern, const std::initializer_list<Word>& words);
  /// What the user should know of the library's ways.
  void note(const char* id, const char* text, const char* advice);
  void note(const char* id, const char* text, const char* advice, Step step);
  void note(const char* id, const char* pattern, const std::initializer_list<Word>& words, const char* advice,
            Step step = nowhere);
  void note(std::string id, std::string text, std::string advice, std::optional<Step> step = {});

  /// The call as it was written, with the dialect's name before it.
  std::string label() const;

  const Horizon& horizon() const { return horizon_; }
  const std::optional<Error>& error() const { return error_; }
  std::vector<Note>& notes() { return notes_; }

 private:
  void bind(const Literal& signature);
  void fail(const Literal* at, const char* pattern, const std::initializer_list<Word>& words = {});

  const Language& language_;
  const Entry& entry_;
  const Literal& call_;
  const Horizon& horizon_;
  std::map<std::string, Literal, std::less<>> values_;
  std::optional<Error> error_;
  std::vector<Note> notes_;
};

/// One schedule of a library: its name, its signature as the library has it (plus lr=1.0 where the optimizer's rate
/// matters), and what it means.
struct Entry {
  std::string_view name;
  std::string_view signature;
  std::string_view meaning;
  Result<Reading> (*read)(Arguments&);
};

/// How a program is written around a call, or around a closed form.
struct Writer {
  /// Calls in the dialect's words that may say the plan; each is read back and held against it.
  std::vector<std::string> (*phrases)(const Plan& plan) = nullptr;
  /// The program around one of them.
  std::string (*program)(const Literal& call, const Plan& plan, Step steps) = nullptr;
  /// The program around the function `rate(step)` whose Python is given; nullptr where the framework takes no function.
  std::string (*closed_form)(const std::string& function, const Plan& plan, Step steps) = nullptr;
};

/// A dialect: one file, and one line of the table in dialect.cpp.
struct Language {
  std::string_view name;
  std::string_view library;
  std::array<std::string_view, 2> prefixes;  // other first names: "transformers"
  std::span<const Entry> entries;
  Writer writer = {};
};

const Language& torch_language();
const Language& hf_language();
const Language& timm_language();
const Language& paddle_language();
const Language& mmengine_language();
const Language& optax_language();
const Language& keras_language();
const Language& llmc_language();
const Language& fastai_language();
const Language& composer_language();
const Language& megatron_language();
const Language& deepspeed_language();
const Language& ignite_language();

// The kinds as most libraries draw them: `from` at the first step, `to` one step after the last.

Result<Schedule> held(double value);
Result<Schedule> held(double value, Step steps);
Result<Schedule> straight(double from, double to, Step steps);
Result<Schedule> half_wave(double from, double to, Step steps);
/// A power of what remains, and of what is done.
Result<Schedule> power_fall(double from, double to, Step steps, double power);
Result<Schedule> power_done(double from, double to, Step steps, double power);
/// A warm-up that is a line.
Result<Schedule> rise_from(double from, double to, Step steps);

/// What a reader returns once the arguments have been refused.
template <class T>
Result<T> refused();

/// A reading of a rate alone, of a rate and a momentum.
Result<Reading> reading(const Result<Schedule>& lr);
Result<Reading> reading(const Result<Schedule>& lr, const Result<Schedule>& momentum);

/// A reading whose library computes in float32: `computed(t)` does the library's own operations in its own order.
Result<Reading> float32_reading(const Arguments& arguments, const Result<Schedule>& meaning,
                                const std::function<float(Step)>& computed);

}  // namespace etude::dialect
