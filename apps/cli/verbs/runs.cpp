// etude runs: what a store holds.

#include <algorithm>
#include <cstdio>
#include <deque>
#include <memory>

#include "apps/cli/flags.h"
#include "apps/cli/terminal.h"
#include "etude/base/json.h"
#include "etude/base/number.h"
#include "etude/notation/notation.h"
#include "etude/report/figure.h"
#include "etude/report/table.h"
#include "store/store.h"
#include "study/scaled.h"

namespace etude::cli {
namespace {

constexpr Range any_id{.least = 1, .most = static_cast<double>(endless)};

struct RunsOptions {
  std::string store, task, schedule;
  std::vector<std::string> ids;
  Step show = unset_steps, last = 50;
  bool csv = false, json = false, is_spelt_out = false;
  bool removes = false, checks = false;

  bool shows() const { return show != unset_steps; }
  static constexpr auto fields(auto...) {
    return std::array{
        field<&RunsOptions::show>(Unit::count, any_id, "the id of a trial: all of it"),
        field<&RunsOptions::last>(Unit::count, {.least = 1, .most = 100'000}, "how many the list shows"),
    };
  }
};

/// One of --ids.
Result<Step> read_id(const std::string& text, Step least) {
  const Field id{"id", Unit::count, {.least = static_cast<double>(least), .most = any_id.most}, ""};
  const auto value = value_from_text(id, text);
  if (!value) return refuse("--ids must be " + value.error().message);
  return std::get<Step>(*value);
}

/// "7", "5-9" or "5-": to the end.
Result<store::Selection> id_range(const std::string& text) {
  const std::size_t dash = text.find('-', 1);
  const auto first = read_id(text.substr(0, dash), 1);
  if (!first) return pass_on(first.error());
  if (dash == std::string::npos) return store::Selection{.first = *first, .last = *first};
  if (dash + 1 == text.size()) return store::Selection{.first = *first};
  const auto last = read_id(text.substr(dash + 1), *first);
  if (!last) return pass_on(last.error());
  return store::Selection{.first = *first, .last = *last};
}

/// Ascending, and no trial twice.
std::vector<store::Selection> merged(std::vector<store::Selection> ranges) {
  std::sort(ranges.begin(), ranges.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<store::Selection> apart;
  for (const store::Selection& range : ranges) {
    if (!apart.empty() && range.first <= apart.back().last)
      apart.back().last = std::max(apart.back().last, range.last);
    else
      apart.push_back(range);
  }
  return apart;
}

Result<std::vector<store::Selection>> read_selections(const RunsOptions& options) {
  std::vector<store::Selection> ranges;
  for (const std::string& text : options.ids) {
    const auto range = id_range(text);
    if (!range) return pass_on(range.error());
    ranges.push_back(*range);
  }
  if (options.shows()) ranges.push_back({.first = options.show, .last = options.show});
  if (ranges.empty()) ranges.push_back({});
  for (store::Selection& range : ranges) {
    range.configuration_has = options.task;
    range.plan_has = options.schedule;
  }
  return merged(std::move(ranges));
}

Result<void> check_flags(const RunsOptions& options, const Flags& flags) {
  const bool selects = !options.ids.empty() || !options.task.empty() || !options.schedule.empty();
  const bool shows = options.shows();
  if (options.removes + options.checks + shows > 1) return refuse("give one of --show, --delete and --check");
  if (options.csv && options.json) return refuse("give one of --csv and --json");
  if ((options.removes || options.checks) && (options.csv || options.json))
    return refuse("--delete and --check give no --csv or --json: export first");
  if ((shows || options.checks) && selects) return refuse("--show and --check take no --ids, --task or --schedule");
  if (flags.given("--last") && (shows || options.removes || options.checks || options.csv || options.json))
    return refuse("--last is for the list; name trials by --ids, as in --ids 12-");
  if (options.removes && !selects)
    return refuse("say what to delete: --ids 3,5-9, --task TEXT or --schedule TEXT; --ids 1- is everything");
  return {};
}

Result<void> visit(store::Store& store, const std::vector<store::Selection>& selections, store::Detail detail,
                   const std::function<Result<void>(const store::StoredTrial&)>& visitor) {
  Result<void> fine;
  for (const store::Selection& selection : selections)
    if (fine) fine = store.visit(selection, detail, visitor);
  return fine;
}

/// The value of a line "name=value" of a configuration; empty where there is none.
std::string value_of(const std::string& configuration, const std::string& name) {
  const std::string text = "\n" + configuration, line = "\n" + name + "=";
  const std::size_t at = text.find(line);
  if (at == std::string::npos) return "";
  return text.substr(at + line.size(), text.find('\n', at + 1) - at - line.size());
}

/// "train.py": the first word of somebody's own trainer that names a file, its script, or else its program.
std::string trainer_of(const std::string& configuration) {
  const auto json = read_json(value_of(configuration, "trainer"));
  const auto* words = json ? json->as<Json::Array>() : nullptr;
  std::string name;
  for (const Json& each : words ? *words : Json::Array()) {
    const auto* word = each.as<std::string>();
    const bool is_script = word && !value_of(configuration, "file " + *word).empty();
    if (word && (name.empty() || is_script)) name = *word;
    if (is_script) break;
  }
  return name.substr(name.find_last_of('/') + 1);
}

/// "spirals, mlp, sgd", or the name of somebody's own trainer.
std::string task_of(const std::string& configuration) {
  std::string label = trainer_of(configuration);
  for (const char* name : {"data", "model", "optimizer"})
    if (const std::string value = value_of(configuration, name); !value.empty())
      label += (label.empty() ? "" : ", ") + value;
  return label;
}

std::string number_or(double value, const std::string& otherwise) {
  return value == value ? significant(value, 5) : otherwise;
}

std::string peak_of(const store::TrialKey& key) {
  const auto plan = notation::parse_plan(key.plan);
  return plan && key.steps > 0 && key.steps <= 1'000'000 ? significant(study::peak_of(*plan, key.steps), 4) : "-";
}

/// As the user has it, or else in etude's notation.
std::string called(const store::StoredTrial& trial, const RunsOptions& options) {
  return trial.name.empty() || options.is_spelt_out ? trial.key.plan : trial.name;
}

std::vector<std::string> row_of(const store::StoredTrial& trial, const RunsOptions& options) {
  const Outcome& outcome = trial.outcome;
  const std::string missing = outcome.diverged_at ? "diverged @ " + std::to_string(*outcome.diverged_at) : "-";
  return {std::to_string(trial.id),
          task_of(trial.key.configuration),
          called(trial, options),
          peak_of(trial.key),
          std::to_string(trial.key.seed),
          std::to_string(trial.key.steps),
          number_or(outcome.final_loss, missing),
          number_or(outcome.heldout_loss, "-")};
}

Result<void> list(store::Store& store, const std::vector<store::Selection>& selections, const RunsOptions& options,
                  const report::TerminalStyle& style) {
  std::deque<std::int64_t> latest;
  std::int64_t count = 0;
  const auto seen =
      visit(store, selections, store::Detail::numbers, [&](const store::StoredTrial& trial) -> Result<void> {
        latest.push_back(trial.id);
        if (++count > options.last) latest.pop_front();
        return {};
      });
  if (!seen) return seen;
  report::Table table{
      {{"Id"}, {"Task", true}, {"Schedule", true}, {"Peak"}, {"Seed"}, {"Steps"}, {"Final"}, {"Held-out"}}, {}, {}};
  for (const std::int64_t id : latest) {
    const auto good = store.visit({.first = id, .last = id}, store::Detail::everything,
                                  [&](const store::StoredTrial& trial) -> Result<void> {
                                    table.rows.push_back(row_of(trial, options));
                                    return {};
                                  });
    if (!good) return good;
  }
  if (count > options.last)
    table.notes.push_back("The last " + std::to_string(options.last) + " of " + std::to_string(count) +
                          " trials; --last 1000, --ids, --task and --schedule show others, --csv and --json all.");
  if (count == 0) table.notes.push_back("No such trial.");
  print_table(table, style);
  return {};
}

Json json_of(const store::StoredTrial& trial) {
  const auto& [id, key, outcome, name] = trial;
  Json::Object object{{"id", id},
                      {"configuration", key.configuration},
                      {"name", name},
                      {"schedule", key.plan},
                      {"backward", key.backward},
                      {"seed", std::int64_t{key.seed}},
                      {"steps", key.steps}};
  for (const Fact& fact : Outcome::facts())
    object.emplace_back(fact.name == "steps" ? "trained_steps" : fact.name, fact.read(&outcome));
  for (Json::Member& part : facts_json(outcome.curve)) object.push_back(std::move(part));
  return object;
}

void print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

/// "5, 17-20"
std::string ranges_of(const std::vector<std::int64_t>& ids) {
  std::string text;
  for (std::size_t first = 0, last = 0; first < ids.size(); first = ++last) {
    while (last + 1 < ids.size() && ids[last + 1] == ids[last] + 1) ++last;
    text += (text.empty() ? "" : ", ") + std::to_string(ids[first]);
    if (last > first) text += "-" + std::to_string(ids[last]);
  }
  return text;
}

/// Shows all selected trials that are whole; refused, at the end, where some are not.
Result<void> visit_whole(store::Store& store, const std::vector<store::Selection>& selections, const std::string& path,
                         const std::function<Result<void>(const store::StoredTrial&)>& visitor) {
  std::vector<std::int64_t> damaged;
  for (const store::Selection& selection : selections) {
    const auto more = store.visit_whole(selection, visitor);
    if (!more) return pass_on(more.error());
    damaged.insert(damaged.end(), more->begin(), more->end());
  }
  if (damaged.empty()) return {};
  return refuse(path + " is damaged: every trial but " + ranges_of(damaged) +
                " is in what was written; begin a new store, in which a study trains again what it needs");
}

/// A row at a time, so that a store of any size goes through.
Result<void> print_csv(store::Store& store, const std::vector<store::Selection>& selections, const std::string& path) {
  const Json columns = json_of({});
  report::Table row;
  for (const auto& [name, value] : *columns.as<Json::Object>()) row.columns.push_back({name});
  const std::string title = report::write_csv(row);
  print(title);
  return visit_whole(store, selections, path, [&](const store::StoredTrial& trial) -> Result<void> {
    const Json json = json_of(trial);
    row.rows.assign(1, {});
    for (const auto& [name, value] : *json.as<Json::Object>()) row.rows[0].push_back(report::cell_of(value));
    print(report::write_csv(row).substr(title.size()));
    return {};
  });
}

Result<void> print_json(store::Store& store, const std::vector<store::Selection>& selections, const std::string& path) {
  print("{\"trials\": [");
  const char* before = "\n  ";
  const auto shown = visit_whole(store, selections, path, [&](const store::StoredTrial& trial) -> Result<void> {
    print(before + write_json(json_of(trial), 0));
    before = ",\n  ";
    return {};
  });
  print("\n]}\n");
  return shown;
}

std::string text_of(const Metric& metric) {
  return number_or(metric.last, "-") + " (lowest " + number_or(metric.lowest, "-") + ", highest " +
         number_or(metric.highest, "-") + ")";
}

void print_trial(const store::StoredTrial& trial, const RunsOptions& options, const report::TerminalStyle& style) {
  report::Table table{{{"Trial " + std::to_string(trial.id), true}, {"", true}}, {}, {}};
  const Json json = json_of(trial);
  for (const auto& [name, value] : *json.as<Json::Object>()) {
    const bool is_elsewhere = name == "id" || name == "configuration" || value.as<Json::Array>();
    if (const std::string cell = report::cell_of(value); !is_elsewhere && !cell.empty())
      table.rows.push_back({name, cell});
  }
  for (const Metric& metric : trial.outcome.metrics) table.rows.push_back({metric.name, text_of(metric)});
  print_table(table, style);
  print_line("\n" + trial.key.configuration, style);
  const LossCurve& curve = trial.outcome.curve;
  if (curve.step.size() < 2) return;
  print_figure({.x = {.label = "step"},
                .y = {.label = "loss", .is_log = true},
                .lines = {{.name = called(trial, options),
                           .x = {curve.step.begin(), curve.step.end()},
                           .y = curve.loss,
                           .diverged = trial.outcome.diverged_at.has_value()}}},
               style);
}

Result<void> show(store::Store& store, const std::vector<store::Selection>& selections, const RunsOptions& options,
                  const report::TerminalStyle& style) {
  return visit(store, selections, store::Detail::everything, [&](const store::StoredTrial& trial) -> Result<void> {
    print_trial(trial, options, style);
    return {};
  });
}

Result<void> remove(store::Store& store, const std::vector<store::Selection>& selections,
                    const report::TerminalStyle& style) {
  std::int64_t count = 0;
  for (const store::Selection& selection : selections) {
    const auto removed = store.remove(selection);
    if (!removed) return pass_on(removed.error());
    count += *removed;
  }
  print_line("deleted " + std::to_string(count) + (count == 1 ? " trial" : " trials"), style);
  return {};
}

Result<void> check(store::Store& store, const report::TerminalStyle& style) {
  const auto count = store.check().and_then([&] { return store.count(); });
  if (!count) return pass_on(count.error());
  print_line(std::to_string(*count) + (*count == 1 ? " trial" : " trials") + ", all of them whole", style);
  return {};
}

Result<void> run(const RunsOptions& options, const Flags& flags, const report::TerminalStyle& style) {
  for (const auto& good : {flags.read_fields(), check_flags(options, flags)})
    if (!good) return good;
  const auto selections = read_selections(options);
  if (!selections) return pass_on(selections.error());
  auto store =
      store::Store::open(options.store, {.access = options.removes ? store::Access::changing : store::Access::reading});
  if (!store) return pass_on(store.error());
  if (options.shows() && store->count(selections->front()) == 0)
    return refuse("there is no trial " + std::to_string(options.show) + " in " + options.store +
                  "; etude runs --store " + options.store + " lists what is there");
  if (options.removes) return remove(*store, *selections, style);
  if (options.checks) return check(*store, style);
  if (options.csv) return print_csv(*store, *selections, options.store);
  if (options.json) return print_json(*store, *selections, options.store);
  return options.shows() ? show(*store, *selections, options, style) : list(*store, *selections, options, style);
}

}  // namespace

Action runs_verb(Flags flags) {
  auto options = std::make_shared<RunsOptions>();
  flags.required_option("--store", options->store, "the file in which trials are kept");
  flags.list("--ids", options->ids, "only these: 3,5-9, or 5- for the 5th and all after it");
  flags.option("--task", options->task, "only trials whose configuration has this text: data=spirals");
  flags.option("--schedule", options->schedule, "only trials whose schedule, or its name, has this text: cosine");
  flags.field(*options, "last");
  flags.field(*options, "show");
  flags.flag("--spelt-out", options->is_spelt_out,
             "call schedules by their whole text in etude's notation, not as typed");
  flags.flag("--delete", options->removes, "forget those that --ids, --task and --schedule name");
  flags.flag("--check", options->checks, "read everything, and say whether it is whole");
  flags.flag("--csv", options->csv, "all trials with everything as CSV on standard output");
  flags.flag("--json", options->json, "the same as JSON");
  return [options, flags](const Terminal& terminal) { return run(*options, flags, terminal.out); };
}

}  // namespace etude::cli
