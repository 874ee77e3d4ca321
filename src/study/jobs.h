#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <vector>

namespace etude::study {

/// Work that may make more work. The job that was added last is taken first, so that a tree is done depth first.
class Jobs {
 public:
  using Job = std::function<void()>;

  /// From any thread, also from a job.
  void add(Job job);

  /// Does all jobs, and those that they add, on `threads` threads (0: one a core) and at most `most`.
  void run(std::size_t most, unsigned threads);

 private:
  void work();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Job> waiting_;
  std::size_t running_ = 0;
};

}  // namespace etude::study
