#pragma once
// A training program as data: the keys that tell that a config is its own, its settings with their defaults, and the
// reader that says what they mean. A new program is one such file in programs/ and one line in programs.inc.

#include <span>
#include <string>
#include <string_view>

#include "source/value.h"

namespace etude::inline source::configs {

class Settings;

/// A setting by its key, dotted where it stands inside others ("optimizer.lr"), and what the program takes where it is
/// not written, in the words of a config; empty where there is no default. `part` is what a number there says of the
/// schedule: lint() gives its advice in the names of these. One that counts anything but steps says Part::other.
/// `argument` is what the dialect's line calls it, where that is another name ("lr max_lr" are two): what the dialect
/// says of that, it says of the setting.
struct Setting {
  std::string_view name, otherwise = {};
  Part part = Part::other;
  std::string_view argument = {};
};

/// What the program does with a key that it does not know.
enum class Strangers { passed_over, refused };

/// What settings mean: a dialect's line or etude's notation, and the updates of the run, 0 where the text says nothing.
struct Meaning {
  std::string line;
  Step steps = 0;
};

struct Program {
  std::string_view name;   // "axolotl"
  std::string_view title;  // "axolotl"
  std::string_view forms;  // "YAML"
  /// Keys that only this program has: "a b | c" is a and b, or c. A name with "()" is a call.
  std::string_view marks;
  std::span<const Setting> settings = {};
  Result<Meaning> (*read)(Settings&) = nullptr;
  Strangers strangers = Strangers::passed_over;
};

#define PROGRAM(id)             \
  namespace id {                \
  extern const Program program; \
  }
#include "source/config/programs.inc"
#undef PROGRAM

/// Every program, in the order in which a config is held against them.
std::span<const Program* const> programs();

}  // namespace etude::source::configs
