// What diagnostics.h promises. Whatever is asked of a network leaves its numbers as they were (Unchanged).

#include "etude/train/diagnostics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "base/words.h"
#include "data/order.h"
#include "etude/base/number.h"
#include "etude/train/state.h"
#include "train/parameters.h"

namespace etude::train {
namespace {

using std::size_t;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Puts a network's numbers back as they were.
template <class Real>
class Unchanged {
 public:
  explicit Unchanged(model::Network<Real>& network) {
    for (const auto numbers : {network.parameters(), network.gradients(), network.statistics()})
      kept_.push_back({numbers, {numbers.begin(), numbers.end()}});
  }
  ~Unchanged() {
    for (const Kept& kept : kept_) std::copy(kept.values.begin(), kept.values.end(), kept.numbers.begin());
  }
  Unchanged(const Unchanged&) = delete;
  Unchanged& operator=(const Unchanged&) = delete;

 private:
  struct Kept {
    std::span<Real> numbers;
    std::vector<Real> values;
  };
  std::vector<Kept> kept_;
};

/// Samples of their own memory.
template <class Real>
struct Samples {
  std::vector<Real> inputs = {};
  std::vector<std::int32_t> labels = {};
  model::Batch<Real> batch() const { return {inputs, labels}; }
};

template <class To, class Real>
Samples<To> samples_at(const Trainer<Real>& trainer, std::span<const std::uint32_t> indices, size_t features,
                       size_t positions) {
  const model::Batch<Real> all = trainer.training_batch();
  Samples<To> samples;
  for (const std::uint32_t i : indices) {
    const auto inputs = all.inputs.subspan(i * features, features);
    const auto labels = all.labels.subspan(i * positions, positions);
    samples.inputs.insert(samples.inputs.end(), inputs.begin(), inputs.end());
    samples.labels.insert(samples.labels.end(), labels.begin(), labels.end());
  }
  return samples;
}

/// So many of the training samples, or all, in an order that is drawn.
template <class Real>
std::vector<std::uint32_t> drawn(Trainer<Real>& trainer, size_t most, std::uint32_t seed) {
  const size_t samples = trainer.training_batch().labels.size() / trainer.network().positions();
  std::vector<std::uint32_t> order = data::epoch_order(samples, seed, 0);
  order.resize(std::min(most, samples));
  return order;
}

std::string layer_of(const std::string& parameter) { return parameter.substr(0, parameter.rfind('.')); }

/// Mean and squared deviations of vectors that come one after another (Welford 1962).
struct Spread {
  std::vector<double> mean = {};
  double squares = 0;  // the sum of |x - mean|^2
  double count = 0;

