#include "travel.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <tuple>

#include "etude/notation/notation.h"
#include "etude/schedule/callable.h"

namespace etude::mpi {
namespace {

/// What a plan drives, with the values of every step.
std::vector<std::pair<std::string, std::vector<double>>> values_of(const study::Trial& trial) {
  std::vector<std::pair<std::string, std::vector<double>>> all;
  for (const auto& [name, schedule] : parts(trial.plan)) {
    all.emplace_back(name, std::vector<double>(static_cast<std::size_t>(trial.steps)));
    schedule.values(0, all.back().second);
  }
  return all;
}

TEST(Travel, ArrivesWithTheSameBits) {
  const Schedule third =
      *callable({.function = [](Step t) { return 1.0 / (3 + static_cast<double>(t)); }, .label = "third"});
  Plan mixed{third};
  mixed.groups = {{.name = "a.b", .lr = third, .weight_decay = *constant({.value = 0.1})},
                  {.name = "head", .beta1 = third, .beta2 = third}};
  std::vector<Numbered> sent;
  for (const std::string text :
       {"constant(value=0.1)", "warmup(to=0.3, steps=7) then cosine(from=0.3, steps=43)",
        "plan(lr=one_cycle(peak=1, steps=50), momentum=one_cycle_momentum(steps=50), batch_size=constant(value=8))"})
    sent.push_back({sent.size() * 7,
                    {.plan = *notation::parse_plan(text), .steps = 50, .seed = 4'000'000'000U, .curve_points = 9}});
  sent.push_back({99, {.plan = mixed, .steps = 20, .backward = train::Backward::as_written, .seed = 1}});
  const auto arrived = trials_from_text(to_text(sent));
  ASSERT_TRUE(arrived) << arrived.error().message;
  ASSERT_EQ(arrived->size(), sent.size());
  for (std::size_t i = 0; i < sent.size(); ++i) {
    const study::Trial &a = sent[i].trial, &b = (*arrived)[i].trial;
    EXPECT_EQ(sent[i].index, (*arrived)[i].index);
    EXPECT_EQ(values_of(a), values_of(b));
    EXPECT_EQ(std::tuple(a.steps, a.backward, a.seed, a.curve_points),
              std::tuple(b.steps, b.backward, b.seed, b.curve_points));
  }
}

TEST(Travel, SendsAPlanOnce) {
  const study::Trial trial{.plan = {*constant({.value = 0.123456})}, .steps = 9};
  const std::string text = to_text(std::vector<Numbered>{{0, trial}, {1, trial}});
  EXPECT_EQ(text.find("0.123456"), text.rfind("0.123456"));
}

TEST(Travel, RefusesWhatHoldsNoTrials) {
  const std::string plan = "{'lr': 'constant(value=1)'}";
  for (std::string text : {std::string(), std::string("{"), std::string("{}"), std::string("[1]"),
                           std::string("{'plans': [], 'trials': [[0, 0, 9, 0, 0, 0]]}"),
                           "{'plans': [" + plan + "], 'trials': [[0, 0, 9, 0, 0]]}",
                           "{'plans': [" + plan + "], 'trials': [[0, -1, 9, 0, 0, 0]]}", "{'plans': [" + plan + "]}",
                           std::string("{'plans': [{'speed': 'constant(value=1)'}], 'trials': []}"),
                           std::string("{'plans': [{'lr': []}], 'trials': []}"),
                           std::string("{'plans': [{'lr': 'rubbish'}], 'trials': []}"),
                           std::string("{'plans': [{'lr': 'constant(1)', 'speed': 'constant(1)'}], 'trials': []}")}) {
    std::replace(text.begin(), text.end(), '\'', '"');
    EXPECT_FALSE(trials_from_text(text)) << text;
  }
}

}  // namespace
}  // namespace etude::mpi
