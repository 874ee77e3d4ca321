#pragma once
// One run, update by update: what a task, a plan and a seed train.

#include <memory>
#include <optional>
#include <vector>

#include "etude/model/network.h"
#include "etude/train/prepared.h"

namespace etude::train {

template <class Real>
struct TrainingState;

/// What one update was.
struct StepResult {
  double lr = 0;
  double loss = 0;                      // before the update; where it is not finite there is none
  std::optional<double> gradient_norm;  // before clipping; where it was asked for or clipped
};

template <class Real>
class Trainer {
 public:
  /// The plan has passed check_plan(). Refused: data that cannot be made for this seed.
  static Result<Trainer> start(const Prepared& prepared, const Plan& plan, std::uint32_t seed);
  Trainer(Trainer&&) noexcept;
  Trainer& operator=(Trainer&&) noexcept;
  ~Trainer();

  const Task& task() const;
  Step step() const;  // updates done

  /// One update: batch, forward, loss, backward, clip, optimizer.
  StepResult update();
  /// Whether the loss of every update is what evaluate_training() gives before it: of all samples, at the parameters
  /// that are evaluated, without dropout and the batch's own statistics.
  bool trains_as_measured() const;

  /// Goes on under another plan. Refused: a plan that drives other things or other groups than the one before.
  Result<void> follow(const Plan& plan);

  /// See state.h. Refused by restore(): a state of another seed or other sizes; what a saved one says of its task and
  /// plan, resume() looks at.
  TrainingState<Real> state() const;
  Result<void> restore(const TrainingState<Real>& state);

  /// Loss and accuracy as measured, schedule-free at its average: of all training samples, or, where there are more
  /// than 10,000, of that many that lie evenly spread among them, since all 60,000 images would cost a third of a run
  /// of 1,200 updates.
  model::Evaluation evaluate_training();
  /// Nothing where nothing is held out.
  std::optional<model::Evaluation> evaluate_heldout();

  model::Network<Real>& network();
  /// The parameters to evaluate or hand on.
  std::vector<Real> parameters() const;
  /// Where the parameters lie that train, in their order: all but the frozen ones.
  std::vector<typename model::Network<Real>::Slice> trained() const;

  /// Of the last update: its samples, in one batch.
  const model::Batch<Real>& last_batch() const;
  /// All training samples.
  model::Batch<Real> training_batch() const;

 private:
  struct Run;
  explicit Trainer(std::unique_ptr<Run> run);
  std::unique_ptr<Run> run_;
};

}  // namespace etude::train
