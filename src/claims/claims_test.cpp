// Every claim with a rule, in a world where it holds and in worlds where it does not: no rule that cannot fail.

#include "etude/claims/claims.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "claims/effects.h"
#include "claims/measures.h"
#include "claims/planted_world_test.h"
#include "claims/setting.h"
#include "etude/claims/recorded.h"
#include "etude/notation/notation.h"
#include "etude/report/claims.h"
#include "files/sources.h"

namespace etude::claims {
namespace {

class EveryClaim : public ::testing::TestWithParam<std::size_t> {
 protected:
  const Claim& claim() const { return all_claims()[GetParam()]; }
};

TEST_P(EveryClaim, IsWhole) {
  EXPECT_FALSE(claim().id.empty() || claim().place.empty() || claim().statement.empty()) << claim().id;
  EXPECT_EQ(claim().is_attribution(), !claim().says.empty()) << claim().id;
  EXPECT_EQ(claim().is_attribution(), !claim().reference.empty()) << claim().id;
  EXPECT_EQ(claim().is_attribution(), claim().refuted_if.empty()) << claim().id;
}

TEST_P(EveryClaim, HoldsWhereItIsPlanted) {
  if (claim().is_attribution()) return;
  const ClaimResult result = planted::examined(claim(), planted::planted_world(claim(), true));
  EXPECT_EQ(result.ruling, Verdict::supported) << claim().id << ": " << result.finding;
}

TEST_P(EveryClaim, IsRefutedWhereTheOppositeIs) {
  if (claim().is_attribution()) return;
  const ClaimResult result = planted::examined(claim(), planted::planted_world(claim(), false));
  EXPECT_EQ(result.ruling, Verdict::refuted) << claim().id << ": " << result.finding;
}

TEST_P(EveryClaim, FallsWithEachOfItsEffects) {
  for (const PlannedEffect& effect : claim().effects) {
    planted::World world = planted::planted_world(claim(), true);
    world.plant(effect, false);
    const ClaimResult result = planted::examined(claim(), world);
    EXPECT_NE(result.ruling, Verdict::supported)
        << claim().id << ", " << effect.a << ", " << effect.b << ": " << result.finding;
  }
}

/// What is read off a grid of peaks, or a sweep, goes by its steps.
bool goes_by_steps(const PlannedEffect& effect) {
  for (const char* measure : {"best_peak", "edge", "octaves", "range_edge", "range_basin", "range_best", "suggestion"})
    if (effect.measure == measure) return true;
  return effect.claimed == Claimed::printed;
}

TEST_P(EveryClaim, FallsWithEachOfItsEffectsThatIsTooSmall) {
  for (const PlannedEffect& effect : claim().effects) {
    if (goes_by_steps(effect)) continue;
    planted::World world = planted::planted_world(claim(), true);
    world.plant_too_small(effect);
    const ClaimResult result = planted::examined(claim(), world);
    EXPECT_NE(result.ruling, Verdict::supported)
        << claim().id << ", " << effect.a << ", " << effect.b << ": " << result.finding;
  }
}

TEST_P(EveryClaim, HasTasksAndPlans) {
  for (const PlannedArm& arm : claim().arms) {
    const auto task = task_of(claim().task + " " + arm.setting);
    ASSERT_TRUE(task) << claim().id << ", " << arm.name << ": " << task.error().message;
    EXPECT_EQ(complaint_of(*task), "") << claim().id << ", " << arm.name;
    EXPECT_TRUE(notation::parse_plan(arm.plan, {.steps = steps_of(*task)})) << claim().id << ", " << arm.name;
  }
}

TEST_P(EveryClaim, MeasuresWhatHasAMeaning) {
  std::set<std::string_view> known;
  for (const auto& [measure, meaning] : meanings()) EXPECT_TRUE(known.insert(measure).second) << measure;
  for (const PlannedEffect& effect : claim().effects) {
    EXPECT_TRUE(known.count(effect.measure)) << claim().id << ": " << effect.measure;
    EXPECT_TRUE(effect.beside.empty() || known.count(effect.beside)) << claim().id << ": " << effect.beside;
  }
}

TEST_P(EveryClaim, NamesItsConditions) {
  std::set<std::string> conditions;
  for (const PlannedEffect& effect : claim().effects) conditions.insert(effect.where);
  EXPECT_EQ(conditions.size() > 1, !claim().depends_on.empty()) << claim().id;
}

INSTANTIATE_TEST_SUITE_P(Claims, EveryClaim, ::testing::Range(std::size_t{0}, all_claims().size()),
                         [](const auto& info) { return all_claims()[info.param].id; });

TEST(Claims, HaveIdsOfTheirOwnInOrder) {
  for (std::size_t i = 1; i < all_claims().size(); ++i) {
    const std::string &before = all_claims()[i - 1].id, &id = all_claims()[i].id;
    EXPECT_TRUE(before[0] == id[0] ? before < id : before[0] == 'C') << before << ", " << id;
  }
}

TEST(Claims, AreFoundByTheirIds) {
  EXPECT_EQ((*claim_named("C04"))->id, "C04");
  EXPECT_EQ(claim_named("C4").error().message, "there is no claim \"C4\"; did you mean C04? (etude claims lists them)");
  EXPECT_EQ(claim_named("f01").error().message,
            "there is no claim \"f01\"; did you mean F01? (etude claims lists them)");
}

TEST(Claims, WhatNothingIsPlantedForIsNotSupported) {
  for (const Claim& claim : all_claims()) {
    if (claim.is_attribution()) continue;
    const bool is_of_equality =
        std::any_of(claim.effects.begin(), claim.effects.end(), [](const PlannedEffect& effect) {
          return effect.claimed == Claimed::same || effect.claimed == Claimed::no_higher ||
                 !std::isnan(effect.reference) || !effect.beside.empty();
        });
    const planted::World world(claim);
    const auto result = examine(claim, world.laboratory());
    ASSERT_TRUE(result) << claim.id << ": " << result.error().message;
    if (!is_of_equality) {
      EXPECT_NE(result->ruling, Verdict::supported) << claim.id << ": " << result->finding;
    }
  }
}

Result<Bench> own_bench(const AnyTask& task, std::string_view probe) {
  if (const auto* exact = std::get_if<train::PowerLawTask>(&task)) return exact_bench(*exact, probe, 1);
  return train::Prepared::of(std::get<train::Task>(task)).and_then([&](const train::Prepared& prepared) {
    return native_bench(prepared, probe, 1);
  });
}

/// The engine's own trials, with the losses of one arm multiplied.
study::Runner shifted(study::Runner own, std::string arm, double by) {
  return [=](std::span<const study::Trial> trials, const study::Finished& finished) {
    return own(trials, [&](std::size_t i, Outcome outcome) {
      if (trials[i].name == arm) outcome.final_loss *= by, outcome.heldout_loss *= by;
      return finished(i, outcome);
    });
  };
}

TEST(Claims, TurnWithTheLossesOfAnArm) {
  const Claim claim{.id = "X01",
                    .place = "here",
                    .statement = "Linear ends below the constant.",
                    .refuted_if = "It does not.",
                    .task = "spirals data=spirals:per_class=9 hidden=6 steps=20",
                    .arms = {{.name = "linear", .plan = "linear(from=0.5, steps=rest)"},
                             {.name = "constant", .plan = "constant(0.5)"}},
                    .effects = {{.a = "linear", .b = "constant"}}};
  for (const auto& [by, verdict] : {std::pair{0.01, Verdict::supported}, {100.0, Verdict::refuted}}) {
    const Laboratory laboratory = [by = by](const AnyTask& task, std::string_view probe) -> Result<Bench> {
      auto bench = own_bench(task, probe);
      bench->trials = shifted(bench->trials, "linear", by);
      return bench;
    };
    const auto result = examine(claim, laboratory);
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(result->ruling, verdict) << result->finding;
    EXPECT_EQ(result->arms.size(), 3u);  // linear's control among them
  }
}

/// docs/evidence.md was written by this code, or by one whose claims were others.
TEST_P(EveryClaim, IsRecordedWithTheEffectsThatItPlans) {
  ASSERT_EQ(recorded().size(), all_claims().size());
  const ClaimResult& written = recorded()[GetParam()];
  EXPECT_EQ(written.id, claim().id);
  EXPECT_EQ(written.statement, claim().statement);
  EXPECT_EQ(written.ruling == Verdict::source, claim().is_attribution());
  std::vector<ClaimEffect> counted;
  for (const ClaimEffect& effect : written.effects)
    if (effect.told != Told::beside) counted.push_back(effect);
  ASSERT_EQ(counted.size(), claim().effects.size()) << claim().id;
  for (std::size_t i = 0; i < counted.size(); ++i) {
    const PlannedEffect& planned = claim().effects[i];
    EXPECT_EQ(counted[i].where, planned.where) << claim().id;
    EXPECT_EQ(counted[i].a, planned.a) << claim().id;
    EXPECT_EQ(counted[i].b, planned.b) << claim().id;
    EXPECT_EQ(counted[i].measure, planned.measure) << claim().id;
    EXPECT_EQ(counted[i].claimed, name_of(planned.claimed)) << claim().id;
  }
  if (!claim().is_attribution()) {
    EXPECT_EQ(written.ruling, written.holds_by_seeds() ? ruling_of(written.effects) : Verdict::not_detected);
  }
}

std::string text_of(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST_P(EveryClaim, IsRecordedAsItStandsInTheDocument) {
  ASSERT_EQ(recorded().size(), all_claims().size());
  const std::string document = text_of(ETUDE_GOLDEN "/../../docs/evidence.md");
  const std::string section = report::claims_markdown({recorded()[GetParam()]});
  const std::size_t begin = section.find("### "), end = section.find("\n\n| Arm |");
  std::istringstream lines(section.substr(begin, end - begin));
  for (std::string line; std::getline(lines, line);)  // in the document tables go on with what quick mode gives
    EXPECT_NE(document.find("\n" + line), std::string::npos)
        << line << "\nwrite both anew: tests/claims/evidence_test.py ETUDE --write";
}

/// A world where only the first seeds are as claimed.
Laboratory world_until(std::uint32_t seed) {
  return [seed](const AnyTask&, std::string_view) -> Result<Bench> {
    return Bench{[seed](std::span<const study::Trial> trials, const study::Finished& finished) -> Result<void> {
      for (std::size_t i = 0; i < trials.size(); ++i) {
        const bool is_lower = (trials[i].seed < seed) == (trials[i].name == "linear");
        const double loss = (is_lower ? 1 : 2) + 0.001 * trials[i].seed;
        if (auto good = finished(i, Outcome{.final_loss = loss, .steps = trials[i].steps}); !good) return good;
      }
      return {};
    }};
  };
}

TEST(Claims, OfWhichTwoSetsOfSeedsSayOtherwiseAreNotDetected) {
  const Claim claim{.id = "X03",
                    .place = "here",
                    .statement = "Linear ends below the constant.",
                    .refuted_if = "It does not.",
                    .task = "spirals data=spirals:per_class=9 hidden=6 steps=20",
                    .arms = {{.name = "linear", .plan = "linear(from=0.5, steps=rest)", .peak = Peak::given},
                             {.name = "constant", .plan = "constant(0.5)", .peak = Peak::given}},
                    .effects = {{.a = "linear", .b = "constant"}}};
  const struct {
    std::uint32_t as_claimed_until, first, again;
    Verdict verdict;
    std::vector<std::string> by_seeds;
  } cases[] = {{10, 0, 0, Verdict::supported, {}},
               {10, 10, 0, Verdict::refuted, {}},
               {10, 0, 100, Verdict::not_detected, {"supported", "refuted"}},
               {200, 0, 100, Verdict::supported, {"supported", "supported"}},
               {10, 20, 100, Verdict::refuted, {"refuted", "refuted"}}};
  for (const auto& c : cases) {
    const auto result = examine(claim, world_until(c.as_claimed_until), {"quick", 10, 3, c.first, c.again});
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(result->ruling, c.verdict) << result->finding;
    std::vector<std::string> by_seeds;
    for (const VerdictOfSeeds& each : result->by_seeds) by_seeds.push_back(each.verdict);
    EXPECT_EQ(by_seeds, c.by_seeds);
    const bool is_told_of = result->finding.find("Seeds from 0 give: supported; from 100: refuted.") == 0;
    EXPECT_EQ(is_told_of, by_seeds.size() == 2 && by_seeds[0] != by_seeds[1]) << result->finding;
  }
}

/// Where the first set holds under a condition under which the other fails, and the other way round.
TEST(Claims, AgreeUnderNoConditionWhereOneSetHoldsAndTheOtherFails) {
  const auto result = [](Told here, Told there) {
    ClaimResult one{.id = "X", .ruling = Verdict::depends};
    one.effects = {{.where = "here", .told = here}, {.where = "there", .told = there}};
    return one;
  };
  using enum Told;
  EXPECT_TRUE(agree(result(as_claimed, against), result(as_claimed, against)));
  EXPECT_FALSE(agree(result(as_claimed, against), result(against, as_claimed)));
  EXPECT_TRUE(agree(result(as_claimed, undetected), result(as_claimed, against)));
}

TEST(Claims, HaveTasksThatAreMadeAgainOfTheirWords) {
  const auto words = [](const AnyTask& task) {
    return std::visit([](const auto& own) { return words_of(own); }, task);
  };
  for (const Claim& claim : all_claims()) {
    if (claim.is_attribution()) continue;
    const AnyTask task = *task_of(claim.task);
    const auto again = task_of(words(task));
    ASSERT_TRUE(again) << words(task) << ": " << again.error().message;
    EXPECT_EQ(words(*again), words(task));
    EXPECT_EQ(*again, task) << claim.id << ": " << words(task);
  }
}

/// What both sets say under a condition stands in the finding, though the verdict is another.
TEST(Claims, SayWhatBothSetsOfSeedsTell) {
  const auto effects = [](Told here, Told there) {
    return std::vector<ClaimEffect>{{.where = "here", .told = here}, {.where = "there", .told = there}};
  };
  using enum Told;
  const struct {
    std::vector<ClaimEffect> one, other;
    std::string says;
  } cases[] = {{effects(as_claimed, against), effects(undetected, against), "Both: against it under there. "},
               {effects(as_claimed, against), effects(as_claimed, undetected), "Both: as claimed under here. "},
               {effects(against, against), effects(undetected, undetected), ""},
               {effects(as_claimed, against), effects(against, as_claimed), ""}};
  for (const auto& c : cases) {
    ClaimResult result{.id = "X", .effects = c.one}, other{.id = "X", .effects = c.other};
    for (ClaimResult* each : {&result, &other}) each->ruling = ruling_of(each->effects);
    result.by_seeds = {verdict_of_seeds(0, result), verdict_of_seeds(100, other)};
    result.ruling = Verdict::not_detected;
    const std::string finding = finding_of(result);
    const std::size_t begin = finding.find("Both: "), end = finding.find("With the first: ");
    EXPECT_EQ(begin == std::string::npos ? "" : finding.substr(begin, end - begin), c.says) << finding;
  }
  const ClaimResult without{.id = "X", .effects = {{.told = against}}};
  EXPECT_TRUE(verdict_of_seeds(0, without).fails_under.empty());
}

Claim of_fine_tuning() {
  return {
      .id = "X05",
      .place = "here",
      .statement = "What was trained before ends below what was not.",
      .refuted_if = "It does not.",
      .task = "spirals data=spirals:per_class=30 hidden=8 steps=150",
      .arms =
          {{.name = "first", .plan = "constant(0.5)"},
           {.name = "goes on", .plan = "constant(0.1)", .setting = "steps=10", .peak = Peak::given, .after = "first"},
           {.name = "begins", .plan = "constant(0.1)", .setting = "steps=10", .peak = Peak::given}},
      .effects = {{.a = "goes on", .b = "begins", .measure = "first_loss", .margin = 1.5}}};
}

TEST(Claims, BeginAnArmWithTheWeightsOfAnother) {
  Effort effort = quick();
  effort.again = 0;
  const auto result = examine(of_fine_tuning(), &own_bench, effort);
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(result->ruling, Verdict::supported) << result->finding;
  const auto arm =
      std::find_if(result->arms.begin(), result->arms.end(), [](const ClaimArm& a) { return a.name == "goes on"; });
  EXPECT_NE(arm->setting.find("pretrain='" + result->arms[0].schedule + "'"), std::string::npos) << arm->setting;
}

TEST(Claims, OfAnExactTaskNeedNoSeeds) {
  const Claim claim{.id = "X04",
                    .place = "here",
                    .statement = "Linear ends below the constant.",
                    .refuted_if = "It does not.",
                    .task = "power-law spectrum=2 steps=200",
                    .arms = {{.name = "linear", .plan = "linear(from=0.5, steps=rest)"},
                             {.name = "constant", .plan = "constant(0.5)"}},
                    .effects = {{.a = "linear", .b = "constant"}}};
  const auto result = examine(claim, &own_bench);
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(result->ruling, Verdict::supported) << result->finding;
  EXPECT_EQ(result->seeds, 0u);
  EXPECT_EQ(result->effects[0].low, result->effects[0].high);
}

TEST(Claims, AreRefusedWithWhatIsWrong) {
  const Claim good{.id = "X02",
                   .place = "here",
                   .statement = "-",
                   .refuted_if = "-",
                   .task = "spirals steps=5",
                   .arms = {{.name = "a", .plan = "constant(0.5)", .peak = Peak::given}},
                   .effects = {{.a = "a"}}};
  const auto error = [](const Claim& claim) {
    const auto result = examine(claim, &own_bench);
    return result ? "" : result.error().message;
  };
  EXPECT_EQ(error(good), "");
  Claim claim = good;
  claim.task = "spirals stepz=5";
  EXPECT_EQ(error(claim), "no field of a task is called \"stepz\"");
  claim = good;
  claim.arms[0].plan = "constan(1)";
  EXPECT_NE(error(claim).find("arm \"a\""), std::string::npos);
  claim = good;
  claim.effects[0].b = "c";
  EXPECT_EQ(error(claim), "X02 has no arm \"c\"");
  claim = of_fine_tuning();
  claim.arms[1].after = "last";
  EXPECT_EQ(error(claim), "arm \"goes on\": there is no arm \"last\" of a first phase");
  claim = good;
  claim.probe = "x-ray";
  EXPECT_NE(error(claim).find("probe"), std::string::npos);
  claim = good;
  claim.task = "power-law hidden=3";
  EXPECT_EQ(error(claim), "no field of a task is called \"hidden\"");
  claim = good;
  claim.task = "power-law spectrum=1";
  EXPECT_NE(error(claim), "");
  claim = good;
  claim.task = "power-law steps=5";
  claim.probe = "sharpness";
  EXPECT_EQ(error(claim), "the probe sharpness is of networks");
  claim = good;
  claim.task = "fashion-mnist";
  EXPECT_NE(error(claim), "");
}

}  // namespace
}  // namespace etude::claims
