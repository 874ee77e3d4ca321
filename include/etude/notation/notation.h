#pragma once
// Schedules as text and as JSON, both ways.
//
//   spec   = term { "then" term }
//   term   = kind "(" [ argument { "," argument } ] ")"  |  "(" spec ")"
//   argument = [ field "=" ] ( number | word | spec )      positional arguments come first, in the order of the fields
//   plan   = "plan" "(" "lr" "=" spec [ "," "momentum" "=" spec ] ")"  |  spec

#include <string>
#include <string_view>

#include "etude/base/json.h"
#include "etude/base/result.h"
#include "etude/schedule/plan.h"
#include "etude/schedule/schedule.h"

namespace etude {

/// The longest text that is read, in bytes, and the deepest nesting of parentheses.
inline constexpr std::size_t longest_spec_bytes = 65536;
inline constexpr int deepest_nesting = 64;

/// The schedule that `text` spells: parse_schedule("warmup(to=0.08, steps=30) then cosine(from=0.08, steps=270)").
/// Refused with the column (in characters, from 1), what stands there, what was expected and the nearest name.
Result<Schedule> parse_schedule(std::string_view text);

/// The same for a plan: `plan(lr=..., momentum=...)`, or a schedule alone, which is then the rate's.
Result<Plan> parse_plan(std::string_view text);

/// The text of a schedule: fields by name, defaults left out. parse_schedule(print(s)) == s.
std::string print(const Schedule& schedule);
std::string print(const Plan& plan);

/// {"kind": "cosine", "from": 0.05, "to": 1e-4, "steps": 300}; composed schedules hold theirs in "of".
Json to_json(const Schedule& schedule);

/// Reads what to_json() wrote. Refused with the path to the member that is wrong: "of[1].steps must be ...".
Result<Schedule> from_json(const Json& json);

/// The name of `names` that is nearest to `word` by edit distance; empty where none is near.
std::string_view nearest_name(std::string_view word, const std::vector<std::string_view>& names);

}  // namespace etude
