// etude show: the curve of one schedule or several.

#include <algorithm>
#include <cstdio>
#include <memory>

#include "etude/base/json.h"
#include "etude/base/number.h"
#include "etude/notation/notation.h"
#include "etude/report/figure.h"
#include "flags.h"
#include "output.h"
#include "terminal.h"
#include "values.h"

namespace etude::cli {
namespace {

constexpr Step most_steps = 10'000'000;  // that are listed, drawn and summed one by one

struct Options {
  std::vector<std::string> specs;
  std::string steps;
  std::vector<std::string> at;
  bool log = false;
  OutputFlags output;
};

/// A plan's curves over the steps that were asked for.
struct Curve {
  Plan plan;
  std::string spec;
  std::vector<Step> steps;
  std::vector<double> lr;
  std::vector<double> momentum;  // empty where the plan has none
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

Curve curve_of(const Plan& plan, std::vector<Step> steps, bool consecutive) {
  Curve curve{plan, print(plan), std::move(steps), {}, {}};
  curve.lr = values_at(plan.lr, curve.steps, consecutive);
  if (plan.momentum) curve.momentum = values_at(*plan.momentum, curve.steps, consecutive);
  return curve;
}

/// --steps, or the length that the schedules have by themselves.
Result<Step> steps_to_show(const Options& options, const std::vector<Plan>& plans) {
  if (!options.steps.empty()) return whole_number("--steps", options.steps, 1, most_steps);
  Step longest = 0;
  for (const Plan& plan : plans) longest = std::max(longest, plan.lr.length());
  if (longest == endless) return refuse("the schedule never ends; say how much of it to show, as in --steps 300");
  if (longest <= most_steps) return longest;
  return refuse("the schedule has " + std::to_string(longest) +
                " steps; show at most 10000000 with --steps, or single ones with --at");
}

Result<std::vector<Curve>> curves(const Options& options, const std::vector<Plan>& plans) {
  std::vector<Step> steps;
  for (const std::string& text : options.at) {
    const auto step = whole_number("--at", text, 0, max_step);
    if (!step) return tl::unexpected<Error>(step.error());
    steps.push_back(*step);
  }
  const bool consecutive = options.at.empty();
  if (consecutive) {
    const auto count = steps_to_show(options, plans);
    if (!count) return tl::unexpected<Error>(count.error());
    for (Step step = 0; step < *count; ++step) steps.push_back(step);
  }
  std::vector<Curve> all;
  for (const Plan& plan : plans) all.push_back(curve_of(plan, steps, consecutive));
  return all;
}

/// step,lr for one schedule, with its momentum where it has one; schedule,step,lr,momentum for several.
std::string csv(const std::vector<Curve>& curves) {
  const bool several = curves.size() > 1;
  const bool momentum = std::any_of(curves.begin(), curves.end(), [](const Curve& c) { return !c.momentum.empty(); });
  std::string text = std::string(several ? "schedule," : "") + "step,lr" + (momentum ? ",momentum" : "") + "\n";
  for (const Curve& curve : curves) {
    const std::string name = several ? "\"" + curve.spec + "\"," : "";
    for (std::size_t i = 0; i < curve.steps.size(); ++i) {
      text += name + std::to_string(curve.steps[i]) + "," + shortest(curve.lr[i]);
      if (momentum) text += "," + (curve.momentum.empty() ? "" : shortest(curve.momentum[i]));
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
    Json::Object object{{"schedule", curve.spec}, {"spec", to_json(curve.plan.lr)}, {"sum_lr", sum(curve.lr)}};
    Json::Array steps;
    for (const Step step : curve.steps) steps.emplace_back(step);
    object.emplace_back("step", std::move(steps));
    object.emplace_back("lr", curve.lr);
    if (!curve.momentum.empty()) object.emplace_back("momentum", curve.momentum);
    all.push_back(std::move(object));
  }
  return Json::Object{{"schedules", std::move(all)}};
}

Figure figure(const std::vector<Curve>& curves, const std::vector<double> Curve::*values, const std::string& label,
              bool log) {
  Figure figure{curves.size() == 1 ? curves[0].spec : "", {"step", false}, {label, log}, {}, {}, ""};
  for (const Curve& curve : curves) {
    if ((curve.*values).empty()) continue;
    Line line;
    line.name = curve.spec;
    line.x.assign(curve.steps.begin(), curve.steps.end());
    line.y = curve.*values;
    figure.lines.push_back(std::move(line));
  }
  return figure;
}

Table summary(const std::vector<Curve>& curves) {
  Table table{{{"Schedule", true}, {"First"}, {"Peak"}, {"Last"}, {"Σlr"}}, {}, {}};
  for (const Curve& curve : curves) {
    table.rows.push_back({curve.spec, significant(curve.lr.front(), 6),
                          significant(*std::max_element(curve.lr.begin(), curve.lr.end()), 6),
                          significant(curve.lr.back(), 6), significant(sum(curve.lr), 6)});
  }
  return table;
}

void print_curves(const std::vector<Curve>& curves, const Options& options) {
  const TerminalStyle style = terminal_style(options.output.ascii);
  print_figure(figure(curves, &Curve::lr, "lr", options.log), style);
  const Figure momentum = figure(curves, &Curve::momentum, "momentum", false);
  if (!momentum.lines.empty()) print_figure(momentum, style);
  print_line("", style);
  print_table(summary(curves), style);
}

Result<void> show(const Options& options) {
  const auto plans = read_plans(options.specs);
  if (!plans) return tl::unexpected<Error>(plans.error());
  auto outputs = Outputs::open(options.output);
  if (!outputs) return tl::unexpected<Error>(outputs.error());
  const auto all = curves(options, *plans);
  if (!all) return tl::unexpected<Error>(all.error());

  const auto written = outputs->write([&] { return csv(*all); }, [&] { return json(*all); },
                                      [&] { return figure(*all, &Curve::lr, "lr", options.log); });
  if (!written || outputs->take_stdout()) return written;
  if (options.at.empty()) {
    print_curves(*all, options);
  } else {
    std::fputs(csv(*all).c_str(), stdout);
  }
  return {};
}

}  // namespace

Action show_verb(Flags flags) {
  auto options = std::make_shared<Options>();
  flags.required_arguments("SPEC", options->specs, "schedules in etude's notation (etude list)");
  flags.option("--steps", options->steps, "how many steps to show [the schedule's own length]");
  flags.list("--at", options->at, "only these steps, as CSV (any step up to 2^62)");
  flags.flag("--log", options->log, "logarithmic axis for the rate");
  options->output.add_to(flags, "step,lr at full precision");
  return [options] { return show(*options); };
}

}  // namespace etude::cli
