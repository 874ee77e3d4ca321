// Schedules: what a text means, and its code for other frameworks.

#include <algorithm>

#include "answers.h"
#include "etude/dialect/write.h"
#include "replies.h"

namespace etude::explorer {
namespace {

constexpr double no_steps = 0;
constexpr Step most_values = 4'000'000;  // of kinds at steps: a second, of eight schedules together

/// How many kinds are asked for one value: all that it is built of, but of a sequence only one piece.
Step kinds_asked(const Schedule& schedule) {
  Step sum = 0, largest = 0;
  for (const Schedule& each : schedule.inner()) {
    const Step own = kinds_asked(each);
    sum += own;
    largest = std::max(largest, own);
  }
  return 1 + (schedule.traits().is_sequence ? largest : sum);
}

Reading reading_of(const dialect::Spec& spec, Step steps) {
  const std::vector<double> values = spec.computed.lr.values(steps);
  double sum = 0;
  for (const double value : values) sum += value;
  std::vector<std::string> part_names;
  for (const auto& [name, schedule] : parts(spec.computed)) part_names.emplace_back(name);
  const Step length = spec.meaning.lr.length();
  return {.spec = spec.name,
          .json = *notation::to_json(spec.meaning).as<Json::Object>(),
          .length = length == endless ? std::nullopt : std::optional(length),
          .parts = std::move(part_names),
          .sum_lr = sum,
          .peak = *std::max_element(values.begin(), values.end()),
          .first = values.front(),
          .last = values.back(),
          .notes = all_surprises(spec, {.steps = steps})};
}

}  // namespace

Result<void> check_work(const dialect::Spec& spec, Step steps) {
  const Step kinds = std::max(kinds_asked(spec.meaning.lr), kinds_asked(spec.computed.lr));
  if (kinds * steps <= most_values) return {};
  return refuse("this page computes at most " + std::to_string(most_values / kinds) +
                " steps of a schedule of so many kinds; lower steps, or use fewer kinds");
}

Result<const dialect::Spec*> spec_at(const Memory& memory, Request& request) {
  const int slot = request.place("slot");
  if (auto good = request.good(); !good) return pass_on(good.error());
  const auto found = memory.slots.find(slot);
  if (found == memory.slots.end()) return refuse("there is no schedule in slot " + std::to_string(slot));
  return &found->second->spec;
}

Answer read(Memory& memory, Request& request) {
  const int slot = request.place("slot");
  Horizon horizon;
  horizon.steps = request.whole("steps", 1, longest, no_steps);
  if (auto good = request.good(); !good) return pass_on(good.error());
  auto spec = dialect::parse_spec(request.text("text"), horizon);
  if (!spec) return pass_on(spec.error());
  if (auto good = check_work(*spec, horizon.steps); !good) return pass_on(good.error());
  Json::Object reply = facts_json(reading_of(*spec, horizon.steps));
  memory.slots.insert_or_assign(slot, c::plan_of(*std::move(spec), horizon));
  return reply;
}

Answer print_tree(Memory&, Request& request) {
  const Json* tree = request.find("json");
  if (!tree) return refuse("print needs a tree in \"json\"");
  const auto plan = notation::plan_from_json(*tree);
  if (!plan) return pass_on(plan.error());
  return Json::Object{{"spec", notation::print(*plan)}};
}

Answer convert(Memory& memory, Request& request) {
  const auto spec = spec_at(memory, request);
  if (!spec) return pass_on(spec.error());
  const Step steps = request.whole("steps", 1, longest, 1);
  if (auto good = request.good(); !good) return pass_on(good.error());
  const auto program = dialect::write_dialect(**spec, {.to = request.text("to"), .steps = steps});
  if (!program) return pass_on(program.error());
  return Json::Object{{"code", program->code}, {"notes", fact_json(program->notes)}};
}

}  // namespace etude::explorer
