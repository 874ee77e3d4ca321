// Layers, losses and networks against PyTorch, which computed tests/golden/engine from the same numbers in float64.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <string>

#include "etude/base/json.h"
#include "etude/base/math.h"
#include "etude/model/architecture.h"
#include "model/criterion.h"
#include "model/one_layer_test.h"
#include "support/choose.h"
#include "support/json_numbers.h"

namespace etude::model {
namespace {

using std::size_t;
using testing::numbers;

std::vector<Json> cases_of(const std::string& file) {
  std::ifstream lines(std::string(ETUDE_GOLDEN) + "/engine/" + file);
  std::vector<Json> all;
  for (std::string line; std::getline(lines, line);) {
    const auto read = read_json(line);
    if (read) all.push_back(*read);
    EXPECT_TRUE(read) << file << ", line " << all.size() + 1;
  }
  return all;
}

const Json& at(const Json& json, const std::string& name) {
  static const Json none;
  const Json* found = json.find(name);
  EXPECT_TRUE(found) << "no " << name << " in a case";
  return found ? *found : none;
}

std::string text(const Json& json, const std::string& name) { return *at(json, name).as<std::string>(); }
double number(const Json& json, const std::string& name) { return *at(json, name).number(); }
size_t size(const Json& json, const std::string& name) { return static_cast<size_t>(number(json, name)); }
const Json::Array& list(const Json& json, const std::string& name) { return *at(json, name).as<Json::Array>(); }

std::vector<double> numbers(const Json& json, const std::string& name) { return numbers(at(json, name)); }

std::vector<std::int32_t> labels_of(const Json& json) {
  std::vector<std::int32_t> all;
  for (const double label : numbers(json, "labels")) all.push_back(static_cast<std::int32_t>(label));
  return all;
}

/// Sums run in another order and exp and tanh differ in their last bits, so what is compared is off by some 1e-16 of
/// the numbers that it is made of, and those are near 1, or `size`.
void expect_near(const std::vector<double>& values, const std::vector<double>& expected, double size,
                 const std::string& what) {
  ASSERT_EQ(values.size(), expected.size()) << what;
  for (size_t i = 0; i < values.size(); ++i)
    EXPECT_NEAR(values[i], expected[i], 1e-13 * size + 1e-12 * std::abs(expected[i])) << what << ", number " << i;
}

LayerPointer<double> attention_of(const Json& options, size_t width) {
  std::vector<LayerPointer<double>> layers;
  layers.push_back(dense<double>({.name = "qkv", .inputs = width, .outputs = 3 * width}));
  layers.push_back(attention<double>("", width, size(options, "heads"), *at(options, "causal").as<bool>()));
  layers.push_back(dense<double>({.name = "out", .inputs = width, .outputs = width}));
  return std::make_unique<Sequence<double>>(std::move(layers));
}

LayerPointer<double> layer_of(const Json& line, size_t width, size_t positions) {
  const std::string layer = text(line, "layer");
  const Json& options = at(line, "options");
  if (layer == "dense") return dense<double>({.name = "", .inputs = width, .outputs = size(options, "outputs")});
  if (layer == "layer-norm") return layer_norm<double>("", width);
  if (layer == "batch-norm") return batch_norm<double>("", width);
  if (layer == "attention") return attention_of(options, width);
  if (layer == "embedding")
    return embedding<double>("", size(options, "vocabulary"), positions, size(options, "width"));
  const auto kind = testing::choose<ActivationKind>("activation", layer);
  EXPECT_TRUE(kind) << layer;
  return activation<double>(kind.value_or(ActivationKind::relu), width);
}

/// Puts parameters where their names say; "weight" is our ".weight". Those that a case leaves out are 0.
void fill(std::span<double> parameters, const std::vector<Parameter>& shapes, const Json& named) {
  size_t begin = 0;
  for (const Parameter& p : shapes) {
    const Json* own = named.find(p.name.front() == '.' ? p.name.substr(1) : p.name);
    const auto values = own ? numbers(*own) : std::vector<double>(p.size());
    ASSERT_EQ(values.size(), p.size()) << p.name;
    std::copy(values.begin(), values.end(), parameters.begin() + static_cast<std::ptrdiff_t>(begin));
    begin += p.size();
  }
}

/// Every gradient of the case, by name.
void expect_gradients(std::span<const double> gradients, const std::vector<Parameter>& shapes, const Json& named,
                      double size, const std::string& what) {
  size_t begin = 0, compared = 0;
  for (const Parameter& p : shapes) {
    const auto own = gradients.subspan(begin, p.size());
    begin += p.size();
    const Json* expected = named.find(p.name.front() == '.' ? p.name.substr(1) : p.name);
    if (!expected) continue;
    ++compared;
    expect_near({own.begin(), own.end()}, numbers(*expected), size, what + ", " + p.name);
  }
  EXPECT_EQ(compared, named.as<Json::Object>()->size()) << what;
}

/// What the numbers of a case are made of: 1, or as large as its inputs.
double size_of(const Json& line) {
  double largest = 1;
  for (const double x : numbers(line, "x")) largest = std::max(largest, std::abs(x));
  return largest;
}

struct GoldenLayer {
  OneLayer<double> one;
  std::vector<Parameter> shapes;

