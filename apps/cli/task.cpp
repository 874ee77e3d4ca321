#include "task.h"

#include <cmath>
#include <filesystem>

#include "etude/base/number.h"
#include "fetching.h"
#include "files/files.h"
#include "files/sources.h"

namespace etude::cli {
namespace {

Result<Step> length(const train::Prepared& prepared, const RunFlags& run) {
  const bool has_steps = run.steps != unset_steps, has_epochs = !std::isnan(run.epochs);
  if (has_steps && has_epochs) return refuse("--steps and --epochs both say how long a run is; give one");
  if (has_steps) return run.steps;
  if (!has_epochs) return prepared.task().steps;
  const double updates = std::round(run.epochs * static_cast<double>(prepared.updates_per_epoch()));
  if (updates >= 1 && updates <= longest_run) return static_cast<Step>(updates);
  return refuse("--epochs " + shortest(run.epochs) + " is not between 1 and " +
                std::to_string(static_cast<Step>(longest_run)) + " updates");
}

/// The named set, where it has files and they are nowhere.
const files::Source* absent_source(std::string_view name, const std::string& root) {
  for (const files::Source& source : files::sources())
    if (source.name == name && !source.files.empty() && !files::has_source(name, root) &&
        !files::has_source(name, ETUDE_DATA))
      return &source;
  return nullptr;
}

}  // namespace

std::string title_of(const train::Task& task) {
  const auto named = train::task_named(task.name);
  return named && named->data.source == task.data.source ? task.name : task.data.source;
}

Result<data::Split> load_data(std::string_view source, const data::LoadOptions& options) {
  data::LoadOptions here = options;
  const files::Source* absent = absent_source(source, options.root);
  if (files::has_source(source, ETUDE_DATA) || (absent && asked_and_fetched(*absent))) here.root = ETUDE_DATA;
  return files::load_source(source, here);
}

Result<train::Prepared> prepare(const RunFlags& run, const Flags& flags) {
  const auto named = run.task.read(flags);
  if (!named) return pass_on(named.error());
  const auto prepared = train::Prepared::of(*named, &load_data);
  if (!prepared) return prepared;
  const auto steps = length(*prepared, run);
  if (!steps) return pass_on(steps.error());
  return prepared->with(*steps, named->backward);
}

Result<train::PowerLawTask> read_power_law(const RunFlags& run, const Flags& flags) {
  auto task = run.task.read_power_law(flags);
  if (!task) return task;
  if (!std::isnan(run.epochs)) return refuse("--epochs: power-law has no end of its data; type --steps 1000");
  if (run.steps != unset_steps) task->steps = run.steps;
  return task;
}

Result<void> check_state_file(const std::string& path) {
  std::error_code ignored;
  const auto type = std::filesystem::status(path, ignored).type();
  using enum std::filesystem::file_type;
  for (const auto kept : {none, not_found, regular, directory})
    if (type == kept) return {};
  return refuse(path + " is a pipe or a device, and keeps no state; name a file");
}

Result<std::vector<std::uint8_t>> read_state(const std::string& path) {
  if (path.empty()) return std::vector<std::uint8_t>{};
  if (auto good = check_state_file(path); !good) return pass_on(good.error());
  auto bytes = files::read_file(path);
  if (bytes && bytes->empty()) return refuse(path + " is empty; save a state with etude train --save");
  return bytes;
}

Horizon horizon_of(const train::Prepared& prepared) {
  const train::Task& task = prepared.task();
  Horizon horizon;
  horizon.steps = task.steps;
  horizon.samples = static_cast<Step>(prepared.samples());
  horizon.batch = static_cast<Step>(task.batch == 0 ? prepared.samples() : task.batch);
  horizon.accumulation = static_cast<Step>(task.accumulation);
  horizon.drop_last = task.drop_partial;
  if (prepared.shape().positions > 1) horizon.tokens_per_sample = static_cast<Step>(prepared.shape().positions);
  return horizon;
}

Horizon horizon_of(const train::PowerLawTask& task) {
  Horizon horizon;
  horizon.steps = task.steps;
  horizon.batch = static_cast<Step>(task.batch);
  return horizon;
}

Result<void> check_values(const dialect::Spec& spec, Step steps) {
  for (const auto& [name, schedule] : parts(spec.computed)) {
    for (Step t = 0; t < steps; ++t) {
      if (!std::isnan(schedule(t))) continue;
      return refuse(spec.name + " has no " + name + " at step " + std::to_string(t) + " of " + std::to_string(steps) +
                    ": the framework raises an error there; give it the run's length");
    }
  }
  return {};
}

}  // namespace etude::cli
