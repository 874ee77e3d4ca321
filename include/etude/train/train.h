#pragma once
// A run from its first step to its last: the one loop over updates, and who watches it.
//
//   Record record;
//   Losses losses(record);
//   EndOfRun<double> end(trainer, record);
//   run(trainer, 300, {&losses, &end});
//
// What else is measured, told or stopped is an observer, too: diagnostics.h has some.

#include <cstdint>
#include <vector>

#include "etude/base/shown.h"
#include "etude/record/run.h"
#include "etude/train/trainer.h"

namespace etude::train {

/// How a run ended.
enum class End {
  reached,   // it came to the step that it was to end before
  diverged,  // at the first loss that is not finite, which changes no parameter
  stopped,   // an observer wanted it so
};

/// Who watches a run. What it needs of the trainer it holds itself.
class Observer {
 public:
  virtual ~Observer() = default;
  /// Before the update of `step`; false ends the run there.
  virtual bool before(Step) { return true; }
  /// After it, even where its loss is not finite; false ends the run once all observers have seen the update.
  virtual bool after(Step, const StepResult&) { return true; }
  /// Once, after the last update. A run that is to go on later ends, too.
  virtual void ended(End) {}
};
using Observers = std::vector<Observer*>;

/// Updates until `until` updates are done. Observers are called in their order.
template <class Real>
ETUDE_SHOWN End run(Trainer<Real>& trainer, Step until, const Observers& observers = {});

/// Writes down rate and loss of every step.
class Losses final : public Observer {
 public:
  explicit Losses(Record& record) : record_(record) {}
  bool after(Step step, const StepResult& result) override;

 private:
  Record& record_;
};

/// Measures the held-out data before every `every`th update, from step 0; EndOfRun measures it at the end.
template <class Real>
class HeldoutLosses final : public Observer {
 public:
  HeldoutLosses(Trainer<Real>& trainer, Record& record, Step every)
      : trainer_(trainer), record_(record), every_(every) {}
  bool before(Step step) override;

 private:
  Trainer<Real>& trainer_;
  Record& record_;
  Step every_;  // 0: never
};

/// Writes down where a run diverged. At the end of one that did not: measures the held-out data and the training loss,
/// as the last update may be the one that goes too far. Leaves the run as it is, so that it can go on.
template <class Real>
class EndOfRun final : public Observer {
 public:
  EndOfRun(Trainer<Real>& trainer, Record& record) : trainer_(trainer), record_(record) {}
  void ended(End end) override;

 private:
  Trainer<Real>& trainer_;
  Record& record_;
};

/// One trial, whole: task x plan x seed -> record. A run whose loss is not finite ends there: that is a result
/// (`diverged_at`), not an error. The plan has passed check_plan(). Refused: data that cannot be made for this seed.
Result<Record> run_trial(const Prepared& prepared, const Plan& plan, std::uint32_t seed,
                         const Observers& observers = {});

}  // namespace etude::train
