#include "task.h"

#include <algorithm>

#include "etude/data/source.h"
#include "etude/dialect/spec.h"

namespace etude::explorer {
namespace {

const train::TaskField* field_named(std::string_view name) {
  const auto& all = train::task_fields();
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& field) { return field.name == name; });
  return found == all.end() ? nullptr : &*found;
}

Result<void> set_field(train::Task& task, const train::TaskField& field, const Json& value) {
  const auto* text = value.as<std::string>();
  if (auto good = text ? field.set(task, *text) : refuse("type a text"); !good)
    return refuse(std::string(field.name) + ": " + good.error().message);
  return {};
}

/// In the order of the fields: one may set what a later one says otherwise.
Result<void> set_fields(train::Task& task, const Json& given) {
  const auto* members = given.as<Json::Object>();
  if (!members) return refuse("task must be an object of fields and texts");
  for (const train::TaskField& field : train::task_fields())
    if (const Json* value = given.find(field.name))
      if (auto good = set_field(task, field, *value); !good) return good;
  for (const auto& [name, value] : *members)
    if (!field_named(name)) return refuse("a task has no field " + name);
  return {};
}

Result<train::Task> task_of(Request& request) {
  train::Task task;
  if (const Json* given = request.find("task"))
    if (auto good = set_fields(task, *given); !good) return pass_on(good.error());
  task.sums = train::Sums::rounded;  // so that the module and its native build give the same bits
  task.steps = request.whole("steps", 1, most_steps, static_cast<double>(task.steps));
  if (auto good = request.good(); !good) return pass_on(good.error());
  const std::string backward = request.text("backward", name_of(task.backward));
  if (auto good = field_named("backward")->set(task, backward); !good) return pass_on(good.error());
  return task;
}

/// A browser's memory is no place for more, and there is nothing to catch where it ends.
Result<void> check_size(const train::Task& task) {
  constexpr std::size_t widest = 1024, deepest = 16, most_samples = 20'000;
  const auto& hidden = task.model.hidden;
  if (hidden.size() > deepest || std::any_of(hidden.begin(), hidden.end(), [](std::size_t w) { return w > widest; }))
    return refuse("hidden: the page trains at most 16 hidden layers of at most 1024; train more on the command line");
  if (!task.pretraining.plan.empty())
    return refuse("pretrain: the page trains in one phase; train in two on the command line");
  if (!data::is_generated(task.data.source)) return {};  // refused where it would be read
  const auto samples = data::generated_samples(task.data.source);
  if (!samples) return pass_on(samples.error());
  if (*samples <= most_samples) return {};
  return refuse("data: the page trains on at most 20,000 samples, not " + std::to_string(*samples));
}

}  // namespace

Result<train::Prepared> prepared_of(Request& request) {
  const auto task = task_of(request);
  if (!task) return pass_on(task.error());
  if (auto good = check_size(*task); !good) return pass_on(good.error());
  return train::Prepared::of(*task, [](std::string_view source, const data::LoadOptions&) -> Result<data::Split> {
    return refuse("the page trains on generated data, such as spirals:classes=5; for " + std::string(source) +
                  " use etude on the command line");
  });
}

Result<Plan> plan_of(const train::Prepared& prepared, const std::string& text) {
  Horizon horizon;
  horizon.steps = prepared.task().steps;
  const auto spec = dialect::parse_spec(text, horizon);
  if (!spec) return pass_on(spec.error());
  if (auto good = train::check_plan(prepared, spec->computed); !good) return pass_on(good.error());
  return spec->computed;
}

}  // namespace etude::explorer
