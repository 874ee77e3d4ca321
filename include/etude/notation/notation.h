#pragma once
// Schedules as text and as JSON, both ways.
//
//   spec   = term { "then" term }
//   term   = kind "(" [ argument { "," argument } ] ")"  |  "(" spec ")"
//   argument = [ field "=" ] ( amount | word | list | spec )   positional arguments come first, in the fields' order
//   amount = number [ "%" | "ep" | "sp" | "tok" ]  |  "rest"     the latter where the field counts steps
//   list   = "[" [ amount { "," amount } ] "]"
//   plan   = "plan" "(" part { "," part } ")"  |  spec
//   part   = ( "lr" | "momentum" | "beta1" | "beta2" | "weight_decay" | "batch_size" | "averaging" ) "=" spec
//          | "group" "(" name { "," part } ")"                    without the last two

#include <string>
#include <string_view>

#include "etude/base/field_json.h"
#include "etude/base/json.h"
#include "etude/base/result.h"
#include "etude/schedule/horizon.h"
#include "etude/schedule/plan.h"
#include "etude/schedule/schedule.h"

namespace etude::notation {

/// The longest text that is read, in bytes, and the deepest nesting of parentheses.
inline constexpr std::size_t longest_spec_bytes = 65536;
inline constexpr int deepest_nesting = 64;

/// An amount that the horizon turned into steps: "2%" of 20 steps has become 0.
struct Resolved {
  std::string text;
  std::size_t column = 0;
  double exact = 0;
  Step steps = 0;
};

/// The schedule that `text` spells: parse_schedule("warmup(to=0.08, steps=30) then cosine(from=0.08, steps=270)").
/// Amounts such as 5% or 3ep are rounded to the nearest update of the horizon; `rest` is what the pieces before it
/// leave of it. Refused with the column (in characters, from 1), what stands there, what was expected and the nearest
/// name.
Result<Schedule> parse_schedule(std::string_view text, const Horizon& horizon = {});

/// The same for a plan: `plan(lr=..., momentum=...)`, or a schedule alone, which is then the rate's.
/// What the horizon has turned into steps is added to `resolved`, where it is given.
Result<Plan> parse_plan(std::string_view text, const Horizon& horizon = {}, std::vector<Resolved>* resolved = nullptr);

/// The text of a schedule: fields by name, defaults left out. parse_schedule(print(s)) == s.
std::string print(const Schedule& schedule);
std::string print(const Plan& plan);

/// {"kind": "cosine", "from": 0.05, "to": 1e-4, "steps": 300}; composed schedules hold theirs in "of".
Json to_json(const Schedule& schedule);

/// What a kind states of itself, for who reads no C++.
struct KindStatement {
  std::string_view name, formula, meaning, source;
  std::vector<FieldStatement> fields = {};

  static constexpr auto facts(auto...) {
    return facts_of<&KindStatement::name, &KindStatement::formula, &KindStatement::meaning, &KindStatement::source,
                    &KindStatement::fields>();
  }
};
KindStatement statement_of(const Kind& kind);

/// Reads what to_json() wrote. Refused with the path to the member that is wrong: "of[1].steps must be ...".
Result<Schedule> from_json(const Json& json);

/// {"etude": 1, "lr": {...}, "momentum": {...}, "groups": [{"name": "head", "lr": {...}}]}, and back.
inline constexpr std::int64_t json_version = 1;
Json to_json(const Plan& plan);
Result<Plan> plan_from_json(const Json& json);

/// The points of a table as text: two columns, step and rate, with commas or blanks between, under step,lr or no heading.
/// The schedule goes through them by `interpolation`. Refused with the line that is wrong.
Result<Schedule> parse_table(std::string_view text, Interpolation interpolation = Interpolation::linear);

}  // namespace etude::notation
