// One update after another.
//
// Idea: everything that a step needs is looked up by its number: the rates in the plan, the samples in the order of
// (seed, epoch), the dropout masks under a key of (seed, step). So between two steps a run is its parameters, what
// optimizer and batch norm remember, and two numbers of the order.

#include "etude/train/trainer.h"

#include <algorithm>
#include <cmath>

#include "etude/base/number.h"
#include "train/parameters.h"
#include "train/rates.h"

namespace etude::train {
namespace {

bool drives(const std::optional<Schedule>& own, const std::vector<Group>& groups,
            std::optional<Schedule> Group::*member) {
  return own || std::any_of(groups.begin(), groups.end(), [&](const Group& g) { return (g.*member).has_value(); });
}

/// Plain gradient descent takes a plan's momentum as momentum.
optim::OptimizerOptions optimizer_for(const Task& task, const Plan& plan) {
  optim::OptimizerOptions options = task.optimizer;
  if (options.rule == optim::Rule::sgd && drives(plan.momentum, plan.groups, &Group::momentum))
    options.rule = optim::Rule::momentum;
  return options;
}

/// The rate itself is free: a run that diverges is a result.
Result<void> check_rates(const optim::OptimizerOptions& options, const Plan& plan, const std::string& group,
                         Step steps) {
  const bool drives_others = plan.momentum || plan.beta1 || plan.beta2 || plan.weight_decay;
  for (Step t = 0; drives_others && t < steps; ++t) {
    optim::Rates rates = rates_at(plan, t);
    rates.lr = 0;
    if (const auto good = check(options, rates); !good)
      return refuse("step " + std::to_string(t) + group + ": " + good.error().message);
  }
  return {};
}

/// As samples_of_update() rounds it.
Result<void> check_batch_size(const Plan& plan, std::size_t samples, Step steps) {
  for (Step t = 0; plan.batch_size && t < steps; ++t) {
    const double size = (*plan.batch_size)(t);
    if (std::round(size) >= 1 && std::round(size) <= static_cast<double>(samples)) continue;
    return refuse("step " + std::to_string(t) + ": batch_size must be from 1 to the " + std::to_string(samples) +
                  " samples that there are to train on, not " + shortest(size));
  }
  return {};
}

std::uint64_t mask_key(std::uint32_t seed, Step t) { return std::uint64_t{seed} << 32 ^ static_cast<std::uint64_t>(t); }

}  // namespace

Result<void> check_plan(const Prepared& prepared, const Plan& plan) {
  const optim::OptimizerOptions options = optimizer_for(prepared.task(), plan);
  optim::Rates rates{.lr = 0};
  if (drives(plan.momentum, plan.groups, &Group::momentum)) rates.momentum = options.momentum;
  if (drives(plan.beta1, plan.groups, &Group::beta1)) rates.beta1 = options.beta1;
  if (drives(plan.beta2, plan.groups, &Group::beta2)) rates.beta2 = options.beta2;
  if (drives(plan.weight_decay, plan.groups, &Group::weight_decay)) rates.weight_decay = options.weight_decay;
  if (const auto good = check(options, rates); !good) return pass_on(good.error());
  const Step steps = prepared.task().steps;
  if (auto good = check_batch_size(plan, prepared.samples(), steps); !good) return good;
  if (auto good = check_rates(options, plan, "", steps); !good) return good;
  if (plan.groups.empty()) return {};
  const auto network = network_of<double>(prepared.task(), prepared.shape());
  for (const Group& group : plan.groups) {
    if (auto found = check_name("the plan's groups", group.name, network.layout()); !found) return found;
    if (auto good = check_rates(options, plan_of_group(plan, group.name), " of " + group.name, steps); !good)
      return good;
  }
  return {};
}

template <class Real>
Result<Trainer<Real>> Trainer<Real>::start(const Prepared& prepared, const Plan& plan, std::uint32_t seed) {
  auto data = prepared.data<Real>(seed);
  if (!data) return pass_on(data.error());
  const Task& task = prepared.task();
  auto cursor = data::Cursor::at(data->train.samples(), {.seed = seed, .drop_partial = task.drop_partial});
  if (!cursor) return pass_on(cursor.error());

  Trainer trainer(task, plan, seed, network_of<Real>(task, data->train), *std::move(cursor));
  trainer.task_.optimizer = optimizer_for(task, plan);
  trainer.inputs_ = std::move(data->inputs);
  trainer.labels_ = std::move(data->train.labels);
  trainer.heldout_inputs_ = std::move(data->heldout_inputs);
  trainer.heldout_labels_ = std::move(data->heldout_labels);
  RandomState random(task.weight_seed(seed));
  model::initialise(trainer.network_, task.model.initialisation, random, task.model.deviation);
  trainer.lay_out_parts();
  return trainer;
}

/// Neighbours that train by the same plan are one part; the as-written pass wants every layer for itself.
template <class Real>
void Trainer<Real>::lay_out_parts() {
  std::string last = "";
  for (const model::Parameter& p : network_.layout()) {
    const auto is_meant = [&](const std::string& name) { return names(name, p.name); };
    if (is_frozen(task_, p.name)) continue;
    const auto group =
        std::find_if(plan_.groups.begin(), plan_.groups.end(), [&](const Group& g) { return is_meant(g.name); });
    const std::string name = group == plan_.groups.end() ? "" : group->name;
    std::string key = name;
    if (task_.backward == Backward::as_written) key += " " + p.name.substr(0, p.name.find('.'));
    const bool goes_on = !parts_.empty() && key == last && parts_.back().begin + parts_.back().size == p.begin;
    if (!goes_on) parts_.push_back({p.begin, 0, name, plan_of_group(plan_, name)});
    parts_.back().size += p.size();
    last = key;
  }
  for (Part& part : parts_)
    part.state = optim::initial_state<Real>(task_.optimizer, network_.parameters().subspan(part.begin, part.size));
}

template <class Real>
Result<void> Trainer<Real>::follow(const Plan& plan) {
  if (what_is_driven(plan) != what_is_driven(plan_))
    return refuse("a run goes on under a plan that drives the same; this one drives " + what_is_driven(plan) +
                  ", and the one before " + what_is_driven(plan_));
  plan_ = plan;
  for (Part& part : parts_) part.plan = plan_of_group(plan_, part.group);
  return {};
}

template <class Real>
bool Trainer<Real>::trains_as_measured() const {
  const bool takes_all = !plan_.batch_size && samples_of_update() == labels_.size() / network_.positions();
  return takes_all && !optim::averages(task_.optimizer.rule) && task_.model.dropout == 0 &&
         task_.model.norm != model::NormKind::batch;
}

template <class Real>
std::size_t Trainer<Real>::samples_of_update() const {
  const std::size_t samples = labels_.size() / network_.positions();
  if (plan_.batch_size) {  // check_plan() looked as far as the task goes; a run beyond it is held to what there is
    const double size = std::round((*plan_.batch_size)(step_));
    return static_cast<std::size_t>(std::clamp(size, 1.0, static_cast<double>(samples)));
  }
  return task_.batch == 0 ? samples : task_.batch * task_.accumulation;
}

/// Makes `batch_` the samples of this update; all of them are taken where they lie.
template <class Real>
void Trainer<Real>::draw() {
  const auto drawn = *cursor_.next(samples_of_update());
  const std::size_t positions = network_.positions();
  if (drawn.size() * positions == labels_.size()) {
    batch_ = training_batch();
    return;
  }
  drawn_.resize(drawn.size(), network_.features(), positions);
  for (std::size_t i = 0; i < drawn.size(); ++i) copy_sample(drawn[i], drawn_, i);
  batch_ = {drawn_.inputs, drawn_.labels};
}

template <class Real>
void Trainer<Real>::copy_sample(std::size_t sample, Samples& to, std::size_t place) const {
  const std::size_t features = network_.features(), positions = network_.positions();
  std::copy_n(inputs_->data() + sample * features, features, to.inputs.data() + place * features);
  std::copy_n(labels_.data() + sample * positions, positions, to.labels.data() + place * positions);
}

/// The gradient of the update's mean loss, mini-batch by mini-batch.
template <class Real>
double Trainer<Real>::forward_and_backward() {
  model::TrainingPass pass{.key = mask_key(seed_, step_), .labels_of_step = batch_.labels.size()};
  if (task_.backward == Backward::as_written)
    pass.layer_done = [this](std::size_t layer) {
      const auto [begin, size] = network_.layer(layer);
      for (Part& part : parts_)
        if (part.begin >= begin && part.begin < begin + size) apply(part);
    };
  const std::size_t positions = network_.positions(), samples = batch_.labels.size() / positions;
  const std::size_t most = task_.batch == 0 ? samples : task_.batch;
  if (samples <= most) return network_.loss_and_gradients(batch_, pass);
  double sum = 0;
  for (std::size_t first = 0; first < samples; first += most) {
    const std::size_t count = std::min(most, samples - first);
    const model::Batch<Real> part{batch_.inputs.subspan(first * network_.features(), count * network_.features()),
                                  batch_.labels.subspan(first * positions, count * positions)};
    sum += network_.loss_and_gradients(part, pass) * static_cast<double>(count);
    pass.adds = true;
    pass.key = pass.key * 0x9e3779b97f4a7c15 + 1;
  }
  return sum / static_cast<double>(samples);
}

template <class Real>
void Trainer<Real>::apply(Part& part) {
  optim::optimizer_step<Real>(task_.optimizer, network_.parameters().subspan(part.begin, part.size),
                              network_.gradients().subspan(part.begin, part.size), part.state,
                              rates_at(part.plan, step_));
}

/// Frozen parameters have no part in the norm.
template <class Real>
double Trainer<Real>::clip() {
  const auto gradients = network_.gradients();
  std::size_t begin = 0;
  for (std::size_t i = 0; !task_.frozen.empty() && i <= parts_.size(); ++i) {
    const std::size_t end = i < parts_.size() ? parts_[i].begin : gradients.size();
    std::fill(gradients.begin() + static_cast<std::ptrdiff_t>(begin),
              gradients.begin() + static_cast<std::ptrdiff_t>(end), Real(0));
    begin = i < parts_.size() ? end + parts_[i].size : end;
  }
  return optim::clip_by_global_norm(gradients, task_.clip);
}

template <class Real>
StepResult Trainer<Real>::update() {
  draw();
  StepResult result{.lr = plan_.lr(step_), .loss = forward_and_backward(), .gradient_norm = {}};
  if (!std::isfinite(result.loss)) return result;
  if (task_.clip > 0) result.gradient_norm = clip();
  if (task_.backward == Backward::corrected)
    for (Part& part : parts_) apply(part);
  ++step_;
  return result;
}

template <class Real>
TrainingState<Real> Trainer<Real>::state() const {
  TrainingState<Real> state{.step = step_, .seed = seed_, .order = cursor_.state()};
  const auto parameters = network_.parameters();
  const auto statistics = network_.statistics();
  state.parameters.assign(parameters.begin(), parameters.end());
  state.statistics.assign(statistics.begin(), statistics.end());
  for (const Part& part : parts_) state.optimizers.push_back(part.state);
  return state;
}

template <class Real>
Result<void> Trainer<Real>::restore(const TrainingState<Real>& state) {
  bool fits = state.parameters.size() == network_.parameters().size() &&
              state.statistics.size() == network_.statistics().size() && state.optimizers.size() == parts_.size();
  for (std::size_t i = 0; fits && i < parts_.size(); ++i)
    fits = state.optimizers[i].slots.size() == parts_[i].state.slots.size();
  if (state.seed != seed_)
    return refuse("the saved state is of seed " + std::to_string(state.seed) + "; resume it with --seed " +
                  std::to_string(state.seed));
  if (!fits) return refuse("the saved state is of another task or plan; resume with those that it was saved with");
  auto cursor = data::Cursor::at(labels_.size() / network_.positions(),
                                 {.seed = seed_, .drop_partial = task_.drop_partial}, state.order);
  if (!cursor) return pass_on(cursor.error());
  cursor_ = *std::move(cursor);
  step_ = state.step;
  std::copy(state.parameters.begin(), state.parameters.end(), network_.parameters().begin());
  std::copy(state.statistics.begin(), state.statistics.end(), network_.statistics().begin());
  for (std::size_t i = 0; i < parts_.size(); ++i) parts_[i].state = state.optimizers[i];
  return {};
}

template <class Real>
std::vector<Real> Trainer<Real>::parameters() const {
  const auto trained = network_.parameters();
  std::vector<Real> all(trained.begin(), trained.end());
  for (const Part& part : parts_)
    optim::evaluation_parameters<Real>(task_.optimizer, trained.subspan(part.begin, part.size), part.state,
                                       std::span(all).subspan(part.begin, part.size));
  return all;
}

template <class Real>
model::Evaluation Trainer<Real>::evaluate(const model::Batch<Real>& batch) {
  const auto trained = network_.parameters();
  const std::vector<Real> kept(trained.begin(), trained.end()), averaged = parameters();
  std::copy(averaged.begin(), averaged.end(), trained.begin());
  const model::Evaluation evaluation = network_.evaluate(batch);
  std::copy(kept.begin(), kept.end(), trained.begin());
  return evaluation;
}

template <class Real>
model::Evaluation Trainer<Real>::evaluate_training() {
  const std::size_t samples = labels_.size() / network_.positions();
  if (samples <= kMeasuredSamples) return evaluate(training_batch());
  Samples some;
  some.resize(kMeasuredSamples, network_.features(), network_.positions());
  for (std::size_t i = 0; i < kMeasuredSamples; ++i) copy_sample(i * samples / kMeasuredSamples, some, i);
  return evaluate({some.inputs, some.labels});
}

template <class Real>
std::optional<model::Evaluation> Trainer<Real>::evaluate_heldout() {
  if (heldout_labels_.empty()) return std::nullopt;
  return evaluate({*heldout_inputs_, heldout_labels_});
}

template class Trainer<double>;
template class Trainer<float>;

}  // namespace etude::train
