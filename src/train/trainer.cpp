// One update after another.
//
// Idea: everything that a step needs is looked up by its number: the rates in the plan, the samples in the order of
// (seed, epoch), the dropout masks under a key of (seed, step). So between two steps a run is its parameters, what
// optimizer and batch norm remember, and two numbers of the order.

#include "etude/train/trainer.h"

#include <algorithm>
#include <cmath>

#include "data/order.h"
#include "etude/train/state.h"
#include "train/parameters.h"
#include "train/rates.h"
#include "train/run_data.h"

namespace etude::train {
namespace {

constexpr std::size_t most_measured_samples = 10000;

std::uint64_t mask_key(std::uint32_t seed, Step t) { return std::uint64_t{seed} << 32 ^ static_cast<std::uint64_t>(t); }

}  // namespace

template <class Real>
struct Trainer<Real>::Run {
  /// Parameters that lie together and train by the same plan and options.
  struct Part {
    std::size_t begin = 0, size = 0;
    std::string group;  // of the plan; empty: none
    Plan plan;
    optim::OptimizerOptions optimizer;
    optim::Shape shape = {};
    optim::OptimizerState<Real> state = {};
  };
  /// Copies of some samples.
  struct Samples {
    std::vector<Real> inputs;
    std::vector<std::int32_t> labels;

    void resize(std::size_t samples, std::size_t features, std::size_t positions) {
      inputs.resize(samples * features);
      labels.resize(samples * positions);
    }
  };

  Task task;
  Plan plan;
  std::uint32_t seed;
  model::Network<Real> network;
  data::Cursor cursor;
  RunData<Real> data;
  Step step = 0;
  std::vector<Part> parts = {};
  std::vector<Real> average = {};  // of the parameters, where the plan drives one
  Samples drawn = {};              // of this update, where it does not take all samples
  model::Batch<Real> batch = {};   // of this update

  std::size_t positions() const { return network.positions(); }
  std::size_t samples() const { return data.train.samples(); }
  model::Batch<Real> all() const { return {*data.inputs, data.train.labels}; }

  /// A build without matrices treats all parameters alike.
  const optim::OptimizerOptions& options_of(const Part& part) const {
    return optim::has_matrices ? part.optimizer : task.optimizer;
  }

  /// Neighbours that train by the same plan are one part; the as-written pass wants every layer for itself, a rule that
  /// takes matrices every hidden weight, and a corrected decay those weights apart.
  void lay_out_parts() {
    const bool takes_matrices = optim::has_matrices && optim::entry_of(task.optimizer.rule).takes_matrices;
    std::string last = "";
    for (const model::Parameter& p : network.layout()) {
      if (is_frozen(task, p.name)) continue;
      const bool is_hidden = optim::has_matrices && is_hidden_weight(network.layout(), p);
      const auto group = std::find_if(plan.groups.begin(), plan.groups.end(),
                                      [&](const Group& each) { return names(each.name, p.name); });
      const std::string name = group == plan.groups.end() ? "" : group->name;
      std::string key = name;
      if (task.backward == Backward::as_written) key += " " + p.name.substr(0, p.name.find('.'));
      if (is_hidden && takes_matrices) key += " " + p.name;
      const optim::OptimizerOptions own = optimizer_of(task.optimizer, is_hidden);
      if (own.decay != task.optimizer.decay) key += " decayed otherwise";
      const bool goes_on = !parts.empty() && key == last && parts.back().begin + parts.back().size == p.begin;
      if (!goes_on) {
        parts.push_back({p.begin, 0, name, plan_of_group(plan, name), own});
        if (is_hidden && takes_matrices) parts.back().shape = {p.rows, p.columns};
      }
      parts.back().size += p.size();
      last = key;
    }
    for (Part& part : parts)
      part.state = optim::initial_state<Real>(task.optimizer, network.parameters().subspan(part.begin, part.size));
  }

  std::size_t samples_of_update() const {
    if (plan.batch_size) {  // check_plan() looked as far as the task goes; a run beyond it is held to what there is
      const double size = std::round((*plan.batch_size)(step));
      return static_cast<std::size_t>(std::clamp(size, 1.0, static_cast<double>(samples())));
    }
    return task.batch == 0 ? samples() : task.batch * task.accumulation;
  }

  /// Makes `batch` the samples of this update; all of them are taken where they lie.
  void draw() {
    const auto indices = *cursor.next(samples_of_update());
    if (indices.size() == samples()) {
      batch = all();
      return;
    }
    drawn.resize(indices.size(), network.features(), positions());
    for (std::size_t i = 0; i < indices.size(); ++i) copy_sample(indices[i], drawn, i);
    batch = {drawn.inputs, drawn.labels};
  }

  void copy_sample(std::size_t sample, Samples& to, std::size_t place) const {
    const std::size_t features = network.features();
    std::copy_n(data.inputs->data() + sample * features, features, to.inputs.data() + place * features);
    std::copy_n(data.train.labels.data() + sample * positions(), positions(), to.labels.data() + place * positions());
  }

