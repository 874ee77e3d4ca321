#pragma once
// What people have: a training script, lines out of one, a config file, a command line. Read here to schedules that the
// dialects understand. Nothing that stands there is executed.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "etude/dialect/spec.h"

namespace etude::inline source {

/// Where something stands; line and column count from 1, columns in characters.
struct Place {
  std::string file;  // as it was named; "-" for standard input, empty for what was typed
  std::size_t line = 1, column = 1;

  friend bool operator==(const Place&, const Place&) = default;
};

/// "train.py:12:5", or "line 12, column 5" where no file was named.
std::string text_of(const Place& place);

/// How often a script steps a schedule: once an optimizer update, or once an epoch.
enum class Stepped { batch, epoch };

/// One schedule that stands in a text.
struct Found {
  std::string name;           // what the text calls it: the variable, or the config's program
  std::string framework;      // whose words they are: "torch", "hf", "axolotl"
  std::string line;           // what it means: a dialect's line, or etude's notation
  std::optional<Step> steps;  // how long the run is, where the text says so
  Place place;
  std::vector<Note> notes;               // what the text does that its user might not expect
  std::optional<Stepped> stepped = {};   // where the text shows it; of an epoch's, steps are epochs
  std::string asks = {};                 // what would say `steps`, where loops are open: "--set 'len(loader)=NUMBER'"
  std::vector<Argument> arguments = {};  // of a config: its settings by what they say, as lint() asks for them
  std::map<std::string, std::string, std::less<>> settings =
      {};  // and what the line calls otherwise: by its names there
};

/// What the user says of names that the text leaves open: --set steps_per_epoch=500.
using Known = std::map<std::string, double, std::less<>>;

/// Does the file's name say that it is a script or a config: train.py, run.yaml?
bool has_source_ending(std::string_view file);

/// Is this a script, a config or a command line, rather than one SPEC? By its file's name, or by what stands in it.
bool is_source(std::string_view text, std::string_view file);

/// All schedules that stand in the text, in its order; none where it is one SPEC, and otherwise at least one. Refused with file, line and column, what was read
/// and what to type instead: where nothing is found, where a name is not known (it says which --set to give), where the
/// text is no text of its kind, is longer than 16 MiB, or a script than 1 MiB, or nests deeper than 200.
Result<std::vector<Found>> read_source(std::string_view text, std::string_view file, const Known& known = {});

/// What a found schedule means over `horizon`, or over its own steps where the horizon has none. `lr` is the rate of a
/// line that leaves it to the optimizer.
Result<dialect::Spec> meaning(const Found& found, const Horizon& horizon, std::optional<double> lr = {});

}  // namespace etude::source
