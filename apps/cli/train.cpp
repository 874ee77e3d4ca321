// etude train: one run under one schedule, with what is measured on the way, saved and resumed.

#include "etude/train/train.h"

#include <memory>

#include "etude/base/number.h"
#include "etude/report/run.h"
#include "files/files.h"
#include "flags.h"
#include "output.h"
#include "task.h"
#include "terminal.h"

namespace etude::cli {
namespace {

struct Options {
  std::string spec;
  std::string seed = "0", steps, epochs, until;
  std::string heldout_every = "0", measure_every = "1", measured_samples = "1000";
  std::vector<std::string> measures;
  std::string save, resume, barrier;
  TaskFlags task;
  OutputFlags output;
};

using Bytes = std::vector<std::uint8_t>;

/// Everything that is to be done, read from the options and found good.
struct Job {
  train::Prepared prepared;
  dialect::Spec spec;
  std::uint32_t seed;
  train::TrainOptions train;
  Bytes resume, barrier;  // what train looks at
  std::optional<OutputFile> save;
  Outputs outputs;
};

Result<Bytes> read_state(const std::string& path) {
  if (path.empty()) return Bytes{};
  auto bytes = files::read_file(path);
  if (bytes && bytes->empty()) return refuse(path + " is empty; save a state with etude train --save");
  return bytes;
}

/// A whole number into `value`, or the reason why not.
template <class Integer>
Result<void> read_into(Integer& value, const std::string& flag, const std::string& text, std::int64_t least) {
  const auto number = whole_number(flag, text, least, 100'000'000);
  if (!number) return pass_on(number.error());
  value = static_cast<Integer>(*number);
  return {};
}

Result<train::TrainOptions> read_train_options(const Options& options) {
  train::TrainOptions train;
  for (const auto& good : {read_into(train.heldout_every, "--heldout-every", options.heldout_every, 0),
                           read_into(train.measure_every, "--measure-every", options.measure_every, 1),
                           read_into(train.measured_samples, "--measured-samples", options.measured_samples, 2)})
    if (!good) return pass_on(good.error());
  for (const std::string& name : options.measures) {
    const auto measure = train::diagnostic_named(name);
    if (!measure) return refuse("--measure: " + measure.error().message);
    train.measures.push_back(*measure);
  }
  if (!options.until.empty()) {
    const auto until = whole_number("--until", options.until, 0, 100'000'000);
    if (!until) return pass_on(until.error());
    train.until = *until;
  }
  train.keeps_state = !options.save.empty();
  return train;
}

Result<dialect::Spec> read_plan(const Options& options, const train::Prepared& prepared) {
  auto spec = read_spec(options.spec, horizon_of(prepared));
  if (!spec) return spec;
  if (const auto fit = check_values(*spec, prepared.task().steps); !fit) return pass_on(fit.error());
  if (const auto fit = train::check_plan(prepared, spec->computed); !fit) return pass_on(fit.error());
  return spec;
}

Result<Job> read_job(const Options& options, const Flags& flags) {
  const auto seed = whole_number("--seed", options.seed, 0, 0xffff'ffff);
  if (!seed) return pass_on(seed.error());
  auto train = read_train_options(options);
  if (!train) return pass_on(train.error());
  auto resume = read_state(options.resume);
  if (!resume) return pass_on(resume.error());
  auto barrier = read_state(options.barrier);
  if (!barrier) return pass_on(barrier.error());
  auto prepared = prepare(options.task, options.steps, options.epochs, flags);
  if (!prepared) return pass_on(prepared.error());
  auto spec = read_plan(options, *prepared);
  if (!spec) return pass_on(spec.error());
  auto outputs = Outputs::open(options.output);
  if (!outputs) return pass_on(outputs.error());
  Job job{*std::move(prepared), *std::move(spec),   static_cast<std::uint32_t>(*seed),
          *std::move(train),    *std::move(resume), *std::move(barrier),
          std::nullopt,         *std::move(outputs)};
  if (options.save.empty()) return job;
  auto save = OutputFile::open(options.save);
  if (!save) return pass_on(save.error());
  job.save = *std::move(save);
  return job;
}

Result<train::Trained> run_with_bar(Job& job) {
  ProgressBar bar("steps");
  const auto total = static_cast<std::size_t>(job.prepared.task().steps);
  job.train.resume = job.resume;
  job.train.barrier = job.barrier;
  job.train.stop = [&](const Record& record) {
    bar.show(static_cast<std::size_t>(record.first) + record.loss.size(), total);
    return false;
  };
  return train::train(job.prepared, job.spec.computed, job.seed, job.train);
}

std::string headline(const report::RunTitle& title) {
  return title.task + ", " + std::to_string(title.steps) + " steps, seed " + std::to_string(title.seed) + ", " +
         title.precision + "\n" + title.schedule + "\n";
}

std::vector<std::string> last_words(const Job& job, const train::Trained& trained) {
  std::vector<std::string> words = job.outputs.notes();
  if (job.save) words.push_back("wrote " + job.save->path());
  if (trained.barrier)
    words.push_back("On the straight line from the given state to this one the loss rises by " +
                    significant(*trained.barrier, 4) + " at most.");
  return words;
}

Result<void> deliver(const Options& options, Job& job, const train::Trained& trained) {
  const train::Task& task = job.prepared.task();
  const report::RunTitle title{task.name, job.spec.name, std::string(name_of(task.precision)), job.seed, task.steps};
  if (job.save) {
    const auto saved = job.save->write({trained.state.begin(), trained.state.end()});
    if (!saved) return saved;
  }
  const auto json = [&] {
    Json::Object whole = *report::run_json(title, trained.record).as<Json::Object>();
    if (trained.barrier) {
      whole.emplace_back("barrier", *trained.barrier);
      whole.emplace_back("line", Json::Array{trained.line.begin(), trained.line.end()});
    }
    return Json(std::move(whole));
  };
  const report::Figure figure = report::run_figure(title, trained.record);
  const auto written = job.outputs.write([&] { return report::run_csv(trained.record); }, json, [&] { return figure; });
  if (!written || job.outputs.take_stdout()) return written;

  const report::TerminalStyle style = terminal_style(options.output.ascii);
  print_line(headline(title), style);
  print_table(report::run_table(trained.record), style);
  print_line("", style);
  print_figure(figure, style);
  for (const std::string& words : last_words(job, trained)) print_line(words, style);
  return {};
}

Result<void> run(const Options& options, const Flags& flags) {
  auto job = read_job(options, flags);
  if (!job) return pass_on(job.error());
  const auto trained = run_with_bar(*job);
  if (!trained) return pass_on(trained.error());
  return deliver(options, *job, *trained);
}

}  // namespace

Action train_verb(Flags flags) {
  auto options = std::make_shared<Options>();
  flags.required_argument("SPEC", options->spec, "a schedule or plan in etude's notation or a dialect's (etude list)");
  options->task.add_to(flags);
  flags.option("--seed", options->seed, "of data and initial weights");
  flags.option("--steps", options->steps, "updates of the run [the task's own]");
  flags.option("--epochs", options->epochs, "the length of the run in passes over the data, instead of --steps");
  flags.option("--heldout-every", options->heldout_every, "steps between looks at the held-out data; 0: at the end");
  flags.list(
      "--measure", options->measures,
      "norms, noise (the gradient noise scale), curvature (the Hessian's largest eigenvalue and trace), attention "
      "(largest logit, entropy)");
  flags.option("--measure-every", options->measure_every, "steps between measures");
  flags.option("--measured-samples", options->measured_samples, "the most samples that noise and curvature look at");
  flags.option("--until", options->until, "end before this step, to go on later");
  flags.option("--save", options->save, "a file for the whole state as the run ends");
  flags.option("--resume", options->resume, "a saved state of the same task, plan and seed, to go on from bit for bit");
  flags.option("--barrier", options->barrier, "a saved state: the loss on the straight line from it to this run's end");
  options->output.add_to(flags, "step,lr,loss and what was measured");
  return [options, flags] { return run(*options, flags); };
}

}  // namespace etude::cli
