// Many trials with etude's own engine, common beginnings once.
//
// Idea: a family of trials is a tree: a run goes from its fork to its end, and wherever a later trial parts from it, it
//       leaves its state behind as a job for whoever is free. A state is everything that a run is between two steps,
//       so a run that goes on from it goes on to the same bits.
// Formula: in the order of families(), the trials that part from trial i at step s are those before which the least
//       common beginning since i is s; each heads the trials after it that share more than s with it.
// Edges: a run that ends on the way of a longer one is measured there, which changes nothing for the longer one. A loss
//       that is not finite ends all trials that share its step. An error stops runs between two steps.
// Cost: every different step is trained once; a state is copied once at a fork and once for each branch.

#include <algorithm>
#include <atomic>
#include <cmath>
#include <map>
#include <memory>
#include <mutex>
#include <numeric>

#include "etude/train/train.h"
#include "study/jobs.h"
#include "study/parallel.h"
#include "study/prefixes.h"
#include "train/end_of_run.h"

namespace etude::study {
namespace {

/// Tells of finished trials, one at a time, until something goes wrong.
class Teller {
 public:
  explicit Teller(const Finished& finished) : finished_(finished) {}

  bool goes_on() const { return !stopped_.load(std::memory_order_relaxed); }
  void tell(std::size_t trial, const Outcome& outcome) {
    const std::lock_guard lock(mutex_);
    if (goes_on()) end_if(finished_(trial, outcome));
  }
  void fail(const Error& error) {
    const std::lock_guard lock(mutex_);
    if (goes_on()) end_if(pass_on(error));
  }
  /// When all threads are done.
  const Result<void>& result() const { return result_; }

 private:
  void end_if(Result<void> result) {
    result_ = std::move(result);
    stopped_.store(!result_, std::memory_order_relaxed);
  }

  const Finished& finished_;
  std::mutex mutex_;
  std::atomic<bool> stopped_ = false;
  Result<void> result_;
};

/// The tasks of these trials, one a backward pass, as long as its longest run.
using Tasks = std::map<train::Backward, train::Prepared>;

Result<Tasks> tasks_of(const train::Prepared& given, std::span<const Trial> trials) {
  std::map<std::pair<train::Backward, Step>, const Trial*> kinds;
  for (const Trial& trial : trials) kinds.emplace(std::pair(trial.backward, trial.steps), &trial);
  Tasks tasks;
  for (const auto& [kind, trial] : kinds) {
    auto prepared = given.with(kind.second, kind.first);
    if (!prepared) return pass_on(prepared.error());
    tasks.insert_or_assign(kind.first, *std::move(prepared));
  }
  return tasks;
}

/// What all jobs look at.
struct Shared {
  std::span<const Trial> trials;
  const Tasks& tasks;
  Teller& teller;
  Jobs& jobs;
};

/// A run between two steps, and how it came there.
template <class Real>
struct Fork {
  train::TrainingState<Real> state;
  std::vector<double> loss;
};

/// Trials of a family that go on from `step`: places first ... last - 1, of which the first runs.
struct Branch {
  Step step = 0;
  std::size_t first = 0, last = 0;
};

/// The runs of one family.
template <class Real>
class Tree {
 public:
  Tree(Family family, const Shared& shared) : family_(std::move(family)), shared_(shared) {}

  using Own = std::shared_ptr<Tree>;
  using From = std::shared_ptr<const Fork<Real>>;
  static void add(const Own& tree, const Branch& branch, From from) {
    tree->shared_.jobs.add(
        [tree, branch, from = std::move(from)]() mutable { tree->run(tree, branch, std::move(from)); });
  }

 private:
  const Trial& trial(std::size_t place) const { return shared_.trials[family_.trials[place]]; }

  /// The first place after `first` that shares less than `steps` with the one before it.
  std::size_t end_of(const Branch& branch, Step steps) const {
    std::size_t place = branch.first + 1;
    while (place < branch.last && family_.shared[place] >= steps) ++place;
    return place;
  }

  /// What parts from the run of `branch`, the latest step first. Trials that are the run itself are none of these.
  std::vector<Branch> branches_of(const Branch& branch) const {
    const Step steps = trial(branch.first).steps;
    std::size_t place = branch.first + 1;
    while (place < branch.last && family_.shared[place] == steps && trial(place).steps == steps) ++place;
    std::vector<Branch> all;
    while (place < branch.last) {
      const Branch next{family_.shared[place], place, branch.last};
      const std::size_t end = end_of(next, next.step + 1);
      all.push_back({next.step, place, end});
      place = end;
    }
    return all;
  }

  Result<train::Trainer<Real>> start(const Branch& branch, const From& from) {
    auto trainer = idle_or_new(trial(branch.first).plan);
    if (!trainer || !from) return trainer;
    if (auto good = trainer->restore(from->state); !good) return pass_on(good.error());
    return trainer;
  }

  Result<train::Trainer<Real>> idle_or_new(const Plan& plan) {
    std::unique_lock lock(mutex_);
    if (idle_.empty()) {
      lock.unlock();
      return train::Trainer<Real>::start(shared_.tasks.at(family_.backward), plan, family_.seed);
    }
    train::Trainer<Real> trainer = std::move(idle_.back());
    idle_.pop_back();
    if (auto good = trainer.follow(plan); !good) return pass_on(good.error());
    return trainer;
  }

