#include "etude/report/claims.h"

#include <gtest/gtest.h>

#include <regex>
#include <string>

#include "report/drawing/xml_check_test.h"
#include "support/sample_comparisons.h"

namespace etude::report {
namespace {

ClaimEffect effect_of(Told told, bool is_ratio, const std::string& name) {
  return {.where = name,
          .a = name,
          .b = "constant",
          .measure = "final_loss",
          .claimed = "lower",
          .is_ratio = is_ratio,
          .margin = is_ratio ? 1.02 : 0.1,
          .seeds = 10,
          .value = 0.9,
          .low = 0.8,
          .high = 1.01,
          .difference = -0.1,
          .ci95 = 0.2,
          .effect = -0.5,
          .p = 0.03,
          .p_holm = 0.09,
          .told = told,
          .seeds_to_tell = told == Told::undetected ? std::optional(33) : std::nullopt};
}

/// Claims of every verdict, with names that break what is not escaped.
std::vector<ClaimResult> sample_claims() {
  ClaimResult experiment{.id = "C04",
                         .place = kHostileName,
                         .statement = kHostileName,
                         .refuted_if = kHostileName,
                         .task = "spirals",
                         .effort = "quick",
                         .seeds = 10,
                         .depends_on = "the task",
                         .ruling = Verdict::depends,
                         .finding = kHostileName};
  experiment.arms = {
      {.name = kHostileName, .schedule = "constant(value=0.1)", .peak_from = "tuned", .peak = 0.1, .sum_lr = 30}};
  experiment.arms[0].final_loss.median = 0.25;
  for (const bool is_ratio : {true, false})
    for (const Told told : {Told::as_claimed, Told::against, Told::undetected, Told::beside})
      experiment.effects.push_back(effect_of(told, is_ratio, kHostileName));
  const ClaimResult source{.id = "C06",
                           .says = "another | thing",
                           .reference = "He 2016",
                           .ruling = Verdict::source,
                           .finding = "another | thing"};
  const ClaimResult none{.id = "C07", .ruling = Verdict::none, .finding = "no data"};
  return {experiment, source, none};
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(ClaimsReport, PageAndFigureAreWellFormed) {
  const std::string page = claims_html(sample_claims(), {.command = "etude claims <all>", .version = "1"});
  EXPECT_EQ(XmlCheck(page.substr(page.find('\n') + 1)).fault(), "");
  EXPECT_EQ(XmlCheck(claim_svg(sample_claims()[0])).fault(), "");
  EXPECT_EQ(claim_svg(sample_claims()[1]), "");
  for (const char* part : {"<script", "<link", "<img", "src=", "url(", "@import", "\x1b"})
    EXPECT_FALSE(holds(page, part)) << part;
  for (const char* part : {"3 claims: 1 depends, 1 source, 1 no verdict", "C04: depends on the task", "He 2016",
                           "etude claims C04 --quick", "not detected (33 seeds would)", "lower by ×1.02"})
    EXPECT_TRUE(holds(page, part)) << part;
}

TEST(ClaimsReport, MarksTellWithoutColour) {
  const std::string figure = claim_svg(sample_claims()[0]);
  for (const char* part : {"class=\"dot\"", "class=\"ring\"", "class=\"band\"", "as claimed", "against"})
    EXPECT_TRUE(holds(figure, part)) << part;
}

/// What is shaded lies on the claimed side of no effect, or around it.
TEST(ClaimsReport, BandHoldsWhatWasClaimed) {
  for (const auto& [claimed, holds_less, holds_none, holds_more] :
       {std::tuple{"lower", true, false, false}, std::tuple{"no higher", true, true, false},
        std::tuple{"same", false, true, false}, std::tuple{"higher", false, false, true}})
    for (const bool is_ratio : {true, false}) {
      ClaimResult claim{.id = "C04", .ruling = Verdict::supported};
      claim.effects = {effect_of(Told::as_claimed, is_ratio, "a")};
      claim.effects[0].claimed = claimed;
      const std::string svg = claim_svg(claim);
      std::smatch band, rule;
      ASSERT_TRUE(std::regex_search(svg, band, std::regex("class=\"band\" x=\"([0-9.]+)\".* width=\"([0-9.]+)\"")));
      ASSERT_TRUE(std::regex_search(svg, rule, std::regex("class=\"rule\" d=\"M([0-9.]+)")));
      const double from = std::stod(band[1]), to = from + std::stod(band[2]), none = std::stod(rule[1]);
      EXPECT_GT(to, from) << claimed;
      EXPECT_EQ(from < 331, holds_less) << claimed;
      EXPECT_EQ(from < none && none < to, holds_none) << claimed;
      EXPECT_EQ(to > 699, holds_more) << claimed;
    }
}

TEST(ClaimsReport, AFigureThatWasPrintedStandsBesideWhatWasFound) {
  ClaimResult claim{.id = "C04", .ruling = Verdict::refuted};
  claim.effects = {{.a = "as written",
                    .measure = "final_loss",
                    .claimed = "printed",
                    .is_ratio = false,
                    .reference = 0.1,
                    .value = 0.4,
                    .told = Told::against}};
  EXPECT_TRUE(holds(claim_svg(claim), "×4  against")) << claim_svg(claim);
  claim.effects[0].value = not_a_number;  // it diverged
  EXPECT_EQ(claim_svg(claim), "");
}

TEST(ClaimsReport, PageIsReadOnANarrowScreen) {
  const std::string page = claims_html(sample_claims());
  for (const char* part : {"class=\"etude wide\"", "class=\"etude narrow\"", "viewBox=\"0 0 340 "})
    EXPECT_TRUE(holds(page, part)) << part;
}

TEST(ClaimsReport, MarkdownHasARowForEach) {
  const std::string text = claims_markdown(sample_claims(), {.command = "etude claims --quick"});
  for (const char* part :
       {"By `etude claims --quick`: 3 claims", "| C06 | source |", "### C04: depends on the task", "no data"})
    EXPECT_TRUE(holds(text, part)) << part;
  EXPECT_EQ(text.back(), '\n');
  EXPECT_NE(text[text.size() - 2], '\n');
}

TEST(ClaimsReport, JsonHasEveryNumber) {
  const Json json = claims_json(sample_claims());
  const Json& claim = json.find("claims")->as<Json::Array>()->front();
  EXPECT_EQ(*claim.find("verdict")->as<std::string>(), "depends on the task");
  const Json& effect = claim.find("effects")->as<Json::Array>()->front();
  EXPECT_EQ(*effect.find("finding")->as<std::string>(), "as claimed");
  EXPECT_EQ(effect.find("p_holm")->number(), 0.09);
  EXPECT_TRUE(effect.find("reference")->is_null());
}

}  // namespace
}  // namespace etude::report