  /// A row of numbers is a row of the matrix; tokens come a sample a row.
  explicit GoldenLayer(const Json& line)
      : one(layer_of(line, width(line), positions(line)), numbers(line, "x").size()) {
    one.pass.positions = positions(line);
    shapes = one.layer->shapes();
    fill(one.parameters, shapes, at(line, "parameters"));
  }
  static size_t width(const Json& line) { return list(line, "x").front().as<Json::Array>()->size(); }
  static size_t positions(const Json& line) {
    if (text(line, "layer") == "embedding") {
      const Json* position = at(line, "parameters").find("position");
      return position ? position->as<Json::Array>()->size() : width(line);
    }
    const Json* positions = at(line, "options").find("positions");
    return positions ? static_cast<size_t>(*positions->number()) : 1;
  }
};

void expect_layer(const Json& line) {
  const std::string what = text(line, "case");
  GoldenLayer golden(line);
  const bool has_tokens = text(line, "layer") == "embedding";
  if (has_tokens) golden.one.pass.positions = GoldenLayer::width(line);
  golden.one.pass.observes = line.find("entropy");
  const double size = size_of(line);
  expect_near(golden.one.forward(numbers(line, "x")), numbers(line, "y"), size, what + ", y");
  const auto dx = golden.one.backward(numbers(line, "upstream"));
  if (!has_tokens) expect_near(dx, numbers(line, "dx"), size, what + ", dx");
  expect_gradients(golden.one.gradients, golden.shapes, at(line, "gradients"), size, what);
  if (!line.find("entropy")) return;
  std::vector<AttentionFigures> figures;
  golden.one.layer->figures(figures);
  ASSERT_EQ(figures.size(), 1u) << what;
  EXPECT_NEAR(figures[0].largest_logit, number(line, "largest_logit"), 1e-13 * (1 + figures[0].largest_logit)) << what;
  EXPECT_NEAR(figures[0].entropy, number(line, "entropy"), 1e-13) << what;
}

TEST(EngineGoldens, LayersAreThoseOfPyTorch) {
  const auto cases = cases_of("layers.jsonl");
  EXPECT_GE(cases.size(), 20u);
  for (const Json& line : cases) expect_layer(line);
}

/// Mean and variance after the first and after all batches, and the evaluation that they make.
void expect_statistics(const Json& line) {
  const std::string what = text(line, "case");
  GoldenLayer golden(line);
  const size_t width = GoldenLayer::width(line);
  const auto& batches = list(line, "batches");
  for (size_t i = 0; i < batches.size(); ++i) {
    golden.one.forward(numbers(batches[i]));
    if (i > 0 && i + 1 < batches.size()) continue;
    auto expected = numbers(list(line, "running_mean")[i > 0]);
    const auto variance = numbers(list(line, "running_var")[i > 0]);
    ASSERT_EQ(expected.size(), width);
    expected.insert(expected.end(), variance.begin(), variance.end());
    expect_near(golden.one.statistics, expected, size_of(line), what + ", statistics");
  }
  golden.one.pass.is_training = false;
  expect_near(golden.one.forward(numbers(line, "x_eval")), numbers(line, "y_eval"), size_of(line), what + ", y_eval");
}

TEST(EngineGoldens, RunningStatisticsAreThoseOfPyTorch) {
  size_t cases = 0;
  for (const Json& line : cases_of("layers.jsonl"))
    if (line.find("batches")) expect_statistics(line), ++cases;
  EXPECT_GE(cases, 3u);
}

TEST(EngineGoldens, LossesAreThoseOfPyTorch) {
  const auto cases = cases_of("losses.jsonl");
  EXPECT_GE(cases.size(), 16u);
  for (const Json& line : cases) {
    const std::string what = text(line, "case");
    const auto kind = testing::choose<LossKind>("loss", text(line, "loss"));
    ASSERT_TRUE(kind) << what;
    const auto logits = numbers(line, "logits"), expected = numbers(line, "gradient");
    const auto labels = labels_of(line);
    const size_t classes = logits.size() / labels.size();
    Criterion<double> criterion({*kind, number(line, "label_smoothing")}, classes, Vectors::widest);
    criterion.reserve(labels.size());
    RowBuffer<double> buffer;
    buffer.resize(labels.size(), classes, 8);
    const Rows<double> rows = buffer.first(labels.size());
    for (size_t i = 0; i < labels.size(); ++i) std::copy_n(logits.data() + i * classes, classes, rows[i]);
    Totals totals;
    criterion.add(rows, labels.data(), totals);
    criterion.gradient(rows, labels.data(), labels.size());
    EXPECT_NEAR(totals.loss / static_cast<double>(labels.size()), number(line, "value"), 1e-13 * number(line, "value"))
        << what;
    std::vector<double> gradient;
    for (size_t i = 0; i < labels.size(); ++i) gradient.insert(gradient.end(), rows[i], rows[i] + classes);
    expect_near(gradient, expected, 1, what);
  }
}

template <class Real>
Network<Real> network_of(const Json& line) {
  const Json& options = at(line, "options");
  const auto activation = testing::choose<ActivationKind>("activation", text(options, "activation"));
  EXPECT_TRUE(activation);
  if (text(line, "kind") == "transformer")
    return transformer<Real>({.vocabulary = size(options, "vocabulary"),
                              .context = size(options, "context"),
                              .width = size(options, "width"),
                              .heads = size(options, "heads"),
                              .blocks = size(options, "blocks"),
                              .pre_norm = text(options, "placement") == "pre",
                              .activation = *activation});
  std::vector<size_t> widths;
  for (const double width : numbers(options, "widths")) widths.push_back(static_cast<size_t>(width));
  const auto norm = testing::choose<NormKind>("norm", text(options, "norm"));
  EXPECT_TRUE(norm);
  return mlp<Real>({widths, *activation, *norm});
}

/// Plain steps of the case's optimizer: SGD, or AdamW with its decay tied to the rate.
struct Steps {
  const Json& after;
  std::vector<double> mean = {}, square = {};

