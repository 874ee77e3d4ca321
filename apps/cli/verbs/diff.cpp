// etude diff: where two curves part, and by how much.

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <utility>

#include "apps/cli/flags.h"
#include "apps/cli/output.h"
#include "apps/cli/rate.h"
#include "apps/cli/spec.h"
#include "apps/cli/terminal.h"
#include "base/words.h"
#include "etude/base/json.h"
#include "etude/base/number.h"
#include "etude/report/figure.h"
#include "etude/schedule/resume.h"

namespace etude::cli {
namespace {

struct DiffOptions {
  std::string a, b, policy = "extend";
  double tolerance = 1e-12;
  Step done = unset_steps;
  bool continuous = false;
  HorizonFlags horizon, horizon_of_a;
  RateFlag rate;
  NamingFlag naming;
  OutputFlags output;

  static constexpr auto fields(auto...) {
    return std::array{
        field<&DiffOptions::tolerance>(Unit::number, {.above_least = true},
                                       "rates this close, as a share of the larger, are the same"),
        field<&DiffOptions::done>(
            Unit::steps, {},
            "a run began under A, this many updates are done, and it goes on under B: compare A with it"),
    };
  }
};

struct Both {
  std::vector<dialect::Spec> specs;
  std::vector<std::string> changes;  // from the old spec to the new one, where a run is resumed
  double factor = 1;                 // what the new one is multiplied by there
  std::vector<Note> notes;
  Step steps = 0;
  Difference difference;
  std::vector<double> a, b;
};

constexpr const char* was = "was-";  // before the flags that say how long A is

/// --done: the second schedule becomes that of a run that began under the first.
Result<void> resume_run(const DiffOptions& options, Both& both) {
  const auto policy = value_of_word<ResumePolicy>("policy", options.policy);
  if (!policy) return refuse("--policy: " + policy.error().message);
  both.changes = changes(both.specs[0].meaning.lr, both.specs[1].meaning.lr);
  const Resume how{.policy = *policy, .at = options.done, .continuous = options.continuous};
  auto resumed = resume(both.specs[0].computed.lr, both.specs[1].computed.lr, how);
  if (!resumed) return pass_on(resumed.error());
  if (options.naming.is_spelt_out)
    both.specs[1].name = notation::print(resumed->schedule);
  else if (resumed->schedule == both.specs[0].computed.lr)
    both.specs[1].name = both.specs[0].name;
  else
    both.specs[1].name += " after " + std::to_string(options.done) + " steps of A";
  both.specs[1].computed.lr = both.specs[1].meaning.lr = resumed->schedule;
  both.factor = resumed->factor;
  both.notes = std::move(resumed->notes);
  return {};
}

/// Both specs, each read and as long as its own run, or longer by its own schedule.
Result<Both> read_both(const DiffOptions& options, const Flags& flags) {
  const auto said = read_said(options.horizon, options.rate, flags);
  if (!said) return pass_on(said.error());
  const auto horizon_of_a = options.horizon_of_a.read_other(flags, was, said->horizon);
  if (!horizon_of_a) return pass_on(horizon_of_a.error());
  Both both;
  std::vector<Typed> both_typed;
  std::vector<Horizon> runs;
  for (const auto& [text, of] : {std::pair(&options.a, &*horizon_of_a), std::pair(&options.b, &said->horizon)}) {
    const auto typed = read_one(*text, *of, said->known);
    if (!typed) return refuse("spec " + std::to_string(both.specs.size() + 1) + ", " + typed.error().message);
    both.specs.push_back(options.naming.named(*typed));
    runs.push_back(run_of(*of, {*typed}));
    both_typed.push_back(*typed);
  }
  if (auto good = check_is_used(said->lr, both.specs); !good) return pass_on(good.error());
  if (options.done != unset_steps)
    if (auto resumed = resume_run(options, both); !resumed) return pass_on(resumed.error());
  for (std::size_t i = 0; i < runs.size(); ++i) {
    both_typed[i].spec = both.specs[i];
    const auto steps = run_length(runs[i], std::vector{both_typed[i]}, most_shown);
    if (!steps) return pass_on(steps.error());
    both.steps = std::max(both.steps, *steps);
  }
  return both;
}

Result<Both> compare(const DiffOptions& options, const Flags& flags) {
  auto both = read_both(options, flags);
  if (!both) return both;
  const Schedule &a = both->specs[0].computed.lr, &b = both->specs[1].computed.lr;
  both->difference = difference(a, b, both->steps, options.tolerance);
  both->a = a.values(both->steps);
  both->b = b.values(both->steps);
  return both;
}

std::string csv(const Both& both) {
  std::string text = "step,a,b,difference\n";
  for (std::size_t i = 0; i < both.a.size(); ++i) {
    text += std::to_string(i) + "," + shortest(both.a[i]) + "," + shortest(both.b[i]) + "," +
            shortest(both.b[i] - both.a[i]) + "\n";
  }
  return text;
}

Json step_json(const std::optional<Step>& step) { return step ? Json(*step) : Json(); }

Json json(const Both& both, bool is_resumed) {
  const Difference& d = both.difference;
  Json::Object object{
      {"a", both.specs[0].name},
      {"b", both.specs[1].name},
      {"steps", both.steps},
      {"parts_at", step_json(d.parts_at)},
      {"joins_at", step_json(d.joins_at)},
      {"steps_apart", d.steps_apart},
      {"largest_gap",
       Json::Object{{"step", d.largest_at}, {"a", d.largest_a}, {"b", d.largest_b}, {"gap", d.largest_gap}}},
      {"sum_lr", Json::Object{{"a", d.sum_a}, {"b", d.sum_b}}}};
  if (!is_resumed) return object;
  object.emplace_back("changes", fact_json(both.changes));
  object.emplace_back("factor", both.factor);
  object.emplace_back("notes", fact_json(both.notes));
  return object;
}

report::Figure figure(const Both& both) {
  report::Figure figure{"", {"step", false}, {"lr", false}, {}, {}, ""};
  for (const auto& [spec, values] : {std::pair(&both.specs[0], &both.a), std::pair(&both.specs[1], &both.b)}) {
    report::Line line;
    line.name = spec->name;
    for (std::size_t i = 0; i < values->size(); ++i) line.x.push_back(static_cast<double>(i));
    line.y = *values;
    figure.lines.push_back(std::move(line));
  }
  return figure;
}

/// What the sum of B's rates is beside that of A's.
std::string sums_text(const Difference& d) {
  const double more = 100 * (d.sum_b / d.sum_a - 1);
  if (!(std::abs(more) >= 0.005)) return "their rates add up to the same";
  if (!std::isfinite(more)) return "A's rates add up to 0";
  return "B's rates add up to " + significant(std::abs(more), 3) + " % " + (more < 0 ? "less" : "more") + " than A's";
}

/// Where they part, and by how much: a sentence in two halves, of which the first is the verdict.
std::pair<std::string, std::string> finding(const Both& both, const DiffOptions& options) {
  const Difference& d = both.difference;
  if (!d.parts_at)
    return {"A and B are the same at all " + std::to_string(both.steps) + " steps",
            ", to within " + shortest(options.tolerance) + " of each rate."};
  return {"A and B are apart from step " + std::to_string(*d.parts_at) + " on",
          (d.joins_at ? ", the same again from step " + std::to_string(*d.joins_at) : "") + ": " +
              std::to_string(d.steps_apart) + " of " + std::to_string(both.steps) + " steps differ, by at most " +
              significant(d.largest_gap, 6) + " at step " + std::to_string(d.largest_at) + " (" +
              significant(d.largest_a, 9) + " and " + significant(d.largest_b, 9) + "); " + sums_text(d) + "."};
}

void print_difference(const Both& both, const DiffOptions& options, const report::TerminalStyle& style) {
  print_figure(figure(both), style);
  print_line("", style);
  for (const std::string& change : both.changes) print_line("changed " + change, style);
  for (const Note& note : both.notes) print_note(note, note.id == "resume-rescales-far", style);
  const auto [verdict, more] = finding(both, options);
  print_line(both.difference.parts_at ? Tone::warning : Tone::good, verdict, more, style);
  print_table(report::Table{{{"Schedule", true}, {"Σlr"}},
                            {{both.specs[0].name, significant(both.difference.sum_a, 9)},
                             {both.specs[1].name, significant(both.difference.sum_b, 9)}},
                            {}},
              style);
}

Result<void> run(const DiffOptions& options, const Flags& flags, const Terminal& terminal) {
  auto outputs = Outputs::open(options.output);
  if (!outputs) return pass_on(outputs.error());
  const auto both = compare(options, flags);
  if (!both) return pass_on(both.error());
  say_missing_rates(both->specs, outputs->take_stdout(), terminal);
  const auto written =
      outputs->write([&] { return csv(*both); }, [&] { return json(*both, options.done != unset_steps); },
                     [&] { return figure(*both); });
  if (!written || outputs->take_stdout()) return written;
  print_difference(*both, options, terminal.out);
  return {};
}

}  // namespace

Action diff_verb(Flags flags) {
  auto options = std::make_shared<DiffOptions>();
  flags.required_argument("A", options->a, "a schedule: etude's notation, a dialect's line, recipe:NAME or @file");
  flags.required_argument("B", options->b, "the other one");
  flags.names_files({"A", FileUse::read, [options] { return files_named_by({options->a}); }});
  flags.names_files({"B", FileUse::read, [options] { return files_named_by({options->b}); }});
  options->horizon.add_to(
      flags, "how long the run is, and where --was-steps is not given that of A too [the longer one's own length]");
  options->horizon_of_a.add_others_to(flags, was, "Of A, where its run is not as B's");
  options->rate.add_to(flags, "the optimizer's own rate, for lines that leave it out");
  flags.field(*options, "tolerance");
  flags.field(*options, "done");
  flags.option(
      "--policy", options->policy,
      "how it goes on: keep A, extend (B as if from the beginning), rebase (B from its own beginning), refuse");
  flags.flag("--continuous", options->continuous, "scale B so that the rate does not jump");
  options->naming.add_to(flags);
  options->output.add_to(flags, "step,a,b,difference at full precision");
  return [options, flags](const Terminal& terminal) { return run(*options, flags, terminal); };
}

}  // namespace etude::cli
