// The networks by name: gradients and curvature, batches in parts, vectors, names.

#include "etude/model/architecture.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "model/one_layer_test.h"

namespace etude::model {
namespace {

using std::size_t;

constexpr unsigned kStart = 1;  // with others a finite difference crosses the kink of a ReLU

/// One network of either kind, and what it is trained on.
struct Recipe {
  std::string name;
  MlpOptions mlp = {.widths = {}};
  TransformerOptions transformer = {.vocabulary = 5, .context = 6, .width = 6, .heads = 2, .blocks = 1};
  LossOptions loss = {};

  bool is_mlp() const { return !mlp.widths.empty(); }
  bool has_kinks() const { return (is_mlp() ? mlp.activation : transformer.activation) == ActivationKind::relu; }
  bool is_blockwise() const { return mlp.norm != NormKind::batch && mlp.dropout == 0 && transformer.dropout == 0; }
};

std::vector<Recipe> recipes() {
  std::vector<Recipe> all;
  const LossOptions losses[] = {{},
                                {.label_smoothing = 0.1},
                                {.label_smoothing = 0.1, .floor = 1e-12},
                                {LossKind::mse_softmax},
                                {LossKind::mse_logits}};
  for (const NormKind norm : {NormKind::none, NormKind::layer, NormKind::batch})
    for (const ActivationKind act : {ActivationKind::relu, ActivationKind::gelu, ActivationKind::tanh})
      for (const LossOptions& loss : losses) {
        const std::string name = std::string(name_of(act)) + ", norm " + std::string(name_of(norm)) + ", " +
                                 std::string(name_of(loss.kind)) + (loss.label_smoothing > 0 ? " smoothed" : "") +
                                 (loss.floor > 0 ? " above a floor" : "");
        all.push_back({.name = name, .mlp = {{3, 7, 5, 4}, act, norm}, .loss = loss});
      }
  all.push_back({.name = "no hidden layer", .mlp = {{3, 4}}});
  all.push_back({.name = "dropout", .mlp = {{3, 7, 5, 4}, ActivationKind::tanh, NormKind::layer, 0.3}});
  for (const bool pre : {true, false})
    for (const ActivationKind act : {ActivationKind::relu, ActivationKind::gelu})
      for (const double dropout : {0.0, 0.2}) {
        Recipe recipe{.name = std::string(pre ? "pre" : "post") + "-LN, " + std::string(name_of(act)) +
                              (dropout > 0 ? ", dropout" : "")};
        recipe.transformer.pre_norm = pre;
        recipe.transformer.activation = act;
        recipe.transformer.dropout = dropout;
        all.push_back(recipe);
      }
  return all;
}

template <class Real>
struct Problem {
  Recipe recipe;
  Network<Real> network;
  std::vector<Real> inputs;
  std::vector<std::int32_t> labels;
  TrainingPass pass = {.key = 3};