  template <class Real, class Slices>
  void add(std::span<const Real> values, const Slices& of) {
    count += 1;
    size_t at = 0;
    for (const auto& [begin, size] : of)
      for (size_t i = begin; i < begin + size; ++i, ++at) {
        if (at == mean.size()) mean.push_back(0);
        const double away = static_cast<double>(values[i]) - mean[at];
        mean[at] += away / count;
        squares += away * (static_cast<double>(values[i]) - mean[at]);
      }
  }
};

NoiseScale noise_of(const Spread& gradients, size_t part) {
  if (gradients.count < 2 || gradients.mean.empty()) return {not_a_number, not_a_number, not_a_number, part};
  NoiseScale noise{.samples = static_cast<size_t>(gradients.count) * part};
  noise.covariance_trace = static_cast<double>(part) * gradients.squares / (gradients.count - 1);
  const double length = optim::global_norm(std::span<const double>(gradients.mean));
  noise.gradient_squared = length * length - noise.covariance_trace / static_cast<double>(noise.samples);
  noise.scale = noise.covariance_trace / noise.gradient_squared;
  if (noise.gradient_squared <= 0 && noise.covariance_trace > 0) noise.scale = kInfinity;
  return noise;
}

/// The run's network in dual numbers, without dropout.
template <class Real>
model::Network<model::Dual> dual_of(Trainer<Real>& trainer) {
  const model::Network<Real>& network = trainer.network();
  Task task = trainer.task();
  task.model.dropout = 0;
  const data::Dataset shape{.features = network.features() / network.positions(),
                            .classes = network.classes(),
                            .positions = network.positions(),
                            .inputs = {},
                            .labels = {}};
  return network_of<model::Dual>(task, shape);
}

double barrier_of(const std::vector<double>& losses) {
  double barrier = 0;
  for (size_t i = 0; i < losses.size(); ++i) {
    const double a = static_cast<double>(i) / static_cast<double>(losses.size() - 1);
    const double rise = losses[i] - ((1 - a) * losses.front() + a * losses.back());
    if (std::isnan(rise)) return rise;
    barrier = std::max(barrier, rise);
  }
  return barrier;
}

template <class Real>
std::vector<Real> parameters_of(Trainer<Real>& trainer) {
  const std::span<const Real> parameters = trainer.network().parameters();
  return {parameters.begin(), parameters.end()};
}

/// The update that led here from the parameters `before`.
template <class Real>
MeasuredUpdate measured(Trainer<Real>& trainer, const std::vector<Real>& before, const StepResult& result) {
  MeasuredUpdate update{.result = result, .norms = {}, .layers = {}};
  const std::span<const Real> parameters = trainer.network().parameters(), gradients = trainer.network().gradients();
  std::vector<double> moved;
  for (size_t i = 0; i < before.size(); ++i)
    moved.push_back(static_cast<double>(parameters[i]) - static_cast<double>(before[i]));
  const auto norms_of = [&](size_t begin, size_t size) {
    return Norms{.gradient = optim::global_norm(gradients.subspan(begin, size)),
                 .update = optim::global_norm(std::span<const double>(moved).subspan(begin, size)),
                 .weight = optim::global_norm(std::span<const Real>(before).subspan(begin, size))};
  };
  update.norms = norms_of(0, before.size());
  const std::vector<model::Parameter>& layout = trainer.network().layout();
  for (size_t i = 0; i < layout.size();) {
    const std::string layer = layer_of(layout[i].name);
    const size_t begin = layout[i].begin;
    size_t size = 0;
    for (; i < layout.size() && layer_of(layout[i].name) == layer; ++i) size += layout[i].size();
    update.layers.push_back({layer, norms_of(begin, size)});
  }
  if (!update.result.gradient_norm) update.result.gradient_norm = update.norms.gradient;
  return update;
}

}  // namespace

template <class Real>
MeasuredUpdate measured_update(Trainer<Real>& trainer) {
  const std::vector<Real> before = parameters_of(trainer);
  const StepResult result = trainer.update();
  return measured(trainer, before, result);
}

template <class Real>
Result<NoiseScale> gradient_noise(Trainer<Real>& trainer, const NoiseOptions& options) {
  if (options.parts < 2)
    return refuse("noise shows between at least 2 parts of the samples, not " + std::to_string(options.parts) +
                  "; type 16");
  model::Network<Real>& network = trainer.network();
  const Unchanged<Real> unchanged(network);
  const std::vector<std::uint32_t> order = drawn(trainer, options.samples, options.seed);
  const size_t parts = std::min(options.parts, order.size());
  const size_t part = parts == 0 ? 0 : order.size() / parts;
  Spread gradients;
  for (size_t i = 0; i < parts; ++i) {
    const auto samples =
        samples_at<Real>(trainer, std::span(order).subspan(i * part, part), network.features(), network.positions());
    network.loss_and_gradients(samples.batch(), {.key = i});
    gradients.add<Real>(network.gradients(), trainer.trained());
  }
  return noise_of(gradients, part);
}

template <class Real>
Result<model::Curvature> curvature(Trainer<Real>& trainer, const model::CurvatureOptions& options, size_t samples) {
  if (const std::string wrong = check(options); !wrong.empty()) return refuse(wrong);
  const model::Network<Real>& network = trainer.network();
  model::Hessian::Options varying;
  for (const auto& [begin, size] : trainer.trained()) varying.of.push_back({begin, size});
  if (varying.of.empty()) varying.of.push_back({0, 0});
  const auto chosen =
      samples_at<double>(trainer, drawn(trainer, samples, options.seed), network.features(), network.positions());
  model::Hessian hessian(dual_of(trainer), chosen.inputs, chosen.labels, varying);
  const auto parameters = network.parameters();
  return curvature(hessian, std::vector<double>(parameters.begin(), parameters.end()), options);
}

template <class Real>
Result<Line> loss_on_line(model::Network<Real>& network, const model::Batch<Real>& batch, std::span<const Real> from,
                          std::span<const Real> to, size_t points) {
  if (points < 2) return refuse("a line has at least 2 points, not " + std::to_string(points) + "; type 11");
  const auto parameters = network.parameters();
  if (from.size() != parameters.size() || to.size() != parameters.size())
    return refuse("the ends of the line have " + std::to_string(from.size()) + " and " + std::to_string(to.size()) +
                  " parameters and the network " + std::to_string(parameters.size()) + "; give two states of its own");
  const Unchanged<Real> unchanged(network);
  const std::vector<Real> first(from.begin(), from.end()), last(to.begin(), to.end());  // may be the network's own
  Line line;
  for (size_t k = 0; k < points; ++k) {
    const double a = static_cast<double>(k) / static_cast<double>(points - 1);
    for (size_t i = 0; i < parameters.size(); ++i)
      parameters[i] = static_cast<Real>((1 - a) * static_cast<double>(first[i]) + a * static_cast<double>(last[i]));
    line.losses.push_back(network.loss(batch));
  }
  line.barrier = barrier_of(line.losses);
  return line;
}

template <class Real>
std::vector<model::AttentionFigures> attention_figures(Trainer<Real>& trainer) {
  if (trainer.last_batch().labels.empty()) return {};
  model::Network<Real>& network = trainer.network();
  network.observe_attention(true);
  network.evaluate(trainer.last_batch());
  network.observe_attention(false);
  return network.attention();
}

template <class Real>
Result<Line> loss_from(std::span<const std::uint8_t> saved, Trainer<Real>& trainer, size_t points) {
  const auto from = state_from_bytes<Real>(saved);
  if (!from) return pass_on(from.error());
  const std::vector<Real> to = trainer.parameters();
  return loss_on_line<Real>(trainer.network(), trainer.training_batch(), from->parameters, to, points);
}

Result<Diagnostic> diagnostic_named(std::string_view name) { return value_of_word<Diagnostic>("diagnostic", name); }

template <class Real>
bool Diagnostics<Real>::measures(Diagnostic diagnostic, Step step) const {
  return step % options_.every == 0 &&
         std::find(options_.measures.begin(), options_.measures.end(), diagnostic) != options_.measures.end();
}

template <class Real>
void Diagnostics<Real>::add(Step step, std::string name, double value) {
  record_.measurements.push_back({step, std::move(name), value});
}

template <class Real>
bool Diagnostics<Real>::before(Step step) {
  if (measures(Diagnostic::noise, step))
    add(step, "noise_scale", gradient_noise(trainer_, {.samples = options_.samples})->scale);
  if (measures(Diagnostic::curvature, step)) {
    const auto found = curvature(trainer_, {}, options_.samples);
    add(step, "largest_eigenvalue", found->largest_eigenvalue);
    add(step, "largest_eigenvalue.residual", found->residual);
    add(step, "trace", found->trace);
    add(step, "trace.error", found->trace_error);
  }
  if (measures(Diagnostic::norms, step)) before_ = parameters_of(trainer_);
  return true;
}

template <class Real>
void Diagnostics<Real>::add(Step step, const std::string& prefix, const Norms& norms) {
  add(step, prefix + "gradient_norm", norms.gradient);
  add(step, prefix + "update_norm", norms.update);
  add(step, prefix + "weight_norm", norms.weight);
}

template <class Real>
bool Diagnostics<Real>::after(Step step, const StepResult& result) {
  if (measures(Diagnostic::norms, step)) {
    const MeasuredUpdate update = measured(trainer_, before_, result);
    add(step, "", update.norms);
    for (const LayerNorms& layer : update.layers) add(step, layer.layer + ".", layer.norms);
  }
  if (!measures(Diagnostic::attention, step)) return true;
  for (const model::AttentionFigures& figures : attention_figures(trainer_)) {
    add(step, figures.layer + ".largest_logit", figures.largest_logit);
    add(step, figures.layer + ".entropy", figures.entropy);
  }
  return true;
}

template MeasuredUpdate measured_update(Trainer<double>&);
template MeasuredUpdate measured_update(Trainer<float>&);
template Result<NoiseScale> gradient_noise(Trainer<double>&, const NoiseOptions&);
template Result<NoiseScale> gradient_noise(Trainer<float>&, const NoiseOptions&);
template Result<model::Curvature> curvature(Trainer<double>&, const model::CurvatureOptions&, size_t);
template Result<model::Curvature> curvature(Trainer<float>&, const model::CurvatureOptions&, size_t);
template Result<Line> loss_on_line(model::Network<double>&, const model::Batch<double>&, std::span<const double>,
                                   std::span<const double>, size_t);
template Result<Line> loss_on_line(model::Network<float>&, const model::Batch<float>&, std::span<const float>,
                                   std::span<const float>, size_t);
template Result<Line> loss_from(std::span<const std::uint8_t>, Trainer<double>&, size_t);
template Result<Line> loss_from(std::span<const std::uint8_t>, Trainer<float>&, size_t);
template std::vector<model::AttentionFigures> attention_figures(Trainer<double>&);
template std::vector<model::AttentionFigures> attention_figures(Trainer<float>&);
template class Diagnostics<double>;
template class Diagnostics<float>;

}  // namespace etude::train
