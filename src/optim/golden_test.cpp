// What PyTorch and the rules' own packages computed (tests/golden/engine/make.py), and NumPy by muon's formula (muon.py
// there), against etude's steps from the same numbers.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <string>
#include <type_traits>
#include <vector>

#include "etude/base/json.h"
#include "etude/optim/optimizer.h"

namespace etude::optim {
namespace {

std::vector<Json> cases() {
  std::vector<Json> all;
  for (const char* name : {"/engine/optimizers.jsonl", "/engine/muon.jsonl"}) {
    std::ifstream file(std::string(ETUDE_GOLDEN) + name);
    std::string text;
    while (std::getline(file, text)) {
      auto json = read_json(text);
      if (json) all.push_back(*json);
      EXPECT_TRUE(json) << name << ", line " << all.size() + 1;
    }
  }
  return all;
}

std::string text_of(const Json& json, const char* name) {
  const Json* found = json.find(name);
  return found && found->as<std::string>() ? *found->as<std::string>() : "";
}

template <class Real>
std::vector<Real> numbers(const Json& json) {
  std::vector<Real> all;
  for (const Json& number : *json.as<Json::Array>()) all.push_back(static_cast<Real>(number.number().value_or(NAN)));
  return all;
}

void set(const Json& options, const char* name, double& value) {
  if (const Json* found = options.find(name)) value = found->number().value_or(NAN);
}

OptimizerOptions options_of(const Json& golden) {
  const Json& json = *golden.find("options");
  OptimizerOptions o{.rule = rule_named(text_of(golden, "rule")).value()};
  if (o.rule == Rule::lion) o.beta2 = NAN;  // to be given
  set(json, "momentum", o.momentum);
  set(json, "beta1", o.beta1);
  set(json, "beta2", o.beta2);
  set(json, "epsilon", o.epsilon);
  set(json, "weight_decay", o.weight_decay);
  double warmup = 0;
  set(json, "warmup", warmup);
  o.warmup = static_cast<Step>(warmup);
  if (text_of(json, "decay") == "untied") o.decay = Decay::untied;
  if (const Json* on = json.find("bias_correction")) o.bias_correction = *on->as<bool>();
  return o;
}

Rates rates_at(const Json& golden, std::size_t t) {
  const auto at = [&](const char* name) -> std::optional<double> {
    const Json* values = golden.find(name);
    return values ? (*values->as<Json::Array>())[t].number() : std::nullopt;
  };
  return {.lr = at("lr").value_or(NAN),
          .momentum = at("momentum"),
          .beta1 = at("beta1"),
          .weight_decay = at("weight_decay_schedule")};
}

Shape shape_of(const Json& golden) {
  const Json* shape = golden.find("shape");
  if (!shape) return {};
  const auto sizes = numbers<double>(*shape);
  return {static_cast<std::size_t>(sizes[0]), static_cast<std::size_t>(sizes[1])};
}

/// The largest difference, as a share of the largest size that its parameter has had: what a step takes off a
/// parameter leaves the rounding of what it was taken from.
class Difference {
 public:
  template <class Real>
  void look_at(const std::vector<Real>& got, const std::vector<Real>& expected) {
    ASSERT_EQ(got.size(), expected.size());
    size_.resize(got.size());
    for (std::size_t i = 0; i < got.size(); ++i) {
      size_[i] = std::max(size_[i], std::abs(static_cast<double>(expected[i])));
      const double apart = std::abs(static_cast<double>(got[i]) - static_cast<double>(expected[i]));
      const double share = apart == 0 ? 0 : apart / size_[i];
      if (!std::isnan(largest_) && !(share <= largest_)) largest_ = share;  // a NaN stays
    }
  }
  double largest() const { return largest_; }

 private:
  std::vector<double> size_;
  double largest_ = 0;
};

template <class Real>
double difference(const Json& golden) {
  const OptimizerOptions options = options_of(golden);
  EXPECT_TRUE(check(options)) << check(options).error().message;
  std::vector<Real> p = numbers<Real>(*golden.find("start"));
  auto state = initial_state<Real>(options, p);
  const auto& gradients = *golden.find("gradients")->as<Json::Array>();
  const auto& expected = *golden.find("parameters")->as<Json::Array>();
  Difference found;
  found.look_at(p, p);
  for (std::size_t t = 0; t < gradients.size(); ++t) {
    std::vector<Real> g = numbers<Real>(gradients[t]);
    if (const Json* limit = golden.find("options")->find("clip")) clip_by_global_norm<Real>(g, *limit->number());
    EXPECT_TRUE(check(options, rates_at(golden, t)));
    optimizer_step<Real>(options, p, g, state, rates_at(golden, t), shape_of(golden));
    found.look_at(p, numbers<Real>(expected[t]));
  }
  std::vector<Real> x(p.size());
  evaluation_parameters<Real>(options, p, state, x);
  if (const Json* evaluation = golden.find("evaluation")) found.look_at(x, numbers<Real>(*evaluation));
  return found.largest();
}

TEST(Optimizer, StepsAsPyTorchDoes) {
  std::vector<int> seen(rules().size());
  for (const Json& golden : cases()) {
    const bool is_float32 = text_of(golden, "precision") == "float32";
    ++seen[static_cast<std::size_t>(options_of(golden).rule)];
    // Float32 rounds each of 12 steps some 5 times, in another order than PyTorch: it clips by a norm in float32 (5
    // times 2^-24 apart), and divides by sqrt(1 - beta2^t) (4 times). Float64 is 6e-16 apart at most.
    // Muon multiplies matrices besides, in another order than NumPy: some 50 roundings beside each other, five times.
    const bool multiplies = shape_of(golden).rows > 0;
    const double tolerance = is_float32 ? (multiplies ? 64 : 8) * 0x1p-24 : 1e-12;
    const double apart = is_float32 ? difference<float>(golden) : difference<double>(golden);
    EXPECT_LE(apart, tolerance) << text_of(golden, "case");
  }
  for (const RuleEntry& entry : rules()) EXPECT_GE(seen[static_cast<std::size_t>(entry.rule)], 2) << entry.name;
}

}  // namespace
}  // namespace etude::optim
