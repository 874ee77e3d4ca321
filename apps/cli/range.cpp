// etude range: the learning-rate range test.

#include "etude/lab/range.h"

#include <cstdio>
#include <memory>

#include "etude/report/comparison.h"
#include "flags.h"
#include "output.h"
#include "terminal.h"
#include "values.h"

namespace etude::cli {
namespace {

struct Options {
  bool as_published = false;
  std::string from = "1e-6", to = "1", steps = "200", seed = "0";
  TaskFlags task;
  OutputFlags output;
};

tl::unexpected<Error> pass_on(const Error& error) { return tl::unexpected<Error>(error); }

Result<RangeOptions> read_range(const Options& options) {
  const auto from = positive_number("--from", options.from);
  const auto to = positive_number("--to", options.to);
  for (const auto* number : {&from, &to})
    if (!*number) return pass_on(number->error());
  const auto steps = whole_number("--steps", options.steps, 2, 100'000'000);
  const auto seed = whole_number("--seed", options.seed, 0, 0xffff'ffff);
  for (const auto* number : {&steps, &seed})
    if (!*number) return pass_on(number->error());
  RangeOptions range;
  range.from = *from;
  range.to = *to;
  range.steps = *steps;
  range.seed = static_cast<std::uint32_t>(*seed);
  return range;
}

Result<std::vector<Prepared>> read_tasks(const Options& options, const Flags& flags) {
  const auto task = options.task.read(flags);
  if (!task) return pass_on(task.error());
  auto prepared = Prepared::of(*task);
  if (!prepared) return pass_on(prepared.error());
  if (!options.as_published) return std::vector{*std::move(prepared)};
  auto as_written = prepared->with(task->steps, Backward::as_written);
  if (!as_written) return pass_on(as_written.error());
  return std::vector{*std::move(as_written), *std::move(prepared)};
}

/// Both forms of the backward pass below one another, told apart by a first column.
std::string csv(const std::vector<RangeTest>& tests) {
  std::string text;
  for (const RangeTest& test : tests) {
    const std::string rows = range_csv(test);
    for (std::size_t begin = 0; begin < rows.size();) {
      const std::size_t end = rows.find('\n', begin) + 1;
      const bool title = begin == 0;
      if (!title || text.empty()) text += (title ? "backward" : test.backward) + "," + rows.substr(begin, end - begin);
      begin = end;
    }
  }
  return text;
}

Json json(const std::vector<RangeTest>& tests) {
  Json::Array all;
  for (const RangeTest& test : tests) all.push_back(range_json(test));
  return Json::Object{{"tests", std::move(all)}};
}

/// What the post prints of its test, beside the reproduction.
constexpr const char* printed_note = "The post prints \"Suggested max LR: ~0.02-0.05 (depends on random seed)\".";

void print_tests(const std::vector<RangeTest>& tests, const Options& options) {
  const TerminalStyle style = terminal_style(options.output.ascii);
  for (const RangeTest& test : tests) {
    print_line(test.task + ", backward " + test.backward + "\n", style);
    print_table(range_table(test), style);
    print_line("", style);
    print_figure(range_figure(test), style);
    print_line("", style);
  }
  if (options.as_published) print_line(printed_note, style);
}

Result<void> run(const Options& options, const Flags& flags) {
  if (options.as_published) {
    std::vector<std::string> names = options.task.names();
    names.insert(names.end(), {"--from", "--to", "--steps", "--seed"});
    const auto fixed = refuse_beside_as_published(flags, names);
    if (!fixed) return fixed;
  }
  const auto range = read_range(options);
  if (!range) return pass_on(range.error());
  const auto tasks = read_tasks(options, flags);
  if (!tasks) return pass_on(tasks.error());
  auto outputs = Outputs::open(options.output);
  if (!outputs) return pass_on(outputs.error());

  std::vector<RangeTest> tests;
  for (const Prepared& task : *tasks) {
    auto test = range_test(task, *range);
    if (!test) return pass_on(test.error());
    tests.push_back(*std::move(test));
  }
  const auto written =
      outputs->write([&] { return csv(tests); }, [&] { return json(tests); }, [&] { return range_figure(tests[0]); });
  if (!written || outputs->take_stdout()) return written;
  print_tests(tests, options);
  for (const std::string& note : outputs->notes()) print_line(note, terminal_style(options.output.ascii));
  return {};
}

}  // namespace

Action range_verb(Flags flags) {
  auto options = std::make_shared<Options>();
  flags.flag("--as-published", options->as_published, "the post's own test, as written and corrected");
  options->task.add_to(flags);
  flags.option("--from", options->from, "the first rate");
  flags.option("--to", options->to, "the rate that the sweep leads to");
  flags.option("--steps", options->steps, "how many");
  flags.option("--seed", options->seed, "of data and initial weights");
  options->output.add_to(flags, "step,lr,loss,smoothed");
  return [options, flags] { return run(*options, flags); };
}

}  // namespace etude::cli
