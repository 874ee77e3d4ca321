// What the real libraries did with the rate (tests/golden/controllers) against what etude's controllers do.

#include "etude/dialect/controllers.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <map>

#include "etude/schedule/kinds.h"

namespace etude::dialect {
namespace {

std::vector<double> numbers(const Json& json) {
  std::vector<double> all;
  for (const Json& each : *json.as<Json::Array>()) all.push_back(each.number().value_or(NAN));
  return all;
}

std::vector<Json> lines_of(const std::string& name) {
  std::vector<Json> lines;
  std::ifstream file(std::string(ETUDE_GOLDEN "/controllers/") + name + ".jsonl");
  for (std::string text; std::getline(file, text);) lines.push_back(read_json(text).value());
  return lines;
}

std::map<std::string, std::vector<double>> logs() {
  std::map<std::string, std::vector<double>> all;
  for (const Json& line : lines_of("logs")) all[*line.find("log")->as<std::string>()] = numbers(*line.find("metrics"));
  return all;
}

/// The rate after each metric: that of the next step.
std::vector<double> rates_after(const Controller& controller, double lr, const std::vector<double>& metrics) {
  const auto steps = static_cast<Step>(metrics.size()) + 1;
  Replay run = replay(*constant({.value = lr}), controller, metrics, 1, steps);
  run.rates.erase(run.rates.begin());
  return run.rates;
}

/// The index of the first rate that is not the library's; -1 where there is none.
int first_wrong(const std::vector<double>& got, const std::vector<double>& expected, double tolerance) {
  if (got.size() != expected.size()) return 0;
  for (std::size_t i = 0; i < got.size(); ++i)
    if (!(std::abs(got[i] - expected[i]) <= tolerance * expected[i])) return static_cast<int>(i);
  return -1;
}

TEST(Controllers, MoveTheRateAsTheLibraryDid) {
  const auto all = logs();
  int compared = 0, moved = 0;
  for (const char* library : {"torch", "ignite", "hf", "paddle", "keras", "optax"}) {
    for (const Json& line : lines_of(library)) {
      if (!line.find("spec")) continue;
      const std::string spec = *line.find("spec")->as<std::string>(), log = *line.find("log")->as<std::string>();
      const auto read = read_controller(spec);
      ASSERT_TRUE(read) << spec << "\n" << read.error().message;
      const std::vector<double> expected = numbers(*line.find("rates"));
      const double lr = *line.find("lr")->number();
      const auto rates = rates_after(read->controller, lr, all.at(log));
      EXPECT_EQ(first_wrong(rates, expected, 1e-12), -1) << spec << " over " << log;
      ++compared;
      moved += rates.back() != lr;
    }
  }
  EXPECT_GE(compared, 190);
  EXPECT_GE(moved, 120);
}

TEST(Controllers, SeeTheTrendThatDlibSees) {
  int cuts = 0;
  for (const Json& line : lines_of("dlib")) {
    if (!line.find("spec")) continue;
    const std::string spec = *line.find("spec")->as<std::string>();
    const auto read = read_controller(spec);
    ASSERT_TRUE(read) << spec << "\n" << read.error().message;
    std::vector<double> expected;
    const std::vector<double> metrics = numbers(*line.find("metrics"));
    double rate = *line.find("lr")->number();
    const auto& moves = *line.find("moves")->as<Json::Array>();
    for (std::size_t i = 0, move = 0; i < metrics.size(); ++i) {
      if (move < moves.size() && numbers(moves[move])[0] == static_cast<double>(i)) rate = numbers(moves[move++])[1];
      expected.push_back(rate);
    }
    cuts += static_cast<int>(moves.size());
    EXPECT_EQ(first_wrong(rates_after(read->controller, 0.1, metrics), expected, 1e-6), -1) << spec;
  }
  EXPECT_GE(cuts, 8);
}

TEST(Controllers, ReadWhatTheyPrint) {
  const Controller all[] = {
      {},
      {.rule = Plateau{.mode = Aim::max, .patience = 2, .best_in_cooldown = Switch::no, .min_scale = 0.1}, .start = 30},
      {.rule = Greedy{.factor = 0.5, .share_of = ShareOf::value, .window = 4}},
      {.rule = Trend{.patience = 50, .drop = 5}},
  };
  for (const Controller& controller : all) {
    const auto back = read_controller(print(controller));
    ASSERT_TRUE(back) << print(controller) << back.error().message;
    EXPECT_EQ(back->controller, controller) << print(controller);
  }
  EXPECT_EQ(print(all[1]), "plateau(mode=max, patience=2, best_in_cooldown=no, min_scale=0.1, start=30)");
}

TEST(Controllers, ReadWhatTheyRemember) {
  const ControllerState state{.scale = 0.1, .best = -2.5, .bad = 3, .reports = 7, .next = 70, .window = {1, 0.5}};
  const std::string text = print(state);
  EXPECT_EQ(text.find('\n'), std::string::npos);
  EXPECT_EQ(read_controller_state(text).value(), state) << text;
  EXPECT_EQ(read_controller_state(print(ControllerState{})).value(), ControllerState{});
}

TEST(Controllers, AreReadByAnyOfTheirNames) {
  const char* same[] = {
      "torch.ReduceLROnPlateau(patience=2)",
      "torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, 'min', 0.1, 2)",
      "ReduceLROnPlateauScheduler(optimizer, 'val', patience=2)",
      "hf.reduce_lr_on_plateau(patience=2, min_lr=[0])",
      "plateau(patience=2, share_of=value, eps=1e-8)",
      "etude.plateau(patience=2, share_of='value', eps=1e-8)",
  };
  for (const char* text : same) {
    const auto read = read_controller(text);
    ASSERT_TRUE(read) << text << read.error().message;
    EXPECT_EQ(print(read->controller), print(read_controller(same[0])->controller)) << text;
  }
  EXPECT_TRUE(std::holds_alternative<Greedy>(read_controller("GreedyLR(optimizer)")->controller.rule));
}

TEST(Controllers, RefuseWithWhatToType) {
  const struct {
    const char* text;
    const char* message;
  } cases[] = {
      {"0.1", "expected a controller, as in plateau(patience=5)"},
      {"plateu()", "did you mean plateau?"},
      {"ReduceLROnPlateau()", "write torch.ReduceLROnPlateau or keras.ReduceLROnPlateau"},
      {"plateau(max)", "name each argument"},
      {"plateau(factor=2)", "factor must be a finite number, at least 0 and at most 1, not 2"},
      {"plateau(mode=up)", "mode is min or max, not up"},
      {"plateau(pacience=2)", "did you mean patience?"},
      {"plateau(patience=1.5)", "patience needs a whole number"},
      {"plateau(start=-1)", "start must be at least 0, not -1"},
      {"greedy(min_lr=2)", "max_lr must be at least min_lr 2, not 1"},
      {"trend(patience=2)", "patience must be at least 3"},
      {"torch.ReduceLROnPlateau(factor=1)", "torch takes a factor below 1, not 1"},
      {"torch.ReduceLROnPlateau(mode='up')", "mode is 'min' or 'max'"},
      {"torch.ReduceLROnPlateau(min_lr=[0, 1])", "min_lr has one rate here"},
      {"optax.reduce_on_plateau(patience=0)", "write patience=1"},
      {"keras.ReduceLROnPlateau(monitor='f1')", "write mode='min' or 'max'"},
  };
  for (const auto& each : cases) {
    const auto read = read_controller(each.text);
    ASSERT_FALSE(read) << each.text;
    EXPECT_NE(read.error().message.find(each.message), std::string::npos) << each.text << "\n" << read.error().message;
  }
  for (const char* text : {"", "{", "[]", "{\"scale\": -1}", "{\"scale\": 1, \"best\": \"x\"}"})
    EXPECT_FALSE(read_controller_state(text)) << text;
}

TEST(Controllers, SayWhatTheLibraryDoes) {
  const auto id = [](const char* text) { return read_controller(text)->notes.at(0).id; };
  EXPECT_EQ(id("torch.ReduceLROnPlateau()"), "wrong-sign-below-zero");
  EXPECT_EQ(id("ignite.ReduceLROnPlateauScheduler('loss', threshold_mode='abs', min_lr=0.1)"), "ignored-argument");
  EXPECT_EQ(id("dlib.trend()"), "ends-training");
}

}  // namespace
}  // namespace etude::dialect