  /// The gradient of the update's mean loss, mini-batch by mini-batch.
  double forward_and_backward() {
    model::TrainingPass pass{.key = mask_key(seed, step), .labels_of_step = batch.labels.size()};
    if (task.backward == Backward::as_written)
      pass.layer_done = [this](std::size_t layer) {
        const auto [begin, size] = network.layer(layer);
        for (Part& part : parts)
          if (part.begin >= begin && part.begin < begin + size) apply(part);
      };
    const std::size_t taken = batch.labels.size() / positions();
    const std::size_t most = task.batch == 0 ? taken : task.batch;
    if (taken <= most) return network.loss_and_gradients(batch, pass);
    double sum = 0;
    for (std::size_t first = 0; first < taken; first += most) {
      const std::size_t count = std::min(most, taken - first);
      const model::Batch<Real> mini{batch.inputs.subspan(first * network.features(), count * network.features()),
                                    batch.labels.subspan(first * positions(), count * positions())};
      sum += network.loss_and_gradients(mini, pass) * static_cast<double>(count);
      pass.adds = true;
      pass.key = pass.key * 0x9e3779b97f4a7c15 + 1;
    }
    return sum / static_cast<double>(taken);
  }

  void apply(Part& part) {
    optim::optimizer_step<Real>(options_of(part), network.parameters().subspan(part.begin, part.size),
                                network.gradients().subspan(part.begin, part.size), part.state,
                                rates_at(part.plan, step), part.shape);
  }

  /// Frozen parameters have no part in the norm.
  double clip() {
    const auto gradients = network.gradients();
    std::size_t begin = 0;
    for (std::size_t i = 0; !task.frozen.empty() && i <= parts.size(); ++i) {
      const std::size_t end = i < parts.size() ? parts[i].begin : gradients.size();
      std::fill(gradients.begin() + static_cast<std::ptrdiff_t>(begin),
                gradients.begin() + static_cast<std::ptrdiff_t>(end), Real(0));
      begin = i < parts.size() ? end + parts[i].size : end;
    }
    return optim::clip_by_global_norm(gradients, task.clip);
  }

  StepResult update() {
    draw();
    StepResult result{.lr = plan.lr(step), .loss = forward_and_backward(), .gradient_norm = {}};
    if (!std::isfinite(result.loss)) return result;
    if (task.clip > 0) result.gradient_norm = clip();
    if (task.backward == Backward::corrected)
      for (Part& part : parts) apply(part);
    if (const Schedule* share = averaging_of(plan))
      optim::take_into_average<Real>(average, network.parameters(), (*share)(step));
    ++step;
    return result;
  }

  /// Begins with the weights that another run ended with.
  void begin_with(const Weights& weights) {
    std::copy(weights.parameters.begin(), weights.parameters.end(), network.parameters().begin());
    std::copy(weights.statistics.begin(), weights.statistics.end(), network.statistics().begin());
  }

  std::vector<Real> parameters_to_evaluate() const {
    if (averaging_of(plan)) return average;
    const auto trained = network.parameters();
    std::vector<Real> averaged(trained.begin(), trained.end());
    for (const Part& part : parts)
      optim::evaluation_parameters<Real>(task.optimizer, trained.subspan(part.begin, part.size), part.state,
                                         std::span(averaged).subspan(part.begin, part.size));
    return averaged;
  }

  model::Evaluation evaluate(const model::Batch<Real>& measured) {
    const auto trained = network.parameters();
    const std::vector<Real> kept(trained.begin(), trained.end()), averaged = parameters_to_evaluate();
    std::copy(averaged.begin(), averaged.end(), trained.begin());
    const model::Evaluation evaluation = network.evaluate(measured);
    std::copy(kept.begin(), kept.end(), trained.begin());
    return evaluation;
  }

