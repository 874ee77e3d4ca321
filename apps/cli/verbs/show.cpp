// etude show: the curve of one schedule or several.

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>

#include "apps/cli/flags.h"
#include "apps/cli/output.h"
#include "apps/cli/rate.h"
#include "apps/cli/spec.h"
#include "apps/cli/terminal.h"
#include "etude/base/json.h"
#include "etude/base/number.h"
#include "etude/notation/notation.h"
#include "etude/report/figure.h"
#include "etude/schedule/samples_seen.h"
#include "replay.h"

namespace etude::cli {
namespace {

struct ShowOptions {
  std::vector<std::string> specs;
  HorizonFlags horizon;
  RateFlag rate;
  std::vector<Step> at;
  ReplayFlags replay;
  bool log = false;
  NamingFlag naming;
  OutputFlags output;

  static constexpr auto fields(auto...) {
    return std::array{field<&ShowOptions::at>(Unit::counts, {}, "only these steps, as CSV (any step up to 2^62)")};
  }
};

/// A plan's curves over the steps that were asked for.
struct Curve {
  dialect::Spec spec;
  std::vector<Step> steps;
  std::vector<std::pair<std::string, std::vector<double>>> parts;  // lr first
  std::vector<std::optional<double>> metric = {};                  // after each step, where a controller was told one
  std::optional<ControllerState> state = {};                       // of the controller at the end

