#pragma once
// One run, step by step: what a task, a plan and a seed train.

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "etude/base/step.h"
#include "etude/data/dataset.h"
#include "etude/data/order.h"
#include "etude/data/source.h"
#include "etude/schedule/plan.h"
#include "etude/train/task.h"

namespace etude::train {

/// What one run trains on and is measured by; inputs that are the same for every seed are shared.
template <class Real>
struct RunData {
  data::Dataset train;                              // all but its inputs
  std::shared_ptr<const std::vector<Real>> inputs;  // of train
  std::vector<std::int32_t> heldout_labels;         // none: nothing is held out
  std::shared_ptr<const std::vector<Real>> heldout_inputs;
};

/// A task whose data is loaded and whose numbers fit each other; many runs share it, on any threads.
class Prepared {
 public:
  /// Refused: what check() says of the task; data that is not there, is damaged or cannot be trained on; a mini-batch
  /// larger than the data; a network that does not fit its data; frozen names that no parameter has.
  /// `load` reads what is not generated; without it, only generated data is taken.
  static Result<Prepared> of(const Task& task, const data::Loader& load = {});

  const Task& task() const { return task_; }
  /// The same data, for a run of another length or with the other backward pass. Refused: what check() says.
  Result<Prepared> with(Step steps, Backward backward) const;
  std::size_t samples() const { return parts_.train.samples(); }  // to train on
  bool has_heldout() const { return parts_.test.samples() > 0; }
  Step updates_per_epoch() const;
  bool is_generated() const { return is_generated_; }  // anew for every seed; otherwise read from files

  /// 64 bits of every number of the data and of its sizes: of what files hold as it is trained on, split and
  /// standardised; of seed 0 where it is generated; before label noise. The same on every machine.
  /// Cost: one pass over the data, about 2 ms a MiB.
  std::uint64_t fingerprint() const;

  /// Sizes and labels of the data, of seed 0 where it is generated; no inputs.
  const data::Dataset& shape() const { return parts_.train; }

  /// The data of a run. What a file holds is the same for every seed, but for label noise.
  template <class Real>
  Result<RunData<Real>> data(std::uint32_t seed) const;

 private:
  template <class Real>
  struct Inputs {
    std::shared_ptr<const std::vector<Real>> train, heldout;
  };
  template <class Real>
  const Inputs<Real>& inputs() const;

  Task task_;
  bool is_generated_ = true;
  data::Split parts_;  // without inputs
  Inputs<double> inputs64_;
  Inputs<float> inputs32_;
};

/// The network of a task for this data, before its weights are drawn.
template <class Real>
model::Network<Real> network_of(const Task& task, const data::Dataset& data);

/// Whether the task's optimizer and its parameters have what the plan drives, and every value of it at every step of
/// the task is one that they can take: refused with the step and what to type. The rate itself is free.
Result<void> check_plan(const Prepared& prepared, const Plan& plan);

/// Everything that a run is, between two steps. Restored, it goes on to the same bits.
template <class Real>
struct TrainingState {
  Step step = 0;  // updates done
  std::uint32_t seed = 0;
  std::string task = {}, plan = {};  // of a saved run: what decides its bits beside the seed; see train()
  data::OrderState order = {};
  std::vector<Real> parameters = {};
  std::vector<Real> statistics = {};                         // of batch norm
  std::vector<optim::OptimizerState<Real>> optimizers = {};  // one a group of parameters
  friend bool operator==(const TrainingState&, const TrainingState&) = default;
};

/// As bytes: a line that says what it is, the texts and numbers, little-endian, and a checksum.
template <class Real>
std::vector<std::uint8_t> to_bytes(const TrainingState<Real>& state);
/// Refused: what is no such state, of another precision or version, cut short or damaged.
template <class Real>
Result<TrainingState<Real>> state_from_bytes(std::span<const std::uint8_t> bytes);

/// What one update was.
struct StepResult {
  double lr = 0;
  double loss = 0;                      // before the update; where it is not finite there is none
  std::optional<double> gradient_norm;  // before clipping; where it was asked for or clipped
};

inline constexpr std::size_t kMeasuredSamples = 10000;

template <class Real>
class Trainer {
 public:
  /// The plan has passed check_plan(). Refused: data that cannot be made for this seed.
  static Result<Trainer> start(const Prepared& prepared, const Plan& plan, std::uint32_t seed);

  const Task& task() const { return task_; }
  Step step() const { return step_; }

  /// One update: batch, forward, loss, backward, clip, optimizer.
  StepResult update();
  /// Whether the loss of every update is what evaluate_training() gives before it: of all samples, at the parameters
  /// that are evaluated, without dropout and the batch's own statistics.
  bool trains_as_measured() const;

  /// Goes on under another plan. Refused: a plan that drives other things or other groups than the one before.
  Result<void> follow(const Plan& plan);

  TrainingState<Real> state() const;
  /// Refused: a state of another seed or other sizes. What a saved one says of its task and plan, train() looks at.
  Result<void> restore(const TrainingState<Real>& state);

  /// Loss and accuracy as measured, schedule-free at its average: of all training samples, or, where there are more
  /// than kMeasuredSamples, of that many that lie evenly spread among them, since all 60,000 images would cost a third
  /// of a run of 1,200 updates.
  model::Evaluation evaluate_training();
  std::optional<model::Evaluation> evaluate_heldout();

  model::Network<Real>& network() { return network_; }
  /// The parameters to evaluate or hand on.
  std::vector<Real> parameters() const;
  /// Where the parameters lie that train, in their order: all but the frozen ones.
  std::vector<typename model::Network<Real>::Slice> trained() const {
    std::vector<typename model::Network<Real>::Slice> all;
    for (const Part& part : parts_) all.push_back({part.begin, part.size});
    return all;
  }

  /// Of the last update: its samples, in one batch.
  const model::Batch<Real>& last_batch() const { return batch_; }
  /// All training samples.
  model::Batch<Real> training_batch() const { return {*inputs_, labels_}; }

 private:
  /// Parameters that lie together and train by the same plan.
  struct Part {
    std::size_t begin = 0, size = 0;
    std::string group;  // of the plan; empty: none
    Plan plan;
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
  Trainer(const Task& task, const Plan& plan, std::uint32_t seed, model::Network<Real> network, data::Cursor cursor)
      : task_(task), plan_(plan), seed_(seed), network_(std::move(network)), cursor_(std::move(cursor)) {}

  void lay_out_parts();
  std::size_t samples_of_update() const;
  void draw();
  void copy_sample(std::size_t sample, Samples& to, std::size_t place) const;
  double forward_and_backward();
  void apply(Part& part);
  double clip();
  model::Evaluation evaluate(const model::Batch<Real>& batch);

  Task task_;
  Plan plan_;
  std::uint32_t seed_;
  Step step_ = 0;
  model::Network<Real> network_;
  data::Cursor cursor_;
  std::vector<Part> parts_;
  std::shared_ptr<const std::vector<Real>> inputs_;  // samples x features, to train on
  std::vector<std::int32_t> labels_;
  std::shared_ptr<const std::vector<Real>> heldout_inputs_;
  std::vector<std::int32_t> heldout_labels_;
  Samples drawn_;             // of this update, where it does not take all samples
  model::Batch<Real> batch_;  // of this update
};

}  // namespace etude::train
