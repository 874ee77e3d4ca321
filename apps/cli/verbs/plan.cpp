// etude plan: updates, samples, tokens and epochs at each joint of a plan.

#include <cmath>
#include <memory>

#include "apps/cli/flags.h"
#include "apps/cli/output.h"
#include "apps/cli/rate.h"
#include "apps/cli/spec.h"
#include "apps/cli/terminal.h"
#include "etude/base/json.h"
#include "etude/base/number.h"
#include "etude/schedule/joints.h"
#include "etude/schedule/samples_seen.h"
#include "etude/schedule/seesaw.h"

namespace etude::cli {
namespace {

struct PlanOptions {
  std::string spec;
  HorizonFlags horizon;
  RateFlag rate;
  NamingFlag naming;
  bool seesaws = false;
  OutputFlags output;
};

/// What begins at one step, and how far the run has come there.
struct Row {
  Tally tally;
  std::string begins;
  std::optional<double> lr = {}, batch_size = {};  // of the update that begins here; none at the end of the run
};

struct Planned {
  dialect::Spec spec;
  Horizon horizon;
  std::vector<Row> rows;  // the last one is the end of the run, at which no update begins
};

/// One joint a step: what begins at the same one is told in one row.
std::vector<Joint> one_a_step(const std::vector<Joint>& joints) {
  std::vector<Joint> all;
  for (const Joint& joint : joints) {
    if (!all.empty() && all.back().step == joint.step)
      all.back().begins += ", " + joint.begins;
    else
      all.push_back(joint);
  }
  return all;
}

/// The plan whose batches double where the rate was halved, and its horizon.
Result<Planned> seesawed(const Plan& plan, const Horizon& run, Step steps) {
  if (steps > most_shown)
    return refuse("--seesaw looks at every step, up to " + std::to_string(most_shown) + " of them; give a shorter run");
  const auto batch = samples_per_update(run);
  if (!batch && !plan.batch_size) return pass_on(batch.error());
  const auto made = seesaw(plan, {.steps = steps, .batch = batch ? *batch : unset});
  if (!made) return pass_on(made.error());
  Planned planned{dialect::spec_of(made->plan), run, {}};
  planned.horizon.steps = made->steps;
  planned.horizon.epochs = 0;
  return planned;
}

Result<Planned> planned(const PlanOptions& options, const Flags& flags) {
  const auto said = read_said(options.horizon, options.rate, flags);
  if (!said) return pass_on(said.error());
  const auto typed = read_one(options.spec, said->horizon, said->known);
  if (!typed) return pass_on(typed.error());
  if (auto good = check_is_used(said->lr, {typed->spec}); !good) return pass_on(good.error());
  const Horizon run = run_of(said->horizon, {*typed});
  const auto steps = run_length(run, std::vector{*typed}, most_counted);
  if (!steps) return pass_on(steps.error());
  Planned planned{options.naming.named(*typed), run, {}};
  Step end = *steps;
  if (options.seesaws) {
    auto made = seesawed(planned.spec.computed, run, *steps);
    if (!made) return pass_on(made.error());
    planned = *std::move(made);
    end = planned.horizon.steps;
  }
  const auto found = joints(planned.spec.meaning, end);
  if (!found) return pass_on(found.error());
  std::vector<Joint> all = one_a_step(*found);
  all.push_back({end, "the end"});
  const Plan& plan = planned.spec.computed;
  Tallies tallies(planned.horizon, plan);
  for (const Joint& joint : all) {
    const auto tally = tallies.after(joint.step);
    if (!tally) return pass_on(tally.error());
    planned.rows.push_back({*tally, joint.begins, plan.lr(joint.step), tallies.batch_size(joint.step)});
  }
  planned.rows.back().lr = planned.rows.back().batch_size = std::nullopt;
  return planned;
}

void add(Json::Object& object, const char* name, const std::optional<double>& number) {
  if (number) object.emplace_back(name, *number);
}

Json json(const Planned& planned) {
  Json::Array joints;
  for (const Row& row : planned.rows) {
    Json::Object object{{"updates", row.tally.updates}};
    add(object, "samples", row.tally.samples);
    add(object, "tokens", row.tally.tokens);
    add(object, "epochs", row.tally.epochs);
    add(object, "lr", row.lr);
    add(object, "batch_size", row.batch_size);
    object.emplace_back("begins", row.begins);
    joints.emplace_back(std::move(object));
  }
  return Json::Object{{"schedule", planned.spec.name}, {"joints", std::move(joints)}};
}

/// "2,000,000,000": a count with its thousands apart.
std::string count_text(double count) {
  if (!(count < 1e15)) return shortest(count);
  std::string text = std::to_string(static_cast<long long>(std::round(count)));
  for (std::size_t at = text.size(); at > 3;) text.insert(at -= 3, ",");
  return text;
}

/// How the numbers of a table are written: a count, an epoch, a rate.
struct Style {
  std::string (*count)(double);
  std::string (*epochs)(double);
  std::string (*rate)(double);
};
constexpr Style for_people{&count_text, [](double x) { return significant(x, 5); },
                           [](double x) { return significant(x, 6); }};
constexpr Style exact{&shortest, &shortest, &shortest};

/// A column a quantity that is known.
report::Table table(const Planned& planned, const Style& style) {
  const Tally& known = planned.rows.back().tally;
  report::Table table{{{"updates"}}, {}, {}};
  if (known.samples) table.columns.insert(table.columns.end(), {{"samples"}, {"batch_size"}});
  if (known.tokens) table.columns.push_back({"tokens"});
  if (known.epochs) table.columns.push_back({"epochs"});
  table.columns.insert(table.columns.end(), {{"lr"}, {"begins", true}});
  for (const Row& row : planned.rows) {
    const Tally& at = row.tally;
    auto& cells = table.rows.emplace_back(std::vector{style.count(static_cast<double>(at.updates))});
    if (at.samples) cells.push_back(style.count(*at.samples));
    if (at.samples) cells.push_back(row.batch_size ? style.count(*row.batch_size) : "");
    if (at.tokens) cells.push_back(style.count(*at.tokens));
    if (at.epochs) cells.push_back(style.epochs(*at.epochs));
    cells.push_back(row.lr ? style.rate(*row.lr) : "");
    cells.push_back(row.begins);
  }
  return table;
}

/// What to type to see the columns that are not there.
std::string what_is_missing(const Planned& planned) {
  const Tally& known = planned.rows.back().tally;
  if (!known.samples)
    return "For samples give --batch, or the plan a batch_size=; for epochs --samples; for tokens --context.";
  if (!known.epochs && !known.tokens)
    return "For epochs give --samples, the size of the dataset; for tokens --context.";
  if (!known.epochs) return "For epochs give --samples, the size of the dataset.";
  return known.tokens ? "" : "For tokens give --context, the tokens of a sample.";
}

void print(const Planned& planned, const report::TerminalStyle& style) {
  print_line(planned.spec.name, style);
  if (const std::string run = horizon_text(planned.horizon, planned.spec.meaning); !run.empty()) print_line(run, style);
  print_line("", style);
  print_table(table(planned, for_people), style);
  if (const std::string missing = what_is_missing(planned); !missing.empty()) print_line(missing, style);
}

Result<void> run(const PlanOptions& options, const Flags& flags, const Terminal& terminal) {
  auto outputs = Outputs::open(options.output);
  if (!outputs) return pass_on(outputs.error());
  const auto made = planned(options, flags);
  if (!made) return pass_on(made.error());
  say_missing_rates({made->spec}, outputs->take_stdout(), terminal);
  const auto written = outputs->write([&] { return write_csv(table(*made, exact)); }, [&] { return json(*made); }, {});
  if (!written || outputs->take_stdout()) return written;
  print(*made, terminal.out);
  return {};
}

}  // namespace

Action plan_verb(Flags flags) {
  auto options = std::make_shared<PlanOptions>();
  flags.required_argument("SPEC", options->spec,
                          "a plan: etude's notation, a dialect's line, recipe:NAME, @file, or a script or config");
  flags.names_files({"SPEC", FileUse::read, [options] { return files_named_by({options->spec}); }});
  options->horizon.add_to(flags, "how long the run is [the schedule's own length]");
  options->rate.add_to(flags, "the optimizer's own rate, for a line that leaves it out");
  flags.output("--csv", options->output.csv, "the table at full precision on standard output, or in =FILE");
  flags.output("--json", options->output.json, "JSON on standard output, or in =FILE");
  options->naming.add_to(flags);
  flags.flag(
      "--seesaw", options->seesaws,
      "the same work in fewer updates: where the rate is halved, it falls by the root of 2 and the batch doubles");
  return [options, flags](const Terminal& terminal) { return run(*options, flags, terminal); };
}

}  // namespace etude::cli
