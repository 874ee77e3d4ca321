#pragma once
// The forms in which settings come, each read to one map with places. Which one a text has is told by its file's name,
// or by what stands in it.

#include <string_view>
#include <vector>

#include "source/value.h"

namespace etude::inline source::configs {

/// What is longer is refused before it is read, so that no library of forms can be kept busy.
inline constexpr std::size_t longest_config_bytes = 1 << 19;
/// Aliases of YAML are written out; what has become more than that many values is refused.
inline constexpr std::size_t most_values = 100'000;
inline constexpr int deepest_config = 200;

/// The maps that stand in the text: one, but for what holds several command lines.
Result<Value> read_form(std::string_view text, std::string_view file);

Result<Value> read_yaml(std::string_view text, std::string_view file);
Result<Value> read_toml(std::string_view text, std::string_view file);
Result<Value> read_json_form(std::string_view text, std::string_view file);
/// key=value lines, with [sections] that end up before the key: "[net]" and "burn_in=1000" are net.burn_in.
Result<Value> read_pairs(std::string_view text, std::string_view file);
/// key: value lines where a key may come again, which makes a list.
Result<Value> read_prototxt(std::string_view text, std::string_view file);
/// A command line, or a shell script with one: --key value, --key=value, key=value. The map's text is the program's name.
Result<Value> read_flags(std::string_view text, std::string_view file);

/// "1e-4", "1_000", "true", "~" as YAML, and Python's readers of it, mean them; what is nothing of these is a text.
Value scalar(std::string_view text, Place place);
Value text_value(std::string_view text, Place place);
/// Adds the member, or gives the one of that name this value.
void set_member(Value& map, std::string_view name, Value value);

/// "config.yaml:3:7: ..."
Refused refuse_at(const Place& place, std::string_view message);

}  // namespace etude::source::configs
