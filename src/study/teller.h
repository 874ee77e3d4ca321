#pragma once
// Trials that run side by side: each is told of when it is finished, until one of them goes wrong.

#include <functional>

#include "etude/study/trials.h"
#include "etude/train/train.h"
#include "study/threads.h"

namespace etude::study {

/// Tells of finished trials, one at a time, until there is an error: a trial's own, or one of who is told.
class Teller {
 public:
  explicit Teller(const Finished& finished) : finished_(finished) {}

  bool goes_on() const { return !has_ended_; }
  void tell(std::size_t trial, const Result<Outcome>& outcome);
  /// When all threads are done.
  const Result<void>& result() const { return result_; }

 private:
  const Finished& finished_;
  Mutex mutex_;
  Atomic<bool> has_ended_ = false;
  Result<void> result_;
};

/// Ends a run between two steps once the teller tells of no more trials.
class EndsWith final : public train::Observer {
 public:
  explicit EndsWith(const Teller& teller) : teller_(teller) {}
  bool before(Step) override { return teller_.goes_on(); }

 private:
  const Teller& teller_;
};

/// Runs `count` trials, each by itself, on `threads` threads (0: one a core), and tells of each. `run` gives the
/// outcome of one, and may ask the teller whether it is still wanted.
Result<void> run_each(std::size_t count, unsigned threads, const Finished& finished,
                      const std::function<Result<Outcome>(std::size_t, const Teller&)>& run);

}  // namespace etude::study
