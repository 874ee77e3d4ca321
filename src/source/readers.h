#pragma once
// The three ways in, one for each form of text; source.cpp chooses between them.

#include <string_view>
#include <vector>

#include "source/value.h"

namespace etude::inline source {

/// Python: its schedulers, and the settings of programs (TrainingArguments, a Lightning dict), which read_settings() reads.
Result<std::vector<Found>> read_script(std::string_view text, std::string_view file, const Known& known);

/// YAML, TOML, JSON, key=value lines, or the flags of a command line: one map, whose program is told by its keys.
Result<std::vector<Found>> read_config(std::string_view text, std::string_view file, const Known& known);

/// Is a block of JSON, which might be a dialect's, a config? DeepSpeed's is the dialect's, unless it has an "auto".
bool is_config_block(std::string_view text);

/// The settings of a training program as a map, or the call that makes them: nothing where no program's keys are there.
Result<std::vector<Found>> read_settings(const Value& settings, const Known& known);

}  // namespace etude::source