  const std::vector<double>& lr() const { return parts[0].second; }
  const std::vector<double>* part(const std::string& name) const {
    for (const auto& [own, values] : parts)
      if (own == name) return &values;
    return nullptr;
  }
};

std::vector<double> values_at(const Schedule& schedule, const std::vector<Step>& steps, bool consecutive) {
  std::vector<double> values(steps.size());
  if (consecutive) {
    schedule.values(steps.empty() ? 0 : steps[0], values);
  } else {
    std::transform(steps.begin(), steps.end(), values.begin(), [&](Step step) { return schedule(step); });
  }
  return values;
}

Curve curve_of(const dialect::Spec& spec, std::vector<Step> steps, bool consecutive) {
  Curve curve{spec, std::move(steps), {}, {}, {}};
  for (const auto& [name, schedule] : parts(spec.computed)) {
    curve.parts.emplace_back(name, values_at(schedule, curve.steps, consecutive));
    std::vector<double>& values = curve.parts.back().second;
    if (name == name_of(HyperParameter::batch_size))
      for (double& value : values) value = std::isnan(value) ? value : whole_batch(value);
  }
  return curve;
}

Result<std::vector<Curve>> curves(const ShowOptions& options, const Horizon& horizon, const std::vector<Typed>& typed,
                                  const std::vector<dialect::Spec>& specs) {
  std::vector<Step> steps = options.at;
  const bool consecutive = options.at.empty();
  if (consecutive) {
    const auto count = run_length(horizon, typed, most_shown);
    if (!count) return pass_on(count.error());
    for (Step step = 0; step < *count; ++step) steps.push_back(step);
  }
  std::vector<Curve> all;
  for (const dialect::Spec& spec : specs) all.push_back(curve_of(spec, steps, consecutive));
  return all;
}

/// The curves as a controller made them.
Result<std::vector<Curve>> controlled_curves(const MetricLog& log, const Horizon& horizon,
                                             const std::vector<dialect::Spec>& specs) {
  const auto run = total_updates(horizon);
  const auto count = log.steps(run ? std::optional(*run) : std::nullopt, most_shown);
  if (!count) return pass_on(count.error());
  const Step first = log.state.next;
  std::vector<Step> steps;
  for (Step step = first; step < first + *count; ++step) steps.push_back(step);
  std::vector<Curve> all;
  for (const dialect::Spec& spec : specs) {
    Curve curve = curve_of(spec, steps, true);
    Replay replayed = replay(spec.computed.lr, log.controller, log.metrics, log.every, *count, log.state);
    curve.parts[0].second = std::move(replayed.rates);
    curve.state = std::move(replayed.state);
    curve.metric = log.column(*count);
    curve.spec.name += " under " + dialect::print(log.controller);
    for (const Note& note : log.notes) curve.spec.notes.push_back(note);
    for (const Note& note : lint(log.controller, spec.computed.lr, first + *count, log.every))
      curve.spec.notes.push_back(note);
    all.push_back(std::move(curve));
  }
  return all;
}

/// The names of all parts that any of the plans has.
std::vector<std::string> part_names(const std::vector<Curve>& curves) {
  std::vector<std::string> names;
  for (const Curve& curve : curves)
    for (const auto& [name, values] : curve.parts)
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  return names;
}

/// A name as a cell of CSV.
std::string quoted_cell(const std::string& name) {
  std::string text = "\"";
  for (const char c : name) text += c == '"' ? "\"\"" : std::string(1, c);
  return text + "\"";
}

/// step,lr for one schedule, with the other parts of its plan; schedule,step,lr,... for several.
std::string csv(const std::vector<Curve>& curves) {
  const bool several = curves.size() > 1;
  const std::vector<std::string> names = part_names(curves);
  std::string text = several ? "schedule,step" : "step";
  for (const std::string& name : names) text += "," + name;
  const bool is_controlled = !curves.empty() && curves[0].state;
  text += is_controlled ? ",metric\n" : "\n";
  for (const Curve& curve : curves) {
    const std::string start = several ? quoted_cell(curve.spec.name) + "," : "";
    for (std::size_t i = 0; i < curve.steps.size(); ++i) {
      text += start + std::to_string(curve.steps[i]);
      for (const std::string& name : names) {
        const auto* values = curve.part(name);
        text += "," + (values ? shortest((*values)[i]) : "");
      }
      if (is_controlled) text += "," + (curve.metric[i] ? shortest(*curve.metric[i]) : "");
      text += "\n";
    }
  }
  return text;
}

double sum(const std::vector<double>& values) {
  double total = 0;
  for (const double value : values) total += value;
  return total;
}

Json json(const std::vector<Curve>& curves) {
  Json::Array all;
  for (const Curve& curve : curves) {
    Json::Object object{{"schedule", curve.spec.name}, {"spec", to_json(curve.spec)}, {"sum_lr", sum(curve.lr())}};
    Json::Array steps;
    for (const Step step : curve.steps) steps.emplace_back(step);
    object.emplace_back("step", std::move(steps));
    for (const auto& [name, values] : curve.parts) object.emplace_back(name, values);
    if (curve.state) object.emplace_back("state", to_json(*curve.state));
    all.push_back(std::move(object));
  }
  return Json::Object{{"schedules", std::move(all)}};
}

report::Figure figure(const std::vector<Curve>& curves, const std::string& part, bool log) {
  report::Figure figure{curves.size() == 1 ? curves[0].spec.name : "", {"step", false}, {part, log}, {}, {}, ""};
  for (const Curve& curve : curves) {
    const auto* values = curve.part(part);
    if (!values) continue;
    report::Line line;
    line.name = curve.spec.name;
    line.x.assign(curve.steps.begin(), curve.steps.end());
    line.y = *values;
    figure.lines.push_back(std::move(line));
  }
  return figure;
}

/// The largest of what is a number.
double highest(const std::vector<double>& values) {
  double highest = 0;
  for (const double value : values) highest = value > highest ? value : highest;
  return highest;
}

report::Table summary(const std::vector<Curve>& curves) {
  report::Table table{{{"Schedule", true}, {"First"}, {"Peak"}, {"Last"}, {"Σlr"}}, {}, {}};
  for (const Curve& curve : curves) {
    const std::vector<double>& lr = curve.lr();
    table.rows.push_back({curve.spec.name, significant(lr.front(), 6), significant(highest(lr), 6),
                          significant(lr.back(), 6), significant(sum(lr), 6)});
  }
  return table;
}

/// What the framework does that its user might not expect.
void print_notes(const std::vector<Curve>& curves, const report::TerminalStyle& style) {
  for (const Curve& curve : curves) {
    for (const Note& note : curve.spec.notes) print_note(note, false, style);
    for (std::size_t i = 0; i < curve.steps.size(); ++i) {
      if (!std::isnan(curve.lr()[i])) continue;
      print_line(Tone::note, "note:",
                 " from step " + std::to_string(curve.steps[i]) + " on the framework raises an error; shown as nan.",
                 style);
      break;
    }
  }
}

void print_curves(const std::vector<Curve>& curves, const Horizon& horizon, bool log,
                  const report::TerminalStyle& style) {
  for (const std::string& part : part_names(curves)) print_figure(figure(curves, part, log && part == "lr"), style);
  print_line("", style);
  print_table(summary(curves), style);
  if (const std::string run = horizon_text(horizon, curves[0].spec.meaning); !run.empty()) print_line(run, style);
  print_notes(curves, style);
}

/// One line a curve: what --state takes.
void print_states(const std::vector<Curve>& curves, std::FILE* to) {
  for (const Curve& curve : curves)
    if (curve.state) std::fprintf(to, "%s\n", dialect::print(*curve.state).c_str());
}

Result<void> show(const ShowOptions& options, const Flags& flags, const Terminal& terminal) {
  const auto said = read_said(options.horizon, options.rate, flags);
  if (!said) return pass_on(said.error());
  const auto typed = read_all(options.specs, said->horizon, said->known);
  if (!typed) return pass_on(typed.error());
  const Horizon horizon = run_of(said->horizon, *typed);
  std::vector<dialect::Spec> specs;
  for (const Typed& each : *typed) specs.push_back(options.naming.named(each));
  if (auto good = check_is_used(said->lr, specs); !good) return good;
  const auto log = options.replay.read(flags);
  if (!log) return pass_on(log.error());
  if (*log && !options.at.empty()) return refuse("--at shows single steps; with --controller leave it out");
  auto outputs = Outputs::open(options.output);
  if (!outputs) return pass_on(outputs.error());
  const auto all = *log ? controlled_curves(**log, horizon, specs) : curves(options, horizon, *typed, specs);
  if (!all) return pass_on(all.error());
  say_missing_rates(specs, outputs->take_stdout() || !options.at.empty(), terminal);

  const auto written = outputs->write([&] { return csv(*all); }, [&] { return json(*all); },
                                      [&] { return figure(*all, "lr", options.log); });
  if (!written) return written;
  if (outputs->take_stdout()) {
    if (options.output.json != "-") print_states(*all, stderr);
    return {};
  }
  if (options.at.empty()) {
    print_curves(*all, horizon, options.log, terminal.out);
    print_states(*all, stdout);
  } else {
    std::fputs(csv(*all).c_str(), stdout);
  }
  return {};
}

}  // namespace

Action show_verb(Flags flags) {
  auto options = std::make_shared<ShowOptions>();
  flags.required_arguments(
      "SPEC", options->specs,
      "schedules: etude's notation, a dialect's line, recipe:NAME, @file, a script or config, lines of one, or - for "
      "standard input");
  flags.names_files({"SPEC", FileUse::read, [options] { return files_named_by(options->specs); }});
  options->horizon.add_to(flags, "how many steps to show, and what % is of [the schedule's own length]");
  options->rate.add_to(flags, "the optimizer's own rate, for lines that leave it out");
  flags.field(*options, "at", {.text = ""});
  options->replay.add_to(flags);
  options->naming.add_to(flags);
  flags.flag("--log", options->log, "logarithmic axis for the rate");
  options->output.add_to(flags, "step,lr at full precision");
  return [options, flags](const Terminal& terminal) { return show(*options, flags, terminal); };
}

}  // namespace etude::cli