  void take(std::span<double> parameters, std::span<const double> gradients, int step) {
    const double lr = number(after, "lr");
    if (text(after, "optimizer") == "sgd") {
      for (size_t i = 0; i < parameters.size(); ++i) parameters[i] -= lr * gradients[i];
      return;
    }
    mean.resize(parameters.size());
    square.resize(parameters.size());
    const double beta1 = number(after, "beta1"), beta2 = number(after, "beta2");
    for (size_t i = 0; i < parameters.size(); ++i) {
      mean[i] += (1 - beta1) * (gradients[i] - mean[i]);
      square[i] += (1 - beta2) * (gradients[i] * gradients[i] - square[i]);
      const double m = mean[i] / (1 - math::pow(beta1, step + 1)), v = square[i] / (1 - math::pow(beta2, step + 1));
      parameters[i] -=
          lr * (number(after, "weight_decay") * parameters[i] + m / (std::sqrt(v) + number(after, "epsilon")));
    }
  }
};

/// AdamW divides by the root of a gradient that may be rounding alone, so it may move such a parameter by a whole step:
/// but then no loss depends on it.
void expect_training(Network<double>& network, const Batch<double>& batch, const Json& line) {
  const Json& after = at(line, "after");
  auto losses = numbers(after, "losses");
  losses.push_back(number(after, "final_loss"));
  Steps steps{after};
  for (size_t i = 0; i < losses.size(); ++i) {
    EXPECT_NEAR(network.loss_and_gradients(batch), losses[i], 1e-11 * losses[i])
        << text(line, "case") << ", step " << i;
    steps.take(network.parameters(), network.gradients(), static_cast<int>(i));
  }
}

TEST(EngineGoldens, NetworksTheirGradientsAndTheirTrainingAreThoseOfPyTorch) {
  const auto cases = cases_of("networks.jsonl");
  EXPECT_GE(cases.size(), 9u);
  for (const Json& line : cases) {
    const std::string what = text(line, "case");
    auto network = network_of<double>(line);
    fill(network.parameters(), network.layout(), at(line, "parameters"));
    const auto inputs = numbers(line, "inputs");
    const auto labels = labels_of(line);
    EXPECT_NEAR(network.loss_and_gradients({inputs, labels}), number(line, "loss"), 1e-13) << what;
    expect_gradients(network.gradients(), network.layout(), at(line, "gradients"), 1, what);
    expect_training(network, {inputs, labels}, line);
  }
}

TEST(EngineGoldens, HessiansAreThoseOfPyTorch) {
  size_t cases = 0;
  for (const Json& line : cases_of("networks.jsonl")) {
    const Json* hessian = line.find("hessian");
    if (!hessian) continue;
    ++cases;
    auto network = network_of<Dual>(line);
    std::vector<double> start(network.parameters().size());
    fill(start, network.layout(), at(line, "parameters"));
    const auto inputs = numbers(line, "inputs");
    const std::vector<Dual> points(inputs.begin(), inputs.end());
    const auto labels = labels_of(line);
    const auto product = [&](const std::vector<double>& along) {
      for (size_t i = 0; i < start.size(); ++i) network.parameters()[i] = {start[i], along[i]};
      network.loss_and_gradients({points, labels});
      std::vector<double> slopes;
      for (const Dual& g : network.gradients()) slopes.push_back(g.slope);
      return slopes;
    };
    expect_near(product(numbers(*hessian, "vector")), numbers(*hessian, "product"), 1, text(line, "case"));
    double trace = 0;
    for (size_t i = 0; i < start.size(); ++i) {
      std::vector<double> unit(start.size());
      unit[i] = 1;
      trace += product(unit)[i];
    }
    EXPECT_NEAR(trace, number(*hessian, "trace"), 1e-12 * trace) << text(line, "case");
  }
  EXPECT_GE(cases, 2u);
}

}  // namespace
}  // namespace etude::model
