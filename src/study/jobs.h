#pragma once
// Work that may make more work, done by several threads.

#include <functional>
#include <vector>

#include "study/threads.h"

namespace etude::study {

/// The job that was added last is taken first, so that a tree of jobs is done depth first.
class Jobs {
 public:
  using Job = std::function<void()>;

  /// From any thread, also from a job.
  void add(Job job);

  /// Does all jobs, and those that they add, on `threads` threads (0: one a core) and at most `most`.
  void run(std::size_t most, unsigned threads);

 private:
  void work();

  Mutex mutex_;
  Condition changed_;
  std::vector<Job> waiting_;
  std::size_t running_ = 0;
};

}  // namespace etude::study
