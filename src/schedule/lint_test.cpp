#include "etude/schedule/lint.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "etude/schedule/callable.h"

namespace etude::inline schedule {
namespace {

const Note* find(const std::vector<Note>& notes, const std::string& id) {
  const auto found = std::find_if(notes.begin(), notes.end(), [&](const Note& note) { return note.id == id; });
  return found == notes.end() ? nullptr : &*found;
}

TEST(Lint, FindsWhatSurprises) {
  const auto zero_first = warmup({.to = 1, .steps = 10, .first = First::from, .end = End::after});
  const auto decay = [](Step steps) { return cosine({.from = 1, .to = 0.1, .steps = steps}); };
  const struct {
    const char* id;
    Result<Schedule> schedule;
    Step steps;
    Step at;
  } cases[] = {
      {"first-update-is-zero", then(zero_first, decay(90)), 100, 0},
      {"never-trains", constant({.value = 0}), 10, 0},
      {"warmup-longer-than-run", then(warmup({.to = 1, .steps = 200}), decay(90)), 100, 100},
      {"warmup-of-one-step", then(warmup({.to = 1, .steps = 1}), decay(99)), 100, 0},
      {"peak-not-reached", cosine({.from = 1, .to = 0.1, .steps = 4, .first = First::moved}), 4, 0},
      {"floor-not-reached", linear({.from = 1, .to = 0, .steps = 10, .end = End::after}), 10, 9},
      {"rises-to-the-end", linear({.from = 0.1, .to = 1, .steps = 100}), 100, 99},
      {"jump", then(constant({.value = 0.1, .steps = 50}), decay(50)), 100, 50},
      {"longer-than-run", decay(200), 100, 100},
      {"shorter-than-run", cosine({.from = 1, .to = 0, .steps = 80}), 100, 80},
      {"shorter-than-run", decay(40), 100, 40},
      {"holds-its-floor", decay(80), 100, 80},
      {"rises-after-end", past_end(decay(100), Beyond::mirror), 150, 100},
      {"rises-past-run", past_end(decay(100), Beyond::mirror), 100, 100},
      {"stepped-every-batch", step_decay({.from = 1, .period = 30}), 1000, 210},
      {"stepped-every-batch", multistep({.from = 1, .milestones = {30, 60, 80}}), 1000, 80},
      {"stepped-every-batch", cosine_restarts({.from = 1, .period = 10}), 5000, 0},
      {"stepped-every-batch", decay(90), 10000, 89},
      {"stepped-every-epoch", decay(45000), 90, 90},
      {"stepped-every-epoch", then(warmup({.to = 1, .steps = 5000}), constant({.value = 1})), 90, 90},
      {"rate-vanishes", exponential({.from = 1, .rate = 0.5}), 100, 0},
      {"below-zero",
       callable({.function = [](Step t) { return 50 - static_cast<double>(t); }, .length = 101, .label = "falling"}),
       101, 51},
      {"zero-at-start", then(constant({.value = 0, .steps = 5}), decay(95)), 100, 0},
      {"raises-after-end", past_end(decay(100), Beyond::error, 110), 100, 110},
      {"raises-in-run", past_end(decay(50), Beyond::error), 100, 50},
      {"floor-above-peak", cosine({.from = 0.1, .to = 1, .steps = 100}), 100, -1},
  };
  for (const auto& c : cases) {
    ASSERT_TRUE(c.schedule) << c.id << ": " << c.schedule.error().message;
    const auto notes = lint(Plan{*c.schedule}, c.steps);
    const Note* note = find(notes, c.id);
    ASSERT_TRUE(note) << c.id;
    EXPECT_EQ(note->step.value_or(-1), c.at) << c.id << ": " << note->text;
    EXPECT_FALSE(note->advice.empty()) << c.id;
  }
}

TEST(Lint, IsSilentWhereNothingSurprises) {
  const Result<Schedule> plain[] = {
      then(warmup({.to = 1, .steps = 10}), cosine({.from = 1, .to = 0.1, .steps = 90})),
      constant({.value = 0.1}),
      linear({.from = 1, .to = 0, .steps = 100}),
      step_decay({.from = 1, .period = 30}),
      multistep({.from = 1, .milestones = {50, 75}}),
      cosine_restarts({.from = 1, .to = 0.1, .period = 50}),
      one_cycle({.peak = 1, .steps = 100}),
      wsd({.peak = 1, .steps = 100, .warmup = 5, .decay = 20}),
      inverse_sqrt({.from = 1, .timescale = 10}),
      cosine({.from = 1, .to = 0.1, .steps = 5}),
      then(polynomial({.from = 0.1, .to = 1, .steps = 20}), cosine({.from = 1, .to = 0.1, .steps = 80})),
  };
  for (const auto& schedule : plain) {
    const Step steps = schedule->length() == 5 ? 5 : 100;
    const auto notes = lint(Plan{*schedule}, steps);
    ASSERT_EQ(notes.size(), 1) << schedule->kind().name << ": " << notes[0].id << " " << notes[0].text;
    EXPECT_EQ(notes[0].id, "sum");
  }
}

TEST(Lint, FindsWhatTheRunShows) {
  const Plan plan{*cosine({.from = 1, .to = 0.1, .steps = 400})};
  const Argument length{Part::length, "T_max", 400};
  const struct {
    const char* id;
    Evidence evidence;
    const char* advice;
  } cases[] = {
      {"counts-batches", {.steps = 100, .horizon = {.accumulation = 4}, .arguments = {length}}, "T_max=100"},
      {"counts-batches", {.steps = 100, .horizon = {.devices = 4}}, "steps=rest"},
      {"counts-batches",
       {.steps = 50, .horizon = {.accumulation = 2, .devices = 4}, .arguments = {length}},
       "T_max=50"},
      {"resumed-horizon", {.steps = 800, .done = 400, .arguments = {length}}, "T_max=800"},
      {"resumed-horizon", {.steps = 700, .done = 300, .arguments = {length}}, "T_max=700"},
      {"resumed-horizon", {.steps = 900, .arguments = {length, {Part::done, "last_epoch", 499}}}, "T_max=900"},
      {"longer-than-run", {.steps = 300, .horizon = {.accumulation = 4}, .arguments = {length}}, "T_max=300"},
      {"warmup-share-as-steps", {.steps = 400, .arguments = {{Part::warmup, "num_warmup_steps", 0.1}}}, "=40"},
      {"warmup-steps-as-share", {.steps = 400, .arguments = {{Part::warmup_share, "warmup_ratio", 100}}}, "=0.25"},
      {"floor-above-peak",
       {.steps = 400, .arguments = {{Part::rate, "lr", 1e-4}, {Part::floor, "eta_min", 1e-3}}},
       "eta_min below 1e-4"},
  };
  for (const auto& c : cases) {
    const auto notes = lint(plan, c.evidence);
    const Note* note = find(notes, c.id);
    ASSERT_TRUE(note) << c.id;
    EXPECT_NE(note->advice.find(c.advice), std::string::npos) << note->advice;
  }
  EXPECT_EQ(lint(plan, {.steps = 400, .done = 300, .horizon = {.accumulation = 4}}).size(), 1);
}

TEST(Lint, KeepsWhatWasSaidAndLeavesOutWhatIsExplained) {
  const Plan plan{*multistep({.from = 1, .milestones = {30, 60}})};
  const std::vector<Note> said{
      {"jump", "said", "", 10}, {"raises-after-end", "said", "", 1000}, {"off-by-one", "said", ""}};
  const auto notes = lint(plan, {.steps = 1000}, said);
  ASSERT_EQ(notes.size(), 3);
  EXPECT_EQ(notes[0], said[2]);
  EXPECT_EQ(notes[1].id, "stepped-every-batch");
  EXPECT_EQ(notes[2].id, "sum");
}

TEST(Lint, IsStatedOnceByName) {
  for (const Lint& each : lints()) {
    EXPECT_EQ(find_lint(each.name), &each) << "another has the same name";
    EXPECT_FALSE(each.meaning.empty() || each.meaning.ends_with('.')) << each.name;
    for (const std::string_view name : each.explains) EXPECT_TRUE(name.empty() || find_lint(name)) << name;
  }
  EXPECT_EQ(find_lint("no-such-lint"), nullptr);
  EXPECT_TRUE(is_warning(two_owners("a", "b")));
  EXPECT_FALSE(is_warning({"sum", "", ""}));
}

TEST(Lint, TakesRatesThatAreNone) {
  const Schedule nowhere = *callable({.function = [](Step) { return std::nan(""); }, .length = 5, .label = "nan"});
  const Schedule late =
      *callable({.function = [](Step t) { return t < 2 ? std::nan("") : 1.0; }, .length = 9, .label = "late"});
  const Schedule early = *past_end(constant({.value = 1, .steps = 2}), Beyond::error);
  for (const Schedule& schedule : {nowhere, late, early}) EXPECT_TRUE(find(lint(Plan{schedule}, 9), "raises-in-run"));
}

TEST(Lint, LooksAtVeryLongRuns) {
  const auto notes = lint(Plan{*cosine({.from = 1, .to = 0, .steps = Step{1} << 40})}, Step{1} << 40);
  EXPECT_EQ(notes.size(), 1) << notes[0].text;
}

TEST(Difference, SaysWhereCurvesPart) {
  const Schedule a = *then(constant({.value = 1, .steps = 10}), linear({.from = 1, .to = 0, .steps = 11}));
  const Schedule b = *then(constant({.value = 1, .steps = 15}), constant({.value = 0}));
  const Difference d = difference(a, b, 30);
  EXPECT_EQ(d.parts_at, 11);
  EXPECT_EQ(d.joins_at, 20);
  EXPECT_EQ(d.steps_apart, 9);
  EXPECT_EQ(d.largest_at, 15);
  EXPECT_NEAR(d.largest_gap, 0.5, 1e-15);
  EXPECT_NEAR(d.sum_a, 15.5, 1e-12);
  EXPECT_EQ(d.sum_b, 15);
  EXPECT_EQ(difference(a, a, 30).parts_at, std::nullopt);
  EXPECT_EQ(difference(a, *scale(a, 1 + 1e-14), 30).parts_at, std::nullopt);
}

}  // namespace
}  // namespace etude::schedule
