#pragma once
// A task with its data: loaded, and its numbers held against each other.

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "etude/base/shown.h"
#include "etude/base/step.h"
#include "etude/data/source.h"
#include "etude/schedule/plan.h"
#include "etude/train/task.h"

namespace etude::train {

template <class Real>
struct RunData;

/// With what a run ends, for another to begin with: parameters as they are evaluated, and what batch norm remembers.
struct Weights {
  std::vector<double> parameters = {}, statistics = {};
};

/// By the seed of the run.
using WeightsOfSeeds = std::map<std::uint32_t, Weights>;

/// A task whose data is loaded and whose numbers fit each other. A copy shares the data; many runs share it, on any
/// threads.
class Prepared {
 public:
  /// Refused: what check() says of the task; data that is not there, is damaged or cannot be trained on; a mini-batch
  /// larger than the data; a network that does not fit its data; frozen names that no parameter has; an earlier phase
  /// that is refused so, that check_plan() refuses, or whose network or precision is another.
  /// `load` reads what is not generated; without it, only generated data is taken.
  static Result<Prepared> of(const Task& task, const data::Loader& load = {});

  const Task& task() const { return task_; }
  /// The same data, for a run of another length or with the other backward pass. Refused: what check() says.
  Result<Prepared> with(Step steps, Backward backward) const;
  std::size_t samples() const { return shape().samples(); }  // to train on
  bool has_heldout() const;
  /// The task's earlier phase; null where it has none.
  struct Phase;
  const Phase* earlier() const { return earlier_.get(); }
  /// The same, which knows what the earlier phase leaves; for a seed that is not there, a run trains it first.
  Prepared knowing(std::shared_ptr<const WeightsOfSeeds> weights) const;
  const Weights* known(std::uint32_t seed) const;
  Step updates_per_epoch() const;
  bool is_generated() const;  // anew for every seed; otherwise read from files

  /// 64 bits of every number of the data and of its sizes: of what files hold as it is trained on, split and
  /// standardised; of seed 0 where it is generated; before label noise. The same on every machine.
  /// Cost: one pass over the data, about 2 ms a MiB.
  std::uint64_t fingerprint() const;

  /// Sizes and labels of the data, of seed 0 where it is generated; no inputs.
  const data::Dataset& shape() const;

  /// The data of a run, see train/run_data.h. What a file holds is the same for every seed, but for label noise.
  template <class Real>
  ETUDE_SHOWN Result<RunData<Real>> data(std::uint32_t seed) const;

 private:
  struct Loaded;
  Prepared(const Task& task, std::shared_ptr<const Loaded> loaded) : task_(task), loaded_(std::move(loaded)) {}
  Result<Prepared> after_earlier_phase(const data::Loader& load) &&;

  Task task_;
  std::shared_ptr<const Loaded> loaded_;
  std::shared_ptr<const Phase> earlier_ = {};
  std::shared_ptr<const WeightsOfSeeds> weights_ = {};
};

struct Prepared::Phase {
  Prepared prepared;
  Plan plan;
};

/// Trains the earlier phase of the task, which has one. A run of it that diverges leaves the weights at which it did.
/// Refused: data that cannot be made for this seed.
Result<Weights> weights_before(const Prepared& prepared, std::uint32_t seed);

/// Whether the task's optimizer and its parameters have what the plan drives, and every value of it at every step of
/// the task is one that they can take: refused with the step and what to type. The rate itself is free, since a run
/// that diverges is a result.
Result<void> check_plan(const Prepared& prepared, const Plan& plan);

}  // namespace etude::train
