#include "forecast_output.h"

#include <algorithm>

#include "apps/cli/input.h"
#include "etude/base/number.h"
#include "forecast_logs.h"

namespace etude::cli {
namespace {

constexpr Step told_from = 20;  // of so many parts of a run the first is not shown: the loss falls too fast there

void add_new(std::vector<std::string>& all, const std::vector<std::string>& more) {
  for (const std::string& each : more)
    if (std::find(all.begin(), all.end(), each) == all.end()) all.push_back(each);
}

void print_result(const report::ForecastPage& page, const report::TerminalStyle& style) {
  print_figure(report::forecast_figure(page.curves), style);
  for (const report::TitledTable& table : page.tables) {
    print_line("", style);
    print_line(Tone::strong, table.title, "", style);
    print_table(table.table, style);
  }
  for (const std::string& finding : page.findings) print_line("\n" + finding, style);
}

std::vector<std::string> score_row(const std::string& name, const auto& score, const std::string& covered) {
  return {name,
          fixed(score.R2, 4),
          fixed(score.mae, 4),
          fixed(score.rmse, 4),
          fixed(score.pred_e, 4),
          fixed(score.worst_e, 4),
          fixed(score.final_error, 4),
          fixed(score.mae_after_branch, 4),
          fixed(score.half_width, 4),
          covered};
}

}  // namespace

void ForecastOutputFlags::add_to(Flags& flags) {
  output.add_to(flags, "schedule,step,loss,low,high,measured");
  flags.file("--html", html, FileUse::written, "one page with tables and figures into this file");
}

Result<ForecastOutputs> ForecastOutputs::open(const ForecastOutputFlags& flags) {
  auto outputs = Outputs::open(flags.output);
  if (!outputs) return pass_on(outputs.error());
  auto html = Destination::open(flags.html);
  if (!html) return pass_on(html.error());
  std::vector<std::string> notes = outputs->notes();
  if (html->is_wanted()) notes.push_back("wrote " + flags.html);
  return ForecastOutputs(*std::move(outputs), *std::move(html), std::move(notes));
}

Result<void> ForecastOutputs::write(ForecastResult result, const Flags& flags, const Terminal& terminal) {
  report::ForecastPage& page = result.page;
  page.command = flags.line().text();
  page.version = ETUDE_VERSION;
  add_new(page.warnings, warnings_of(page.curves));
  const auto json = [&] {
    Json::Object object = result.json;
    object.emplace_back("curves", report::forecast_json(page.curves));
    object.emplace_back("findings", fact_json(page.findings));
    object.emplace_back("warnings", fact_json(page.warnings));
    return Json(std::move(object));
  };
  auto written = outputs_.write([&] { return report::forecast_csv(page.curves); }, json,
                                [&] { return report::forecast_figure(page.curves); });
  if (written && html_.is_wanted()) written = html_.write(report::forecast_html(page));
  if (!written) return written;
  if (!outputs_.take_stdout()) print_result(page, terminal.out);
  print_warnings(page.warnings, outputs_.take_stdout(), terminal);
  if (!outputs_.take_stdout())
    for (const std::string& note : notes_) print_line(note, terminal.out);
  return {};
}

void LawFlags::add_to(Flags& flags) {
  flags.required_argument("LAW", path, "what etude forecast fit wrote by -o");
  flags.names_files({"LAW", FileUse::read, [this] { return path_or_none(path); }});
  add_force_to(flags);
}

void LawFlags::add_force_to(Flags& flags) {
  flags.flag("--force", is_forced, "tell of peaks of which the logs say nothing, too; such numbers are marked");
}

Result<forecast::Forecast> LawFlags::read() const {
  const auto text = read_file(path, "what etude forecast fit LOGS -o " + path + " gives");
  if (!text) return pass_on(text.error());
  auto read = forecast::forecast_from_text(*text);
  if (!read) return refuse(path + ": " + read.error().message);
  return read;
}

forecast::Course course_of(const Schedule& lr, Step steps) {
  forecast::Course course{lr.values(steps), 0};
  course.warmup_steps = warmup_of(course.rates);
  return course;
}

std::vector<Step> shown_steps(Step steps, std::size_t points) {
  const Step first = std::min(steps - 1, steps / told_from);
  const auto count = std::min<Step>(static_cast<Step>(points), steps - first);
  std::vector<Step> at;
  for (Step i = 0; i < count; ++i) at.push_back(count == 1 ? steps - 1 : first + (steps - 1 - first) * i / (count - 1));
  return at;
}

Result<ForecastCurve> told_curve(const forecast::Forecast& forecast, const std::string& name,
                                 const forecast::Course& course, std::span<const Step> at, bool is_forced) {
  const auto told = predict(forecast, course, at, is_forced);
  if (!told) return refuse(name + ": " + told.error().message);
  ForecastCurve curve{.name = name, .law = told->law, .peak = course.peak(), .steps = told->steps};
  curve.losses = told->losses;
  curve.half_widths = told->half_widths;
  for (const forecast::Opinion& opinion : told->opinions) curve.laws.push_back({opinion.law, opinion.losses.back()});
  for (const std::string& warning : told->warnings) curve.warnings.push_back(name + ": " + warning);
  curve.is_forced = told->is_forced;
  return curve;
}

Result<ForecastCurve> told_curve(const forecast::Forecast& forecast, const LoggedRun& run, bool is_forced) {
  const Step last = run.steps.back();
  const auto first = std::lower_bound(run.steps.begin(), run.steps.end() - 1, last / told_from);
  auto curve = told_curve(forecast, run.name, {run.rates, run.warmup_steps}, {first, run.steps.end()}, is_forced);
  if (curve) curve->measured = {run.losses.end() - (run.steps.end() - first), run.losses.end()};
  return curve;
}

std::vector<std::string> warnings_of(std::span<const ForecastCurve> curves) {
  std::vector<std::string> all;
  for (const ForecastCurve& curve : curves) add_new(all, curve.warnings);
  return all;
}

report::Table score_table(std::span<const forecast::Score> scores) {
  report::Table table{
      {{"Run", true}, {"R2"}, {"MAE"}, {"RMSE"}, {"PredE"}, {"WorstE"}, {"Final"}, {"Branch"}, {"±"}, {"In"}}, {}, {}};
  for (const forecast::Score& score : scores)
    table.rows.push_back(score_row(score.run, score, score.covered ? "yes" : "no"));
  const forecast::MeanScore mean = mean_of(scores);
  table.rows.push_back(score_row("mean", mean, fixed(100 * mean.covered, 0) + " %"));
  table.notes = {
      "MAE, RMSE: errors of the loss over the points that count; PredE, WorstE: mean and largest share of the "
      "loss. Final: error at the last point, ± half of its 90 % interval, In: is it inside. Branch: MAE from "
      "where the run left another's."};
  return table;
}

Json::Object score_json(std::span<const forecast::Score> scores) {
  Json::Array runs;
  for (const forecast::Score& score : scores) runs.push_back(facts_json(score));
  return {{"runs", std::move(runs)}, {"mean", facts_json(mean_of(scores))}};
}

}  // namespace etude::cli
