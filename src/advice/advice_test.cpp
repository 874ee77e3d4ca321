// Every case that can be told of, and every sentence, held against the claims; and what becomes of both where a claim
// comes out otherwise.

#include "etude/advice/advice.h"

#include <gtest/gtest.h>

#include <functional>
#include <regex>
#include <set>

#include "advice/sentences.h"
#include "advice/shapes.h"
#include "etude/claims/recorded.h"
#include "etude/dialect/spec.h"
#include "etude/notation/notation.h"
#include "etude/notation/recipes.h"
#include "etude/schedule/lint.h"

namespace etude::advice {
namespace {

using Results = std::vector<ClaimResult>;

template <class Enum>
std::vector<Enum> all_of() {
  std::vector<Enum> all;
  for (std::size_t i = 0; i < words<Enum>.size(); ++i) all.push_back(static_cast<Enum>(i));
  return all;
}

/// Every combination of what can be said of a case.
void for_each_case(const std::function<void(const Case&)>& look) {
  std::vector<std::optional<optim::Rule>> optimizers{std::nullopt};
  for (const optim::RuleEntry& entry : optim::rules()) optimizers.emplace_back(entry.rule);
  for (const Model model : all_of<Model>())
    for (const auto& optimizer : optimizers)
      for (const Start start : all_of<Start>())
        for (const Noise noise : all_of<Noise>())
          for (const std::optional<Step> steps : {std::optional<Step>(), std::optional<Step>(10'000)})
            look({.model = model, .optimizer = optimizer, .start = start, .noise = noise, .steps = steps});
}

std::string text_of(const Case& given) {
  return std::string(name_of(given.model)) + ", " +
         (given.optimizer ? std::string(name_of(*given.optimizer)) : "any rule") + ", " +
         std::string(name_of(given.start)) + ", noise " + std::string(name_of(given.noise)) + ", " +
         (given.steps ? std::to_string(*given.steps) : "no") + " steps";
}

Advice advised(const Case& given, const Results& evidence = claims::recorded()) {
  const auto advice = advise(given, evidence);
  EXPECT_TRUE(advice) << text_of(given) << advice.error().message;
  return *advice;
}

/// What was recorded, as if other seeds had never given another verdict: what is planted there holds.
Results settled() {
  Results all = claims::recorded();
  for (ClaimResult& result : all) result.by_seeds.clear();
  return all;
}

ClaimEffect& effect_in(Results& results, const EffectOf& of) {
  const ClaimEffect* found = Evidence(results).effect(of);
  EXPECT_NE(found, nullptr) << of.claim << " " << of.where << " " << of.a;
  return const_cast<ClaimEffect&>(*found);
}

void plant(ClaimEffect& effect, Way way) {
  const double none = effect.is_ratio ? 1 : 0, by = way == Way::lower ? -0.1 : way == Way::higher ? 0.1 : 0.001;
  effect.value = none + by;
  effect.low = none + by - 0.05;
  effect.high = none + by + 0.05;
  effect.effect = 20 * by;
  effect.p_holm = way == Way::untold ? 0.5 : 0.001;
}

Results with(const EffectOf& of, Way way) {
  Results results = settled();
  plant(effect_in(results, of), way);
  return results;
}

Results with(std::string_view claim, Verdict verdict) {
  Results results = settled();
  for (ClaimResult& result : results)
    if (result.id == claim) result.ruling = verdict;
  return results;
}

std::vector<Sentence> every_sentence() {
  std::vector<Sentence> all = sentences();
  for (const Warmup& warmup : warmups()) all.push_back(warmup.why);
  return all;
}

bool is_recipe_of(std::string_view ground) {
  for (const notation::Recipe& recipe : notation::recipes())
    if ("recipe:" + std::string(recipe.name) == ground) return true;
  return false;
}

TEST(Sentences, StandOnWhatIsThere) {
  const Results all = settled();
  const Evidence evidence(all);
  const auto is_there = [&](const EffectOf& of) {
    EXPECT_NE(evidence.effect(of), nullptr) << of.claim << ": " << of.where << ": " << of.a;
  };
  for (const Sentence& sentence : every_sentence()) {
    for (const Need& need : sentence.needs) EXPECT_NE(evidence.claim(need.claim), nullptr) << sentence.text;
    for (const NeedOfEffect& need : sentence.needs_effects) is_there(need.of);
    for (const Clause& clause : sentence.clauses) {
      is_there(clause.of);
      const bool is_loss = clause.of.measure.ends_with("_loss");
      EXPECT_EQ(is_loss, clause.words.untold.empty()) << sentence.text;
      EXPECT_EQ(is_loss, !clause.subject.empty()) << sentence.text;
    }
    for (const std::string_view record : sentence.records)
      if (record.starts_with("recipe:")) {
        EXPECT_TRUE(is_recipe_of(record)) << record;
      }
  }
  for (const Contest& contest : contests()) is_there(contest.of);
}

TEST(Sentences, AreSaidInSomeCase) {
  std::string all;
  for_each_case([&](const Case& given) {
    for (const Said& each : advised(given).said) all += each.text + "\n";
  });
  const Evidence evidence(claims::recorded());
  for (const Sentence& sentence : sentences())
    EXPECT_EQ(all.find(sentence.text) != std::string::npos, is_met(sentence, evidence)) << sentence.text;
}

TEST(Sentences, FallWithEachVerdictThatTheyNeed) {
  for (const Sentence& sentence : every_sentence()) {
    for (const Need& need : sentence.needs)
      for (const Verdict verdict : all_of<Verdict>()) {
        const Results results = with(need.claim, verdict);
        const bool is_enough = std::find(need.verdicts.begin(), need.verdicts.end(), verdict) != need.verdicts.end();
        if (!is_enough) {
          EXPECT_FALSE(is_met(sentence, Evidence(results))) << sentence.text << name_of(verdict);
        }
      }
    for (const NeedOfEffect& need : sentence.needs_effects)
      for (const Way way : {Way::untold, Way::lower, Way::higher}) {
        const Results results = with(need.of, way);
        const bool is_enough = std::find(need.ways.begin(), need.ways.end(), way) != need.ways.end();
        if (!is_enough) {
          EXPECT_FALSE(is_met(sentence, Evidence(results))) << sentence.text;
        }
      }
  }
}

TEST(Sentences, TurnWithWhatIsMeasured) {
  for (const Sentence& sentence : every_sentence())
    for (const Clause& clause : sentence.clauses) {
      const auto words = [&](Way way) { return Evidence(with(clause.of, way)).words(clause); };
      if (!clause.words.untold.empty()) {
        EXPECT_TRUE(words(Way::lower).starts_with(clause.words.lower)) << words(Way::lower);
        EXPECT_TRUE(words(Way::higher).starts_with(clause.words.higher)) << words(Way::higher);
        EXPECT_TRUE(words(Way::untold).starts_with(clause.words.untold)) << words(Way::untold);
        continue;
      }
      EXPECT_NE(words(Way::lower).find(" ended 10 % below "), std::string::npos) << words(Way::lower);
      EXPECT_NE(words(Way::higher).find(" ended 10 % above "), std::string::npos) << words(Way::higher);
      EXPECT_NE(words(Way::untold).find(" cannot be told apart "), std::string::npos) << words(Way::untold);
      EXPECT_FALSE(std::regex_search(words(Way::untold), std::regex("below|above|lower|higher"))) << words(Way::untold);
    }
}

TEST(Sentences, PraiseNothing) {
  for (const Sentence& sentence : every_sentence())
    EXPECT_FALSE(std::regex_search(std::string(sentence.text), std::regex("better|lowest|wins|beats")))
        << sentence.text;
}

TEST(Advice, IsASpecThatParsesAndLintsWithoutAWarning) {
  std::set<std::string> seen;
  for_each_case([&](const Case& given) {
    const Advice advice = advised(given);
    std::vector<std::string> specs{advice.spec};
    for (const Alternative& other : advice.alternatives)
      if (!other.spec.empty()) specs.push_back(other.spec);
    for (const std::string& text : specs) {
      if (!seen.insert(text).second) continue;
      const Horizon horizon{.steps = given.steps.value_or(10'000)};
      const auto spec = dialect::parse_spec(text, horizon);
      ASSERT_TRUE(spec) << text << ": " << spec.error().message;
      double peak = 0;
      for (Step t = 0; t < horizon.steps; ++t) peak = std::max(peak, spec->meaning.lr(t));
      EXPECT_DOUBLE_EQ(peak, advice.peak) << text;
      for (const Note& note : dialect::all_surprises(*spec, {.steps = horizon.steps, .horizon = horizon}))
        EXPECT_FALSE(is_warning(note)) << text << ": " << note.text;
    }
  });
}

TEST(Advice, GivesEverySentenceASource) {
  for_each_case([&](const Case& given) {
    const Advice advice = advised(given);
    for (const Said& said : advice.said) {
      EXPECT_FALSE(said.grounds.empty()) << said.text;
      for (const std::string& ground : said.grounds) {
        const auto source = std::find_if(advice.sources.begin(), advice.sources.end(),
                                         [&](const Source& each) { return each.name == ground; });
        ASSERT_NE(source, advice.sources.end()) << ground;
        if (const ClaimResult* claim = Evidence(claims::recorded()).claim(ground)) {
          EXPECT_EQ(source->verdict, claim->verdict());
          EXPECT_EQ(source->says, claim->statement);
        }
        if (ground.starts_with("recipe:")) {
          EXPECT_NE(source->says, "") << ground;
        }
      }
    }
  });
}

/// What stands of an alternative is read off the effect of its claim here a second time. One of several contests may tell
/// it below the advised one by itself, where it does not among them all.
TEST(Advice, IsNotAgainstItsOwnEvidence) {
  for_each_case([&](const Case& given) {
    const Advice advice = advised(given);
    if (!given.steps) return;
    for (const Alternative& other : advice.alternatives) {
      if (other.spec.empty()) continue;  // another optimizer
      int contests = 0, below = 0;
      for (const Cost& cost : other.costs) {
        if (cost.beside != advice.schedule) continue;
        ++contests;
        below += cost.told == "lower";
        EXPECT_TRUE(cost.told != "lower" || cost.percent <= 0) << text_of(given) << other.name;
        EXPECT_TRUE(cost.told != "higher" || cost.percent >= 0) << text_of(given) << other.name;
      }
      EXPECT_FALSE(below > 0 && below == contests)
          << text_of(given) << ": " << other.name << " is told below " << advice.schedule;
    }
  });
}

TEST(Advice, TellsOfCostsWhatTheirClaimTells) {
  for_each_case([&](const Case& given) {
    for (const Alternative& other : advised(given).alternatives)
      for (const Cost& cost : other.costs) {
        const ClaimResult* claim = Evidence(claims::recorded()).claim(cost.claim);
        ASSERT_NE(claim, nullptr);
        const bool is_there = std::any_of(claim->effects.begin(), claim->effects.end(), [&](const ClaimEffect& effect) {
          const double one_way = 100 * (effect.value - 1), other_way = 100 * (1 / effect.value - 1);
          const bool is_told = effect.p_holm < 0.05;
          return (cost.percent == one_way || cost.percent == other_way) && is_told == (cost.told != "no");
        });
        EXPECT_TRUE(is_there) << other.name << " " << cost.claim << " " << cost.where;
      }
  });
}

struct Turn {
  Case given;
  std::string schedule;  // that is advised by what was recorded
  std::vector<EffectOf> planted;
  Way way;
  std::string instead;  // that is advised where this is planted
};

TEST(Advice, TurnsWithTheEvidence) {
  const std::vector<EffectOf> wsd_of_sgd{{"F02", noisy, "wsd"}, {"F02", long_run, "wsd"}};
  const Turn turns[] = {
      {{.model = Model::language_model, .optimizer = optim::Rule::adamw, .steps = 1000},
       "cosine to a tenth",
       {{"F18", "pre-LN", "linear to 0"}},
       Way::lower,
       "linear to zero"},
      {{.model = Model::language_model, .optimizer = optim::Rule::adamw, .steps = 1000},
       "cosine to a tenth",
       {{"F18", "pre-LN", "linear to 0"}, {"F18", "post-LN", "linear to 0"}},
       Way::untold,
       "linear to zero"},
      {{.model = Model::mlp, .optimizer = optim::Rule::adamw, .steps = 1000},
       "linear to zero",
       {{"F01", noisy_adamw, "linear to 0"}},
       Way::higher,
       "cosine to a tenth"},
      {{.model = Model::convnet, .optimizer = optim::Rule::sgd, .noise = Noise::no, .steps = 1000},
       "constant",
       {{"C31", "full batch", "linear"}, {"C31", "mini-batches", "linear"}},
       Way::lower,
       "linear to zero"},
      {{.model = Model::convnet, .optimizer = optim::Rule::sgd, .noise = Noise::yes, .steps = 1000},
       "linear to zero",
       {{"C31", "noisy labels", "linear"}, {"C31", "noisy labels", "cosine"}},
       Way::untold,
       "linear to zero"},
  };
  for (const Turn& turn : turns) {
    EXPECT_EQ(advised(turn.given).schedule, turn.schedule) << text_of(turn.given);
    Results results = settled();
    for (const EffectOf& of : turn.planted) plant(effect_in(results, of), turn.way);
    EXPECT_EQ(advised(turn.given, results).schedule, turn.instead) << text_of(turn.given);
  }
}

TEST(Advice, TakesWhatOnesOwnRunsTellBeforeTheClaims) {
  Case given{.model = Model::language_model, .optimizer = optim::Rule::adamw, .steps = 1000};
  EXPECT_EQ(advised(given).schedule, "cosine to a tenth");
  given.own =
      OwnRuns{.schedule = "constant", .finding = "constant ends lowest", .source = "your logs", .warmup_steps = 7};
  const Advice advice = advised(given);
  EXPECT_EQ(advice.schedule, "constant");
  EXPECT_EQ(advice.spec, "warmup(to=6e-4, steps=7) then constant(value=6e-4)");
  EXPECT_EQ(advice.said.front().text, "By your own runs: constant ends lowest");
  EXPECT_EQ(advice.said.front().grounds, std::vector<std::string>{"your logs"});
  EXPECT_EQ(advice.contenders.size(), candidates.size());
}

TEST(Advice, WarmsUpWhereThatIsMeasuredToHelp) {
  const Case given{.model = Model::mlp, .optimizer = optim::Rule::lion, .steps = 1000};
  EXPECT_EQ(advised(given).spec.find("warmup"), std::string::npos);
  const Results helps = with({"F10", "Lion", "warm-up"}, Way::lower);
  EXPECT_TRUE(advised(given, helps).spec.starts_with("warmup(to=1e-4, steps=10%) then "));
}

TEST(Advice, SaysOfTheWarmUpWhatTheScheduleHas) {
  for_each_case([&](const Case& given) {
    const Advice advice = advised(given);
    const std::size_t at = advice.spec.find("warmup(");
    if (given.steps || at == std::string::npos) return;
    const std::string steps = std::regex_replace(advice.spec, std::regex(".*steps=([0-9]+)\\).*"), "$1");
    EXPECT_TRUE(std::any_of(advice.said.begin(), advice.said.end(),
                            [&](const Said& said) {
                              return said.topic == Topic::warmup &&
                                     said.text.find(": " + steps + " steps stand for that") != std::string::npos;
                            }))
        << text_of(given) << advice.spec;
  });
}

TEST(Advice, ShowsOnWhichSideOfNoEffectAnIntervalLies) {
  const EffectOf of{"F18", "pre-LN", "linear to 0"};
  Results results = settled();
  ClaimEffect& effect = effect_in(results, of);
  struct Row {
    double value, low, high;
    std::string shown;
  };
  for (const Row& row :
       {Row{1.0034, 1.0017, 1.0047, "ended 0.34 % above linear (×1.003 in 1.002 … 1.005;"},
        Row{0.9, 0.8, 0.99, "ended 10 % below linear (×0.9 in 0.8 … 0.99;"},
        Row{0.99991, 0.99987, 0.99995, "ended 0.009 % below linear (×0.99991 in 0.99987 … 0.99995;"}}) {
    effect.value = row.value, effect.low = row.low, effect.high = row.high;
    effect.effect = row.value - 1, effect.p_holm = 0.001;
    EXPECT_EQ(Evidence(results).words({of, "it", "linear"}), "it " + row.shown + " pre-LN)");
  }
}

TEST(Advice, TakesAPeakThatIsKnown) {
  const Advice advice = advised({.steps = 100, .peak = KnownPeak{0.03, "--peak"}});
  EXPECT_EQ(advice.peak, 0.03);
  EXPECT_EQ(advice.peak_from, "--peak");
  EXPECT_NE(advice.spec.find("0.03"), std::string::npos);
  EXPECT_FALSE(advice.is_placeholder);
  const Advice joined = advised({.steps = 100, .peak = KnownPeak{0.10000000000000002, "your own runs"}});
  EXPECT_TRUE(std::any_of(joined.said.begin(), joined.said.end(),
                          [](const Said& said) { return said.text == "0.1 is from your own runs."; }));
}

TEST(Advice, SaysHowFarTheBatchIsFromThatOfThePeak) {
  const auto peak_text = [](std::optional<double> batch) {
    const Advice advice =
        advised({.model = Model::convnet, .optimizer = optim::Rule::sgd, .steps = 100, .batch = batch});
    return std::find_if(advice.said.begin(), advice.said.end(), [](const Said& s) { return s.topic == Topic::peak; })
        ->text;
  };
  EXPECT_EQ(peak_text({}).find("Yours"), std::string::npos);
  EXPECT_EQ(peak_text(128).find("Yours"), std::string::npos);
  EXPECT_NE(peak_text(512).find("Yours is 4 times that: look for the peak between 0.1 and 0.4."), std::string::npos);
  EXPECT_NE(peak_text(32).find("Yours is 0.25 times that: look for the peak between 0.025 and 0.1."),
            std::string::npos);
}

/// No claim compares schedules under Muon: there its users' comes first.
TEST(Advice, HoldsMuonsRateUnlessAnotherIsToldBelow) {
  const Case given{.model = Model::language_model, .optimizer = optim::Rule::muon, .steps = 1000};
  EXPECT_EQ(advised(given).schedule, "constant, then cooldown");
  Results results = settled();
  for (const std::string_view where : {noisy, noisy_adamw, long_run})
    plant(effect_in(results, {"F02", where, "wsd"}), Way::higher);
  plant(effect_in(results, {"F19", "", "warm-up + cosine", "wsd"}), Way::lower);
  EXPECT_NE(advised(given, results).schedule, "constant, then cooldown");
}

/// No claim compares schedules of fine-tuning: neither does evidence turn what is advised of it.
TEST(Advice, FineTunesInAStraightLine) {
  const Case given{
      .model = Model::transformer, .optimizer = optim::Rule::adamw, .start = Start::fine_tuning, .steps = 1000};
  EXPECT_EQ(advised(given).spec, "warmup(to=2e-5, steps=10%) then linear(from=2e-5, to=0, steps=rest)");
  EXPECT_EQ(advised(given, with({"F18", "pre-LN", "linear to 0"}, Way::higher)).schedule, "linear to zero");
}

/// Four contests of linear and cosine to a tenth count there, of which three tell nothing.
TEST(Advice, IsNotTurnedByOneOfSeveralContestsThatIsBarelyTold) {
  const Case given{.model = Model::convnet, .optimizer = optim::Rule::momentum, .noise = Noise::yes, .steps = 1000};
  Results results = settled();
  for (const EffectOf& of : {EffectOf{"F01", noisy, "linear to 0"},
                             {"F01", long_run, "linear to 0"},
                             {"F07", "a large network", "linear to 0"}})
    plant(effect_in(results, of), Way::untold);
  ClaimEffect& small = effect_in(results, {"F07", "a small network", "linear to 0"});
  plant(small, Way::higher);
  for (const auto& [p, then] : {std::pair{0.013, "linear to zero"}, {0.012, "cosine to a tenth"}}) {
    small.p_holm = p;
    EXPECT_EQ(advised(given, results).schedule, then) << p;
  }
}

TEST(Advice, WarmsUpAtLargeBatchesOfConvnets) {
  Case given{.model = Model::convnet, .optimizer = optim::Rule::momentum, .steps = 1000, .batch = 256};
  EXPECT_EQ(advised(given).spec.find("warmup"), std::string::npos);
  given.batch = 8192;
  EXPECT_TRUE(advised(given).spec.starts_with("warmup(to=0.1, steps=5.556%) then ")) << advised(given).spec;
}

/// All that a run needs is told of, whatever the case.
TEST(Advice, HasASentenceForEachTopic) {
  for_each_case([](const Case& given) {
    std::set<Topic> topics;
    for (const Said& said : advised(given).said) topics.insert(said.topic);
    for (const Topic topic : {Topic::schedule, Topic::peak, Topic::warmup, Topic::batch, Topic::watch})
      EXPECT_TRUE(topics.contains(topic)) << text_of(given) << name_of(topic);
    if (given.model != Model::unknown && given.optimizer && is_adam(*given.optimizer) && is_transformer(given.model)) {
      EXPECT_TRUE(topics.contains(Topic::optimizer)) << text_of(given);
    }
  });
}

TEST(OwnClaims, StandInPlaceOfTheRecorded) {
  Case given{.model = Model::language_model, .optimizer = optim::Rule::adamw, .steps = 1000};
  const Advice recorded = advised(given);
  EXPECT_EQ(recorded.schedule, "cosine to a tenth");
  const Results turned = with({"F18", "pre-LN", "linear to 0"}, Way::lower);
  given.own_claims = OwnClaims{{*Evidence(turned).claim("F18")}, "mine.json"};
  const Advice own = advised(given);
  EXPECT_EQ(own.schedule, "linear to zero");
  std::set<std::string> of_own, of_recorded;
  for (const Source& source : own.sources)
    if (!source.verdict.empty()) (source.evidence == "mine.json" ? of_own : of_recorded).insert(source.name);
  EXPECT_EQ(of_own, std::set<std::string>{"F18"});
  EXPECT_TRUE(of_recorded.contains("F07"));
  for (const Source& source : recorded.sources)
    EXPECT_EQ(source.evidence, source.verdict.empty() ? "" : recorded_evidence) << source.name;
}

TEST(OwnClaims, OfAnExactTaskHaveNoFiniteEffect) {
  ClaimEffect effect{.value = 0.9, .low = 0.9, .high = 0.9, .effect = not_a_number, .p_holm = 0};
  EXPECT_EQ(way_of(effect), Way::lower);
  effect.value = effect.low = effect.high = 1.1;
  EXPECT_EQ(way_of(effect), Way::higher);
  effect.value = effect.low = effect.high = 1;
  EXPECT_EQ(way_of(effect), Way::untold);
}

TEST(Guide, SaysOfCommonCasesWhatTheirAdviceSays) {
  const Guide made = guide(claims::recorded());
  EXPECT_GT(made.examples.size(), 5U);
  for (const Example& example : made.examples) EXPECT_EQ(example.advice.spec, advised(example.given).spec);
  EXPECT_GT(made.rules.size(), 5U);
  for (const Said& rule : made.rules) {
    const auto tells = [&](const Example& example) {
      const auto& all = example.advice.said;
      return std::any_of(all.begin(), all.end(), [&](const Said& each) { return each.text == rule.text; });
    };
    EXPECT_GT(2 * std::count_if(made.examples.begin(), made.examples.end(), tells),
              static_cast<std::ptrdiff_t>(made.examples.size()))
        << rule.text;
    EXPECT_FALSE(rule.grounds.empty()) << rule.text;
  }
}

TEST(Guide, TurnsWithTheEvidence) {
  const auto has_rule = [](const Guide& made, std::string_view text) {
    return std::any_of(made.rules.begin(), made.rules.end(), [&](const Said& rule) { return rule.text == text; });
  };
  EXPECT_TRUE(has_rule(guide(claims::recorded()), "Do without restarts: that they end lower was not found."));
  EXPECT_FALSE(
      has_rule(guide(with("F05", Verdict::supported)), "Do without restarts: that they end lower was not found."));
}

TEST(Advice, IsRefusedWithWhatIsWrong) {
  const auto error = [](const Case& given) {
    const auto advice = advise(given, claims::recorded());
    return advice ? "" : advice.error().message;
  };
  EXPECT_EQ(error({.steps = 9}), "a run of less than 10 steps is too short to advise on; give at least 10");
  EXPECT_EQ(error({.own = OwnRuns{}}), "what your own runs tell is of a run of known length; give --steps");
  EXPECT_NE(error({.steps = 100, .own = OwnRuns{.warmup_steps = 100}}), "");
  EXPECT_EQ(error({.batch = 0}), "a batch must be above 0");
  EXPECT_EQ(error({.peak = KnownPeak{-1, "--peak"}}), "a peak must be a number above 0");
  const auto message = [](const auto& result) { return result ? "" : result.error().message; };
  EXPECT_EQ(
      message(model_named("resnett")),
      "the model must be one of language-model, transformer, convnet, mlp, not \"resnett\"; did you mean resnet?");
  EXPECT_NE(message(optimizer_named("adamv")).find("did you mean adam?"), std::string::npos);
  EXPECT_EQ(message(noise_named("perhaps")), "the noise must be one of yes, no, not \"perhaps\"");
  for (const char* name : {"GPT", "gpt-2", "GPT2", "llama-3-8b", "Qwen2.5"})
    EXPECT_EQ(model_named(name).value_or(Model::unknown), Model::language_model) << name;
  EXPECT_EQ(*model_named("ViT-B/16"), Model::transformer);
  EXPECT_EQ(*model_named("resnet50"), Model::convnet);
  EXPECT_EQ(*model_named("t5-small"), Model::transformer);
  EXPECT_EQ(*start_named("Finetuning"), Start::fine_tuning);
  EXPECT_EQ(*start_named("scratch"), Start::from_scratch);
}

TEST(Evidence, HasNoEffectOfAClaimWhoseVerdictChangesWithTheSeeds) {
  const EffectOf of{"C43", "", "100 %", "75 %"};
  Results results = settled();
  const auto claim = std::find_if(results.begin(), results.end(), [](const auto& each) { return each.id == "C43"; });
  EXPECT_NE(Evidence(results).way(of), Way::untold);
  claim->by_seeds = {{0, claim->verdict()}, {100, claim->verdict()}};
  EXPECT_NE(Evidence(results).way(of), Way::untold);
  claim->by_seeds[1].verdict = "refuted";
  EXPECT_EQ(Evidence(results).way(of), Way::untold);
}

}  // namespace
}  // namespace etude::advice
