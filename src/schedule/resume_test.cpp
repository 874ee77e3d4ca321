#include "etude/schedule/resume.h"

#include <gtest/gtest.h>

namespace etude::inline schedule {
namespace {

TEST(Resume, GoesOnByItsPolicy) {
  const Schedule before = *linear({.from = 1, .to = 0, .steps = 101});
  const Schedule after = *linear({.from = 1, .to = 0, .steps = 201});
  const struct {
    Resume how;
    Step step;
    double value;
  } cases[] = {
      {{.policy = ResumePolicy::keep, .at = 50}, 60, 0.4},
      {{.policy = ResumePolicy::extend, .at = 50}, 49, 0.51},
      {{.policy = ResumePolicy::extend, .at = 50}, 60, 0.7},
      {{.policy = ResumePolicy::rebase, .at = 50}, 60, 0.95},
      {{.policy = ResumePolicy::extend, .at = 50, .continuous = true}, 50, 0.5},
      {{.policy = ResumePolicy::extend, .at = 50, .continuous = true}, 200, 0},
      {{.policy = ResumePolicy::rebase, .at = 50, .continuous = true}, 150, 0.25},
      {{.policy = ResumePolicy::rebase, .at = 0}, 100, 0.5},
      {{.policy = ResumePolicy::extend, .at = 300}, 300, 0},
  };
  for (const auto& c : cases) {
    const auto resumed = resume(before, after, c.how);
    ASSERT_TRUE(resumed) << resumed.error().message;
    EXPECT_NEAR(resumed->schedule(c.step), c.value, 1e-14) << static_cast<int>(c.how.policy) << " at step " << c.step;
  }
  EXPECT_EQ(resume(before, before, {.policy = ResumePolicy::refuse, .at = 50})->schedule, before);
  EXPECT_FALSE(resume(before, after, {.policy = ResumePolicy::refuse, .at = 50}));
  EXPECT_FALSE(resume(before, *warmup({.to = 1, .steps = 5, .first = First::from}),
                      {.policy = ResumePolicy::rebase, .at = 50, .continuous = true}));
  EXPECT_FALSE(resume(before, after, {.policy = ResumePolicy::keep, .at = -1}));
}

TEST(Resume, SaysByHowMuchItRescales) {
  const Schedule before = *linear({.from = 1, .to = 0, .steps = 101});
  const Schedule rise = *then(warmup({.to = 3e-4, .steps = 600}), linear({.from = 3e-4, .steps = 400}));
  const struct {
    Schedule after;
    Resume how;
    double factor;
    const char* id;
  } cases[] = {
      {*constant({.value = 0.9}), {.policy = ResumePolicy::rebase, .at = 50}, 1, ""},
      {*constant({.value = 0.4}),
       {.policy = ResumePolicy::rebase, .at = 50, .continuous = true},
       1.25,
       "resume-rescales"},
      {*constant({.value = 0.25}),
       {.policy = ResumePolicy::extend, .at = 50, .continuous = true},
       2,
       "resume-rescales"},
      {*constant({.value = 2}),
       {.policy = ResumePolicy::rebase, .at = 50, .continuous = true},
       0.25,
       "resume-rescales-far"},
      {rise, {.policy = ResumePolicy::rebase, .at = 50, .continuous = true}, 1e6, "resume-rescales-far"},
  };
  for (const auto& c : cases) {
    const auto resumed = resume(before, c.after, c.how);
    ASSERT_TRUE(resumed) << resumed.error().message;
    EXPECT_NEAR(resumed->factor, c.factor, 1e-9 * c.factor);
    ASSERT_EQ(resumed->notes.empty(), c.id[0] == 0);
    if (!resumed->notes.empty()) {
      EXPECT_EQ(resumed->notes[0].id, c.id);
    }
  }
  const auto far = resume(before, rise, {.policy = ResumePolicy::rebase, .at = 50, .continuous = true});
  EXPECT_EQ(far->notes[0].text,
            "the new schedule is multiplied by 1000000 to go on without a jump; its highest rate is "
            "now 300, not 3e-4");
  EXPECT_EQ(far->notes[0].step, 649);
}

TEST(Resume, SaysWhatChanged) {
  const auto run = [](Step steps, double to) {
    return *then(warmup({.to = 1, .steps = 10}), cosine({.from = 1, .to = to, .steps = steps}));
  };
  EXPECT_EQ(changes(run(90, 0), run(90, 0)), std::vector<std::string>{});
  EXPECT_EQ(changes(run(90, 0), run(190, 0.1)),
            (std::vector<std::string>{"then[1].to: 0 -> 0.1", "then[1].steps: 90 -> 190"}));
  EXPECT_EQ(changes(run(90, 0), *constant({.value = 1})), std::vector<std::string>{"then -> constant"});
  EXPECT_EQ(changes(run(90, 0), *then(run(90, 0), constant({.value = 0}))),
            std::vector<std::string>{"then: 2 pieces -> 3"});
}

}  // namespace
}  // namespace etude::schedule