  bool fits(const TrainingState<Real>& state) const {
    bool fits = state.parameters.size() == network.parameters().size() &&
                state.statistics.size() == network.statistics().size() && state.average.size() == average.size() &&
                state.optimizers.size() == parts.size();
    for (std::size_t i = 0; fits && i < parts.size(); ++i)
      fits = state.optimizers[i].slots.size() == parts[i].state.slots.size();
    return fits;
  }
};

template <class Real>
Trainer<Real>::Trainer(std::unique_ptr<Run> run) : run_(std::move(run)) {}
template <class Real>
Trainer<Real>::Trainer(Trainer&&) noexcept = default;
template <class Real>
Trainer<Real>& Trainer<Real>::operator=(Trainer&&) noexcept = default;
template <class Real>
Trainer<Real>::~Trainer() = default;

template <class Real>
Result<Trainer<Real>> Trainer<Real>::start(const Prepared& prepared, const Plan& plan, std::uint32_t seed) {
  auto data = prepared.data<Real>(seed);
  if (!data) return pass_on(data.error());
  const Task& task = prepared.task();
  auto cursor = data::Cursor::at(data->train.samples(), {.seed = seed, .drop_partial = task.drop_partial});
  if (!cursor) return pass_on(cursor.error());

  auto network = network_of<Real>(task, data->train);
  auto run = std::make_unique<Run>(Run{task, plan, seed, std::move(network), *std::move(cursor), *std::move(data)});
  run->task.optimizer = optimizer_for(task, plan);
  RandomState random(task.weight_seed(seed));
  model::initialise(run->network, task.model.initialisation, random, task.model.deviation);
  if (const Weights* known = prepared.known(seed)) {
    run->begin_with(*known);
  } else if (prepared.earlier()) {
    const auto weights = weights_before(prepared, seed);
    if (!weights) return pass_on(weights.error());
    run->begin_with(*weights);
  }
  run->lay_out_parts();
  if (averaging_of(plan)) {
    const auto initial = run->network.parameters();
    run->average.assign(initial.begin(), initial.end());
  }
  return Trainer(std::move(run));
}

template <class Real>
const Task& Trainer<Real>::task() const {
  return run_->task;
}

template <class Real>
Step Trainer<Real>::step() const {
  return run_->step;
}

template <class Real>
StepResult Trainer<Real>::update() {
  return run_->update();
}

template <class Real>
bool Trainer<Real>::trains_as_measured() const {
  const bool takes_all = !run_->plan.batch_size && run_->samples_of_update() == run_->samples();
  return takes_all && !averaging_of(run_->plan) && !optim::entry_of(task().optimizer.rule).averages &&
         task().model.dropout == 0 && task().model.norm != model::NormKind::batch;
}

template <class Real>
Result<void> Trainer<Real>::follow(const Plan& plan) {
  if (what_is_driven(plan) != what_is_driven(run_->plan))
    return refuse("a run goes on under a plan that drives the same; this one drives " + what_is_driven(plan) +
                  ", and the one before " + what_is_driven(run_->plan));
  run_->plan = plan;
  for (auto& part : run_->parts) part.plan = plan_of_group(plan, part.group);
  return {};
}

template <class Real>
TrainingState<Real> Trainer<Real>::state() const {
  const auto parameters = run_->network.parameters();
  const auto statistics = run_->network.statistics();
  const auto [epoch, position] = run_->cursor.state();
  TrainingState<Real> state{.step = run_->step, .seed = run_->seed, .epoch = epoch, .position = position};
  state.parameters.assign(parameters.begin(), parameters.end());
  state.statistics.assign(statistics.begin(), statistics.end());
  state.average = run_->average;
  for (const auto& part : run_->parts) state.optimizers.push_back(part.state);
  return state;
}

template <class Real>
Result<void> Trainer<Real>::restore(const TrainingState<Real>& state) {
  Run& run = *run_;
  if (state.seed != run.seed)
    return refuse("the saved state is of seed " + std::to_string(state.seed) + "; resume it with --seed " +
                  std::to_string(state.seed));
  if (!run.fits(state))
    return refuse("the saved state is of another task or plan; resume with those that it was saved with");
  auto cursor = data::Cursor::at(run.samples(), {.seed = run.seed, .drop_partial = run.task.drop_partial},
                                 {state.epoch, state.position});
  if (!cursor) return pass_on(cursor.error());
  run.cursor = *std::move(cursor);
  run.step = state.step;
  std::copy(state.parameters.begin(), state.parameters.end(), run.network.parameters().begin());
  std::copy(state.statistics.begin(), state.statistics.end(), run.network.statistics().begin());
  run.average = state.average;
  for (std::size_t i = 0; i < run.parts.size(); ++i) run.parts[i].state = state.optimizers[i];
  return {};
}

template <class Real>
model::Evaluation Trainer<Real>::evaluate_training() {
  const std::size_t samples = run_->samples();
  if (samples <= most_measured_samples) return run_->evaluate(run_->all());
  typename Run::Samples some;
  some.resize(most_measured_samples, run_->network.features(), run_->positions());
  for (std::size_t i = 0; i < most_measured_samples; ++i)
    run_->copy_sample(i * samples / most_measured_samples, some, i);
  return run_->evaluate({some.inputs, some.labels});
}

template <class Real>
std::optional<model::Evaluation> Trainer<Real>::evaluate_heldout() {
  if (run_->data.heldout_labels.empty()) return std::nullopt;
  return run_->evaluate({*run_->data.heldout_inputs, run_->data.heldout_labels});
}

template <class Real>
model::Network<Real>& Trainer<Real>::network() {
  return run_->network;
}

template <class Real>
std::vector<Real> Trainer<Real>::parameters() const {
  return run_->parameters_to_evaluate();
}

template <class Real>
std::vector<typename model::Network<Real>::Slice> Trainer<Real>::trained() const {
  std::vector<typename model::Network<Real>::Slice> all;
  for (const auto& part : run_->parts) all.push_back({part.begin, part.size});
  return all;
}

template <class Real>
const model::Batch<Real>& Trainer<Real>::last_batch() const {
  return run_->batch;
}

template <class Real>
model::Batch<Real> Trainer<Real>::training_batch() const {
  return run_->all();
}

template class Trainer<double>;
template class Trainer<float>;

}  // namespace etude::train
