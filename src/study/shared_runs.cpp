// Many trials with etude's own engine, common beginnings once.
//
// Idea: a run leaves its state behind wherever a later trial parts from it, as a job for whichever thread is free. A
//       state is everything that a run is between two steps, so a run that goes on from it goes on to the same bits.
//       The trials of prefixes.cpp's example, in their order and with what each shares with the one before it:
//
//         place 0   trial 3   0   runs from its start, leaves place 4 behind before step 0 and places 1-3 before step 2
//         place 1   trial 4   2   goes on from step 2 to its end at step 3, where it leaves places 2-3 behind
//         place 2   trial 1   3   goes on from step 3, leaves place 3 behind before step 4
//         place 3   trial 0   4   goes on from step 4
//         place 4   trial 2   0   goes on from step 0
//
// Formula: of the places behind a run's own, the first that shares s steps with the one before it parts from the run at
//       s, and takes along those after it that share more than s; the next one parts at its own s, which is less or the
//       same; and so on.
// Edges: a run that ends on the way of a longer one is measured there, which changes nothing for the longer one. A loss
//       that is not finite ends all trials that share its step. An error stops runs between two steps.
// Cost: every different step is trained once; a state is copied once at a fork and once for each branch.

#include "study/shared_runs.h"

#include <algorithm>
#include <memory>
#include <numeric>

#include "etude/base/math.h"
#include "etude/train/state.h"
#include "etude/train/train.h"
#include "study/jobs.h"
#include "study/prefixes.h"
#include "study/teller.h"

namespace etude::study {
namespace {

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
  Record record;
};

/// Trials of a list that agree on all steps before `step`: places first ... last - 1. The first of them runs.
struct Branch {
  Step step = 0;
  std::size_t first = 0, last = 0;
};

/// The runs of one list of trials.
template <class Real>
class SharedRuns : public std::enable_shared_from_this<SharedRuns<Real>> {
 public:
  using From = std::shared_ptr<const Fork<Real>>;

  SharedRuns(SortedTrials list, const Shared& shared) : list_(std::move(list)), shared_(shared) {}

  /// Makes a job of the branch, which goes on from `from`, or begins where there is none.
  void add(const Branch& branch, From from) {
    shared_.jobs.add([self = this->shared_from_this(), branch, from = std::move(from)]() mutable {
      self->run(branch, std::move(from));
    });
  }

 private:
  using Trainer = train::Trainer<Real>;

  /// Leaves to others what parts from a run.
  class Forks final : public train::Observer {
   public:
    Forks(SharedRuns& runs, const Trainer& trainer, const Record& record, std::vector<Branch> left)
        : runs_(runs), trainer_(trainer), record_(record), left_(std::move(left)) {}

    bool before(Step step) override {
      From here;
      for (; !left_.empty() && left_.back().step == step; left_.pop_back()) {
        if (!here) here = std::make_shared<const Fork<Real>>(Fork<Real>{trainer_.state(), record_});
        runs_.add(left_.back(), here);
      }
      return true;
    }
    void ended(train::End end) override {
      if (end == train::End::reached) before(trainer_.step());
    }

   private:
    SharedRuns& runs_;
    const Trainer& trainer_;
    const Record& record_;
    std::vector<Branch> left_;  // the latest step first
  };

  const Trial& trial(std::size_t place) const { return shared_.trials[list_.trials[place]]; }

  /// The first place after the branch's own that shares less than `steps` with the one before it.
  std::size_t end_of(const Branch& branch, Step steps) const {
    std::size_t place = branch.first + 1;
    while (place < branch.last && list_.shared[place] >= steps) ++place;
    return place;
  }

  /// The first place after the branch's own whose trial is another one.
  std::size_t end_of_same(const Branch& branch) const {
    const Step steps = trial(branch.first).steps;
    std::size_t place = branch.first + 1;
    while (place < branch.last && list_.shared[place] == steps && trial(place).steps == steps) ++place;
    return place;
  }

