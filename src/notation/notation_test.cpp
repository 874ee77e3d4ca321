#include "etude/notation/notation.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "etude/base/number.h"
#include "etude/notation/recipes.h"
#include "support/any_schedule.h"
#include "support/golden.h"

namespace etude::notation {
namespace {

TEST(Parse, ReadsTheGrammar) {
  const struct {
    const char* text;
    const char* printed;
  } cases[] = {
      {"constant(value=0.01)", "constant(value=0.01)"},
      {"constant(0.01)", "constant(value=0.01)"},
      {"  cosine ( from = 5e-2 ,to=1e-4,\n\tsteps=300 ) ", "cosine(from=0.05, to=1e-4, steps=300)"},
      {"cosine(0.05, 0.0001, 300)", "cosine(from=0.05, to=1e-4, steps=300)"},
      {"cosine(0.05, steps=3e2)", "cosine(from=0.05, steps=300)"},
      {"cosine(steps=300, from=0.05, to=0)", "cosine(from=0.05, steps=300)"},
      {"linear(from=0, to=1, steps=4, first=moved, end=after)",
       "linear(from=0, to=1, steps=4, first=moved, end=after)"},
      {"(warmup(to=1, steps=2) then constant(1))", "warmup(to=1, steps=2) then constant(value=1)"},
      {"constant(1, 2) then (constant(3, 4) then constant(5))",
       "constant(value=1, steps=2) then constant(value=3, steps=4) then constant(value=5)"},
      {"warmup(to=1, steps=0) then constant(1)", "constant(value=1)"},
      {"scale(constant(1), by=0.5)", "scale(constant(value=1), by=0.5)"},
      {"scale(by=0.5, of=constant(1))", "scale(constant(value=1), by=0.5)"},
      {"scale(constant(1), 0.5)", "scale(constant(value=1), by=0.5)"},
      {"max(constant(1), linear(1, 0, 9) then constant(2))",
       "max(constant(value=1), linear(from=1, steps=9) then constant(value=2))"},
      {"repeat(linear(1, 0, 9), times=3)", "repeat(linear(from=1, steps=9), times=3)"},
      {"cyclic(low=0, high=1, up=5, mode=exp_range, gamma=0.9)",
       "cyclic(low=0, high=1, up=5, mode=exp_range, gamma=0.9)"},
      {"constant(value=1, steps=4611686018427387904)", "constant(value=1, steps=4611686018427387904)"},
  };
  for (const auto& c : cases) {
    const auto schedule = parse_schedule(c.text);
    ASSERT_TRUE(schedule) << c.text << "\n" << schedule.error().message;
    EXPECT_EQ(print(*schedule), c.printed);
    EXPECT_EQ(*parse_schedule(c.printed), *schedule) << c.text;
  }
}

/// The first values of a schedule, as many as `like` lists, in four digits.
std::string worked_values(const Schedule& schedule, std::string_view like) {
  std::string text;
  for (Step t = 0; t <= std::count(like.begin(), like.end(), ','); ++t)
    text += (t ? ", " : "") + significant(schedule(t), 4);
  return text;
}

TEST(EveryKind, HasTheWorkedValuesOfItsHeader) {
  for (const Kind& kind : kinds()) {
    EXPECT_NE(kind.example.spec.find(kind.name), std::string_view::npos) << kind.name << ": " << kind.example.spec;
    const auto schedule = parse_schedule(kind.example.spec);
    ASSERT_TRUE(schedule) << kind.name << ": " << schedule.error().message;
    EXPECT_EQ(worked_values(*schedule, kind.example.values), kind.example.values) << kind.example.spec;
  }
}

TEST(Parse, ResolvesAmountsByTheHorizon) {
  const Horizon run{.steps = 1000, .samples = 640, .batch = 64};
  const struct {
    const char* text;
    const char* printed;
  } cases[] = {
      {"cosine(from=1, steps=100%)", "cosine(from=1, steps=1000)"},
      {"cosine(from=1, steps=rest)", "cosine(from=1, steps=1000)"},
      {"warmup(to=1, steps=2%) then cosine(from=1, steps=rest)",
       "warmup(to=1, steps=20) then cosine(from=1, steps=980)"},
      {"warmup(to=1, steps=3ep) then constant(1, steps=0.5dur) then linear(1, 0, rest)",
       "warmup(to=1, steps=30) then constant(value=1, steps=500) then linear(from=1, steps=470)"},
      {"warmup(to=1, steps=30) then scale(cosine(from=1, steps=rest), by=0.5)",
       "warmup(to=1, steps=30) then scale(cosine(from=1, steps=970), by=0.5)"},
      {"scale(warmup(to=1, steps=30) then cosine(from=1, steps=rest), by=0.5)",
       "scale(warmup(to=1, steps=30) then cosine(from=1, steps=970), by=0.5)"},
      {"multistep(from=1, milestones=[30%, 600, 90%])", "multistep(from=1, milestones=[300, 600, 900])"},
      {"exponential(from=1, rate=0.5, period=6.25%)", "exponential(from=1, rate=0.5, period=62.5)"},
      {"piecewise(at=[0, 50%, 100%], values=[0, 1, 0])", "piecewise(at=[0, 500, 1000], values=[0, 1, 0])"},
  };
  for (const auto& c : cases) {
    const auto schedule = parse_schedule(c.text, run);
    ASSERT_TRUE(schedule) << c.text << "\n" << schedule.error().message;
    EXPECT_EQ(print(*schedule), c.printed);
  }
  std::vector<Resolved> resolved;
  ASSERT_TRUE(parse_plan("warmup(to=1, steps=0.01%) then constant(1)", run, &resolved));
  ASSERT_EQ(resolved.size(), 1);
  EXPECT_EQ(resolved[0].text, "0.01%");
  EXPECT_EQ(resolved[0].steps, 0);
}

/// The plan's text by that horizon.
std::string printed(const std::string& text, const Horizon& run) {
  const auto plan = parse_plan(text, run);
  return plan ? print(*plan) : plan.error().message;
}

TEST(Parse, CountsTokensByTheBatchSizesOfThePlan) {
  const Horizon run{.steps = 20000, .samples = 1000000, .batch = 1024, .tokens_per_sample = 4096};
  const std::string ramp = ", batch_size=linear(from=256, to=1024, steps=100%))";
  const struct {
    std::string text;
    const char* starts;
  } cases[] = {
      {"warmup(to=1, steps=2e9tok) then constant(1)", "warmup(to=1, steps=477) then"},
      {"plan(lr=warmup(to=1, steps=2e9tok) then constant(1)" + ramp, "plan(lr=warmup(to=1, steps=1693) then"},
      // What comes second is counted from where it begins, and in parentheses too.
      {"plan(lr=warmup(to=1, steps=10000) then cosine(from=1, steps=1ep)" + ramp,
       "plan(lr=warmup(to=1, steps=10000) then cosine(from=1, steps=1495),"},
      {"plan(lr=warmup(to=1, steps=10000) then scale(cosine(from=1, steps=1ep), by=2)" + ramp,
       "plan(lr=warmup(to=1, steps=10000) then scale(cosine(from=1, steps=1495), by=2),"},
      // A ramp that counts what it decides itself: 2e9 tokens are 488281 samples, 640 an update on the way.
      {"plan(lr=constant(1), batch_size=linear(from=256, to=1024, steps=2e9tok))",
       "plan(lr=constant(value=1), batch_size=linear(from=256, to=1024, steps=763))"},
      {"plan(lr=constant(1), batch_size=constant(256, steps=1e9tok) then constant(512, steps=1e9tok) then "
       "constant(1024, steps=rest))",
       "plan(lr=constant(value=1), batch_size=constant(value=256, steps=954) then constant(value=512, steps=477) then "
       "constant(value=1024, steps=18569))"},
      {"plan(lr=constant(1), batch_size=piecewise(at=[0, 1e9tok], values=[256, 768]))",
       "plan(lr=constant(value=1), batch_size=piecewise(at=[0, 477."},
  };
  for (const auto& c : cases) EXPECT_EQ(printed(c.text, run).substr(0, std::string(c.starts).size()), c.starts);
  const Horizon epochs{.samples = 1000000, .epochs = 2};
  EXPECT_EQ(printed("plan(lr=linear(from=1, steps=100%), batch_size=constant(500))", epochs),
            "plan(lr=linear(from=1, steps=4000), batch_size=constant(value=500))");
  EXPECT_EQ(printed("plan(lr=linear(from=1, steps=100%), batch_size=linear(from=100, to=900, steps=100%))", epochs),
            "plan(lr=linear(from=1, steps=4001), batch_size=linear(from=100, to=900, steps=4001))");
  EXPECT_EQ(printed("plan(lr=linear(from=1, steps=5tok), batch_size=constant(500))", epochs),
            "column 30: 5tok: how many tokens a sample has is not known; give --context");
  EXPECT_EQ(printed("plan(lr=constant(1), batch_size=linear(from=0, steps=1e300sp))", epochs),
            "column 54: steps must be at most 2^62");
}

TEST(Recipes, ResolveForAnyHorizon) {
  for (const Recipe& recipe : recipes()) {
    for (const Step steps : {Step{1000}, Step{12345}, Step{1} << 30}) {
      Horizon run;
      run.steps = steps;
      const auto plan = parse_plan(*recipe_text("recipe:" + std::string(recipe.name)), run);
      ASSERT_TRUE(plan) << recipe.name << ": " << plan.error().message;
      double peak = 0;
      for (Step i = 0; i < 1000; ++i) peak = std::max(peak, plan->lr(i * (steps / 1000)));
      EXPECT_NEAR(peak, recipe.peak, 0.02 * recipe.peak) << recipe.name;
      EXPECT_TRUE(plan->lr.length() == endless || std::abs(plan->lr.length() - steps) <= 1) << recipe.name;
    }
    EXPECT_FALSE(recipe.source.empty());
  }
  EXPECT_EQ(*recipe_text("recipe:bert(peak=2e-3)"),
            "warmup(to=0.002, steps=1%) then linear(from=0.002, to=0, steps=rest)");
  EXPECT_FALSE(recipe_text("recipe:gpt33"));
  for (const char* wrong :
       {"recipe:bert(", "recipe:bert(peak=)", "recipe:bert(peak=-1)", "recipe:bert(3)", "recipe:"}) {
    EXPECT_FALSE(recipe_text(wrong)) << wrong;
  }
}

TEST(Parse, ReadsTables) {
  const auto schedule = parse_table("step,lr\n0,0.1\n# a remark\n10, 0.2\r\n\n20\t0");
  ASSERT_TRUE(schedule) << schedule.error().message;
  EXPECT_EQ(print(*schedule), "piecewise(at=[0, 10, 20], values=[0.1, 0.2, 0])");
  EXPECT_EQ(parse_table("step,lr\n0,0.1\n1,x\n").error().message,
            "line 3: expected a step and a rate, as in 10,0.05; read \"1\" \"x\"");
  for (const char* heading : {"STEP LR\n", "\n# of May\n\"step\",\"lr\",loss\n", "\xef\xbb\xbfstep,lr\n", ""})
    EXPECT_EQ(print(*parse_table(std::string(heading) + "0,0.1,7\n10,0.2,8\n")),
              "piecewise(at=[0, 10], values=[0.1, 0.2])")
        << heading;
  for (const char* heading : {"lr,step", "epoch,lr", "step", "step,loss,lr"})
    EXPECT_EQ(parse_table(std::string(heading) + "\n0,0.1\n").error().message,
              "line 1: a heading must be step,lr, and this is \"" + std::string(heading) +
                  "\"; name the columns so, in that order");
  EXPECT_EQ(parse_table("step,lr\nstep,lr\n0,1\n").error().message,
            "line 2: expected a step and a rate, as in 10,0.05; read \"step\" \"lr\"");
  EXPECT_EQ(parse_table("").error().message, "the table has no points; give lines of step,rate");
}

TEST(Parse, ReadsWholePlansAndTheirJson) {
  const char* text =
      "plan(lr=warmup(to=1, steps=5) then constant(value=1), weight_decay=constant(value=0.1), "
      "batch_size=multistep(from=32, milestones=[100], gamma=2), group(head, lr=constant(value=2)), "
      "group(no_decay, weight_decay=constant(value=0)))";
  const auto plan = parse_plan(text);
  ASSERT_TRUE(plan) << plan.error().message;
  EXPECT_EQ(print(*plan), text);
  EXPECT_EQ(*plan_from_json(to_json(*plan)), *plan);
  for (const char* wrong : {"plan(lr=constant(1), group(lr=constant(1)))", "plan(lr=constant(1), group(a))",
                            "plan(lr=constant(1), group(a, lr=constant(1)), group(a, lr=constant(1)))",
                            "plan(lr=constant(1), group(a, batch_size=constant(1)))",
                            "plan(lr=constant(1), group(a, averaging=constant(1)))"}) {
    EXPECT_FALSE(parse_plan(wrong)) << wrong;
  }
}

TEST(Parse, RefusesInOneLineWithColumnAndAdvice) {
  const struct {
    const char* text;
    const char* message;
  } cases[] = {
      {"", "the spec is empty; type one such as cosine(from=0.05, to=1e-4, steps=300)"},
      {" \n ", "the spec is empty; type one such as cosine(from=0.05, to=1e-4, steps=300)"},
      {"cosin(from=1, steps=3)", "column 1: unknown kind \"cosin\"; did you mean cosine? kinds: "},
      {"constant(1, 5) then lin(1)", "column 21: unknown kind \"lin\"; did you mean linear? kinds: "},
      {"cosine(form=1, steps=3)",
       "column 8: cosine has no field \"form\"; did you mean from? fields: from, to, steps, first, end"},
      {"cosine(from=1, from=2, steps=3)", "column 16: from is given twice; keep one"},
      {"cosine(1, from=2, steps=3)", "column 11: from is given twice; keep one"},
      {"cosine(from=1)", "column 14: cosine needs steps=, as in cosine(from=..., steps=...)"},
      {"cosine()", "column 8: cosine needs from=, as in cosine(from=..., steps=...)"},
      {"scale(by=2)", "column 11: scale needs a schedule, as in scale(SPEC, by=...)"},
      {"cosine(from=1, steps=0)", "the schedule has no steps; give steps=1 or more"},
      {"cosine(from=1, steps=-5)", "column 22: steps must be at least 0, not -5"},
      {"cosine(from=1, steps=2.5)", "column 22: steps needs a whole number, read \"2.5\""},
      {"cosine(from=1, steps=1e30)", "column 22: steps must be at most 2^62"},
      {"cosine(from=1, steps=99999999999999999999)", "column 22: steps must be at most 2^62"},
      {"cosine(from=-1, steps=5)", "column 13: from must be a finite number, at least 0, not -1"},
      {"cosine(from=nan, steps=5)", "column 13: from must be a finite number, not nan"},
      {"cosine(from=inf, steps=5)", "column 13: from must be a finite number, at least 0, not inf"},
      {"cosine(from=1e999, steps=5)", "column 13: from=\"1e999\" overflows; give a number below 1.8e308"},
      {"cosine(from=1x, steps=5)", "column 13: from needs a number, read \"1x\""},
      {"cosine(from=, steps=5)", "column 13: from needs a number, read \",\""},
      {"cosine(from=1, steps=5, end=never)", "column 29: end is one of last, after; read \"never\""},
      {"cosine_restarts(from=1, period=5, mult=0)", "column 40: mult must be a finite number, above 0, not 0"},
      {"multistep(from=1, milestones=30)", "column 30: milestones needs a list, as in [30, 60]; read \"30\""},
      {"multistep(from=1, milestones=[30, x])", "column 35: milestones needs a whole number, read \"x\""},
      {"multistep(from=1, milestones=[30 60])", "column 34: expected , or ], read \"60\""},
      {"multistep(from=1, milestones=[])", "column 30: milestones must be given"},
      {"cosine(from=1, steps=5%)",
       "column 22: 5%: how long the run is is not known; give --steps, or --epochs with --samples and --batch"},
      {"cosine(from=1, steps=rest)",
       "column 22: how long the run is is not known; give --steps, or --epochs with --samples and --batch"},
      {"cosine(1, 0, 5", "column 15: expected ) to close the ( of column 7, read the end of the text"},
      {"((constant(1))", "column 15: expected ) to close the ( of column 1, read the end of the text"},
      {"cosine(", "column 8: expected ) to close the ( of column 7, read the end of the text"},
      {"constant(1))", "column 12: expected the end, or \"then\" and another schedule, read \")\""},
      {"constant(1) cosine(1, 0, 5)", "column 13: expected the end, or \"then\" and another schedule, read \"cosine\""},
      {"constant(1, 5) then",
       "column 20: expected a schedule such as cosine(from=0.05, to=1e-4, steps=300), read the end of the text"},
      {"then constant(1)", "column 1: unknown kind \"then\"; "},
      {"constant(1,)", "column 12: expected another argument after the comma"},
      {"constant(1 2)", "column 12: expected , or ), read \"2\""},
      {"constant(value=1, 2)", "column 19: arguments without a name must come first; write name=\"2\""},
      {"constant(1, 2, 3)", "column 16: one argument too many for constant: \"3\""},
      {"constant", "column 9: expected ( after constant, as in constant(value=...)"},
      {"0.1", "column 1: expected a schedule; for a constant rate type constant(0.1)"},
      {"constant(1) then constant(2)",
       "column 1: then: piece 1 (constant) never ends, so nothing can follow it; give it steps="},
      {"cosine(constant(1), steps=4)", "column 8: cosine takes no schedule inside"},
      {"scale(constant(1), constant(2), by=2)", "column 20: scale takes one schedule; join two with then, max or min"},
      {"h\xc3\xa4h(1)", "column 1: unknown kind \"h\""},
      {"constant(\xff\xfe)", "column 10: value needs a number, read \"\\xff\""},
      {"\xc3\xa4(1)", "column 1: expected a schedule such as"},
      {"constant(1, \xc3\xa4 5)", "column 13: steps needs a whole number, read \"\\xc3\\xa4\""},
  };
  for (const auto& c : cases) {
    const auto schedule = parse_schedule(c.text);
    ASSERT_FALSE(schedule) << c.text;
    EXPECT_EQ(schedule.error().message.substr(0, std::string_view(c.message).size()), c.message) << c.text;
    EXPECT_EQ(schedule.error().message.find('\n'), std::string::npos);
  }
}

TEST(Parse, RefusesWhatIsTooLargeOrTooDeep) {
  std::string deep, wide;
  for (int i = 0; i < 1000; ++i) deep += "scale(";
  for (int i = 0; i < 1000; ++i) wide += "(";
  EXPECT_EQ(parse_schedule(deep).error().message, "column 385: nested deeper than 64; simplify");
  EXPECT_EQ(parse_schedule(wide).error().message, "column 65: nested deeper than 64; simplify");
  EXPECT_EQ(parse_schedule(std::string(1 << 20, 'x')).error().message,
            "the spec has 1048576 bytes; the longest that is read has 65536");
  EXPECT_FALSE(parse_schedule(std::string(60000, 'x')));
  EXPECT_FALSE(parse_schedule("constant(" + std::string(60000, '9') + ")"));
}

TEST(Parse, ReadsPlans) {
  const Plan plan = *parse_plan("plan(lr=one_cycle(peak=0.1, steps=100), momentum=one_cycle_momentum(steps=100))");
  EXPECT_EQ(plan, *one_cycle_plan({.peak = 0.1, .steps = 100}));
  EXPECT_EQ(*parse_plan(print(plan)), plan);
  EXPECT_EQ(parse_plan("constant(1)")->momentum, std::nullopt);
  const Plan all = *parse_plan(
      "plan(lr=constant(1), momentum=constant(2), beta1=constant(3), beta2=constant(4), weight_decay=constant(5), "
      "batch_size=constant(6), averaging=constant(7), group(head, lr=constant(8), momentum=constant(9), "
      "beta1=constant(10), beta2=constant(11), weight_decay=constant(12)))");
  EXPECT_EQ(*parse_plan(print(all)), all);
  EXPECT_EQ(*plan_from_json(to_json(all)), all);
  double expected = 0;
  for (const auto& [name, schedule] : parts(all)) EXPECT_EQ(schedule(0), ++expected) << name;
  EXPECT_EQ(expected, 12);
  EXPECT_EQ((*plan_of_group(all, "head").beta2)(0), 11);
  EXPECT_EQ(parse_plan("plan(momentum=constant(1))").error().message, "column 26: a plan needs lr=");
  EXPECT_EQ(parse_plan("plan(lr=constant(1), lr=constant(1))").error().message,
            "column 22: lr is given twice; keep one");
  EXPECT_EQ(parse_plan("plan(rate=constant(1))").error().message,
            "column 6: expected lr=, momentum=, beta1=, beta2=, weight_decay=, batch_size=, averaging= or group(, read "
            "\"rate\"");
}

TEST(Parse, NeverCrashesOnMutations) {
  const std::string good = "warmup(to=0.08, steps=30) then max(cosine(0.08, 1e-4, 270), scale(constant(1), by=0.1))";
  const std::string letters = "()=,.-+eE0129 then max\xc3\xff";
  std::uint64_t state = 1;
  const auto draw = [&](std::size_t n) {
    return (state = state * 6364136223846793005u + 1442695040888963407u) >> 33 % n;
  };
  for (int round = 0; round < 20000; ++round) {
    std::string text = good;
    for (std::size_t edits = 1 + draw(4) % 4; edits > 0; --edits) {
      text[draw(text.size()) % text.size()] = letters[draw(letters.size()) % letters.size()];
    }
    const auto schedule = parse_schedule(text);
    if (schedule) {
      EXPECT_EQ(*parse_schedule(print(*schedule)), *schedule) << text;
    }
  }
}

RC_GTEST_PROP(EveryKind, PrintsWhatReadsBack, ()) {
  const Schedule schedule = testing::any_schedule(3);
  RC_PRE(schedule.length() > 0);
  RC_ASSERT(*parse_schedule(print(schedule)) == schedule);
  RC_ASSERT(print(*parse_schedule(print(schedule))) == print(schedule));
}

RC_GTEST_PROP(EveryKind, RoundTripsThroughJson, ()) {
  const Schedule schedule = testing::any_schedule(3);
  const auto json = read_json(write_json(to_json(schedule)));
  RC_ASSERT(json.has_value());
  RC_ASSERT(*from_json(*json) == schedule);
}

TEST(Json, RefusesWithThePath) {
  const struct {
    const char* text;
    const char* message;
  } cases[] = {
      {R"(3)", "kind must name a kind"},
      {R"({"kind": "cosin"})", "kind: there is no kind \"cosin\""},
      {R"({"kind": "cosine", "from": 1})", "cosine: steps must be given"},
      {R"({"kind": "cosine", "from": "1", "steps": 3})", "from must be a number"},
      {R"({"kind": "cosine", "from": 1, "steps": 3.5})", "steps must be a whole number of at most 2^62"},
      {R"({"kind": "cosine", "from": 1, "steps": 3, "end": "x"})", "end must be one of last, after"},
      {R"({"kind": "cosine", "from": 1, "steps": 3, "form": 1})", "form is no field of cosine"},
      {R"({"kind": "scale", "by": 2, "of": [{"kind": "constant"}]})", "of[0].constant: value must be given"},
      {R"({"kind": "scale", "by": 2, "of": 1})", "of must be an array of schedules"},
  };
  for (const auto& c : cases) {
    const auto schedule = from_json(*read_json(c.text));
    ASSERT_FALSE(schedule) << c.text;
    EXPECT_EQ(schedule.error().message, c.message);
  }
}

/// The post's functions as their code computes them, in etude's words.
TEST(Golden, TheSchedulesOfThePost) {
  const std::map<std::string, std::string> specs{
      {"step_decay(lr0=0.05,drop=0.5,every=100)", "step(from=0.05, gamma=0.5, period=100)"},
      {"exponential_decay(lr0=0.05,gamma=0.99)", "exponential(from=0.05, rate=0.99)"},
      {"inverse_sqrt_decay(lr0=0.05,warmup=1)", "inverse_sqrt(from=0.05)"},
      {"inverse_sqrt_decay(lr0=0.05,warmup=40)", "inverse_sqrt(from=0.007905694150420948, timescale=40)"},
      {"cosine_anneal(total=1000)", "cosine(from=0.05, to=1e-4, steps=1000)"},
      {"cosine_anneal(total=1)", "cosine(from=0.05, to=1e-4, steps=1)"},
      {"cosine_warm_restarts(T_0=100,T_mult=2)", "cosine_restarts(from=0.05, to=1e-4, period=100, mult=2)"},
      {"cosine_warm_restarts(T_0=10,T_mult=3)", "cosine_restarts(from=0.05, to=1e-4, period=10, mult=3)"},
      {"cosine_warm_restarts(T_0=7,T_mult=1.5)", "cosine_restarts(from=0.05, to=1e-4, period=7, mult=1.5)"},
      {"warmup_cosine(total=1000,warmup=100,lr_max=3e-4,lr_min=3e-5)",
       "warmup(to=3e-4, steps=100) then cosine(from=3e-4, to=3e-5, steps=900)"},
  };
  std::map<std::string, int> compared;
  for (const testing::Row& row : testing::golden("seed_schedules.csv")) {
    ASSERT_TRUE(specs.contains(row[0])) << row[0];
    const Schedule schedule = *parse_schedule(specs.at(row[0]));
    const double expected = testing::number(row[2]);
    const double value = schedule(*to_integer(row[1]));
    EXPECT_NEAR(value, expected, testing::rate_tolerance(expected, schedule(0))) << row[0] << " step " << row[1];
    ++compared[row[0]];
  }
  EXPECT_EQ(compared.size(), specs.size());
}

}  // namespace
}  // namespace etude::notation
