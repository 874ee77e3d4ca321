// etude train: one run under one schedule, with what is measured on the way, saved and resumed.

#include <algorithm>
#include <memory>

#include "apps/cli/flags.h"
#include "apps/cli/interruption.h"
#include "apps/cli/output.h"
#include "apps/cli/progress.h"
#include "apps/cli/task.h"
#include "apps/cli/terminal.h"
#include "etude/base/number.h"
#include "etude/report/run.h"
#include "etude/train/diagnostics.h"
#include "etude/train/state.h"
#include "etude/train/train.h"
#include "train_power_law.h"

namespace etude::cli {
namespace {

struct TrainOptions {
  std::string spec;
  RunFlags run;
  std::uint32_t seed = 0;
  Step heldout_every = 0, until = unset_steps;
  train::DiagnosticOptions diagnostics;
  std::vector<std::string> measures;
  std::string save, resume, barrier;
  NamingFlag naming;
  ProgressFlag progress;
  OutputFlags output;

  static constexpr auto fields(auto...) {
    return std::array{
        field<&TrainOptions::seed>(Unit::count, {.most = 0xffff'ffff}, "of data and initial weights"),
        field<&TrainOptions::heldout_every>(Unit::steps, {.most = longest_run},
                                            "steps between looks at the held-out data; 0: at the end"),
        field<&TrainOptions::until>(Unit::steps, {.most = longest_run}, "end before this step, to go on later"),
    };
  }
};

using Bytes = std::vector<std::uint8_t>;

constexpr std::size_t line_points = 21;

/// Everything that is to be done, read from the options and found good.
struct TrainJob {
  train::Prepared prepared;
  dialect::Spec spec;
  std::uint32_t seed;
  train::DiagnosticOptions diagnostics;
  Step heldout_every, until;
  ProgressStyle progress;
  Bytes resume, barrier;  // empty: none
  std::optional<OutputFile> save;
  Outputs outputs;
};

/// What a run gave.
struct Done {
  Record record;
  Bytes state;                              // as it ended, where it is saved
  std::optional<Step> stopped_before = {};  // where a signal ended it
  std::optional<train::Line> line = {};     // from the state of --barrier
};

Result<train::DiagnosticOptions> read_diagnostics(const TrainOptions& options) {
  train::DiagnosticOptions diagnostics = options.diagnostics;
  for (const std::string& name : options.measures) {
    const auto measure = train::diagnostic_named(name);
    if (!measure) return refuse("--measure: " + measure.error().message);
    diagnostics.measures.push_back(*measure);
  }
  return diagnostics;
}

Result<dialect::Spec> read_plan(const TrainOptions& options, const train::Prepared& prepared) {
  const auto typed = read_one(options.spec, horizon_of(prepared), {});
  if (!typed) return pass_on(typed.error());
  if (const auto fit = check_values(typed->spec, prepared.task().steps); !fit) return pass_on(fit.error());
  if (const auto fit = train::check_plan(prepared, typed->spec.computed); !fit) return pass_on(fit.error());
  return options.naming.named(*typed);
}

Result<TrainJob> read_job(const TrainOptions& options, const Flags& flags) {
  if (auto good = flags.read_fields(); !good) return pass_on(good.error());
  auto diagnostics = read_diagnostics(options);
  if (!diagnostics) return pass_on(diagnostics.error());
  auto resume = read_state(options.resume);
  if (!resume) return pass_on(resume.error());
  auto barrier = read_state(options.barrier);
  if (!barrier) return pass_on(barrier.error());
  auto prepared = prepare(options.run, flags);
  if (!prepared) return pass_on(prepared.error());
  auto spec = read_plan(options, *prepared);
  if (!spec) return pass_on(spec.error());
  auto outputs = Outputs::open(options.output);
  if (!outputs) return pass_on(outputs.error());
  const Step steps = prepared->task().steps;
  TrainJob job{*std::move(prepared),
               *std::move(spec),
               options.seed,
               *std::move(diagnostics),
               options.heldout_every,
               options.until == unset_steps ? steps : std::min(options.until, steps),
               options.progress.progress,
               *std::move(resume),
               *std::move(barrier),
               std::nullopt,
               *std::move(outputs)};
  if (options.save.empty()) return job;
  if (auto good = check_state_file(options.save); !good) return pass_on(good.error());
  auto save = OutputFile::open(options.save);
  if (!save) return pass_on(save.error());
  job.save = *std::move(save);
  return job;
}

/// Shows how far the run from `first` to `until` has come. Where its state is saved, a signal ends it between two steps.
class Bar final : public train::Observer {
 public:
  Bar(const TrainJob& job, Step first)
      : bar_("steps", job.progress), first_(first), until_(job.until), can_stop_(job.save) {}
  bool after(Step step, const train::StepResult&) override {
    const auto count = [](Step steps) { return static_cast<std::size_t>(steps); };
    const Step done = step + 1;
    bar_.show({.done = count(done),
               .total = count(until_),
               .worked = count(done - first_),
               .left = count(until_ - done),
               .seconds = std::chrono::duration<double>(Clock::now() - begun_).count()});
    return !can_stop_ || done == until_ || !LongWork::stopped();
  }

 private:
  using Clock = std::chrono::steady_clock;
  ProgressBar bar_;
  Step first_, until_;
  bool can_stop_;
  Clock::time_point begun_ = Clock::now();
};

template <class Real>
Result<Done> train_in(const TrainJob& job) {
  const Plan& plan = job.spec.computed;
  auto trainer = train::Trainer<Real>::start(job.prepared, plan, job.seed);
  if (!trainer) return pass_on(trainer.error());
  if (!job.resume.empty())
    if (auto good = train::resume(*trainer, job.prepared, plan, job.resume, job.until); !good)
      return pass_on(good.error());
  Done done;
  train::HeldoutLosses<Real> heldout(*trainer, done.record, job.heldout_every);
  train::Diagnostics<Real> diagnostics(*trainer, done.record, job.diagnostics);
  train::Losses losses(done.record);
  train::EndOfRun<Real> end(*trainer, done.record);
  Bar bar(job, trainer->step());
  const auto ended = train::run(*trainer, job.until, {&heldout, &diagnostics, &losses, &bar, &end});
  if (job.save) done.state = train::saved(*trainer, job.prepared, plan);
  if (ended == train::End::stopped) done.stopped_before = trainer->step();
  if (job.barrier.empty() || done.stopped_before) return done;
  auto line = train::loss_from<Real>(job.barrier, *trainer, line_points);
  if (!line) return pass_on(line.error());
  done.line = *std::move(line);
  return done;
}

std::string headline(const report::RunTitle& title) {
  return title.task + ", " + std::to_string(title.steps) + " steps, seed " + std::to_string(title.seed) + ", " +
         title.precision + "\n" + title.schedule + "\n";
}

std::vector<std::string> last_words(const TrainJob& job, const Done& done) {
  std::vector<std::string> words = job.outputs.notes();
  if (job.save) words.push_back("wrote " + job.save->path());
  if (done.line)
    words.push_back("On the straight line from the given state to this one the loss rises by " +
                    significant(done.line->barrier, 4) + " at most.");
  return words;
}

/// A run that was stopped leaves its state and nothing else, since what goes on from there has the rest.
[[noreturn]] void end_stopped(const TrainJob& job, Step before, const CommandLine& line) {
  LongWork::end("stopped before step " + std::to_string(before) + " of " + std::to_string(job.until) +
                "; go on with: " + line.with("--resume", job.save->path()).text());
}

Result<void> deliver(TrainJob& job, const Done& done, const CommandLine& line, const report::TerminalStyle& style) {
  const train::Task& task = job.prepared.task();
  const report::RunTitle title{title_of(task), job.spec.name, std::string(name_of(task.precision)), job.seed,
                               task.steps};
  if (job.save) {
    const auto saved = job.save->write({done.state.begin(), done.state.end()});
    if (!saved) return saved;
  }
  if (done.stopped_before) end_stopped(job, *done.stopped_before, line);
  const auto json = [&] {
    Json::Object whole = *report::run_json(title, done.record).as<Json::Object>();
    if (done.line) {
      whole.emplace_back("barrier", done.line->barrier);
      whole.emplace_back("line", Json::Array{done.line->losses.begin(), done.line->losses.end()});
    }
    return Json(std::move(whole));
  };
  const report::Figure figure = report::run_figure(title, done.record);
  const auto written = job.outputs.write([&] { return report::run_csv(done.record); }, json, [&] { return figure; });
  if (!written || job.outputs.take_stdout()) return written;

  print_line(headline(title), style);
  print_table(report::run_table(done.record), style);
  print_line("", style);
  print_figure(figure, style);
  for (const std::string& words : last_words(job, done)) print_line(words, style);
  return {};
}

/// What a run of the laboratory has no use for.
Result<void> run_power_law(const TrainOptions& options, const Flags& flags, const Terminal& terminal) {
  const std::vector<std::string> others{"--heldout-every", "--measure", "--measure-every", "--measured-samples",
                                        "--until",         "--save",    "--resume",        "--barrier"};
  if (const std::string name = flags.first_given(others); !name.empty())
    return refuse(name + ": power-law has none; leave it out, or take another --task");
  if (auto good = flags.read_fields(); !good) return good;
  return train_power_law({options.spec, options.run, options.seed, options.naming, options.output}, flags,
                         terminal.out);
}

Result<void> run(const TrainOptions& options, const Flags& flags, const Terminal& terminal) {
  if (options.run.task.is_power_law()) return run_power_law(options, flags, terminal);
  const LongWork work(
      "stopped; nothing is kept without --save; start again with: " + flags.line().with("--save", "run.state").text(),
      flags.given("--save"));
  auto job = read_job(options, flags);
  if (!job) return pass_on(job.error());
  const auto done =
      in_precision(job->prepared.task().precision, [&]<class Real>(Real) { return train_in<Real>(*job); });
  if (!done) return pass_on(done.error());
  return deliver(*job, *done, flags.line(), terminal.out);
}

}  // namespace

Action train_verb(Flags flags) {
  auto options = std::make_shared<TrainOptions>();
  flags.required_argument("SPEC", options->spec, "a schedule or plan in etude's notation or a dialect's (etude list)");
  flags.names_files({"SPEC", FileUse::read, [options] { return files_named_by({options->spec}); }});
  options->run.task.add_to(flags);
  flags.field(*options, "seed");
  flags.field(options->run, "steps", {.meaning = "updates of the run [the task's own]"});
  flags.field(options->run, "epochs", {.meaning = "the length of the run in passes over the data, instead of --steps"});
  flags.field(*options, "heldout_every");
  flags.list(
      "--measure", options->measures,
      "norms, noise (the gradient noise scale), curvature (the Hessian's largest eigenvalue and trace), attention "
      "(largest logit, entropy)");
  flags.field(options->diagnostics, "every", {.name = "--measure-every"});
  flags.field(options->diagnostics, "samples", {.name = "--measured-samples"});
  flags.field(*options, "until");
  options->naming.add_to(flags);
  flags.file("--save", options->save, FileUse::written,
             "a file for the whole state as the run ends; it may be that of --resume", "--resume");
  flags.file("--resume", options->resume, FileUse::read,
             "a saved state of the same task, plan and seed, to go on from bit for bit");
  flags.file("--barrier", options->barrier, FileUse::read,
             "a saved state: the loss on the straight line from it to this run's end");
  options->progress.add_to(flags);
  options->output.add_to(flags, "step,lr,loss and what was measured");
  return [options, flags](const Terminal& terminal) { return run(*options, flags, terminal); };
}

}  // namespace etude::cli
