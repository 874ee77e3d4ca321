// What is written: every line for every target, in etude's own forms to the same bits, and for the optimizer's own rate.

#include "etude/dialect/write.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "dialect/goldens_test.h"
#include "etude/schedule/callable.h"

namespace etude::dialect {
namespace {

constexpr Step run = 40;

/// The spec of a line, for an optimizer whose rate is 1 where the line leaves it out.
Result<Spec> spec_at_one(const std::string& text) { return parse_spec(text, {.steps = run}, 1.0); }

bool has_the_bits(const Schedule& a, const Schedule& b, Step steps) {
  for (Step t = 0; t < steps; ++t)
    if (a(t) != b(t) && !(std::isnan(a(t)) && std::isnan(b(t)))) return false;
  return true;
}

TEST(Write, SaysEveryLineInItsOwnFormsToTheSameBits) {
  for (const Golden& golden : goldens()) {
    const auto spec = spec_at_one(golden.spec());
    if (!spec) continue;
    for (const std::string_view to : {"json", "text"}) {
      const auto program = write_dialect(*spec, {.to = to, .steps = run});
      ASSERT_TRUE(program) << golden.where() << "\n" << program.error().message;
      const auto back = parse_spec(program->code);
      ASSERT_TRUE(back) << program->code << "\n" << back.error().message;
      const bool means_the_same = has_the_bits(back->meaning.lr, spec->meaning.lr, run);
      EXPECT_TRUE(means_the_same || has_the_bits(back->computed.lr, spec->computed.lr, run)) << program->code;
    }
  }
}

TEST(Write, TakesEveryLineToEveryTarget) {
  for (const Golden& golden : goldens()) {
    const auto spec = spec_at_one(golden.spec());
    if (!spec) continue;
    for (const std::string_view to : targets()) {
      const auto program = write_dialect(*spec, {.to = to, .steps = run});
      const std::string why = program ? "" : program.error().message;
      const bool takes_no_function = to == "megatron" || to == "torchtitan";
      const bool has_none = takes_no_function && why.find(" cannot say this: ") != std::string::npos;
      EXPECT_TRUE(program || has_none) << to << ": " << golden.where() << "\n" << why;
    }
  }
}

TEST(Write, SaysWhereGgmlCannotHaveARateBelow0) {
  int fell = 0;
  for (const Golden& golden : goldens()) {
    const auto spec = spec_at_one(golden.spec());
    if (!spec) continue;
    const auto rates = spec->computed.lr.values(run);
    const auto below = std::find_if(rates.begin(), rates.end(), [](double rate) { return rate < 0; });
    const auto program = write_dialect(*spec, {.to = "ggml", .steps = run});
    ASSERT_TRUE(program) << golden.where();
    const auto said = std::find_if(program->notes.begin(), program->notes.end(),
                                   [](const Note& note) { return note.id == "below-zero"; });
    ASSERT_EQ(said != program->notes.end(), below != rates.end()) << golden.where();
    if (below == rates.end()) continue;
    ++fell;
    EXPECT_EQ(said->step, below - rates.begin()) << golden.where();
  }
  EXPECT_GT(fell, 5);
}

TEST(Write, TablesAFunctionThatHasNoText) {
  const auto function = callable({.function = [](Step t) { return t < 3 ? 0.1 : 0.3 / 7; }, .label = "mine"});
  const auto json = write_dialect(spec_of(Plan{*function}), {.to = "json", .steps = 5});
  ASSERT_TRUE(json);
  EXPECT_TRUE(has_the_bits(parse_spec(json->code)->meaning.lr, *function, 5)) << json->code;
  EXPECT_EQ(json->notes[0].id, "table");
}

struct Case {
  const char* spec;
  const char* to;
  std::optional<double> lr;
  const char* first_line;
};

TEST(Write, IsForTheOptimizersOwnRate) {
  const char* warm = "torch.SequentialLR(lr=3e-4, schedulers=[LinearLR(), CosineAnnealingLR(T_max=9)], milestones=[5])";
  for (const Case& c :
       {Case{warm, "hf", {}, "# For an optimizer whose lr is 3e-4,"},
        Case{warm, "torch", {}, "# For an optimizer whose lr is 3e-4,"},
        Case{warm, "torch", 1e-3, "# For an optimizer whose lr is 0.001,"},
        Case{"wsd(peak=3e-4, steps=40, decay=10)", "torch", {}, "# For an optimizer whose lr is 3e-4,"},
        Case{"wsd(peak=3e-4, steps=40, decay=10)", "deepspeed", 0.01, "# For an optimizer whose lr is 0.01,"},
        Case{"wsd(peak=3e-4, steps=40, decay=10)", "composer", {}, "# For an optimizer whose lr is 3e-4,"},
        Case{"torch.StepLR(step_size=9)", "timm", 0.5, "# For an optimizer whose lr is 0.5,"},
        Case{"torch.OneCycleLR(max_lr=0.1, total_steps=40)", "torch", 0.01, "import sys"},
        Case{"torch.StepLR(step_size=9)", "keras", 0.5, "import sys"}}) {
    const auto program = write_dialect(*parse_spec(c.spec, {}, c.lr), {.to = c.to, .steps = run, .lr = c.lr});
    ASSERT_TRUE(program) << c.spec << "\n" << program.error().message;
    EXPECT_TRUE(program->code.starts_with(c.first_line)) << c.spec << "\n" << program->code;
    EXPECT_EQ(program->code.find("check_rate(") != std::string::npos, c.first_line[0] == '#') << program->code;
  }
}

TEST(Write, AsksForARateThatNobodyGave) {
  for (const std::string_view to : targets()) {
    const auto program = write_dialect(*parse_spec("torch.StepLR(step_size=9)"), {.to = to, .steps = run});
    ASSERT_FALSE(program);
    EXPECT_NE(program.error().message.find("--lr 3e-4"), std::string::npos);
  }
  EXPECT_FALSE(missing_rate(*parse_spec("torch.StepLR(lr=1.0, step_size=9)")));
  EXPECT_FALSE(missing_rate(*parse_spec("torch.OneCycleLR(max_lr=1.0, total_steps=9)")));
  EXPECT_TRUE(missing_rate(*parse_spec("hf.get_scheduler('linear', optimizer, 1, 9)")));
  EXPECT_FALSE(missing_rate(*parse_spec("deepspeed.WarmupLR(warmup_max_lr=0.1)")));
  EXPECT_TRUE(missing_rate(*parse_spec("deepspeed.WarmupCosineLR(total_num_steps=90, warmup_num_steps=9)")));
  EXPECT_FALSE(missing_rate(*parse_spec("cosine(from=0.1, steps=9)")));
}

struct Phrase {
  const char* spec;
  const char* to;
  const char* phrase;
};

TEST(Write, HasNumbersAsPeopleWriteThem) {
  for (const Phrase& c : {Phrase{"cosine(from=3e-4, to=2.9999999999999997e-6, steps=39, end=after)", "torch",
                                 "lr_scheduler.CosineAnnealingLR(optimizer, T_max=39, eta_min=3e-6)"},
                          Phrase{"linear(from=0.3, to=0.03, steps=9, end=after)", "torch",
                                 "lr_scheduler.LinearLR(optimizer, start_factor=1.0, end_factor=0.1, total_iters=9)"},
                          Phrase{"cosine(from=3e-4, to=3e-5, steps=9, end=after)", "optax",
                                 "optax.cosine_decay_schedule(init_value=3e-4, decay_steps=9, alpha=0.1)"},
                          Phrase{"keras.CosineDecayRestarts(0.1, 9, t_mul=1.5)", "keras",
                                 "keras.optimizers.schedules.CosineDecayRestarts(initial_learning_rate=0.1, "
                                 "first_decay_steps=9, t_mul=1.5)"},
                          Phrase{"step(from=0.1, period=9)", "cpp", "etude::step_decay({.from = 0.1, .period = 9})"}}) {
    const auto program = write_dialect(*parse_spec(c.spec), {.to = c.to, .steps = run});
    ASSERT_TRUE(program) << c.spec << "\n" << program.error().message;
    EXPECT_EQ(program->phrase, c.phrase);
  }
}

TEST(Write, SaysTheNearestAndWhatWouldBeExact) {
  const Spec spec = *parse_spec("warmup(to=0.1, steps=10) then cosine(from=0.1, to=0.01, steps=30)");
  const auto refused = write_dialect(spec, {.to = "megatron", .steps = run});
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("off by at most 0.00909, at step 9"), std::string::npos)
      << refused.error().message;
  const std::size_t exact = refused.error().message.find("it says exactly ");
  ASSERT_NE(exact, std::string::npos) << refused.error().message;
  const std::string rest = refused.error().message.substr(exact + 16);
  EXPECT_TRUE(write_dialect(*parse_spec(rest.substr(0, rest.find(';'))), {.to = "megatron", .steps = run})) << rest;
  for (const std::string_view to : {"megatron", "deepspeed", "composer", "torchtitan"}) {
    const auto near = write_dialect(spec, {.to = to, .steps = run, .nearest = true});
    ASSERT_TRUE(near) << to << ": " << near.error().message;
    EXPECT_NE(near->phrase, "") << to;
  }
}

TEST(Write, SaysTorchtitansOwnSchedule) {
  const std::string line = "LRSchedulersContainer.Config(warmup_steps=10, decay_ratio=0.2, min_lr_factor=0.1)";
  const Spec spec = *parse_spec(line, {.steps = 100}, 3e-4);
  const auto program = write_dialect(*parse_spec(notation::print(spec.meaning)), {.to = "torchtitan", .steps = 100});
  ASSERT_TRUE(program) << program.error().message;
  const auto back = parse_spec(program->phrase, {}, 3e-4);
  ASSERT_TRUE(back) << program->phrase << "\n" << back.error().message;
  EXPECT_EQ(back->meaning, spec.meaning) << program->phrase;
  EXPECT_TRUE(write_dialect(*parse_spec("warmup(to=0.1, steps=10) then cosine(from=0.1, to=0.01, steps=30)"),
                            {.to = "torchtitan", .steps = run}));
}

TEST(Write, KnowsWhatElseATargetIsCalled) {
  const auto refused = write_dialect(*parse_spec("constant(value=0.1)"), {.to = "pytorch", .steps = run});
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("did you mean torch?"), std::string::npos);
}

}  // namespace
}  // namespace etude::dialect