  Problem(const Recipe& of, size_t samples, Vectors vectors = Vectors::widest)
      : recipe(of),
        network(of.is_mlp() ? mlp<Real>(of.mlp, of.loss, vectors)
                            : transformer<Real>(of.transformer, of.loss, vectors)) {
    const auto start = some_numbers<Real>(network.parameters().size(), kStart);
    std::copy(start.begin(), start.end(), network.parameters().begin());
    RandomState random(4);
    inputs = some_numbers<Real>(samples * network.features(), 3);
    if (!of.is_mlp())
      for (Real& token : inputs) token = static_cast<Real>(static_cast<double>(random.bits() % 5));
    for (size_t i = 0; i < samples * network.positions(); ++i)
      labels.push_back(static_cast<std::int32_t>(random.bits() % network.classes()));
  }
  Batch<Real> batch() const { return {inputs, labels}; }
  Batch<Real> part(size_t begin, size_t end) const {
    const size_t features = network.features(), positions = network.positions();
    return {std::span(inputs).subspan(begin * features, (end - begin) * features),
            std::span(labels).subspan(begin * positions, (end - begin) * positions)};
  }
  std::vector<Real> gradients() {
    network.loss_and_gradients(batch(), pass);
    return {network.gradients().begin(), network.gradients().end()};
  }
};

TEST(Architecture, GradientsAreThoseOfFiniteDifferences) {
  for (const Recipe& recipe : recipes()) {
    Problem<double> problem(recipe, recipe.is_mlp() ? 9 : 3);
    const auto gradients = problem.gradients();
    for (size_t i = 0; i < gradients.size(); ++i) {
      const double expected = slope_by_differences(problem.network.parameters()[i], [&] {
        return problem.network.loss_and_gradients(problem.batch(), problem.pass);
      });
      ASSERT_NEAR(gradients[i], expected, 1e-9) << recipe.name << ", parameter " << i;
    }
  }
}

/// H v from one gradient in dual numbers.
std::vector<double> curvature(const Recipe& recipe, const std::vector<double>& along, std::vector<double>* gradients) {
  Problem<Dual> problem(recipe, 9);
  for (size_t i = 0; i < along.size(); ++i) problem.network.parameters()[i].slope = along[i];
  std::vector<double> product;
  for (const Dual& g : problem.gradients()) {
    product.push_back(g.slope);
    if (gradients) gradients->push_back(g.value);
  }
  return product;
}

TEST(Architecture, DualNumbersGiveTheGradientAndTheHessianTimesAVector) {
  for (const Recipe& recipe : recipes()) {
    Problem<double> problem(recipe, 9);
    const auto start = some_numbers<double>(problem.network.parameters().size(), kStart);
    const auto v = some_numbers<double>(start.size(), 6), u = some_numbers<double>(start.size(), 8);
    std::vector<double> duals;
    const auto hv = curvature(recipe, v, &duals), hu = curvature(recipe, u, nullptr);
    const auto gradients = problem.gradients();
    for (size_t i = 0; i < gradients.size(); ++i) ASSERT_NEAR(duals[i], gradients[i], 1e-13) << recipe.name << " " << i;
    const double uhv = std::inner_product(u.begin(), u.end(), hv.begin(), 0.0);
    const double vhu = std::inner_product(v.begin(), v.end(), hu.begin(), 0.0);
    EXPECT_NEAR(uhv, vhu, 1e-11 * (1 + std::abs(uhv))) << recipe.name;
    if (recipe.has_kinks()) continue;  // a difference of gradients would cross some
    double t = 0;
    const double expected = slope_by_differences(t, [&] {
      for (size_t i = 0; i < start.size(); ++i) problem.network.parameters()[i] = start[i] + t * v[i];
      const auto g = problem.gradients();
      return std::inner_product(g.begin(), g.end(), u.begin(), 0.0);
    });
    EXPECT_NEAR(uhv, expected, 1e-7 * (1 + std::abs(uhv))) << recipe.name;
  }
}

TEST(Architecture, ABatchInPartsGivesTheGradientsOfTheWhole) {
  for (const Recipe& recipe : recipes()) {
    if (!recipe.is_blockwise()) continue;
    Problem<float> problem(recipe, 101);
    const auto whole = problem.gradients();
    for (const auto& [begin, end] : {std::pair<size_t, size_t>{0, 37}, {37, 38}, {38, 101}})
      problem.network.loss_and_gradients(problem.part(begin, end),
                                         {.labels_of_step = problem.labels.size(), .adds = begin > 0});
    EXPECT_TRUE(std::equal(whole.begin(), whole.end(), problem.network.gradients().begin())) << recipe.name;
  }
}

TEST(Architecture, OneBlockOrManyGiveTheSameBits) {
  for (const Recipe& recipe : recipes()) {
    Problem<float> problem(recipe, 101);
    const double loss = problem.network.loss_and_gradients(problem.batch(), problem.pass);
    const auto many = problem.gradients();
    problem.pass.layer_done = [](size_t) {};  // asks for one block
    EXPECT_EQ(problem.network.loss_and_gradients(problem.batch(), problem.pass), loss) << recipe.name;
    EXPECT_EQ(problem.gradients(), many) << recipe.name;
  }
}

TEST(Architecture, FusedVectorsOfAnyWidthGiveTheSameBitsAndPortableOnesCloseOnes) {
  for (const Recipe& recipe : recipes()) {
    Problem<double> widest(recipe, 20), narrow(recipe, 20, Vectors::avx2), portable(recipe, 20, Vectors::portable);
    const auto gradients = widest.gradients(), close = portable.gradients();
    EXPECT_EQ(narrow.gradients(), gradients) << recipe.name;
    for (size_t i = 0; i < close.size(); ++i) EXPECT_NEAR(close[i], gradients[i], 1e-13) << recipe.name;
  }
}

TEST(Architecture, NanReachesTheLossAndTheFirstLayer) {
  for (const Recipe& recipe : recipes()) {
    Problem<double> problem(recipe, 9);
    problem.inputs[4] = std::numeric_limits<double>::quiet_NaN();
    EXPECT_TRUE(std::isnan(problem.network.loss_and_gradients(problem.batch(), problem.pass))) << recipe.name;
    const auto slice = problem.network.layer(0);
    const auto own = problem.network.gradients().subspan(slice.begin, slice.size);
    EXPECT_TRUE(std::any_of(own.begin(), own.end(), [](double g) { return std::isnan(g); })) << recipe.name;
    EXPECT_TRUE(std::isnan(problem.network.loss(problem.batch()))) << recipe.name;
  }
}

TEST(Architecture, DropoutIsTheStepsOwnAndNoneInEvaluation) {
  for (const Recipe& recipe : recipes()) {
    if (recipe.mlp.dropout == 0 && recipe.transformer.dropout == 0) continue;
    Problem<double> problem(recipe, 9);
    const auto step = problem.gradients();
    EXPECT_EQ(problem.gradients(), step) << recipe.name;
    problem.pass.key = 4;
    EXPECT_NE(problem.gradients(), step) << recipe.name;
    Recipe without = recipe;
    without.mlp.dropout = without.transformer.dropout = 0;
    Problem<double> plain(without, 9);
    EXPECT_EQ(problem.network.loss(problem.batch()), plain.network.loss(plain.batch())) << recipe.name;
  }
}

/// Silences all that dropout could fall on but one, and asks whether two steps differ.
TEST(Transformer, DropsOfTheEmbeddingTheAttentionAndTheMlp) {
  const std::string sites[] = {"embedding.", "block1.attention.out.", "block1.mlp.out.", "none"};
  for (const bool pre : {true, false})
    for (const std::string& site : sites) {
      Recipe recipe{.name = ""};
      recipe.transformer.pre_norm = pre;
      recipe.transformer.dropout = 0.2;
      Problem<double> problem(recipe, 9);
      for (const Parameter& p : problem.network.layout())
        for (const std::string& other : sites)
          if (other != site && p.name.starts_with(other))
            std::fill_n(problem.network.parameters().data() + p.begin, p.size(), 0.0);
      const double loss = problem.network.loss_and_gradients(problem.batch(), {.key = 1});
      const double other_loss = problem.network.loss_and_gradients(problem.batch(), {.key = 2});
      EXPECT_EQ(loss == other_loss, site == "none") << site;
    }
}

TEST(Transformer, WatchesItsAttentionWhenAsked) {
  Problem<double> problem({.name = "", .transformer = {5, 6, 6, 2, 3}}, 40);
  problem.gradients();
  EXPECT_TRUE(problem.network.attention().empty());
  problem.network.observe_attention(true);
  problem.gradients();
  const auto many = problem.network.attention();
  ASSERT_EQ(many.size(), 3u);
  problem.pass.layer_done = [](size_t) {};  // one block
  problem.gradients();
  const auto one = problem.network.attention();
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(many[i].layer, "block" + std::to_string(i + 1) + ".attention");
    EXPECT_EQ(many[i].largest_logit, one[i].largest_logit);
    EXPECT_EQ(many[i].entropy, one[i].entropy);
    EXPECT_GT(many[i].entropy, 0);
    EXPECT_LT(many[i].entropy, std::log(6.0));
  }
}

TEST(Transformer, ParametersLieInTheOrderInWhichTheyAreUsed) {
  const std::vector<std::string> attention = {"block1.attention.qkv.weight", "block1.attention.qkv.bias",
                                              "block1.attention.out.weight", "block1.attention.out.bias"};
  const std::vector<std::string> mlp = {"block1.mlp.in.weight", "block1.mlp.in.bias", "block1.mlp.out.weight",
                                        "block1.mlp.out.bias"};
  const auto join = [](const std::vector<std::vector<std::string>>& parts) {
    std::vector<std::string> all{"embedding.token", "embedding.position"};
    for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
    all.insert(all.end(), {"head.weight", "head.bias"});
    return all;
  };
  const std::vector<std::string> norm1{"block1.norm1.gain", "block1.norm1.bias"};
  const std::vector<std::string> norm2{"block1.norm2.gain", "block1.norm2.bias"};
  for (const bool pre : {true, false}) {
    std::vector<std::string> names;
    size_t begin = 0;
    const auto network = transformer<double>({.vocabulary = 5, .blocks = 1, .pre_norm = pre});
    for (const Parameter& p : network.layout()) {
      names.push_back(p.name);
      EXPECT_EQ(p.begin, begin) << p.name;
      begin += p.size();
    }
    EXPECT_EQ(names, pre ? join({norm1, attention, norm2, mlp, {"norm.gain", "norm.bias"}})
                         : join({attention, norm1, mlp, norm2}));
  }
}

TEST(Transformer, RefusesWhatItCannotBuild) {
  EXPECT_EQ(check(TransformerOptions{}), "");
  const std::pair<TransformerOptions, std::string> refused[] = {
      {{.vocabulary = 0}, "a vocabulary of 0 leaves nothing to predict; type one of at least 2"},
      {{.vocabulary = 1}, "a vocabulary of 1 leaves nothing to predict; type one of at least 2"},
      {{.context = 0}, "a context of 0 positions holds no text; type one of at least 1, such as 64"},
      {{.width = 0}, "a transformer of width 0 passes nothing on; type a width of at least 1, such as 64"},
      {{.heads = 0}, "attention needs a head; type heads of at least 1, such as 4"},
      {{.width = 64, .heads = 5},
       "the width 64 does not divide into 5 heads; type a multiple of the heads, such as 80"},
      {{.blocks = 0}, "a transformer has at least one block; type blocks of at least 1, such as 2"},
      {{.dropout = 1}, "dropout is the share of activations set to 0, from 0 to below 1; type 0.1"},
      {{.dropout = -0.1}, "dropout is the share of activations set to 0, from 0 to below 1; type 0.1"},
      {{.dropout = std::nan("")}, "dropout is the share of activations set to 0, from 0 to below 1; type 0.1"},
  };
  for (const auto& [options, message] : refused) EXPECT_EQ(check(options), message);
}

TEST(Architecture, RefusesWhatNoMemoryHolds) {
  constexpr size_t huge = 1'000'000'000'000'000;
  const std::string parameters = "the network has more than 134217728 parameters; type ",
                    between = "the network leaves more than 134217728 numbers between its layers; type ";
  const std::pair<std::vector<size_t>, std::string> mlps[] = {
      {{2, huge, 3}, parameters},          {{2, 4'000'000'000, 4'000'000'000, 2, 3}, parameters},
      {{2, 2, huge, huge, 3}, parameters}, {{2, 11'600, 11'600, 3}, parameters},
      {{2, 2'000'000, 3}, between},        {{784, 10'000, 10'000, 10}, ""}};
  for (const auto& [widths, message] : mlps)
    EXPECT_EQ(check(MlpOptions{.widths = widths}), message + (message.empty() ? "" : "smaller widths, such as 64,64"));
  const std::pair<TransformerOptions, std::string> transformers[] = {{{.width = huge, .heads = 1}, parameters},
                                                                     {{.blocks = huge}, parameters},
                                                                     {{.vocabulary = huge}, parameters},
                                                                     {{.context = huge}, parameters},
                                                                     {{.width = 5000, .blocks = 1}, parameters},
                                                                     {{.context = 10'000, .blocks = 1}, between},
                                                                     {{.vocabulary = 1'500'000, .width = 4}, between},
                                                                     {{.width = 1024, .heads = 16, .blocks = 6}, ""}};
  for (const auto& [options, message] : transformers)
    EXPECT_TRUE(check(options).starts_with(message)) << check(options);
  EXPECT_EQ(check(transformers[7].first), "");
}

}  // namespace
}  // namespace etude::model
