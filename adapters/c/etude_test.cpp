// etude.h as a program in C sees it.

#include "etude.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <random>
#include <thread>

#include "arguments_test.h"
#include "etude/dialect/spec.h"
#include "etude/range/range.h"
#include "support/every_kind.h"
#include "support/not_finite.h"

namespace etude::c {
namespace {

etude_plan* read(const char* text) {
  etude_plan* plan = nullptr;
  EXPECT_EQ(etude_parse(text, nullptr, &plan), ETUDE_OK) << last_error();
  return plan;
}

TEST(Plans, GiveTheBitsOfTheLibrary) {
  const char* specs[] = {usual, "recipe:gpt3", "torch.CosineAnnealingLR(lr=0.1, T_max=30)",
                         "keras.CosineDecay(initial_learning_rate=0.1, decay_steps=300)",
                         R"({"etude": 1, "lr": {"kind": "constant", "value": 0.1}})"};
  for (const char* text : specs) {
    Arguments a;
    const dialect::Spec spec = *dialect::parse_spec(text, {.steps = 300});
    ASSERT_EQ(etude_parse(text, &a.horizon, &a.plan_out.at), ETUDE_OK) << last_error();
    std::size_t index = 0;
    for (const auto& [name, schedule] : parts(spec.computed)) {
      ASSERT_EQ(etude_plan_find(a.plan_out.at, name.c_str(), &index), ETUDE_OK);
      std::vector<double> values(320), wanted(320);
      schedule.values(-10, wanted);
      ASSERT_EQ(etude_values(a.plan_out.at, index, -10, values.size(), values.data()), ETUDE_OK);
      EXPECT_EQ(values, wanted) << text;
      for (const Step t : {Step{-1}, Step{0}, Step{299}, Step{300}, max_step, endless}) {
        double value = 0, same = 0;
        ASSERT_EQ(etude_value(a.plan_out.at, index, t, &value), ETUDE_OK);
        ASSERT_EQ(etude_values_at(a.plan_out.at, index, &t, 1, &same), ETUDE_OK);
        EXPECT_EQ(value, schedule(t)) << text << " at " << t;
        EXPECT_EQ(value, same);
      }
    }
  }
}

TEST(Plans, ReadBackFromTextAndJson) {
  for (const char* text : {usual, "recipe:gpt3", "keras.CosineDecay(initial_learning_rate=0.1, decay_steps=300)"}) {
    Arguments a;
    for (const auto print : {etude_plan_text, etude_plan_json}) {
      ASSERT_EQ(etude_parse(text, &a.horizon, &a.plan_out.at), ETUDE_OK);
      ASSERT_EQ(print(a.plan_out.at, &a.text_out.at), ETUDE_OK);
      Held<etude_plan> again;
      ASSERT_EQ(etude_parse(a.text_out.at, &a.horizon, &again.at), ETUDE_OK) << a.text_out.at << last_error();
      ASSERT_EQ(etude_diff(a.plan_out.at, 0, again.at, 0, 0, &a.difference), ETUDE_OK);
      EXPECT_EQ(a.difference.parts_at, -1) << a.text_out.at;
      a.clear_what_was_given();
    }
  }
}

TEST(Plans, SayTheirParts) {
  Arguments a;
  ASSERT_EQ(etude_plan_part(a.plan.at, 2, &a.part), ETUDE_OK);
  EXPECT_STREQ(a.part.name, "head.lr");
  EXPECT_STREQ(a.part.group, "head");
  EXPECT_STREQ(a.part.parameter, "lr");
  EXPECT_EQ(a.part.length, ETUDE_ENDLESS);
  EXPECT_EQ(etude_plan_find(a.plan.at, "momentum", &a.index), ETUDE_REFUSED);
  EXPECT_EQ(last_error(), "there is no part \"momentum\"; there is: lr, weight_decay, head.lr");
}

TEST(Plans, KnowHowLongTheirRunIs) {
  Arguments a;
  const auto steps = [&](const char* text) {
    a.clear_what_was_given();
    EXPECT_EQ(etude_parse(text, &a.horizon, &a.plan_out.at), ETUDE_OK) << last_error();
    return etude_plan_steps(a.plan_out.at, a.steps) == ETUDE_OK ? a.steps[0] : -1;
  };
  EXPECT_EQ(steps("constant(1)"), 300);
  a.horizon = sized<etude_horizon>();
  EXPECT_EQ(steps("linear(from=1, steps=9)"), 9);
  EXPECT_EQ(steps("constant(1)"), -1);
  EXPECT_EQ(last_error(), "the schedule never ends; say how long the run is, by horizon.steps");
  EXPECT_EQ(etude_lint(a.plan_out.at, 0, &a.notes_out.at), ETUDE_REFUSED);
  a.horizon.epochs = 3;
  a.horizon.samples = 100;
  a.horizon.batch = 10;
  EXPECT_EQ(steps("constant(1)"), 30);
}

TEST(Plans, RefuseAHorizonThatIsNone) {
  Arguments a;
  for (double etude_horizon::*member : {&etude_horizon::epochs, &etude_horizon::lr}) {
    for (const double wrong : {-1.0, nan, inf}) {
      a.horizon.*member = wrong;
      EXPECT_EQ(etude_parse("constant(1)", &a.horizon, &a.plan_out.at), ETUDE_REFUSED);
    }
    a.horizon.*member = 0;
  }
  a.horizon.steps = -1;
  EXPECT_EQ(etude_parse("constant(1)", &a.horizon, &a.plan_out.at), ETUDE_REFUSED);
  EXPECT_EQ(last_error(), "horizon.steps must be from 0 (not known) to 2^62, not -1");
}

TEST(Errors, SayTheColumn) {
  Arguments a;
  EXPECT_EQ(etude_parse("constant(0.1) then cosin(from=1)", nullptr, &a.plan_out.at), ETUDE_REFUSED);
  EXPECT_EQ(etude_error_column(), 20u) << last_error();
  EXPECT_EQ(a.plan_out.at, nullptr);
  EXPECT_EQ(etude_plan_find(a.plan.at, "x", &a.index), ETUDE_REFUSED);
  EXPECT_EQ(etude_error_column(), 0u);
}

TEST(Errors, AreKeptApartForEachThread) {
  Arguments a;
  EXPECT_EQ(etude_value(nullptr, 0, 0, a.values), ETUDE_MISUSE);
  std::thread([&] { EXPECT_STREQ(etude_error_text(), ""); }).join();
  EXPECT_EQ(last_error(), "etude_value: plan is NULL");
}

TEST(Notes, AreThoseOfLint) {
  Arguments a;
  ASSERT_EQ(etude_parse("torch.CosineAnnealingLR(T_max=30)", &a.horizon, &a.plan_out.at), ETUDE_OK);
  ASSERT_EQ(etude_lint(a.plan_out.at, 0, &a.notes_out.at), ETUDE_OK);
  std::vector<std::string> ids;
  ASSERT_EQ(etude_notes_count(a.notes_out.at, &a.index), ETUDE_OK);
  for (std::size_t i = 0; i < a.index; ++i) {
    ASSERT_EQ(etude_notes_get(a.notes_out.at, i, &a.note), ETUDE_OK);
    ids.emplace_back(a.note.id);
    EXPECT_EQ(a.note.is_warning, ids.back() == "rises-after-end");
  }
  EXPECT_EQ(ids, (std::vector<std::string>{"no-lr", "rises-after-end", "sum"}));
  EXPECT_EQ(etude_lint(a.plan_out.at, 300, &a.notes.at), ETUDE_REFUSED);
}

TEST(Difference, IsWhereTwoCurvesPart) {
  Arguments a;
  ASSERT_EQ(etude_parse("constant(0.1) then linear(from=0.1, steps=10)", nullptr, &a.plan_out.at), ETUDE_REFUSED);
  ASSERT_EQ(etude_parse("step(from=0.1, gamma=0.5, period=100)", &a.horizon, &a.plan_out.at), ETUDE_OK);
  Held<etude_plan> flat{read("constant(0.1)")};
  EXPECT_EQ(etude_diff(flat.at, 0, a.plan_out.at, 0, 1e-12, &a.difference), ETUDE_REFUSED);
  flat.clear();
  ASSERT_EQ(etude_parse("constant(0.1)", &a.horizon, &flat.at), ETUDE_OK);
  ASSERT_EQ(etude_diff(flat.at, 0, a.plan_out.at, 0, 1e-12, &a.difference), ETUDE_OK);
  EXPECT_EQ(a.difference.parts_at, 100);
  EXPECT_EQ(a.difference.joins_at, -1);
  EXPECT_EQ(a.difference.steps_apart, 200);
  EXPECT_EQ(a.difference.steps, 300);
  for (const double wrong : {-1.0, nan})
    EXPECT_EQ(etude_diff(flat.at, 0, flat.at, 0, wrong, &a.difference), ETUDE_REFUSED);
}

TEST(Convert, WritesForAFramework) {
  Arguments a;
  ASSERT_EQ(etude_parse("cosine(from=0.1, steps=300)", nullptr, &a.plan_out.at), ETUDE_OK);
  a.target.to = "optax";
  a.target.phrase = 1;
  ASSERT_EQ(etude_convert(a.plan_out.at, &a.target, &a.text_out.at, &a.notes_out.at), ETUDE_OK) << last_error();
  EXPECT_EQ(std::string(a.text_out.at).find("optax.cosine_decay_schedule("), 0u) << a.text_out.at;
  a.target.to = "fortran";
  EXPECT_EQ(etude_convert(a.plan_out.at, &a.target, &a.text_out.at, nullptr), ETUDE_REFUSED);
  a.target.to = nullptr;
  EXPECT_EQ(etude_convert(a.plan_out.at, &a.target, &a.text_out.at, nullptr), ETUDE_MISUSE);
}

TEST(Resume, IsByThePolicy) {
  Arguments a;
  const Held<etude_plan> before{read("cosine(from=0.1, steps=300)")}, after{read("cosine(from=0.1, steps=600)")};
  const auto goes_on = [&](const char* policy) {
    a.clear_what_was_given();
    a.how.policy = policy;
    return etude_resume(before.at, after.at, 150, &a.how, &a.plan_out.at, &a.notes_out.at);
  };
  const auto at = [](const etude_plan* plan, Step step) {
    double value = nan;
    EXPECT_EQ(etude_value(plan, 0, step, &value), ETUDE_OK);
    return value;
  };
  ASSERT_EQ(goes_on("extend"), ETUDE_OK) << last_error();
  EXPECT_EQ(at(a.plan_out.at, 200), at(after.at, 200));
  ASSERT_EQ(goes_on("keep"), ETUDE_OK);
  EXPECT_EQ(at(a.plan_out.at, 200), at(before.at, 200));
  ASSERT_EQ(goes_on("rebase"), ETUDE_OK);
  EXPECT_EQ(at(a.plan_out.at, 200), at(after.at, 50));
  a.how.continuous = 1;
  ASSERT_EQ(goes_on("rebase"), ETUDE_OK);
  EXPECT_DOUBLE_EQ(at(a.plan_out.at, 150), at(before.at, 150));
  EXPECT_EQ(etude_notes_count(a.notes_out.at, &a.index), ETUDE_OK);
  EXPECT_EQ(a.index, 1u);
  for (const char* refusing : {static_cast<const char*>(nullptr), "refuse", "forget"})
    EXPECT_EQ(goes_on(refusing), ETUDE_REFUSED);
  EXPECT_EQ(last_error(), "there is no policy \"forget\"; there is: keep, extend, rebase, refuse");
  EXPECT_EQ(etude_resume(before.at, after.at, -1, &a.how, &a.plan_out.at, nullptr), ETUDE_REFUSED);
}

TEST(Driver, GoesOnWhereAnotherStopped) {
  Arguments a;
  Held<etude_driver> other;
  ASSERT_EQ(etude_driver_new(a.plan.at, "plateau(patience=2)", &other.at), ETUDE_OK);
  for (int i = 0; i < 5; ++i) ASSERT_EQ(etude_driver_report(a.driver.at, 1), ETUDE_OK);
  a.saved.clear();
  ASSERT_EQ(etude_driver_state(a.driver.at, &a.saved.at), ETUDE_OK);
  for (int twice = 0; twice < 2; ++twice)
    ASSERT_EQ(etude_driver_load(other.at, a.saved.at, nullptr, nullptr), ETUDE_OK) << last_error();
  double mine[2], its[2], scale = 1;
  for (std::size_t group = 0; group < 2; ++group) {
    ASSERT_EQ(etude_driver_values(a.driver.at, group, 2, mine), ETUDE_OK);
    ASSERT_EQ(etude_driver_values(other.at, group, 2, its), ETUDE_OK);
    EXPECT_TRUE(std::equal(mine, mine + 2, its));
  }
  EXPECT_EQ(etude_driver_scale(other.at, &scale), ETUDE_OK);
  EXPECT_EQ(scale, 0.1);
}

/// The numbers of all groups for the next update.
std::vector<double> numbers_of(const etude_driver* driver) {
  std::size_t groups = 0;
  EXPECT_EQ(etude_driver_groups(driver, &groups), ETUDE_OK);
  std::vector<double> all;
  for (std::size_t group = 0; group < groups; ++group) {
    std::size_t count = 0;
    EXPECT_EQ(etude_driver_numbers(driver, group, &count), ETUDE_OK);
    all.resize(all.size() + count);
    EXPECT_EQ(etude_driver_values(driver, group, count, all.data() + all.size() - count), ETUDE_OK) << last_error();
  }
  return all;
}

/// A training loop as a program in C has it: each process reads one checkpoint before every update, and asks at each of
/// its micro-batches.
void resume_at_every_step(const std::string& text, int processes, int micro_batches) {
  const Held<etude_plan> plan{read(text.c_str())};
  Held<etude_driver> whole;
  ASSERT_EQ(etude_driver_new(plan.at, nullptr, &whole.at), ETUDE_OK) << last_error();
  std::vector<Held<etude_driver>> all(static_cast<std::size_t>(processes));
  for (auto& each : all) ASSERT_EQ(etude_driver_new(plan.at, nullptr, &each.at), ETUDE_OK);
  for (int step = 0; step < 1000; ++step) {
    Held<char> saved;
    ASSERT_EQ(etude_driver_state(whole.at, &saved.at), ETUDE_OK);
    const std::vector<double> wanted = numbers_of(whole.at);
    ASSERT_EQ(etude_driver_advance(whole.at, 1), ETUDE_OK);
    for (const auto& each : all) {
      for (int times = 0; times <= step % 2; ++times)
        ASSERT_EQ(etude_driver_load(each.at, saved.at, nullptr, nullptr), ETUDE_OK) << last_error();
      for (int i = 0; i < micro_batches; ++i) ASSERT_EQ(numbers_of(each.at), wanted) << text << " at " << step;
      ASSERT_EQ(etude_driver_advance(each.at, 1), ETUDE_OK);
      ASSERT_EQ(numbers_of(each.at), numbers_of(whole.at));
    }
  }
}

TEST(Driver, GoesOnAtEachOfAThousandStepsAsTheRunThatWasNotStopped_B1_B13_B14_LlamaCpp15376) {
  resume_at_every_step(testing::plan_of_every_kind(), 1, 1);
  for (const int processes : {1, 2, 4, 8}) resume_at_every_step(usual, processes, 3);
}

TEST(Driver, RefusesWhatIsNoStateAndChangesNothing) {
  Arguments a;
  const Held<etude_plan> plan{read("constant(0.1)")};
  ASSERT_EQ(etude_driver_new(plan.at, nullptr, &a.driver_out.at), ETUDE_OK);
  for (const char* text : {"", "{", "{}", "[1]", static_cast<const char*>(a.saved.at)})
    EXPECT_EQ(etude_driver_load(a.driver_out.at, text, nullptr, nullptr), ETUDE_REFUSED) << text;
  EXPECT_EQ(etude_driver_step(a.driver_out.at, a.steps), ETUDE_OK);
  EXPECT_EQ(a.steps[0], 0);
  EXPECT_EQ(etude_driver_report(a.driver_out.at, 1), ETUDE_REFUSED);
  EXPECT_EQ(etude_driver_advance(a.driver_out.at, -1), ETUDE_REFUSED);
  EXPECT_EQ(etude_driver_advance_to(a.driver.at, 6), ETUDE_REFUSED);
  EXPECT_EQ(etude_driver_group(a.driver.at, "tail", &a.index), ETUDE_REFUSED);
}

TEST(Driver, RefusesANumberThatIsNotFinite) {
  Arguments a;
  const Held<etude_plan> plan{read("past_end(linear(from=1, steps=9), does=error)")};
  ASSERT_EQ(etude_driver_new(plan.at, nullptr, &a.driver_out.at), ETUDE_OK);
  EXPECT_EQ(etude_driver_values(a.driver_out.at, 0, 1, a.values), ETUDE_OK);
  EXPECT_EQ(etude_driver_advance(a.driver_out.at, 9), ETUDE_OK);
  EXPECT_EQ(etude_driver_values(a.driver_out.at, 0, 1, a.values), ETUDE_REFUSED);
}

TEST(Sweeps, GiveTheRangeTestsSuggestion) {
  Arguments a;
  etude_sweeps_add(a.sweeps.at, 1, a.lr.data(), a.loss.data(), a.lr.size(), 0);
  const RangeStudy study = *range::read_sweeps({{0, a.lr, a.loss}, {1, a.lr, a.loss}}, {.is_adaptive = true});
  a.rule.is_adaptive = 1;
  ASSERT_EQ(etude_sweeps_read(a.sweeps.at, &a.rule, &a.suggestion), ETUDE_OK);
  EXPECT_EQ(a.suggestion.refusal, nullptr);
  EXPECT_EQ(a.suggestion.rate, study.suggestion.rate.value);
  EXPECT_EQ(a.suggestion.edge, study.edge.value);
  const std::vector<double> flat(a.lr.size(), 1.0);
  etude_sweeps_add(a.sweeps.at, 2, a.lr.data(), flat.data(), a.lr.size(), 0);
  ASSERT_EQ(etude_sweeps_read(a.sweeps.at, &a.rule, &a.suggestion), ETUDE_OK);
  ASSERT_NE(a.suggestion.refusal, nullptr);
  EXPECT_TRUE(std::isnan(a.suggestion.rate));
  a.rule.rule = "none";
  EXPECT_EQ(etude_sweeps_read(a.sweeps.at, &a.rule, &a.suggestion), ETUDE_REFUSED);
}

/// Does with a text all that can be done with a plan; whether it is one.
bool use(const std::string& text) {
  Arguments a;
  if (etude_parse(text.c_str(), &a.horizon, &a.plan_out.at) != ETUDE_OK) {
    EXPECT_STRNE(etude_error_text(), "");
    return false;
  }
  etude_plan_text(a.plan_out.at, &a.text_out.at);
  etude_values(a.plan_out.at, 0, -1, 3, a.values);
  etude_lint(a.plan_out.at, 0, &a.notes_out.at);
  etude_diff(a.plan_out.at, 0, a.plan.at, 0, 1e-12, &a.difference);
  etude_driver_new(a.plan_out.at, text.c_str(), &a.driver_out.at);
  etude_driver_load(a.driver.at, text.c_str(), nullptr, nullptr);
  return true;
}

TEST(Random, BytesAreRefusedOrRead) {
  std::mt19937 random(17);
  const std::string whole[] = {usual, "recipe:gpt3(peak=3e-4)", "torch.OneCycleLR(max_lr=0.1, total_steps=1000)",
                               R"({"etude": 1, "lr": {"kind": "constant", "value": 1}})"};
  int are_read = 0;
  for (int i = 0; i < 600; ++i) {
    std::string text = whole[i % 4];
    if (i % 5 == 0) text.assign(random() % 64, ' ');
    for (std::size_t changes = i % 5 == 0 ? 64 : random() % 3; changes > 0 && !text.empty(); --changes)
      text[random() % text.size()] = static_cast<char>(i % 2 ? random() : ' ' + random() % 95);
    are_read += use(text);
  }
  EXPECT_GT(are_read, 50);
  EXPECT_LT(are_read, 550);
}

TEST(Random, StatesAreRefusedOrLoaded) {
  std::mt19937 random(19);
  const char* policies[] = {"keep", "extend", "rebase", "refuse"};
  const char* others[] = {"0", "-1", "1e300", "null", "\"\"", "[]", "{}", "4611686018427387904", "0.5"};
  Arguments a;
  const std::string whole = a.saved.at;
  int loaded = 0;
  for (int i = 0; i < 1000; ++i) {
    std::string text = whole;
    const std::size_t number = text.find_first_of("0123456789", random() % text.size());
    if (number != std::string::npos && i % 2)
      text.replace(number, text.find_first_not_of("0123456789.e-", number) - number, others[random() % 9]);
    if (i % 3 == 0) text[random() % text.size()] = static_cast<char>(' ' + random() % 95);
    a.how.policy = policies[random() % 4];
    a.how.continuous = i % 5 == 0;
    if (etude_driver_load(a.driver.at, text.c_str(), &a.how, nullptr) != ETUDE_OK) continue;
    etude_driver_values(a.driver.at, 0, 2, a.values);
    etude_driver_report(a.driver.at, 1);
    etude_driver_advance(a.driver.at, 1);
    ++loaded;
  }
  EXPECT_GT(loaded, 50);
  EXPECT_LT(loaded, 950);
}

TEST(Random, HorizonsAreRefusedOrKept) {
  std::mt19937 random(18);
  const double numbers[] = {0, 0, 1, 7, 300, 1e6, 1e18, 4.6e18, -1};
  const auto any = [&] { return numbers[random() % std::size(numbers)]; };
  for (int i = 0; i < 400; ++i) {
    Arguments a;
    for (std::int64_t etude_horizon::*member :
         {&etude_horizon::steps, &etude_horizon::samples, &etude_horizon::batch, &etude_horizon::accumulation,
          &etude_horizon::devices, &etude_horizon::tokens_per_sample})
      a.horizon.*member = static_cast<std::int64_t>(any());
    a.horizon.epochs = any() / 7;
    a.horizon.drop_last = i % 2;
    const char* text = i % 20 ? "warmup(to=1, steps=5%) then linear(from=1, steps=3ep)"
                              : "plan(lr=cosine(from=1, steps=1e6tok), batch_size=linear(from=1, to=1e9, steps=100))";
    if (etude_parse(text, &a.horizon, &a.plan_out.at) != ETUDE_OK) continue;
    a.steps[0] = 1;
    etude_plan_steps(a.plan_out.at, a.steps);
    EXPECT_GT(a.steps[0], 0);
    if (a.steps[0] < 1000) etude_lint(a.plan_out.at, 0, &a.notes_out.at);
  }
}

TEST(Threads, ReadAndAskOnePlanAtOnce) {
  Arguments shared;
  std::vector<double> wanted(300);
  etude_values(shared.plan.at, 0, 0, 300, wanted.data());
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&, i] {
      for (int round = 0; round < 20; ++round) {
        Held<etude_plan> own;
        std::vector<double> values(300), mine(300);
        wrong += etude_parse(usual, nullptr, &own.at) != ETUDE_OK;
        etude_values(own.at, 0, 0, 300, mine.data());
        etude_values(shared.plan.at, 0, 0, 300, values.data());
        wrong += values != wanted || mine != wanted;
        const std::string unknown = "kind" + std::to_string(i) + "(1)";
        Held<etude_plan> none;
        wrong += etude_parse(unknown.c_str(), nullptr, &none.at) != ETUDE_REFUSED;
        wrong += last_error().find("kind" + std::to_string(i)) == std::string::npos;
      }
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace etude::c