  /// What parts from the run of the branch, the latest step first.
  std::vector<Branch> branches_of(const Branch& branch) const {
    std::vector<Branch> all;
    for (std::size_t place = end_of_same(branch); place < branch.last; place = all.back().last) {
      const Step step = list_.shared[place];
      all.push_back({step, place, end_of({step, place, branch.last}, step + 1)});
    }
    return all;
  }

  Result<Trainer> start(const Branch& branch, const From& from) {
    auto trainer = idle_or_new(trial(branch.first).plan);
    if (!trainer || !from) return trainer;
    if (auto good = trainer->restore(from->state); !good) return pass_on(good.error());
    return trainer;
  }

  Result<Trainer> idle_or_new(const Plan& plan) {
    Lock lock(mutex_);
    if (idle_.empty()) {
      lock.unlock();
      return Trainer::start(shared_.tasks.at(list_.backward), plan, list_.seed);
    }
    Trainer trainer = std::move(idle_.back());
    idle_.pop_back();
    if (auto good = trainer.follow(plan); !good) return pass_on(good.error());
    return trainer;
  }

  void run(const Branch& branch, From from) {
    if (!shared_.teller.goes_on()) return;
    auto trainer = start(branch, from);
    if (!trainer) return shared_.teller.tell(list_.trials[branch.first], pass_on(trainer.error()));
    Record record;
    if (from) record = from->record;
    from.reset();  // who takes it last frees it
    const std::size_t end = train(branch, *trainer, record);
    for (std::size_t place = branch.first; place < end; ++place)
      shared_.teller.tell(list_.trials[place], outcome_of(record, trial(place).curve_points));
    const Lock lock(mutex_);
    idle_.push_back(*std::move(trainer));
  }

  /// Trains the branch's first trial. Gives the first place after it whose trial does not have this record; the branch's
  /// own first place where the run was stopped.
  std::size_t train(const Branch& branch, Trainer& trainer, Record& record) {
    EndsWith goes_on(shared_.teller);
    Forks forks(*this, trainer, record, branches_of(branch));
    train::Losses losses(record);
    train::EndOfRun<Real> end(trainer, record);
    switch (train::run(trainer, trial(branch.first).steps, {&goes_on, &forks, &losses, &end})) {
      case train::End::reached:
        return end_of_same(branch);
      case train::End::diverged:
        return end_of(branch, trainer.step() + 1);
      case train::End::stopped:
        break;
    }
    return branch.first;
  }

  SortedTrials list_;
  Shared shared_;
  Mutex mutex_;
  std::vector<Trainer> idle_;
};

/// Updates of all trials, had each a run of its own: how long a list keeps its threads busy, nearly.
Step size_of(const SortedTrials& list, std::span<const Trial> trials) {
  return std::accumulate(list.trials.begin(), list.trials.end(), Step{0},
                         [&](Step sum, std::size_t trial) { return sum + trials[trial].steps; });
}

/// The longest last, since what is added last is run first.
template <class Real>
void add_runs(std::vector<SortedTrials> lists, const Shared& shared) {
  math::sort(lists, [&](const SortedTrials& a, const SortedTrials& b) {
    return size_of(a, shared.trials) < size_of(b, shared.trials);
  });
  for (SortedTrials& list : lists) {
    const Branch whole{0, 0, list.trials.size()};
    std::make_shared<SharedRuns<Real>>(std::move(list), shared)->add(whole, nullptr);
  }
}

}  // namespace

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

Result<void> run_shared(const Tasks& tasks, std::span<const Trial> trials, const Finished& finished, unsigned threads) {
  if (trials.empty()) return {};
  Teller teller(finished);
  Jobs jobs;
  const Shared shared{trials, tasks, teller, jobs};
  train::in_precision(tasks.begin()->second.task().precision,
                      [&]<class Real>(Real) { add_runs<Real>(sorted(trials), shared); });
  jobs.run(trials.size(), threads);
  return teller.result();
}

}  // namespace etude::study
