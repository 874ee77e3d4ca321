#include "forecast_output.h"

#include <algorithm>

#include "apps/cli/input.h"
#include "etude/base/number.h"
#include "forecast_logs.h"

namespace etude::cli {
namespace {

void print_result(const report::ForecastPage& page, const report::TerminalStyle& style) {
  print_figure(report::forecast_figure(page.curves), style);
  for (const report::TitledTable& table : page.tables) {
    print_line("", style);
    print_line(Tone::strong, table.title, "", style);
    print_table(table.table, style);
  }
  for (const std::string& finding : page.findings) print_line("\n" + finding, style);
}

std::vector<std::string> score_row(const std::string& name, const auto& score, const std::string& covered,
                                   bool is_forced, const report::LossText& text) {
  return {name,
          fixed(score.R2, 4),
          text(score.mae),
          text(score.rmse),
          fixed(score.pred_e, 4),
          fixed(score.worst_e, 4),
          text(score.final_error) + (is_forced ? "!" : ""),
          text(score.mae_after_branch),
          text(score.half_width),
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
  page.warnings = report::forecast_warnings(std::move(page.warnings), page.curves);
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

report::Table score_table(const forecast::Explained& explained) {
  report::Table table{
      {{"Run", true}, {"R2"}, {"MAE"}, {"RMSE"}, {"PredE"}, {"WorstE"}, {"Final"}, {"Branch"}, {"±"}, {"In"}}, {}, {}};
  const report::LossText text(explained.curves);
  for (const forecast::Score& score : explained.runs)
    table.rows.push_back(score_row(score.run, score, score.covered ? "yes" : "no", score.is_forced, text));
  const bool is_forced = forecast::any_forced(explained.runs);
  table.rows.push_back(
      score_row("mean", explained.mean, fixed(100 * explained.mean.covered, 0) + " %", is_forced, text));
  table.notes = {
      "MAE, RMSE: errors of the loss over the points that count; PredE, WorstE: mean and largest share of the "
      "loss. Final: error at the last point, ± half of its 90 % interval, In: is it inside. Branch: MAE from "
      "where the run left another's." +
      report::forced_note(is_forced)};
  return table;
}

}  // namespace etude::cli
