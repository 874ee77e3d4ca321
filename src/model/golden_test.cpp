// Some of the post's 22 runs, replayed from golden files alone: data, weights and rates are read, every loss compared.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "etude/base/random.h"
#include "etude/model/architecture.h"

namespace etude::model {
namespace {

using Row = std::vector<std::string>;

std::vector<Row> read_rows(const std::string& name) {
  std::ifstream file(std::string(ETUDE_GOLDEN) + "/" + name);
  std::vector<Row> rows;
  std::string line;
  std::getline(file, line);  // the titles
  while (std::getline(file, line)) {
    Row row(1);
    for (const char c : line) {
      if (c == ',') row.emplace_back();
      if (c != ',') row.back().push_back(c);
    }
    rows.push_back(row);
  }
  return rows;
}

struct Curve {
  std::vector<double> lr, loss;
};
using Curves = std::map<std::pair<std::string, std::string>, Curve>;

const Curves& golden_runs() {
  static const Curves runs = [] {
    Curves all;
    for (const Row& row : read_rows("seed_runs.csv")) {
      Curve& run = all[{row[0], row[1]}];
      run.lr.push_back(std::stod(row[3]));
      run.loss.push_back(std::stod(row[4]));
    }
    return all;
  }();
  return runs;
}

struct Spirals {
  std::vector<double> inputs;
  std::vector<std::int32_t> labels;
  Spirals() {
    for (const Row& row : read_rows("seed_spirals.csv")) {
      inputs.insert(inputs.end(), {std::stod(row[0]), std::stod(row[1])});
      labels.push_back(std::stoi(row[2]));
    }
  }
  Batch<double> batch() const { return {inputs, labels}; }
};

const std::vector<std::size_t> kWidths = {2, 64, 64, 3};

Network<double> golden_network(Vectors vectors = Vectors::widest) {
  auto network = mlp<double>({.widths = kWidths}, {.floor = 1e-12}, vectors);
  for (const Row& row : read_rows("seed_init.csv")) {
    const std::size_t layer = std::stoul(row[0]);
    const std::size_t at = std::stoul(row[1]) * kWidths[layer + 1] + std::stoul(row[2]);
    network.parameters()[network.layer(layer).begin + at] = std::stod(row[3]);
  }
  return network;
}

void descend(Network<double>& network, std::size_t layer, double lr) {
  const auto [begin, size] = network.layer(layer);
  for (std::size_t i = begin; i < begin + size; ++i) network.parameters()[i] -= lr * network.gradients()[i];
}

std::vector<double> replay(const Curve& run, bool as_written, Vectors vectors) {
  static const Spirals spirals;
  auto network = golden_network(vectors);
  std::vector<double> losses;
  for (const double lr : run.lr) {
    TrainingPass pass;
    if (as_written) pass.layer_done = [&](std::size_t layer) { descend(network, layer, lr); };
    losses.push_back(network.loss_and_gradients(spirals.batch(), pass));
    for (std::size_t layer = 0; !as_written && layer < network.layers(); ++layer) descend(network, layer, lr);
  }
  return losses;
}

class Golden : public ::testing::TestWithParam<std::pair<std::string, std::string>> {};

void expect_replayed(const std::pair<std::string, std::string>& name, Vectors vectors) {
  const Curve& run = golden_runs().at(name);
  const auto losses = replay(run, name.second == "as-written", vectors);
  ASSERT_EQ(losses.size(), 300u);
  for (std::size_t i = 0; i < losses.size(); ++i) {
    ASSERT_EQ(std::isfinite(losses[i]), std::isfinite(run.loss[i])) << "epoch " << i;
    if (!std::isfinite(run.loss[i])) continue;
    // 1e-10: a last bit of the weights moves the losses by up to 3e-12, and sums run in another order than NumPy's.
    ASSERT_NEAR(losses[i], run.loss[i], 1e-10 * run.loss[i]) << "epoch " << i;
  }
}

TEST_P(Golden, EveryLossOfEveryEpoch) { expect_replayed(GetParam(), Vectors::widest); }

TEST(GoldenRuns, HoldWithPortableVectorsToo) {
  for (const char* backward : {"as-written", "corrected"})
    expect_replayed({"constant_1.0", backward}, Vectors::portable);
}

std::vector<std::pair<std::string, std::string>> names() {
  std::vector<std::pair<std::string, std::string>> all;
  for (const char* run : {"constant_1.0", "step_decay", "cosine_warm_restarts_75_2", "warmup_cosine_peak_0.08"})
    for (const char* backward : {"as-written", "corrected"}) all.emplace_back(run, backward);
  return all;
}

std::string name_of_run(const ::testing::TestParamInfo<std::pair<std::string, std::string>>& info) {
  std::string name = info.param.first + "_" + info.param.second;
  for (char& c : name) c = std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
  return name;
}

INSTANTIATE_TEST_SUITE_P(Seed, Golden, ::testing::ValuesIn(names()), name_of_run);

TEST(GoldenRuns, AreTwentyTwoAndOneOfThemDivergesAtEpochNine) {
  EXPECT_EQ(golden_runs().size(), 22u);
  const auto& loss = golden_runs().at({"constant_1.0", "as-written"}).loss;
  const auto first = std::find_if(loss.begin(), loss.end(), [](double x) { return !std::isfinite(x); });
  EXPECT_EQ(first - loss.begin(), 9);
}

TEST(GoldenWeights, AreThoseOfInitialiseHe) {
  auto expected = golden_network();
  auto network = mlp<double>({.widths = kWidths});
  std::fill(network.parameters().begin(), network.parameters().end(), 7.0);
  RandomState random(42);
  initialise(network, Initialisation::he, random);
  for (std::size_t i = 0; i < network.parameters().size(); ++i)
    EXPECT_NEAR(network.parameters()[i], expected.parameters()[i], 1e-15 * std::abs(expected.parameters()[i])) << i;
}

}  // namespace
}  // namespace etude::model
