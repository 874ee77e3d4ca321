#include "etude/report/page.h"

#include <gtest/gtest.h>

#include <string>

#include "report/drawing/xml_check_test.h"
#include "support/sample_comparisons.h"

namespace etude::report {
namespace {

const PageSource kSource{.command = "etude compare --tune 'cosine(from=0.1, steps=300)' --html \"a & b.html\"",
                         .version = "1.2.3",
                         .specs = {kHostileName},
                         .settings = {{"optimizer", "sgd"}, {kHostileName, kHostileName}}};

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string body_of(const std::string& page) { return page.substr(page.find('\n') + 1); }

TEST(Page, IsWellFormedWhateverWasCompared) {
  for (const Awkward& awkward : awkward_comparisons()) {
    const std::string page = comparison_html(awkward.comparison, kSource);
    EXPECT_EQ(page.substr(0, page.find('\n')), "<!DOCTYPE html>");
    EXPECT_EQ(XmlCheck(body_of(page)).fault(), "") << awkward.name;
    EXPECT_EQ(page, comparison_html(awkward.comparison, kSource)) << awkward.name;
  }
}

TEST(Page, HasNoScriptAndAsksForNothing) {
  for (const Awkward& awkward : awkward_comparisons()) {
    const std::string page = comparison_html(awkward.comparison, kSource);
    for (const char* part : {"<script", "<link", "<img", "<iframe", "src=", "href=", "url(", "@import", "\x1b"})
      EXPECT_FALSE(contains(page, part)) << awkward.name << ": " << part;
  }
}

TEST(Page, SaysWhatWasFoundAndHow) {
  const std::string page = comparison_html(made_up_study(), kSource);
  for (const char* part : {"exponential at its tuned peak 0.32 ends ", "median of 20 seeds", "<h2>Results</h2>",
                           "<h2>Loss curves</h2>", "<h2>Loss against peak</h2>", "<h2>Differences, seed by seed</h2>",
                           "<h2>Settings</h2>", "0 … 19", "234,567 trained of 345,000 asked for", "optimizer",
                           "<h2>The schedules as text</h2>", "linear(from=0.320000, steps=300)", "Made by etude 1.2.3",
                           "etude compare --tune 'cosine(from=0.1, steps=300)' --html &quot;a &amp; b.html&quot;"}) {
    EXPECT_TRUE(contains(page, part)) << part;
  }
}

TEST(Page, LeavesOutWhatThereIsNot) {
  Comparison given = made_up_study(3, 1);
  given.pairs.clear();
  for (Arm& arm : given.arms) arm.tuning.clear();
  const std::string page = comparison_html(given);
  for (const char* part :
       {"Loss against peak", "Differences", "command that made", "As typed", "tuned on", "median of"})
    EXPECT_FALSE(contains(page, part)) << part;
  EXPECT_FALSE(contains(comparison_html({}), "<table"));
}

TEST(Page, IsSmallHoweverLongTheRuns) {
  EXPECT_LT(comparison_html(made_up_study(12, 20, 300), kSource).size(), 300000u);
  EXPECT_LT(comparison_html(made_up_study(12, 20, 3000), kSource).size(), 300000u);
}

TEST(Page, ServesDarkNarrowAndPaper) {
  const std::string page = comparison_html(made_up_study(2, 2));
  for (const char* part : {"@media (prefers-color-scheme:dark)", "@media (max-width:640px)", "@media print",
                           "lang=\"en\"", "name=\"viewport\"", "scope=\"col\"", "scope=\"row\"", "role=\"img\""})
    EXPECT_TRUE(contains(page, part)) << part;
}

}  // namespace
}  // namespace etude::report
