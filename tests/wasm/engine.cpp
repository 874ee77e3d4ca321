#include "engine.h"

#include <vector>

#include "etude/model/architecture.h"
#include "etude/optim/optimizer.h"

using namespace etude;

namespace {

constexpr std::size_t samples = 30, features = 5, classes = 7, context = 6;
constexpr int mlps = 5, networks = 7;

model::MlpOptions mlp_of(int network) {
  const model::MlpOptions all[mlps] = {
      {.widths = {features, 16, 12, classes}},
      {.widths = {features, 9, classes}, .activation = model::ActivationKind::gelu, .norm = model::NormKind::layer},
      {.widths = {features, 9, 8, classes}, .activation = model::ActivationKind::tanh, .norm = model::NormKind::batch},
      {.widths = {features, 20, classes}, .dropout = 0.25},
      {.widths = {features, classes}}};
  return all[network];
}

template <class Real>
model::Network<Real> network_of(int network) {
  if (network < mlps) return model::mlp<Real>(mlp_of(network), {.label_smoothing = 0.1}, model::Vectors::portable);
  const model::TransformerOptions options{
      .vocabulary = classes, .context = context, .width = 8, .heads = 2, .blocks = 2, .pre_norm = network == mlps};
  return model::transformer<Real>(options, {}, model::Vectors::portable);
}

template <class Real>
double trained(int which, int rule, int steps) {
  auto network = network_of<Real>(which);
  const bool reads_tokens = which >= mlps;
  RandomState random(1);
  model::initialise(network, model::Initialisation::xavier, random);
  std::vector<Real> inputs;
  std::vector<std::int32_t> labels;
  const auto token = [&] { return static_cast<std::int32_t>(random.bits() % classes); };
  for (std::size_t i = 0; i < samples * network.features(); ++i)
    inputs.push_back(reads_tokens ? static_cast<Real>(token()) : static_cast<Real>(random.normal()));
  for (std::size_t i = 0; i < samples * network.positions(); ++i) labels.push_back(token());

  const optim::OptimizerOptions options = optim::defaults_of(static_cast<optim::Rule>(rule));
  auto state = optim::initial_state<Real>(options, network.parameters());
  double loss = 0;
  for (int t = 0; t < steps; ++t) {
    loss = network.loss_and_gradients({inputs, labels}, {.key = static_cast<std::uint64_t>(t), .layer_done = {}});
    optim::clip_by_global_norm(network.gradients(), 1.0);
    optim::optimizer_step<Real>(options, network.parameters(), network.gradients(), state, {.lr = 0.01});
  }
  return loss;
}

}  // namespace

int etude_networks() { return networks; }

double etude_trained(int network, int rule, int is_float32, int steps) {
  return is_float32 ? trained<float>(network, rule, steps) : trained<double>(network, rule, steps);
}
