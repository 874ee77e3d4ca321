#include "etude/torch/range_test.h"

#include <ATen/CPUGeneratorImpl.h>
#include <gtest/gtest.h>
#include <torch/nn.h>
#include <torch/optim.h>
#include <torch/serialize.h>

#include <sstream>

namespace etude::libtorch {
namespace {

namespace nn = ::torch::nn;
namespace optim = ::torch::optim;

nn::Sequential small_network() {
  ::torch::manual_seed(3);
  return nn::Sequential(nn::Linear(4, 16), nn::BatchNorm1d(16), nn::ReLU(), nn::Dropout(0.1), nn::Linear(16, 3));
}

/// Random samples whose class their own numbers say; the same for the same seed and step.
struct Batches {
  nn::Sequential& network;

  ::torch::Tensor operator()(std::uint32_t seed, Step step) const {
    auto generator = at::detail::createCPUGenerator(seed * 100003ULL + static_cast<std::uint64_t>(step));
    const auto x = ::torch::randn({32, 4}, generator);
    const auto y = x.slice(1, 0, 3).argmax(1);
    return nn::functional::cross_entropy(network->forward(x), y);
  }
};

template <class Value>
std::string saved_text(const Value& value) {
  std::ostringstream stream;
  ::torch::save(value, stream);
  return stream.str();
}

std::vector<::torch::Tensor> copies(const std::vector<::torch::Tensor>& tensors) {
  std::vector<::torch::Tensor> all;
  for (const auto& tensor : tensors) all.push_back(tensor.defined() ? tensor.detach().clone() : tensor);
  return all;
}

bool same(const std::vector<::torch::Tensor>& a, const std::vector<::torch::Tensor>& b) {
  for (std::size_t i = 0; i < a.size(); ++i)
    if (a[i].defined() != b[i].defined() || (a[i].defined() && !::torch::equal(a[i], b[i]))) return false;
  return a.size() == b.size();
}

/// What a training has at a moment: parameters, gradients, buffers, the optimizer whole, and the generator.
struct Moment {
  std::vector<::torch::Tensor> tensors;
  std::string optimizer;
  ::torch::Tensor generator;

  Moment(nn::Sequential& network, const optim::Optimizer& from)
      : optimizer(saved_text(from)), generator(at::detail::getDefaultCPUGenerator().get_state()) {
    for (const auto& parameter : network->parameters()) {
      tensors.push_back(parameter);
      tensors.push_back(parameter.grad());
    }
    for (const auto& buffer : network->buffers()) tensors.push_back(buffer);
    tensors = copies(tensors);
  }
  friend bool operator==(const Moment& a, const Moment& b) {
    return same(a.tensors, b.tensors) && a.optimizer == b.optimizer && ::torch::equal(a.generator, b.generator);
  }
};

void train(nn::Sequential& network, optim::Optimizer& optimizer, Step updates) {
  const Batches batches{network};
  for (Step step = 0; step < updates; ++step) {
    optimizer.zero_grad();
    batches(9, step).backward();
    optimizer.step();
  }
}

constexpr Step steps = 60;

TEST(RangeTest, FindsARateAndLeavesEverythingAsItWas) {
  for (const Step trained : {0, 3}) {
    auto network = small_network();
    optim::Adam optimizer(network->parameters(), optim::AdamOptions(0.01));
    train(network, optimizer, trained);
    const Moment before(network, optimizer);
    const RangeStudy study = range_test(*network, optimizer, Batches{network}, {.from = 1e-5, .steps = steps});
    EXPECT_TRUE(before == Moment(network, optimizer)) << trained;
    EXPECT_EQ(study.sweeps.size(), 5u);
    EXPECT_EQ(study.suggestion.refusal, "");
    EXPECT_GT(study.suggestion.rate.value, 1e-4);
    EXPECT_LT(study.suggestion.rate.value, 10);
    ASSERT_TRUE(study.short_runs);
    EXPECT_EQ(study.short_runs->steps, 2 * steps);
  }
}

TEST(RangeTest, GivesTheSameTwice) {
  std::vector<std::vector<double>> losses;
  for (int times = 0; times < 2; ++times) {
    auto network = small_network();
    optim::SGD optimizer(network->parameters(), optim::SGDOptions(0.01).momentum(0.9));
    for (int again = 0; again < 2; ++again)
      losses.push_back(
          range_test(*network, optimizer, Batches{network}, {.steps = steps, .seeds = {4}}).sweeps[0].loss);
  }
  for (const auto& each : losses) EXPECT_EQ(each, losses[0]);
}

TEST(RangeTest, SweepsAGroupAlone) {
  auto network = small_network();
  std::vector<optim::OptimizerParamGroup> groups;
  groups.emplace_back(network[0]->parameters());
  groups.emplace_back(network[4]->parameters());
  optim::SGD optimizer(groups, optim::SGDOptions(0.01));
  std::vector<double> body;
  const auto loss = [&](std::uint32_t seed, Step step) {
    body.push_back(optimizer.param_groups()[0].options().get_lr());
    return Batches{network}(seed, step);
  };
  const range::SweepOptions options{.steps = steps, .seeds = {1}, .extends = false, .group = "head", .rest = 0.125};
  const auto study = range_test(*network, optimizer, loss, options, {"body", "head"});
  EXPECT_EQ(study.group, "head");
  EXPECT_EQ(body, std::vector<double>(body.size(), 0.125));
  EXPECT_EQ(optimizer.param_groups()[0].options().get_lr(), 0.01);
}

TEST(RangeTest, RestoresWhereTheFunctionThrows) {
  auto network = small_network();
  optim::SGD optimizer(network->parameters(), optim::SGDOptions(0.01).momentum(0.9));
  train(network, optimizer, 2);
  const Moment before(network, optimizer);
  const auto loss = [&](std::uint32_t seed, Step step) {
    if (step == 7) throw std::runtime_error("no more data");
    return Batches{network}(seed, step);
  };
  EXPECT_THROW(range_test(*network, optimizer, loss), std::runtime_error);
  EXPECT_TRUE(before == Moment(network, optimizer));
}

TEST(RangeTest, RefusesWhatItCannotDo) {
  auto network = small_network();
  optim::SGD optimizer(network->parameters(), optim::SGDOptions(0.01));
  const struct {
    range::SweepOptions options;
    const char* part;
  } cases[] = {
      {{.measure = range::SweptLoss::heldout}, "leave measure at train"},
      {{.steps = 3}, "a sweep needs at least 20 steps, not 3"},
      {{.rule = "besn"}, "basin"},
      {{.group = "head"}, "the optimizer has no group head; it has: group0"},
  };
  for (const auto& c : cases) {
    std::string message;
    try {
      range_test(*network, optimizer, Batches{network}, c.options);
    } catch (const std::invalid_argument& refused) {
      message = refused.what();
    }
    EXPECT_NE(message.find(c.part), std::string::npos) << message;
  }
}

}  // namespace
}  // namespace etude::libtorch
