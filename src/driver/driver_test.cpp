#include "etude/driver/driver.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "etude/dialect/controllers.h"
#include "support/any_schedule.h"
#include "support/bits.h"
#include "support/every_kind.h"

namespace etude::driver {
namespace {

using testing::bits;

dialect::Spec spec(std::string_view text) {
  const auto read = dialect::parse_spec(text, {.steps = 1000});
  if (!read) throw std::runtime_error(std::string(text) + ": " + read.error().message);
  return *read;
}

Driver made(std::string_view text, std::string_view controller = "") {
  return controller.empty() ? Driver(spec(text)) : Driver(spec(text), dialect::read_controller(controller)->controller);
}

Driver after(Driver driver, Step updates) {
  EXPECT_TRUE(driver.advance_to(updates));
  return driver;
}

/// What the optimizer gets in the next `steps` updates, of all places, as bits.
std::vector<std::uint64_t> numbers(Driver driver, int steps) {
  std::vector<std::uint64_t> all;
  for (int i = 0; i < steps; ++i, driver.advance())
    for (std::size_t place = 0; place < driver.groups(); ++place)
      for (const Driven& each : driver.driven(place)) all.push_back(bits(driver.value(each)));
  return all;
}

constexpr const char* wsd = "wsd(peak=1, steps=10, warmup=2, decay=4)";
constexpr const char* groups =
    "plan(lr=linear(from=1, to=0, steps=11), momentum=constant(0.9), batch_size=constant(8), "
    "group(head, lr=constant(2), beta1=constant(0.8)))";

TEST(Driver, DrivesWhatThePlanSaysAtEachPlace) {
  const Driver driver = after(made(groups), 5);
  ASSERT_EQ(driver.groups(), 2u);
  const struct {
    std::size_t place;
    std::vector<std::pair<HyperParameter, double>> values;
  } cases[] = {
      {0, {{HyperParameter::lr, 0.5}, {HyperParameter::momentum, 0.9}, {HyperParameter::batch_size, 8}}},
      {1, {{HyperParameter::lr, 2}, {HyperParameter::momentum, 0.9}, {HyperParameter::beta1, 0.8}}},
  };
  for (const auto& c : cases) {
    std::vector<std::pair<HyperParameter, double>> values;
    for (const Driven& each : driver.driven(c.place)) values.emplace_back(each.which, driver.value(each));
    EXPECT_EQ(values, c.values) << c.place;
  }
  EXPECT_EQ(driver.value(HyperParameter::lr, 1), std::optional(2.0));
  EXPECT_EQ(driver.value(HyperParameter::batch_size, 1), std::nullopt);
  EXPECT_EQ(*driver.group(""), 0u);
  EXPECT_EQ(*driver.group("head"), 1u);
  EXPECT_EQ(driver.group("tail").error().message, "the plan has no group \"tail\"; it has head");
  EXPECT_EQ(made("constant(1)").group("tail").error().message,
            "the plan has no group \"tail\"; it has none: say plan(lr=..., group(NAME, lr=...))");
}

TEST(Driver, DoesNotGoBack) {
  Driver driver = after(made(wsd), 5);
  EXPECT_EQ(driver.advance(-1).error().message, "a position does not go back; load the state that was saved there");
  EXPECT_EQ(driver.advance_to(4).error().message,
            "the position is step 5 and does not go back to 4; load the state that was saved there");
  EXPECT_EQ(driver.advance(max_step).error().message, "a run has at most 2^62 updates");
  EXPECT_EQ(driver.step(), 5);
}

TEST(Driver, RefusesToGoPastAnEndThatIsAnError) {
  const Driver driver = made("plan(lr=constant(1), group(head, lr=past_end(linear(from=1, steps=3), does=error)))");
  EXPECT_TRUE(after(driver, 2).check());
  EXPECT_EQ(
      after(driver, 3).check().error().message,
      "step 3 is past the end of the schedule of head.lr, which ends with an error there; make the schedule longer, "
      "or say past_end(..., does=hold)");
}

TEST(Driver, HearsMetrics) {
  Driver driver = made("constant(1)", "plateau(patience=0, factor=0.5)");
  EXPECT_EQ(driver.report(1).error().message, "a metric is reported after an update, and none is done yet");
  for (const double metric : {1.0, 2.0}) {
    driver.advance();
    ASSERT_TRUE(driver.report(metric));
  }
  EXPECT_EQ(driver.value(driver.driven(0)[0]), 0.5);
  EXPECT_EQ(made("constant(1)").report(1).error().message,
            "there is no controller to hear a metric: make the driver with one, plateau(patience=5)");
}

/// Specs of which each has something else to be saved.
constexpr const char* saved_specs[] = {wsd,
                                       groups,
                                       "recipe:gpt3",
                                       "torch.CosineAnnealingLR(lr=0.1, T_max=7)",
                                       "keras.CosineDecay(0.1, 7)",
                                       "optax.cosine_decay_schedule(0.1, 7)",
                                       "hf.cosine(lr=3e-4, num_warmup_steps=3, num_training_steps=9)"};

TEST(State, GoesOnWhereItWasSaved) {
  for (const char* text : saved_specs) {
    for (const Step step : {0, 1, 4, 20}) {
      const Driver before = after(made(text), step);
      Driver driver = after(made(text), 13);
      for (int times = 0; times < 2; ++times) {
        const auto loaded = driver.load(*read_json(write_json(before.state())));
        ASSERT_TRUE(loaded) << text << ": " << loaded.error().message;
        EXPECT_EQ(numbers(driver, 20), numbers(before, 20)) << text;
        EXPECT_EQ(driver.state(), before.state()) << text;
      }
    }
  }
}

TEST(State, OfEveryKindIsAtEachOfAThousandStepsThatOfTheRunThatWasNotStopped_B1_B4_B6) {
  const std::string text = testing::plan_of_every_kind();
  Driver whole = made(text), other = after(made(text), 7);
  for (Step step = 0; step < 1000; ++step, whole.advance()) {
    for (int times = 0; times <= step % 2; ++times) ASSERT_TRUE(other.load(*read_json(write_json(whole.state()))));
    ASSERT_EQ(numbers(other, 2), numbers(whole, 2)) << "step " << step;
  }
}

TEST(State, HoldsWhatAControllerHeard) {
  Driver before = made(wsd, "plateau(patience=1, factor=0.5)");
  for (const double metric : {1.0, 2.0, 3.0, 0.5, 4.0}) {
    Driver copy = made(wsd, "plateau(patience=1, factor=0.5)");
    ASSERT_TRUE(copy.load(before.state()));
    for (Driver* each : {&before, &copy}) each->advance(), (void)each->report(metric);
    EXPECT_EQ(numbers(copy, 12), numbers(before, 12));
    EXPECT_EQ(copy.state(), before.state());
  }
  EXPECT_EQ(before.scale(), 0.5);
}

RC_GTEST_PROP(State, OfAnyScheduleGoesOnBitForBit, ()) {
  const Plan plan{testing::any_schedule(2)};
  const Driver before = after(Driver(dialect::spec_of(plan)), *rc::gen::inRange<Step>(0, 60));
  Driver driver(dialect::spec_of(plan));
  RC_ASSERT(driver.load(*read_json(write_json(before.state()))).has_value());
  RC_ASSERT(numbers(driver, 40) == numbers(before, 40));
}

TEST(State, OfAnotherScheduleNeedsAPolicy) {
  const Json saved = after(made("linear(from=1, to=0, steps=11)"), 5).state();
  constexpr const char* now = "linear(from=1, to=0, steps=21)";
  const struct {
    Loading how;
    std::vector<double> rates;
  } cases[] = {
      {{ResumePolicy::keep}, {0.5, 0.4}},
      {{ResumePolicy::extend}, {0.75, 0.7}},
      {{ResumePolicy::extend, true}, {0.5, 0.7 / 1.5}},
      {{ResumePolicy::rebase}, {1, 0.95}},
      {{ResumePolicy::rebase, true}, {0.5, 0.475}},
  };
  for (const auto& c : cases) {
    Driver driver = made(now);
    for (int times = 0; times < 2; ++times) {  // and twice is as once
      ASSERT_TRUE(driver.load(saved, c.how));
      for (std::size_t i = 0; i < c.rates.size(); ++i) {
        Driver then = driver;
        ASSERT_TRUE(then.advance(static_cast<Step>(i)));
        EXPECT_NEAR(then.value(then.driven(0)[0]), c.rates[i], 1e-15) << static_cast<int>(c.how.policy);
      }
    }
    Driver again = made(now);  // the same program, stopped once more
    ASSERT_TRUE(again.load(after(driver, 7).state(), c.how));
    EXPECT_EQ(numbers(again, 20), numbers(after(driver, 7), 20)) << static_cast<int>(c.how.policy);
  }
  Driver driver = made(now);
  EXPECT_EQ(
      driver.load(saved).error().message,
      "the state was saved under another schedule (saved -> now: linear.steps: 11 -> 21); say how to go on: keep, "
      "extend or rebase");
  EXPECT_EQ(driver.step(), 0);
}

TEST(State, SaysWhatAPolicyDid) {
  Driver driver = made("constant(4)");
  const auto notes = driver.load(after(made("constant(1)"), 3).state(), {ResumePolicy::rebase, true});
  ASSERT_TRUE(notes);
  ASSERT_EQ(notes->size(), 1u);
  EXPECT_EQ(notes->front().id, "resume-rescales-far");
}

TEST(State, OfAnotherKindIsRefused) {
  const struct {
    const char *saved, *rule;  // what was saved
    const char *now, *now_rule;
    ResumePolicy policy;
    const char* message;
  } cases[] = {
      {"plan(lr=constant(1), momentum=constant(0.9))", "", "constant(1)", "", ResumePolicy::refuse,
       "the state was saved under another schedule (saved -> now: momentum: constant -> none); say how to go on: keep, "
       "extend or rebase"},
      {"plan(lr=constant(1), momentum=constant(0.9))", "", "constant(1)", "", ResumePolicy::rebase,
       "the run began with a plan of lr, momentum, and the new one is of lr: give it the same, or go on by keep"},
      {"constant(1)", "plateau(patience=3)", "constant(1)", "", ResumePolicy::refuse,
       "the state was saved under another schedule (saved -> now: controller: plateau(patience=3) -> none); say how to "
       "go "
       "on: keep, extend or rebase"},
      {"keras.CosineDecay(0.1, 7)", "", "constant(1)", "", ResumePolicy::rebase,
       "what a framework computes in its own arithmetic is not cut in two; go on by keep or extend, or write both in "
       "etude's notation: etude convert SPEC --to text"},
  };
  for (const auto& c : cases) {
    Driver driver = made(c.now, c.now_rule);
    const auto loaded = driver.load(after(made(c.saved, c.rule), 2).state(), {c.policy});
    ASSERT_FALSE(loaded) << c.saved;
    EXPECT_EQ(loaded.error().message, c.message);
  }
}

TEST(State, ThatIsNoneIsRefused) {
  const struct {
    const char *json, *message;
  } cases[] = {
      {"{}", "\"etude\" must be 1"},
      {"[1]", "\"etude\" must be 1"},
      {R"({"etude": 1, "step": -1, "spec": null})", "\"step\" must be a whole number from 0 to 2^62"},
      {R"({"etude": 1, "step": 1.5, "spec": null})", "\"step\" must be a whole number from 0 to 2^62"},
      {R"({"etude": 1, "step": 1})", "\"spec\" is missing"},
      {R"({"etude": 1, "step": 1, "spec": null, "controller": {}})",
       "\"controller\" must have a \"rule\" and a \"state\""},
  };
  for (const auto& c : cases) {
    Driver driver = after(made(wsd), 3);
    const auto loaded = driver.load(*read_json(c.json));
    ASSERT_FALSE(loaded) << c.json;
    EXPECT_EQ(loaded.error().message, "this is no state of a driver: " + std::string(c.message));
    EXPECT_EQ(driver.step(), 3);
  }
}

}  // namespace
}  // namespace etude::driver
