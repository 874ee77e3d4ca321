#include "values.h"

#include <cmath>

#include "etude/base/number.h"
#include "etude/notation/notation.h"

namespace etude::cli {
namespace {

std::optional<std::int64_t> integer_in(const std::string& text) {
  if (const auto integer = to_integer(text)) return integer;
  const auto number = to_double(text);
  if (!number || !(std::abs(*number) <= 0x1p62) || *number != std::floor(*number)) return std::nullopt;
  return static_cast<std::int64_t>(*number);
}

}  // namespace

Result<std::int64_t> whole_number(const std::string& flag, const std::string& text, std::int64_t least,
                                  std::int64_t most) {
  const auto integer = integer_in(text);
  if (integer && *integer >= least && *integer <= most) return *integer;
  return refuse(flag + " must be a whole number from " + std::to_string(least) + " to " + std::to_string(most) +
                ", not \"" + text.substr(0, 40) + "\"");
}

Result<double> positive_number(const std::string& flag, const std::string& text) {
  const auto number = to_double(text);
  if (number && std::isfinite(*number) && *number > 0) return *number;
  return refuse(flag + " must be a number above 0, not \"" + text.substr(0, 40) + "\"");
}

void TaskFlags::add_to(Flags& flags) {
  flags.option("--task", task, "what to train (etude list)");
  flags.option("--backward", backward, "corrected, or as-written: through weights already updated, as the post does");
  flags.option("--precision", precision, "float64 or float32");
}

Result<Task> TaskFlags::read() const {
  auto named = task_named(task);
  if (!named) return named;
  const auto pass = backward_named(backward);
  if (!pass) return tl::unexpected<Error>(pass.error());
  const auto reals = precision_named(precision);
  if (!reals) return tl::unexpected<Error>(reals.error());
  named->backward = *pass;
  named->precision = *reals;
  return named;
}

Result<void> refuse_beside_as_published(const Flags& flags, const std::vector<std::string>& names) {
  for (const std::string& name : names)
    if (flags.given(name)) return refuse("--as-published fixes " + name + "; leave it out");
  return {};
}

Result<std::vector<Plan>> read_plans(const std::vector<std::string>& specs) {
  std::vector<Plan> plans;
  for (std::size_t i = 0; i < specs.size(); ++i) {
    auto plan = parse_plan(specs[i]);
    const std::string which = specs.size() > 1 ? "spec " + std::to_string(i + 1) + ", " : "";
    if (!plan) return refuse(which + plan.error().message);
    plans.push_back(*std::move(plan));
  }
  return plans;
}

}  // namespace etude::cli
