#include "range_published.h"

#include "apps/cli/terminal.h"
#include "etude/report/range.h"
#include "range/post.h"

namespace etude::cli {
namespace {

/// Both forms of the backward pass below one another, told apart by a first column.
std::string csv(const std::vector<RangeTest>& tests) {
  std::string text;
  for (const RangeTest& test : tests) {
    const std::string rows = report::range_csv(test);
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
  for (const RangeTest& test : tests) all.push_back(report::range_json(test));
  return Json::Object{{"tests", std::move(all)}};
}

void print_tests(const std::vector<RangeTest>& tests, const report::TerminalStyle& style) {
  for (const RangeTest& test : tests) {
    print_line(test.task + ", backward " + test.backward + "\n", style);
    print_table(report::range_table(test), style);
    print_line("", style);
    print_figure(report::range_figure(test), style);
    print_line("", style);
  }
  print_line(std::string(range::post_prints), style);
}

Result<void> run(const OutputFlags& output, const Terminal& terminal) {
  auto outputs = Outputs::open(output);
  if (!outputs) return pass_on(outputs.error());
  std::vector<RangeTest> tests;
  for (const train::Backward backward : {train::Backward::as_written, train::Backward::corrected}) {
    const auto prepared = train::Prepared::of({.backward = backward});
    if (!prepared) return pass_on(prepared.error());
    auto test = range::post_test(*prepared);
    if (!test) return pass_on(test.error());
    tests.push_back(*std::move(test));
  }
  const auto written = outputs->write([&] { return csv(tests); }, [&] { return json(tests); },
                                      [&] { return report::range_figure(tests[0]); });
  if (!written || outputs->take_stdout()) return written;
  print_tests(tests, terminal.out);
  for (const std::string& note : outputs->notes()) print_line(note, terminal.out);
  return {};
}

}  // namespace

Preset range_as_published(const Flags& flags, const std::vector<std::string>& fixed,
                          const std::shared_ptr<const OutputFlags>& output) {
  const std::string flag = "--as-published";
  return {flag, "the post's own test, as written and corrected", [=](const Terminal& terminal) {
            for (const auto& good : {flags.refuse_beside(flag, fixed), flags.read_fields()})
              if (!good) return good;
            return run(*output, terminal);
          }};
}

}  // namespace etude::cli
