#pragma once
// A dialect as data. A reader, read/<library>.cpp, states one Language: the library's schedules, each with its
// signature and the function that reads it. A writer, write/<library>.cpp, states one Writing: how a plan becomes the
// library's code. dialects.inc names every dialect once; a new one is its reader, its writer if it has one, and a line
// there.

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dialect/literal.h"
#include "etude/base/help_text.h"
#include "etude/dialect/dialect.h"

namespace etude::dialect {

class Arguments;
struct Language;

/// One schedule of a library: its name, its signature as the library has it (plus lr=1.0 where the optimizer's rate
/// matters), and what it means.
struct Entry {
  std::string_view name;
  std::string_view signature;
  HelpText meaning;
  Result<Reading> (*read)(Arguments&);
};

/// A block of configuration in which a library's users name a schedule:
///   {"class_name": "CosineDecay", "config": {"initial_learning_rate": 0.1, "decay_steps": 90}}
struct Block {
  std::string_view library;             // what a message calls the library: "Keras"
  std::string_view name;                // the key of the schedule's name: "class_name"; empty: it reads no block
  std::string_view arguments = {};      // the key of the dict of arguments; empty: they stand beside the name
  bool may_lack_arguments = false;      // a block without that dict is this library's too
  std::string_view passed_over = {};    // an argument that says nothing about the schedule
  std::string_view around = {};         // the key under which a larger configuration holds the block: "scheduler"
  const Language* others = nullptr;     // another language, whose schedules the block may name as well
  std::string_view list_entry = {};     // the entry that takes a list of blocks; empty: it reads no list
  std::string_view list_argument = {};  // and its argument for them
};

/// How a plan becomes a library's code.
struct Writing {
  /// Calls in the dialect's words that may say the plan; each is read back and held against it.
  std::vector<std::string> (*phrases)(const Plan& plan);
  /// One of them in the library's own language.
  std::string (*expression)(const Literal& call);
  /// The program around it. Where the call has lr=, it multiplies the rate of an optimizer, which the program checks.
  std::string (*program)(const Literal& call, Step steps);
  /// The program around the Python function `rate(step)` whose text is given, for an optimizer of that rate; nullptr
  /// where the library takes no function.
  std::string (*closed_form)(const std::string& function, Step steps, double lr) = nullptr;
  /// Does that program multiply the optimizer's own rate?
  bool is_factor = false;
  /// Does the message that another library cannot say a schedule advise to write it in this one?
  bool is_advised = false;
  /// Does program() take the lines of that entry as they were written? nullptr: of none.
  bool (*takes)(std::string_view entry) = nullptr;
};

/// Of all entries.
inline bool takes_every_line(std::string_view) { return true; }

struct Language {
  std::string_view name;
  std::string_view library;
  std::array<std::string_view, 2> prefixes = {};  // other first names: "transformers"
  std::span<const Entry> entries = {};
  const Writing* writing = nullptr;  // nullptr: it is read only
  Block block = {};
  /// Where several libraries have a schedule of one name, is a call with an optimizer as its first argument this one's?
  bool is_meant_with_optimizer = false;
};

#define DIALECT(library)          \
  namespace library {             \
  extern const Language language; \
  extern const Writing writing;   \
  }
#include "dialect/dialects.inc"
#undef DIALECT

/// Every language, in the order in which help lists them.
std::span<const Language* const> languages();

/// Where a line is read: the run, and the optimizer's own rate where it is known.
struct Setting {
  const Horizon& horizon;
  std::optional<double> lr = {};
};

/// What a call of that language means. Its lr= is `lr` where it has none of its own.
Result<Reading> read_inner(const Language& language, const Literal& call, std::optional<double> lr,
                           const Setting& setting);

}  // namespace etude::dialect
