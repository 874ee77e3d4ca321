#include "forecast_logs.h"

#include <algorithm>
#include <filesystem>

#include "apps/cli/input.h"
#include "apps/cli/spec.h"
#include "apps/cli/terminal.h"
#include "base/words.h"
#include "record/losses/manifest.h"

namespace etude::cli {
namespace {

/// What a log calls its only run, where it does not say: the file's name, or the folder's where every such file has one.
std::string run_named_by(const std::string& path) {
  std::filesystem::path file = path;
  const std::string name = file.filename().string();
  const bool has_no_name = name.find("tfevents") != std::string::npos || name == "trainer_state.json";
  if (!has_no_name) return file.stem().string();
  file = std::filesystem::absolute(file).parent_path();
  if (file.filename().string().starts_with("checkpoint-")) file = file.parent_path();
  return file.filename().string();
}

Result<std::vector<LossLog>> read_log_file(const std::string& path, const std::string& loss) {
  LossLogReader reader(path, {.loss = loss});
  const auto taken = read_pieces(path, [&](std::string_view piece) { return reader.take(piece); });
  if (!taken) return pass_on(taken.error());
  auto logs = reader.end();
  if (!logs) return logs;
  for (LossLog& log : *logs)
    if (log.run.empty()) log.run = run_named_by(path);
  return logs;
}

Result<std::vector<LossLog>> read_log_files(const std::vector<std::string>& paths, const std::string& loss) {
  std::vector<LossLog> all;
  for (const std::string& path : paths) {
    auto logs = read_log_file(path, loss);
    if (!logs) return logs;
    for (LossLog& log : *logs) {
      const auto is_it = [&](const LossLog& other) { return other.run == log.run; };
      if (std::any_of(all.begin(), all.end(), is_it))
        return refuse(path + ": run " + log.run +
                      " has stood in a log before; give each run once, by a name of its own");
      all.push_back(std::move(log));
    }
  }
  return all;
}

/// A SPEC of a manifest: what @ names is looked for beside it.
std::string beside(const std::string& manifest, const std::string& spec) {
  if (!spec.starts_with('@') || spec.starts_with("@/")) return spec;
  return "@" + (std::filesystem::path(manifest).parent_path() / spec.substr(1)).string();
}

/// The rates of every step of a run under a SPEC.
Result<std::vector<double>> rates_of(const std::string& spec, std::optional<Step> steps, Step logged) {
  const auto typed = read_one(spec, {.steps = steps.value_or(0)}, {});
  if (!typed) return pass_on(typed.error());
  const Schedule& lr = typed->spec.computed.lr;
  const Step length = steps ? *steps : lr.length() == endless ? logged : lr.length();
  if (length < 1 || length > most_shown)
    return refuse("a run of " + std::to_string(length) + " steps is none that can be told; write 1 ... " +
                  std::to_string(most_shown) + " into the column steps");
  return lr.values(length);
}

/// What the manifest says of a run, beside its log.
Result<KnownRun> known_of(const LossLog& log, const ManifestRow& row, const std::string& manifest) {
  KnownRun known{.branch_step = row.branch_step};
  if (row.schedule.empty()) return known;
  auto rates = rates_of(beside(manifest, row.schedule), row.steps, log.steps.back() + 1);
  if (!rates) return refuse(row.place + ": " + rates.error().message);
  known.rates = *std::move(rates);
  return known;
}

/// Two words for one thing at most: what a manifest and the logs have apart from each other.
std::vector<std::string> left_out(const std::vector<LossLog>& logs, const std::vector<ManifestRow>& rows,
                                  const std::string& role) {
  std::vector<std::string> without_row, without_log, warnings;
  for (const LossLog& log : logs)
    if (std::none_of(rows.begin(), rows.end(), [&](const auto& row) { return row.run == log.run; }))
      without_row.push_back(log.run);
  for (const ManifestRow& row : rows)
    if (row.role == role && std::none_of(logs.begin(), logs.end(), [&](const auto& log) { return log.run == row.run; }))
      without_log.push_back(row.run);
  if (!without_row.empty())
    warnings.push_back("the manifest has no row for " + in_short(without_row) + ", so nothing is made of it; add one");
  if (!without_log.empty())
    warnings.push_back("no log has " + in_short(without_log) + " of the manifest" +
                       (role.empty() ? "" : ", whose role is " + role) + "; give the log, too");
  return warnings;
}

Refused no_run(const std::vector<LossLog>& logs, const std::vector<ManifestRow>& rows, const std::string& role) {
  std::vector<std::string> names;
  for (const LossLog& log : logs) names.push_back(log.run);
  const auto has_role = [&](const ManifestRow& row) { return row.role == role; };
  if (std::none_of(rows.begin(), rows.end(), has_role))
    return refuse("the manifest gives no run the role " + role +
                  "; write it into the column role of those that are meant");
  return refuse("no log has a run of the manifest" + (role.empty() ? "" : " whose role is " + role) +
                "; the logs have " + in_short(names));
}

/// What is known without a manifest: the names.
Result<std::vector<ManifestRow>> rows_for(const std::vector<LossLog>& logs) {
  std::vector<ManifestRow> rows;
  for (const LossLog& log : logs) rows.push_back({.run = log.run});
  return rows;
}

constexpr const char* logs_meaning =
    "logs of runs: CSV with columns run,step,lr,loss, lines of JSON, a W&B export, trainer_state.json, an event file "
    "of "
    "TensorBoard";

Result<std::vector<ManifestRow>> read_manifest_file(const std::string& path) {
  return read_file(path, "run,schedule,role and a row a run").and_then([&](const std::string& text) {
    return read_manifest(text, path);
  });
}

}  // namespace

void LogFlags::add_options_to(Flags& flags) {
  flags.option("--loss", loss, "which column of the logs is the loss, where they have several");
  flags.field(*this, "warmup", {.text = ""});
}

void LogFlags::add_to(Flags& flags) {
  flags.required_arguments("LOGS", logs, logs_meaning);
  add_files_to(flags);
}

void LogFlags::add_where_given_to(Flags& flags) {
  flags.arguments("LOGS", logs, logs_meaning);
  add_files_to(flags);
}

Result<void> LogFlags::check_used(const Flags& flags) const {
  for (const char* of_logs : {"--manifest", "--loss", "--warmup"})
    if (logs.empty() && flags.given(of_logs))
      return refuse(std::string(of_logs) + " says nothing without logs; name them, or leave it out");
  return {};
}

void LogFlags::add_files_to(Flags& flags) {
  flags.names_files({"LOGS", FileUse::read, [this] { return logs; }});
  flags.file("--manifest", manifest, FileUse::read,
             "a table with columns run,schedule,role, and branch_step and steps where you like");
  add_options_to(flags);
}

Result<LossLog> LogFlags::read_only_run() const {
  auto logs = read_log_files(this->logs, loss);
  if (!logs) return pass_on(logs.error());
  if (logs->size() == 1) return std::move((*logs)[0]);
  return refuse(this->logs[0] + " has " + std::to_string(logs->size()) +
                " runs; give the log of the one that is going");
}

Assembly LogFlags::assembly() const { return Assembly(warmup == unset_steps ? std::nullopt : std::optional(warmup)); }

Result<LoggedRuns> LogFlags::read(const std::string& role) const {
  const auto logs = read_log_files(this->logs, loss);
  if (!logs) return pass_on(logs.error());
  const auto rows = manifest.empty() ? rows_for(*logs) : read_manifest_file(manifest);
  if (!rows) return pass_on(rows.error());
  const bool has_roles = std::any_of(rows->begin(), rows->end(), [](const auto& row) { return !row.role.empty(); });
  const std::string wanted = has_roles ? lower_case(role) : "";
  Assembly assembly = this->assembly();
  for (const LossLog& log : *logs) {
    const auto row = std::find_if(rows->begin(), rows->end(), [&](const auto& each) { return each.run == log.run; });
    if (row == rows->end() || row->role != wanted) continue;
    auto known = known_of(log, *row, manifest);
    if (!known) return pass_on(known.error());
    if (auto good = assembly.add(log, *std::move(known)); !good) return pass_on(good.error());
  }
  if (assembly.is_empty()) return no_run(*logs, *rows, wanted);
  auto read = assembly.end();
  if (!read) return read;
  for (std::string& warning : left_out(*logs, *rows, wanted)) read->warnings.push_back(std::move(warning));
  return read;
}

void print_warnings(const std::vector<std::string>& warnings, bool is_stdout_taken, const Terminal& terminal) {
  for (const std::string& warning : warnings) {
    if (is_stdout_taken)
      complain("note: " + warning + ".", done, terminal);
    else
      print_line(Tone::note, "note:", " " + warning + ".", terminal.out, 6);
  }
}

}  // namespace etude::cli
