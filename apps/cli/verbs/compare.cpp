// etude compare: schedules trained side by side on one task.

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <memory>

#include "adapters/program/own_trainer.h"
#include "apps/cli/flags.h"
#include "apps/cli/interruption.h"
#include "apps/cli/machines.h"
#include "apps/cli/output.h"
#include "apps/cli/setting.h"
#include "apps/cli/spec.h"
#include "apps/cli/task.h"
#include "apps/cli/terminal.h"
#include "etude/notation/notation.h"
#include "etude/report/comparison.h"
#include "etude/report/page.h"
#include "etude/study/study.h"
#include "study/named.h"
#include "study_flags.h"
#include "study_output.h"
#include "winner.h"

namespace etude::cli {
namespace {

struct CompareOptions {
  std::vector<std::string> specs;
  SettingFlags setting;
  StudyFlags study;
  std::string to;
  OutputFlags output;
  StudyOutputFlags more;
};

/// Everything that is to be done, read from the options and found good.
struct CompareJob {
  Setting setting;
  std::vector<Typed> schedules;  // of the contenders, where they were typed
  std::vector<study::Contender> contenders;
  study::StudyOptions study;
  bool (*is_drawn)(const Arm& arm) = [](const Arm&) { return true; };
};
using ReadJob = std::function<Result<CompareJob>()>;

/// Where it goes.
struct Delivery {
  Outputs outputs;
  StudyOutputs more;
};

/// Each as it was typed. What the user calls two schedules is refused, what is typed twice is not.
Result<std::vector<Typed>> read_schedules(const std::vector<std::string>& texts, const Horizon& horizon) {
  std::vector<Typed> all;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (const std::string name = named(texts[i]).name; !name.empty()) {
      if (std::find(names.begin(), names.end(), name) != names.end())
        return refuse("two schedules are called " + name + "; give each its own name");
      names.push_back(name);
    }
    auto typed = read_one(texts[i], horizon, {});
    if (!typed) return refuse(numbered(i, texts.size()) + typed.error().message);
    all.push_back(*std::move(typed));
  }
  return all;
}

Result<std::vector<study::Contender>> contenders_of(const std::vector<Typed>& schedules, const Setting& setting) {
  std::vector<study::Contender> contenders;
  for (const Typed& each : schedules) {
    if (auto fit = check_values(each.spec, setting.steps); !fit) return pass_on(fit.error());
    if (auto fit = setting.check(each.spec.computed); !fit) return refuse(each.label() + ": " + fit.error().message);
    contenders.push_back({each.label(), each.spec.computed, setting.backward});
  }
  return contenders;
}

std::string flag_of(const study::NamedStudy& named) { return "--" + std::string(named.name); }

/// The names of studies, as a refusal lists them.
std::string named_flags() {
  std::string list;
  for (const study::NamedStudy& named : study::named_studies()) list += ", or " + flag_of(named);
  return list;
}

CompareJob job_of(Setting setting, std::vector<study::Contender> contenders, study::StudyOptions study) {
  study.task = setting.task;
  study.setting = setting.words;
  study.precision = setting.precision;
  study.steps = setting.steps;
  study.work = setting.work;
  study.is_exact = setting.power_law.has_value();
  return {std::move(setting), {}, std::move(contenders), std::move(study)};
}

/// The schedules that were typed.
Result<CompareJob> read_typed(const CompareOptions& options, const Flags& flags) {
  if (options.specs.empty())
    return refuse("nothing to compare; type schedules such as 'constant(value=0.05)' 'cosine(from=0.05, steps=300)'" +
                  named_flags());
  for (const auto& good :
       {options.setting.check(flags), options.study.check(flags), check_target(options.to), flags.read_fields()})
    if (!good) return pass_on(good.error());
  auto setting = read_setting(options.setting, flags);
  if (!setting) return pass_on(setting.error());
  auto schedules = read_schedules(options.specs, setting->horizon);
  if (!schedules) return pass_on(schedules.error());
  auto contenders = contenders_of(*schedules, *setting);
  if (!contenders) return pass_on(contenders.error());
  CompareJob job = job_of(*std::move(setting), *std::move(contenders), options.study.options());
  job.schedules = *std::move(schedules);
  return job;
}

/// A study that has a name is what it is; what would change its numbers is refused beside it.
Result<CompareJob> read_named(const CompareOptions& options, const Flags& flags, const study::NamedStudy& named) {
  const std::string flag = flag_of(named);
  if (!options.specs.empty())
    return refuse(flag + " compares " + std::string(named.whose) + " schedules; leave the specs out");
  std::vector<std::string> fixed = options.setting.fixed_names();
  for (const std::string& name : options.study.names()) fixed.push_back(name);
  fixed.push_back("--to");
  for (const auto& good : {flags.refuse_beside(flag, fixed), options.setting.check(flags), flags.read_fields()})
    if (!good) return pass_on(good.error());
  auto setting = read_setting(options.setting, named.task);
  if (!setting) return pass_on(setting.error());
  CompareJob job = job_of(*std::move(setting), named.contenders(),
                          {.source = named.source,
                           .seeds = named.seeds,
                           .is_spelt_out = options.study.study.is_spelt_out,
                           .curve_points = no_limit});
  job.is_drawn = named.is_drawn;
  return job;
}

Result<Delivery> open_delivery(const CompareOptions& options) {
  auto outputs = Outputs::open(options.output);
  if (!outputs) return pass_on(outputs.error());
  auto more = StudyOutputs::open(options.more);
  if (!more) return pass_on(more.error());
  return Delivery{*std::move(outputs), *std::move(more)};
}

Comparison drawn_part(const Comparison& comparison, const CompareJob& job) {
  Comparison part = comparison;
  std::erase_if(part.arms, [&](const Arm& arm) { return !job.is_drawn(arm); });
  return part;
}

std::string headline(const Comparison& comparison) {
  const std::size_t seeds = comparison.arms.empty() ? 0 : comparison.arms[0].seeds.size();
  std::string line = comparison.task + ", " + std::to_string(comparison.steps) + " steps, " + std::to_string(seeds) +
                     (seeds == 1 ? " seed" : " seeds");
  if (!comparison.precision.empty()) line += ", " + comparison.precision;
  return line;
}

/// Its code in lines of their own, whatever their length: they are for copying.
void print_winner(const Winner& winner, const Comparison& comparison, const report::TerminalStyle& style) {
  print_line(std::string("\nThe winner") + (comparison.is_tuned() ? " at its peak:" : ":"), style);
  std::printf("  %s\n", winner.schedule.c_str());
  if (!winner.phrase.empty()) std::printf("In %s:\n  %s\n", winner.to.c_str(), winner.phrase.c_str());
  if (!winner.command.empty()) std::printf("As a program:\n  %s\n", winner.command.c_str());
}

void print(const Comparison& comparison, const report::Figure& figure, const std::optional<Winner>& winner,
           const std::vector<std::string>& written, const report::TerminalStyle& style) {
  print_line(headline(comparison) + "\n", style);
  print_table(report::comparison_table(comparison), style);
  print_line("", style);
  if (!comparison.pairs.empty()) {
    print_table(report::pairs_table(comparison), style);
    print_line("", style);
  }
  print_figure(figure, style);
  if (winner) print_winner(*winner, comparison, style);
  if (!written.empty()) print_line("", style);
  for (const std::string& note : written) print_line(note, style);
  print_line("\n" + report::comparison_finding(comparison), style);
}

/// What the page says of where it comes from.
report::PageSource source_of(const CompareOptions& options, const CompareJob& job, const Flags& flags,
                             const std::optional<Winner>& winner) {
  report::PageSource source{
      .command = CommandLine{"etude", flags.line().words}.text(), .version = ETUDE_VERSION, .specs = options.specs};
  if (winner) source.winner = {{"in etude's notation", winner->schedule}, {"in " + winner->to, winner->phrase}};
  if (const auto& task = job.setting.power_law) {
    for (const Member& each : optim::PowerLaw::fields())
      source.settings.emplace_back(etude::flag_of(each.field.name), typed_text(each.field, each.get(task->problem)));
    source.settings.emplace_back("batch", std::to_string(task->batch));
    return source;
  }
  if (!job.setting.prepared) {
    source.settings.emplace_back("trainer", options.setting.trainer.command);
    return source;
  }
  for (const train::TaskField& field : train::task_fields())
    source.settings.emplace_back(field.name, field.get(job.setting.prepared->task()));
  return source;
}

/// The winner of a tuned comparison, or of one whose code is asked for.
std::optional<Winner> winner_to_take(const CompareOptions& options, const CompareJob& job,
                                     const Comparison& comparison) {
  if (!comparison.is_tuned() && options.to.empty()) return std::nullopt;
  return winner_among(comparison, job.schedules, options.to);
}

Result<void> deliver(const CompareOptions& options, const CompareJob& job, Delivery& to, const Comparison& comparison,
                     const Flags& flags, const report::TerminalStyle& style) {
  const std::optional<Winner> winner = winner_to_take(options, job, comparison);
  const report::Figure figure = report::comparison_figure(drawn_part(comparison, job));
  const Json::Object code = winner ? facts_json(*winner) : Json::Object();
  auto written = to.outputs.write([&] { return report::comparison_csv(comparison); },
                                  [&] { return report::comparison_json(comparison, code); }, [&] { return figure; });
  if (written) written = to.more.write(comparison, source_of(options, job, flags, winner));
  if (!written || to.outputs.take_stdout()) return written;
  std::vector<std::string> notes = to.outputs.notes();
  notes.insert(notes.end(), to.more.notes().begin(), to.more.notes().end());
  print(comparison, figure, winner, notes, style);
  return {};
}

Result<Comparison> compared(const CompareOptions& options, CompareJob& job, const Machines& machines) {
  TrialsWatch watch("trials", options.setting.progress.progress);
  const auto runner = job.setting.equipped(options.setting.store, machines, watch);
  if (!runner) return pass_on(runner.error());
  job.study.progress = [&](std::size_t, std::size_t known) { watch.expect(known); };
  return study::compare(job.contenders, *runner, job.study);
}

/// The work of the one machine that leads.
Result<void> lead(const CompareOptions& options, Result<CompareJob> read, const Machines& machines, const Flags& flags,
                  const Terminal& terminal) {
  if (!read) return pass_on(read.error());
  CompareJob& job = *read;
  auto delivery = open_delivery(options);
  if (!delivery) return pass_on(delivery.error());
  auto comparison = compared(options, job, machines);
  if (!comparison) return pass_on(comparison.error());
  comparison->notes.insert(comparison->notes.end(), job.setting.notes.begin(), job.setting.notes.end());
  if (!options.setting.trainer.command.empty()) {
    if (auto good = program::refuse_all_failed(*comparison); !good) return good;
    if (const std::string warning = program::ignored_schedule_warning(*comparison); !warning.empty())
      comparison->notes.push_back("Warning: " + warning + ".");
  }
  return deliver(options, job, *delivery, *comparison, flags, terminal.out);
}

/// A machine that cannot read its job tells the one that leads, in place of its first trials, so that the reason is
/// printed once.
Result<void> serve(const Machines& machines, const Result<CompareJob>& job) {
  if (job) return machines.serve(job->setting.runner);
  return machines.serve([&](auto, const auto&) -> Result<void> { return pass_on(job.error()); });
}

Result<void> run(const CompareOptions& options, const Flags& flags, const ReadJob& read_job, const Terminal& terminal) {
  const auto machines = Machines::join();
  if (!machines) return pass_on(machines.error());
  if (!machines->leads()) return serve(*machines, read_job());
  const LongWork work(how_to_go_on(options.setting.store, "trials.etude", flags.line()), flags.given("--trainer"));
  const auto led = lead(options, read_job(), *machines, flags, terminal);  // the job, and its folders, go with it
  return work.ended(led);
}

}  // namespace

Action compare_verb(Flags flags) {
  auto options = std::make_shared<CompareOptions>();
  flags.arguments("SPEC", options->specs,
                  "schedules in etude's notation (etude list), each a name of letters, digits and blanks before it or "
                  "none: 'decay: linear(...)'");
  flags.names_files({"SPEC", FileUse::read, [options] { return files_named_by(options->specs); }});
  std::vector<Preset> presets;
  for (const study::NamedStudy& named : study::named_studies())
    presets.push_back({flag_of(named), std::string(named.meaning), [options, flags, named](const Terminal& terminal) {
                         return run(
                             *options, flags, [&] { return read_named(*options, flags, named); }, terminal);
                       }});
  Action action = with_presets(flags, std::move(presets), [options, flags](const Terminal& terminal) {
    return run(
        *options, flags, [&] { return read_typed(*options, flags); }, terminal);
  });
  options->study.add_to(flags);
  flags.option("--to", options->to, "write a winner for this framework (etude convert --help) [a pasted line's own]");
  options->setting.add_to(flags);
  options->output.add_to(flags, "every loss at full precision");
  options->more.add_to(flags);
  return action;
}

}  // namespace etude::cli
