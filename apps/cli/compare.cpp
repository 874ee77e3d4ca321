// etude compare: schedules trained side by side on one task.

#include "etude/lab/study.h"

#include <cmath>
#include <cstdio>
#include <memory>

#include "etude/lab/published.h"
#include "etude/notation/notation.h"
#include "etude/report/comparison.h"
#include "flags.h"
#include "output.h"
#include "task.h"
#include "terminal.h"

namespace etude::cli {
namespace {

struct Options {
  std::vector<std::string> specs;
  bool as_published = false;
  std::string seeds = "1", steps, epochs, threads = "0";
  TaskFlags task;
  OutputFlags output;
};

/// Everything that is to be done, read from the options and found good.
struct Job {
  Prepared prepared;
  std::vector<Contender> contenders;
  RunOptions run;
  StudyOptions study;
  Outputs outputs;
};

tl::unexpected<Error> pass_on(const Error& error) { return tl::unexpected<Error>(error); }

Result<std::vector<Contender>> read_contenders(const Options& options, const Prepared& prepared) {
  if (options.as_published) return published_contenders();
  const auto specs = read_specs(options.specs, horizon_of(prepared));
  if (!specs) return pass_on(specs.error());
  std::vector<Contender> contenders;
  for (const Spec& spec : *specs) {
    if (auto fit = check_values(spec, prepared.task().steps); !fit) return pass_on(fit.error());
    if (auto fit = check_plan(prepared, spec.computed); !fit) return refuse(spec.name + ": " + fit.error().message);
    contenders.push_back({spec.name, spec.computed, prepared.task().backward, "", std::nullopt});
  }
  return contenders;
}

/// The post's experiments are what they are; what would change them is refused beside --as-published.
Result<void> check(const Options& options, const Flags& flags) {
  if (!options.as_published) {
    return options.specs.empty()
               ? Result<void>(refuse("nothing to compare; type schedules such as "
                                     "'constant(value=0.05)' 'cosine(from=0.05, steps=300)', or --as-published"))
               : Result<void>();
  }
  if (!options.specs.empty()) return refuse("--as-published compares the post's own schedules; leave the specs out");
  std::vector<std::string> fixed = options.task.names();
  fixed.insert(fixed.end(), {"--seeds", "--steps", "--epochs"});
  return refuse_beside_as_published(flags, fixed);
}

Result<RunOptions> read_run_options(const Options& options) {
  const auto threads = whole_number("--threads", options.threads, 0, 4096);
  if (!threads) return pass_on(threads.error());
  return RunOptions{.threads = static_cast<unsigned>(*threads)};
}

Result<StudyOptions> read_study_options(const Options& options, const Task& task) {
  const auto seeds = whole_number("--seeds", options.seeds, 1, 1'000'000);
  if (!seeds) return pass_on(seeds.error());
  StudyOptions study{.task = task.name, .precision = std::string(name_of(task.precision)), .steps = task.steps};
  study.seeds.clear();
  for (std::uint32_t seed = 0; seed < *seeds; ++seed) study.seeds.push_back(seed);
  study.curve_points = no_limit;
  return study;
}

Result<Job> read_job(const Options& options, const Flags& flags) {
  if (auto checked = check(options, flags); !checked) return pass_on(checked.error());
  auto prepared = prepare(options.task, options.steps, options.epochs, flags);
  if (!prepared) return pass_on(prepared.error());
  auto contenders = read_contenders(options, *prepared);
  if (!contenders) return pass_on(contenders.error());
  const auto run = read_run_options(options);
  if (!run) return pass_on(run.error());
  auto study = read_study_options(options, prepared->task());
  if (!study) return pass_on(study.error());
  auto outputs = Outputs::open(options.output);
  if (!outputs) return pass_on(outputs.error());
  return Job{*std::move(prepared), *std::move(contenders), *run, *std::move(study), *std::move(outputs)};
}

/// What is drawn: everything, or of the post's trainings those of its grand comparison, as it wrote them.
Comparison drawn_part(const Comparison& comparison, bool as_published) {
  if (!as_published) return comparison;
  Comparison part{comparison.task, comparison.precision, comparison.steps, {}};
  for (const Arm& arm : comparison.arms) {
    const bool in_last_table = arm.section.find('7') != std::string::npos;
    if (in_last_table && arm.backward == name_of(Backward::as_written)) part.arms.push_back(arm);
  }
  return part;
}

std::string headline(const Comparison& comparison) {
  const std::size_t seeds = comparison.arms.empty() ? 0 : comparison.arms[0].seeds.size();
  return comparison.task + ", " + std::to_string(comparison.steps) + " steps, " + std::to_string(seeds) +
         (seeds == 1 ? " seed, " : " seeds, ") + comparison.precision;
}

Result<void> deliver(const Options& options, Outputs& outputs, const Comparison& comparison) {
  const Figure figure = comparison_figure(drawn_part(comparison, options.as_published));
  const auto written = outputs.write([&] { return comparison_csv(comparison); },
                                     [&] { return comparison_json(comparison); }, [&] { return figure; });
  if (!written || outputs.take_stdout()) return written;

  const TerminalStyle style = terminal_style(options.output.ascii);
  print_line(headline(comparison) + "\n", style);
  print_table(comparison_table(comparison), style);
  print_line("", style);
  print_figure(figure, style);
  for (const std::string& note : outputs.notes()) print_line(note, style);
  return {};
}

Result<void> run(const Options& options, const Flags& flags) {
  auto job = read_job(options, flags);
  if (!job) return pass_on(job.error());
  Comparison comparison;
  {
    ProgressBar bar("trials");
    job->study.progress = [&](std::size_t done, std::size_t total) { bar.show(done, total); };
    auto compared = study(job->contenders, native_runner(job->prepared, job->run), job->study);
    if (!compared) return pass_on(compared.error());
    comparison = *std::move(compared);
  }
  return deliver(options, job->outputs, comparison);
}

}  // namespace

Action compare_verb(Flags flags) {
  auto options = std::make_shared<Options>();
  flags.arguments("SPEC", options->specs, "schedules in etude's notation (etude list)");
  flags.flag("--as-published", options->as_published, "every training of the post, beside what the post printed");
  options->task.add_to(flags);
  flags.option("--seeds", options->seeds, "how many seeds: data and initial weights 0 ... K-1");
  flags.option("--steps", options->steps, "updates of a run [the task's own]");
  flags.option("--epochs", options->epochs, "the length of a run in passes over the data, instead of --steps");
  flags.option("--threads", options->threads, "how many; 0: one a core. The result is the same");
  options->output.add_to(flags, "every loss at full precision");
  return [options, flags] { return run(*options, flags); };
}

}  // namespace etude::cli
