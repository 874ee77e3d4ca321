// Any bytes as a plan, as JSON and as a table: read or refused in one line, printed and read again as the same, and
// asked for far steps.

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "etude/notation/recipes.h"

using namespace etude;

static void require(bool holds) {
  if (!holds) std::abort();
}

static void check_plan(const Plan& plan) {
  for (const auto& [name, schedule] : parts(plan)) {
    for (const Step t : {Step{0}, Step{1}, Step{1000}, max_step}) {
      const double value = schedule(t);
      require(value >= 0 || std::isnan(value));
    }
    require(schedule.length() >= 0);
  }
  const auto again = notation::parse_plan(notation::print(plan));
  require(again.has_value() && *again == plan);
  const auto from_json = notation::plan_from_json(notation::to_json(plan));
  require(from_json.has_value() && *from_json == plan);
}

static void check_error(const Error& error) {
  require(!error.message.empty() && error.message.find('\n') == std::string::npos);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Horizon run;
  run.steps = 1000;
  run.samples = 5000;
  run.batch = 32;
  run.tokens_per_sample = 128;
  const auto plan = notation::parse_plan(text, run);
  plan ? check_plan(*plan) : check_error(plan.error());
  if (const auto json = read_json(text)) {
    const auto read = notation::plan_from_json(*json);
    read ? check_plan(*read) : check_error(read.error());
  }
  if (const auto table = notation::parse_table(text); !table) check_error(table.error());
  if (const auto recipe = notation::recipe_text(text); !recipe) check_error(recipe.error());
  return 0;
}
