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
      {"peak-not-reached", then(warmup({.to = 1, .steps = 200}), decay(90)), 100, 99},
      {"floor-not-reached", cosine({.from = 1, .to = 0.1, .steps = 100, .end = End::after}), 100, 99},
      {"rises-to-the-end", linear({.from = 0.1, .to = 1, .steps = 100}), 100, 99},
      {"jump", then(constant({.value = 0.1, .steps = 50}), decay(50)), 100, 50},
      {"longer-than-run", decay(200), 100, 100},
      {"shorter-than-run", decay(80), 100, 80},
      {"rises-after-end", past_end(cosine({.from = 1, .to = 0, .steps = 100, .end = End::after}), Beyond::mirror), 100,
       100},
      {"raises-after-end", past_end(decay(100), Beyond::error, 110), 100, 110},
      {"raises-in-run", past_end(decay(50), Beyond::error), 100, 50},
      {"floor-above-peak", cosine({.from = 0.1, .to = 1, .steps = 100}), 100, -1},
  };
  for (const auto& c : cases) {
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
  };
  for (const auto& schedule : plain) {
    const Step steps = schedule->length() == 5 ? 5 : 100;
    const auto notes = lint(Plan{*schedule}, steps);
    ASSERT_EQ(notes.size(), 1) << schedule->kind().name << ": " << notes[0].id << " " << notes[0].text;
    EXPECT_EQ(notes[0].id, "sum");
  }
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
