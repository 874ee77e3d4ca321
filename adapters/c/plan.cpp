// Plans: read, printed, and asked for values.

#include "plan.h"

#include <cmath>

#include "base/words.h"
#include "etude/base/number.h"
#include "etude/schedule/samples_seen.h"

namespace etude::c {
namespace {

/// "head.lr" as "head" and "lr": a parameter has no dot in its name.
PlanPart part_of(std::string name, const Schedule& schedule) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string::npos) return {name, "", name, schedule};
  return {name, name.substr(0, dot), name.substr(dot + 1), schedule};
}

Result<Horizon> horizon_of(const etude_horizon& given) {
  for (const auto& [name, value] : {std::pair("steps", given.steps),
                                    {"samples", given.samples},
                                    {"batch", given.batch},
                                    {"accumulation", given.accumulation},
                                    {"devices", given.devices},
                                    {"tokens_per_sample", given.tokens_per_sample}})
    if (value < 0 || value > max_step)
      return refuse(std::string("horizon.") + name + " must be from 0 (not known) to 2^62, not " +
                    std::to_string(value));
  for (const auto& [name, value] : {std::pair("epochs", given.epochs), {"lr", given.lr}})
    if (!(value >= 0 && std::isfinite(value)))
      return refuse(std::string("horizon.") + name + " must be a number from 0 (not known), not " + shortest(value));
  return Horizon{.steps = given.steps,
                 .samples = given.samples,
                 .batch = given.batch,
                 .accumulation = given.accumulation > 0 ? given.accumulation : 1,
                 .devices = given.devices > 0 ? given.devices : 1,
                 .epochs = given.epochs,
                 .drop_last = given.drop_last != 0,
                 .tokens_per_sample = given.tokens_per_sample};
}

}  // namespace

std::unique_ptr<etude_plan> plan_of(dialect::Spec spec, const Horizon& horizon) {
  std::vector<PlanPart> all;
  for (const auto& [name, schedule] : parts(spec.computed)) all.push_back(part_of(name, schedule));
  return std::make_unique<etude_plan>(etude_plan{std::move(spec), horizon, std::move(all)});
}

Result<Step> steps_of(const etude_plan& plan, Step most) {
  const auto steps = updates_of_run(plan.horizon, plan.spec.meaning);
  if (!steps) return steps;
  if (*steps == endless) return refuse("the schedule never ends; say how long the run is, by horizon.steps");
  if (*steps <= most) return steps;
  return refuse("the run has " + std::to_string(*steps) + " steps; at most " + std::to_string(most) + " are looked at");
}

Failed wrong_index(const char* name, std::size_t index, std::size_t count, const char* of_what) {
  if (index < count) return {};
  return misuse(name + (" is " + std::to_string(index)) + "; there are " + std::to_string(count) + " " + of_what +
                ", from 0");
}

Failed wrong_part(const char* name, const etude_plan& plan, std::size_t index) {
  return wrong_index(name, index, plan.parts.size(), "parts");
}

}  // namespace etude::c

using namespace etude;
using namespace etude::c;

etude_status etude_parse(const char* text, const etude_horizon* horizon, etude_plan** plan) noexcept {
  return guarded(__func__, [&]() -> Failed {
    if (Failed misused = wrong({{"text", text}, {"plan", plan}})) return misused;
    etude_horizon given;
    if (Failed misused = copy_in("horizon", horizon, given)) return misused;
    const auto run = horizon_of(given);
    if (!run) return refused(run.error());
    auto spec = dialect::parse_spec(text, *run, given.lr != 0 ? std::optional(given.lr) : std::nullopt);
    if (!spec) return refused(spec.error());
    Gift(plan_of(*std::move(spec), *run)).to(plan);
    return {};
  });
}

etude_status etude_plan_free(etude_plan* plan) noexcept { return freed(__func__, "plan", plan); }

etude_status etude_plan_text(const etude_plan* plan, char** text) noexcept {
  return guarded(__func__, [&]() -> Failed {
    if (Failed misused = wrong({{"plan", plan}, {"text", text}})) return misused;
    return give(is_said_by_its_line(plan->spec) ? plan->spec.line : plan->spec.name, text);
  });
}

etude_status etude_plan_json(const etude_plan* plan, char** json) noexcept {
  return guarded(__func__, [&]() -> Failed {
    if (Failed misused = wrong({{"plan", plan}, {"json", json}})) return misused;
    return give(write_json(computed_json(plan->spec)), json);
  });
}

etude_status etude_plan_steps(const etude_plan* plan, int64_t* steps) noexcept {
  return guarded(__func__, [&]() -> Failed {
    if (Failed misused = wrong({{"plan", plan}, {"steps", steps}})) return misused;
    const auto known = steps_of(*plan, max_step);
    if (!known) return refused(known.error());
    *steps = *known;
    return {};
  });
}

etude_status etude_plan_parts(const etude_plan* plan, size_t* count) noexcept {
  return guarded(__func__, [&]() -> Failed {
    if (Failed misused = wrong({{"plan", plan}, {"count", count}})) return misused;
    *count = plan->parts.size();
    return {};
  });
}

etude_status etude_plan_part(const etude_plan* plan, size_t index, etude_part* part) noexcept {
  return guarded(__func__, [&]() -> Failed {
    if (Failed misused = wrong({{"plan", plan}, {"part", part}})) return misused;
    if (Failed misused = wrong_part("index", *plan, index)) return misused;
    const PlanPart& of = plan->parts[index];
    return copy_out("part",
                    etude_part{.size = 0,
                               .name = of.name.c_str(),
                               .group = of.group.c_str(),
                               .parameter = of.parameter.c_str(),
                               .length = of.schedule.length()},
                    part);
  });
}

etude_status etude_plan_find(const etude_plan* plan, const char* name, size_t* index) noexcept {
  return guarded(__func__, [&]() -> Failed {
    if (Failed misused = wrong({{"plan", plan}, {"name", name}, {"index", index}})) return misused;
    std::vector<std::string_view> names;
    for (const PlanPart& part : plan->parts) names.push_back(part.name);
    const auto found = index_of("part", name, names);
    if (!found) return refused(found.error());
    *index = *found;
    return {};
  });
}

etude_status etude_value(const etude_plan* plan, size_t part, int64_t step, double* value) noexcept {
  return guarded(__func__, [&]() -> Failed {
    if (Failed misused = wrong({{"plan", plan}, {"value", value}})) return misused;
    if (Failed misused = wrong_part("part", *plan, part)) return misused;
    *value = plan->parts[part].schedule(step);
    return {};
  });
}

etude_status etude_values(const etude_plan* plan, size_t part, int64_t first, size_t count, double* values) noexcept {
  return guarded(__func__, [&]() -> Failed {
    if (Failed misused = wrong({{"plan", plan}, {"values", values}})) return misused;
    if (Failed misused = wrong_part("part", *plan, part)) return misused;
    plan->parts[part].schedule.values(first, {values, count});
    return {};
  });
}

etude_status etude_values_at(const etude_plan* plan, size_t part, const int64_t* steps, size_t count,
                             double* values) noexcept {
  return guarded(__func__, [&]() -> Failed {
    if (Failed misused = wrong({{"plan", plan}, {"steps", steps}, {"values", values}})) return misused;
    if (Failed misused = wrong_part("part", *plan, part)) return misused;
    const Schedule& schedule = plan->parts[part].schedule;
    for (std::size_t i = 0; i < count; ++i) values[i] = schedule(steps[i]);
    return {};
  });
}