  void run(const Own& self, const Branch& branch, From from) {
    if (!shared_.teller.goes_on()) return;
    auto trainer = start(branch, from);
    if (!trainer) return shared_.teller.fail(trainer.error());
    Record record;
    if (from) record.loss = from->loss;
    from.reset();  // who takes it last frees it
    const auto end = train(self, branch, *trainer, record);
    if (!end) return;
    for (std::size_t place = branch.first; place < *end; ++place)
      shared_.teller.tell(family_.trials[place], outcome_of(record, trial(place).curve_points));
    const std::lock_guard lock(mutex_);
    idle_.push_back(*std::move(trainer));
  }

  /// Up to which place of the branch trials have this record; nothing where the run was stopped.
  std::optional<std::size_t> train(const Own& self, const Branch& branch, train::Trainer<Real>& trainer,
                                   Record& record) {
    const Step steps = trial(branch.first).steps;
    auto left = branches_of(branch);
    const std::size_t same = left.empty() ? branch.last : left.front().first;
    for (Step t = trainer.step(); shared_.teller.goes_on(); ++t) {
      leave(self, left, trainer, record);
      if (t == steps) {
        train::measure_end(trainer, record);
        return same;
      }
      record.loss.push_back(trainer.update().loss);
      if (!std::isfinite(record.loss.back())) {
        record.diverged_at = t;
        return end_of(branch, t + 1);
      }
    }
    return std::nullopt;
  }

  /// Leaves to others what parts here.
  void leave(const Own& self, std::vector<Branch>& left, const train::Trainer<Real>& trainer, const Record& record) {
    From here;
    for (; !left.empty() && left.back().step == trainer.step(); left.pop_back()) {
      if (!here) here = std::make_shared<const Fork<Real>>(Fork<Real>{trainer.state(), record.loss});
      add(self, left.back(), here);
    }
  }

  Family family_;
  Shared shared_;
  std::mutex mutex_;
  std::vector<train::Trainer<Real>> idle_;
};

/// Updates of all trials, had each a run of its own: how long a family keeps its threads busy, nearly.
Step size_of(const Family& family, std::span<const Trial> trials) {
  return std::accumulate(family.trials.begin(), family.trials.end(), Step{0},
                         [&](Step sum, std::size_t trial) { return sum + trials[trial].steps; });
}

/// The longest last, since what is added last is run first.
template <class Real>
void add_trees(std::vector<Family> all, const Shared& shared) {
  std::stable_sort(all.begin(), all.end(), [&](const Family& a, const Family& b) {
    return size_of(a, shared.trials) < size_of(b, shared.trials);
  });
  for (Family& family : all) {
    const Branch whole{0, 0, family.trials.size()};
    Tree<Real>::add(std::make_shared<Tree<Real>>(std::move(family), shared), whole, nullptr);
  }
}

Result<void> run_sharing(const train::Prepared& prepared, std::span<const Trial> trials, const Finished& finished,
                         unsigned threads) {
  const auto tasks = tasks_of(prepared, trials);
  if (!tasks) return pass_on(tasks.error());
  Teller teller(finished);
  Jobs jobs;
  const Shared shared{trials, *tasks, teller, jobs};
  in_precision(prepared.task().precision, [&]<class Real>(Real) { add_trees<Real>(families(trials), shared); });
  jobs.run(trials.size(), threads);
  return teller.result();
}

Result<void> run_alone(const train::Prepared& given, std::span<const Trial> trials, const Finished& finished,
                       unsigned threads) {
  if (auto good = tasks_of(given, trials); !good) return pass_on(good.error());
  Teller teller(finished);
  const train::TrainOptions options{.stop = [&](const Record&) { return !teller.goes_on(); }};
  parallel_for(trials.size(), threads, [&](std::size_t i) {
    if (!teller.goes_on()) return;
    const Trial& trial = trials[i];
    const auto trained = given.with(trial.steps, trial.backward).and_then([&](const train::Prepared& prepared) {
      return train::train(prepared, trial.plan, trial.seed, options);
    });
    if (!trained) return teller.fail(trained.error());
    teller.tell(i, outcome_of(trained->record, trial.curve_points));
  });
  return teller.result();
}

}  // namespace

Runner native_runner(const train::Prepared& prepared, const RunOptions& options) {
  return [prepared, options](std::span<const Trial> trials, const Finished& finished) -> Result<void> {
    return options.shares_prefixes ? run_sharing(prepared, trials, finished, options.threads)
                                   : run_alone(prepared, trials, finished, options.threads);
  };
}

Work work_of(const train::Prepared&, std::span<const Trial> trials, std::span<const Outcome> outcomes) {
  Work work;
  for (const Family& family : families(trials))
    for (std::size_t place = 0; place < family.trials.size(); ++place) {
      const std::size_t i = family.trials[place];
      const Step steps = std::min(outcomes[i].steps, trials[i].steps);
      work.asked += steps;
      work.trained += std::max(steps - family.shared[place], Step{0});
    }
  return work;
}

}  // namespace etude::study
