// etude range: the learning-rate range test.

#include <algorithm>
#include <memory>

#include "apps/cli/flags.h"
#include "apps/cli/interruption.h"
#include "apps/cli/output.h"
#include "apps/cli/setting.h"
#include "apps/cli/terminal.h"
#include "base/words.h"
#include "etude/range/rules.h"
#include "etude/range/sweep.h"
#include "etude/report/range.h"
#include "range_published.h"

namespace etude::cli {
namespace {

struct RangeOptions {
  range::SweepOptions sweep;
  std::size_t seeds = sweep.seeds.size();
  std::uint32_t seed = sweep.seeds.front();
  std::string measure{name_of(sweep.measure)};
  bool all_rules = false, verifies = false;
  std::string state, schedule = "linear(from=1, steps=rest)", family;
  NamingFlag naming;
  SettingFlags setting{.trainer = {.needs_every_step = true}};  // of the runs that verify
  OutputFlags output;

  static constexpr auto fields(auto...) {
    return std::array{
        field<&RangeOptions::seeds>(Unit::count, {.least = 1, .most = 10'000},
                                    "how many sweeps, each with its own network, data and order"),
        field<&RangeOptions::seed>(Unit::count, {.most = 0xffff'ffff - 10'000}, "the first of them"),
    };
  }
};

/// Everything that is to be done, read from the options and found good.
struct RangeJob {
  range::SweepOptions sweep;
  Setting setting;                        // of the runs that verify
  study::Runner sweeps;                   // who sweeps, in that setting
  std::optional<dialect::Spec> schedule;  // that is looked for a peak of, where one was typed, or is verified
  Outputs outputs;
};

Result<range::SweepOptions> read_sweep(const RangeOptions& options) {
  const auto measure = value_of_word<range::SweptLoss>("loss to measure", options.measure);
  if (!measure) return refuse("--measure: " + measure.error().message);
  range::SweepOptions sweep = options.sweep;
  if (const auto rule = range::range_rule_named(sweep.rule); !rule) return refuse("--rule: " + rule.error().message);
  sweep.measure = *measure;
  sweep.seeds = study::seeds_from(options.seed, options.seeds);
  return sweep;
}

Result<void> check_trainer(const RangeOptions& options, const Flags& flags) {
  std::vector<std::string> names = options.setting.run.task.names();
  names.insert(names.end(), {"--state", "--measure", "--group"});
  if (const std::string name = flags.first_given(names); !name.empty())
    return refuse(name + " says nothing to a trainer of your own; leave it out");
  if (options.family == "sgd" || options.family == "adam") return {};
  return refuse("the rule must know the optimizer of your trainer; type --family sgd or --family adam");
}

/// The setting of the runs that verify. Those of somebody's own trainer are as long as a sweep, unless told otherwise.
Result<Setting> setting_of(const RangeOptions& options, const Flags& flags) {
  SettingFlags given = options.setting;
  if (given.trainer.command.empty()) return read_setting(given, flags);
  if (auto good = check_trainer(options, flags); !good) return pass_on(good.error());
  if (given.run.steps == unset_steps) given.run.steps = options.sweep.steps;
  return read_setting(given, flags);
}

/// Who sweeps in a setting: somebody's own program, which runs every sweep to its end, or etude's engine.
Result<study::Runner> read_sweeps(const RangeOptions& options, const Setting& setting, range::SweptLoss measure) {
  if (setting.power_law && !options.state.empty()) return refuse("--state: power-law has none; leave it out");
  if (!setting.prepared) return setting.runner;
  const range::SweepRunOptions run{.threads = options.setting.engine.threads, .measure = measure};
  if (options.state.empty()) return range::sweep_runner(*setting.prepared, run);
  const auto state = read_state(options.state);
  if (!state) return pass_on(state.error());
  return range::sweep_runner_from(*state, *setting.prepared, run);
}

/// What a sweep takes from its setting.
void put_in(const RangeOptions& options, const Setting& setting, range::SweepOptions& sweep) {
  const std::string& own = options.setting.trainer.command;
  sweep.task = own.empty() ? setting.task : own;
  sweep.setting = setting.words;
  sweep.backward = setting.backward;
  sweep.is_adaptive = setting.prepared ? optim::entry_of(setting.prepared->task().optimizer.rule).is_adaptive
                                       : options.family == "adam";
}

Result<void> check_verified(const RangeOptions& options) {
  if (!options.verifies) return {};
  if (!options.state.empty()) return refuse("--verify runs from the start, not from a state; leave one of them out");
  if (!options.sweep.group.empty()) return refuse("--verify scales the rate of all parameters; leave out --group");
  return {};
}

/// The schedule whose shape the short runs take, or that is verified, if any is.
Result<std::optional<dialect::Spec>> read_schedule(const RangeOptions& options, const Setting& setting, bool is_typed) {
  if (auto good = check_verified(options); !good) return pass_on(good.error());
  if (!options.verifies && !is_typed) return std::optional<dialect::Spec>();
  const auto typed = read_one(options.schedule, setting.horizon, {});
  if (!typed) return pass_on(typed.error());
  if (auto good = check_values(typed->spec, setting.steps); !good) return pass_on(good.error());
  if (auto good = setting.check(typed->spec.computed); !good) return pass_on(good.error());
  return options.naming.named(*typed);
}

/// What means nothing without another flag.
Result<void> check_partners(const Flags& flags) {
  if (flags.given("--schedule") && flags.given("--sweeps-only") && !flags.given("--verify"))
    return refuse("--schedule is of the short runs, and --sweeps-only leaves them out; keep one of them");
  const char* const with_steps = flags.given("--schedule") ? "--schedule" : "--verify";
  const std::pair<const char*, std::vector<std::string>> partners[] = {
      {with_steps, {"--verify-steps"}}, {"--group", {"--rest"}}, {"--trainer", {"--family", "--time-limit"}}};
  for (const auto& [partner, names] : partners)
    if (const std::string name = flags.first_given(names); !name.empty() && !flags.given(partner))
      return refuse(name + " means nothing without " + partner + "; type that, too, or leave it out");
  return {};
}

Result<RangeJob> read_job(const RangeOptions& options, const Flags& flags) {
  for (const auto& good : {check_partners(flags), flags.read_fields()})
    if (!good) return pass_on(good.error());
  auto sweep = read_sweep(options);
  if (!sweep) return pass_on(sweep.error());
  auto setting = setting_of(options, flags);
  if (!setting) return pass_on(setting.error());
  auto sweeps = read_sweeps(options, *setting, sweep->measure);
  if (!sweeps) return pass_on(sweeps.error());
  put_in(options, *setting, *sweep);
  auto schedule = read_schedule(options, *setting, flags.given("--schedule"));
  if (!schedule) return pass_on(schedule.error());
  const bool is_rate_alone = *schedule && (*schedule)->meaning == Plan{(*schedule)->meaning.lr};
  if (flags.given("--schedule") && !is_rate_alone && !options.verifies)
    return refuse("the short runs follow a rate alone; type the plan's lr, or --verify, which runs all of it");
  if (flags.given("--schedule") && is_rate_alone)
    sweep->runs = range::ShapeOfRuns{(*schedule)->name, (*schedule)->meaning.lr, setting->steps};
  auto outputs = Outputs::open(options.output);
  if (!outputs) return pass_on(outputs.error());
  return RangeJob{*std::move(sweep), *std::move(setting), *std::move(sweeps), *std::move(schedule),
                  *std::move(outputs)};
}

std::string headline(const RangeStudy& study) {
  return study.task + (study.group.empty() ? "" : ", " + study.group) + ", " + std::to_string(study.sweeps.size()) +
         (study.sweeps.size() == 1 ? " seed, " : " seeds, ") + std::to_string(study.steps) + " steps, " + study.shape +
         "\n";
}

Result<void> deliver(const RangeOptions& options, Outputs& outputs, const RangeStudy& study,
                     const report::TerminalStyle& style) {
  const auto written =
      outputs.write([&] { return report::range_csv(study); }, [&] { return report::range_json(study); },
                    [&] { return report::range_figure(study); });
  if (!written || outputs.take_stdout()) return written;
  print_line(headline(study), style);
  print_figure(report::range_figure(study), style);
  print_line("", style);
  print_table(report::range_table(study), style);
  if (options.all_rules) {
    print_line("", style);
    print_table(report::range_rules_table(study), style);
  }
  for (const std::string& note : outputs.notes()) print_line(note, style);
  return {};
}

/// The flags that decide the numbers of a test, but for those of somebody's own trainer.
std::vector<std::string> deciding_flags(const RangeOptions& options) {
  std::vector<std::string> names = options.setting.run.task.names();
  names.insert(names.end(), {"--from", "--to", "--steps", "--seed", "--seeds", "--shape", "--measure", "--rule",
                             "--sweeps-only", "--all-rules", "--group", "--rest", "--state", "--verify", "--schedule",
                             "--verify-steps", "--fixed", "--trainer"});
  return names;
}

/// The sweeps, and where that is asked for the runs that verify.
Result<RangeStudy> studied(const RangeOptions& options, const RangeJob& job) {
  TrialsWatch watch("runs", options.setting.progress.progress);
  auto study = range::test(watch.both(job.sweeps), job.sweep);
  if (!study) return study;
  if (std::all_of(study->sweeps.begin(), study->sweeps.end(), [](const SeedSweep& s) { return s.loss.empty(); }))
    return refuse(study->suggestion.refusal);
  if (!options.verifies) return study;
  const Setting& setting = job.setting;
  const auto verified = range::verify(*study, watch.both(setting.runner), job.schedule->computed,
                                      {.schedule = job.schedule->name,
                                       .precision = setting.precision,
                                       .steps = setting.steps,
                                       .backward = setting.backward,
                                       .is_exact = setting.power_law.has_value(),
                                       .work = setting.work});
  if (!verified) return pass_on(verified.error());
  return study;
}

Result<void> run_here(const RangeOptions& options, const Flags& flags, const Terminal& terminal) {
  auto job = read_job(options, flags);
  if (!job) return pass_on(job.error());
  const auto study = studied(options, *job);
  if (!study) return pass_on(study.error());
  return deliver(options, job->outputs, *study, terminal.out);
}

Result<void> run(const RangeOptions& options, const Flags& flags, const Terminal& terminal) {
  const LongWork work("stopped; nothing of a range test is kept; start again with: " + flags.line().text(),
                      flags.given("--trainer"));
  return work.ended(run_here(options, flags, terminal));
}

}  // namespace

Action range_verb(Flags flags) {
  auto options = std::make_shared<RangeOptions>();
  const std::shared_ptr<const OutputFlags> output(options, &options->output);
  Action action = with_presets(flags, {range_as_published(flags, deciding_flags(*options), output)},
                               [options, flags](const Terminal& terminal) { return run(*options, flags, terminal); });
  range::SweepOptions& sweep = options->sweep;
  SettingFlags& setting = options->setting;
  setting.run.task.add_to(flags);
  flags.field(sweep, "from");
  flags.field(sweep, "to");
  flags.field(sweep, "steps");
  flags.field(*options, "seeds");
  flags.field(*options, "seed");
  flags.field(sweep, "extends",
              {.name = "--fixed", .meaning = "sweep what was typed; do not extend it until everything is seen"});
  flags.field(sweep, "shape");
  flags.option("--measure", options->measure, "train or heldout: the loss that is looked at");
  flags.field(sweep, "group");
  flags.field(sweep, "rest", {.text = "1e-3"});
  flags.file("--state", options->state, FileUse::read,
             "a state saved by etude train --save, to sweep from; it stays as it is");
  flags.field(sweep, "rule");
  flags.field(sweep, "tunes", {.name = "--sweeps-only", .meaning = "what the rule gives; no short runs tune it"});
  flags.flag("--all-rules", options->all_rules, "a table of what every rule says, other tools' among them");
  flags.flag("--verify", options->verifies,
             "tune a schedule's peak from the suggestion, and hold both against each other");
  flags.option(
      "--schedule", options->schedule,
      "a SPEC, scaled to each peak: the shape of the short runs, in place of a linear decay, and what --verify runs");
  flags.names_files({"--schedule", FileUse::read, [options] { return files_named_by({options->schedule}); }});
  flags.field(setting.run, "steps",
              {.name = "--verify-steps", .meaning = "updates of a run under it [the task's own]"});
  options->naming.add_to(flags);
  flags.field(setting.engine, "threads");
  flags.field(setting.trainer, "command",
              {.name = "--trainer", .meaning = "a program of your own, instead of a task: see docs/range-test.md"});
  flags.names_files({"--trainer", FileUse::read, [options] { return files_of(options->setting.trainer); }});
  flags.option("--family", options->family, "of your trainer's optimizer: sgd or adam");
  flags.field(setting.trainer, "limit_seconds",
              {.name = "--time-limit", .meaning = "seconds for each run of your trainer"});
  setting.progress.add_to(flags);
  options->output.add_to(flags, "seed,step,lr,loss,smoothed");
  return action;
}

}  // namespace etude::cli
