// etude forecast refine: a schedule from the gradient norms of a run.

#include <algorithm>
#include <memory>

#include "apps/cli/flags.h"
#include "apps/cli/input.h"
#include "apps/cli/output.h"
#include "apps/cli/terminal.h"
#include "base/words.h"
#include "etude/base/number.h"
#include "etude/forecast/refinement.h"
#include "etude/notation/notation.h"
#include "etude/schedule/kinds.h"
#include "forecast_schedule.h"
#include "record/losses/loss_log.h"

namespace etude::cli {
namespace {

constexpr double curve_tolerance = 1e-2;  // of the peak: how far the curve that is told may be from the refined one

struct ForecastRefineOptions {
  std::string log, run, norms = "grad_norm";
  forecast::RefinementOptions refinement;
  double peak = 1;
  ProgramFlag program;
  OutputFlags output;

  static constexpr auto fields(auto...) {
    return std::array{field<&ForecastRefineOptions::peak>(Unit::rate, {.above_least = true}, "the highest rate")};
  }
};

/// The run that is meant, of those in the log.
Result<LossLog> run_meant(std::vector<LossLog> logs, const std::string& run) {
  std::vector<std::string_view> names;
  for (const LossLog& log : logs) names.push_back(log.run);
  if (run.empty() && logs.size() == 1) return std::move(logs[0]);
  if (run.empty())
    return refuse("the log has " + std::to_string(logs.size()) + " runs; say which by --run: " + joined(names));
  const auto found = index_of("run", run, names);
  if (!found) return pass_on(found.error());
  return std::move(logs[*found]);
}

Result<forecast::LoggedNorms> read_norms(const ForecastRefineOptions& options) {
  LossLogReader reader(options.log, {.loss = options.norms, .most_points = no_limit});
  const auto taken = read_pieces(options.log, [&](std::string_view piece) { return reader.take(piece); });
  if (!taken) return pass_on(taken.error());
  auto logs = reader.end();
  if (!logs) return pass_on(logs.error());
  auto log = run_meant(*std::move(logs), options.run);
  if (!log) return pass_on(log.error());
  return forecast::LoggedNorms{std::move(log->steps), std::move(log->losses)};
}

Result<std::vector<double>> refined(const ForecastRefineOptions& options) {
  const auto norms = read_norms(options);
  if (!norms) return pass_on(norms.error());
  auto rates = refined_rates(*norms, options.refinement);
  if (!rates) return refuse(options.log + ": " + rates.error().message);
  for (double& rate : *rates) rate *= options.peak;
  return rates;
}

Result<void> refine_schedule(const ForecastRefineOptions& options, const Flags& flags, const Terminal& terminal) {
  if (auto good = flags.read_fields(); !good) return good;
  auto outputs = Outputs::open(options.output);
  if (!outputs) return pass_on(outputs.error());
  const auto rates = refined(options);
  if (!rates) return pass_on(rates.error());
  const auto steps = static_cast<Step>(rates->size());
  const auto lr = piecewise(forecast::thinned(*rates, curve_tolerance * options.peak));
  if (!lr) return pass_on(lr.error());
  if (options.program.is_wanted()) return options.program.write(*lr, steps, {}, terminal);
  const auto figure = [&] {
    return rates_figure("Refined from the gradient norms of " + options.log, {{"refined", *lr}}, steps);
  };
  const auto json = [&] {
    return Json(Json::Object{{"schedule", notation::print(*lr)}, {"steps", steps}, {"peak", options.peak}});
  };
  const auto written = outputs->write([&] { return rates_csv(*lr, steps); }, json, figure);
  if (!written || outputs->take_stdout()) return written;
  print_figure(figure(), terminal.out);
  print_schedule("The schedule (--to python gives a program):", *lr, terminal.out);
  for (const std::string& note : outputs->notes()) print_line(note, terminal.out);
  return {};
}

}  // namespace

Action forecast_refine_verb(Flags flags) {
  auto options = std::make_shared<ForecastRefineOptions>();
  flags.required_argument("LOG", options->log, "gradient norms by step, in any form that etude forecast fit reads");
  flags.names_files({"LOG", FileUse::read, [options] { return path_or_none(options->log); }});
  flags.option("--norms", options->norms, "what the log calls the norms");
  flags.option("--run", options->run, "which run, of a log of several");
  flags.field(options->refinement, "optimizer");
  flags.field(options->refinement, "smoothing");
  flags.field(options->refinement, "steps");
  flags.field(*options, "peak");
  options->program.add_to(flags);
  options->output.add_to(flags, "step,lr of every step");
  return [options, flags](const Terminal& terminal) { return refine_schedule(*options, flags, terminal); };
}

}  // namespace etude::cli
